#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <weightkin/metric/chance.hpp>

namespace weightkin {
namespace {

std::vector<std::uint32_t> sorted_patterns(std::span<const float> values) {
  std::vector<std::uint32_t> patterns(values.size());
  std::transform(values.begin(), values.end(), patterns.begin(),
                 [](float value) { return std::bit_cast<std::uint32_t>(value); });
  std::sort(patterns.begin(), patterns.end());
  return patterns;
}

/// Shares of -1, 0 and +1 among the finite values; all NaN when there are none.
std::array<double, 3> sign_shares(std::span<const float> values) {
  std::array<double, 3> shares{};
  double finite = 0;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    shares[value < 0 ? 0U : (value > 0 ? 2U : 1U)] += 1;
    finite += 1;
  }
  for (double& share : shares)
    share /= finite;
  return shares;
}

} // namespace

double equal_value_chance(std::span<const float> a, std::span<const float> b) {
  if (a.empty() || b.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto left = sorted_patterns(a);
  const auto right = sorted_patterns(b);
  std::uint64_t equal_pairs = 0; // exact: at most |a| |b|
  for (auto i = left.begin(), j = right.begin(); i != left.end() && j != right.end();) {
    if (*i != *j) {
      ++(*i < *j ? i : j);
      continue;
    }
    const auto i_end = std::upper_bound(i, left.end(), *i);
    const auto j_end = std::upper_bound(j, right.end(), *j);
    equal_pairs += static_cast<std::uint64_t>(i_end - i) * static_cast<std::uint64_t>(j_end - j);
    i = i_end;
    j = j_end;
  }
  return static_cast<double>(equal_pairs) /
         (static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

double sign_equal_chance(std::span<const float> a, std::span<const float> b) {
  const auto left = sign_shares(a);
  const auto right = sign_shares(b);
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}

} // namespace weightkin
