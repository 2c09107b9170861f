#include "metric/permutation_draws.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace weightkin::detail {
namespace {

/// splitmix64 (Steele, Lea, Flood 2014) as a counter: the n-th number depends on n and seed only.
class counter_random {
public:
  explicit counter_random(std::uint64_t seed) : state_(seed) {}

  /// Uniform in [0, bound), bound < 2^32; off by at most bound / 2^32 in relative probability.
  std::size_t below(std::size_t bound) {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    mixed ^= mixed >> 31;
    return static_cast<std::size_t>(((mixed >> 32) * bound) >> 32);
  }

private:
  std::uint64_t state_;
};

double sum_at(const unit_products& products, const std::vector<std::size_t>& permutation) {
  double sum = 0;
  for (std::size_t i = 0; i < products.units; ++i)
    sum += products.at(i, permutation[i]);
  return sum;
}

} // namespace

enumeration enumerate(const unit_products& products, double threshold) {
  assert(products.units <= enumerable_units);
  std::vector<std::size_t> permutation(products.units);
  std::iota(permutation.begin(), permutation.end(), std::size_t{0});
  enumeration answer;
  double second = 0;
  double third = 0;
  double fourth = 0;
  do {
    const double sum = sum_at(products, permutation);
    ++answer.permutations;
    if (sum >= threshold) ++answer.reached;
    second += sum * sum;
    third += sum * sum * sum;
    fourth += sum * sum * sum * sum;
  } while (std::next_permutation(permutation.begin(), permutation.end()));
  const double count = static_cast<double>(answer.permutations);
  const double variance = second / count;
  if (!(variance > 0)) return answer;
  answer.moments.variance = variance;
  answer.moments.skewness = third / count / variance / std::sqrt(variance);
  answer.moments.excess_kurtosis = fourth / count / variance / variance - 3;
  return answer;
}

std::uint64_t count_reaching(const unit_products& products, double threshold, std::uint64_t seed,
                             std::uint64_t draws) {
  std::vector<std::size_t> permutation(products.units);
  std::iota(permutation.begin(), permutation.end(), std::size_t{0});
  counter_random random(seed);
  std::uint64_t reached = 0;
  for (std::uint64_t draw = 0; draw < draws; ++draw) {
    // A uniform shuffle of any arrangement is uniform, so the last one serves as the start.
    double sum = 0;
    for (std::size_t i = products.units; i-- > 0;) {
      std::swap(permutation[i], permutation[random.below(i + 1)]);
      sum += products.at(i, permutation[i]);
    }
    if (sum >= threshold) ++reached;
  }
  return reached;
}

} // namespace weightkin::detail
