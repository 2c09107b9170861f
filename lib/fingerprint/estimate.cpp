#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include <weightkin/fingerprint/estimate.hpp>

namespace weightkin {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Real numbers: a complex element is two.
std::uint64_t elements_of(const tensor_print& print) {
  std::uint64_t count = is_complex(print.type) ? 2 : 1;
  for (const std::uint64_t extent : print.shape)
    count *= extent;
  return count;
}

double variance_of(const tensor_print& print) {
  return std::max(0.0, print.mean_square - print.mean * print.mean);
}

/// The inner products of two sketches, and of their difference with itself.
struct sketch_products {
  double aa = 0, bb = 0, ab = 0, difference = 0;
};

sketch_products products_of(const value_sketch& a, const value_sketch& b) {
  sketch_products sum;
  for (std::size_t j = 0; j < a.codes.size(); ++j) {
    const double x = static_cast<double>(a.codes[j]) * static_cast<double>(a.scale);
    const double y = static_cast<double>(b.codes[j]) * static_cast<double>(b.scale);
    sum.aa += x * x;
    sum.bb += y * y;
    sum.ab += x * y;
    sum.difference += (x - y) * (x - y);
  }
  return sum;
}

bool comparable(const tensor_print& a, const tensor_print& b) {
  return a.sketch && b.sketch && a.sketch->codes.size() == b.sketch->codes.size() &&
         !a.sketch->codes.empty() && elements_of(a) == elements_of(b);
}

} // namespace

print_similarity estimate_similarity(const tensor_print& a, const tensor_print& b) {
  print_similarity answer{{nan, infinity}, {nan, infinity}, {nan, infinity}};
  if (!comparable(a, b)) return answer;
  const sketch_products sum = products_of(*a.sketch, *b.sketch);
  if (!(sum.aa > 0) || !(sum.bb > 0)) return answer;
  const auto buckets = static_cast<double>(a.sketch->codes.size());
  const double r = std::clamp(sum.ab / std::sqrt(sum.aa * sum.bb), -1.0, 1.0);
  answer.pearson = {r, (1 - r * r) / std::sqrt(buckets)};

  const double both_rms = std::sqrt(a.mean_square * b.mean_square);
  const double both_sd = std::sqrt(variance_of(a) * variance_of(b));
  answer.cosine = {(r * both_sd + a.mean * b.mean) / both_rms,
                   answer.pearson.standard_error * both_sd / both_rms};

  const auto count = static_cast<double>(elements_of(a));
  const double shift = count * (a.mean - b.mean) * (a.mean - b.mean);
  const double distance = std::sqrt((shift + sum.difference) / (count * b.mean_square));
  const double share = sum.difference > 0 ? sum.difference / (shift + sum.difference) : 0.0;
  // The root halves the relative error of the square.
  answer.relative_l2 = {distance, distance * share * std::sqrt(2 / buckets) / 2};
  return answer;
}

} // namespace weightkin
