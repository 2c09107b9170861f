#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <weightkin/fingerprint/estimate.hpp>

namespace weightkin {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
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

/// The buckets of a sketch, folded to `buckets`: what one of that size would have held.
std::vector<double> folded(const value_sketch& sketch, std::size_t buckets) {
  std::vector<double> values(buckets);
  const auto scale = static_cast<double>(sketch.scale);
  const auto whole = std::min(buckets, sketch.codes.size()); // these loops have vectors
  for (std::size_t j = 0; j < whole; ++j)
    values[j] = static_cast<double>(sketch.codes[j]) * scale;
  for (std::size_t j = whole; j < sketch.codes.size(); ++j)
    values[j & (buckets - 1)] += static_cast<double>(sketch.codes[j]) * scale;
  return values;
}

/// The mean square error that coding leaves in each of `buckets` folded buckets.
double coding_error(const value_sketch& sketch, std::size_t buckets) {
  const double step = static_cast<double>(sketch.scale);
  const std::size_t folded = sketch.codes.size() / buckets; // both are powers of two
  return step * step / 12 * static_cast<double>(folded);
}

/// The inner products of two sketches, and of their difference with itself.
struct sketch_products {
  double aa = 0, bb = 0, ab = 0, difference = 0;
  double buckets = 0;
  double coding = 0; ///< what coding alone adds to `difference`, at most
};

sketch_products products_of(const value_sketch& a, const value_sketch& b) {
  const std::size_t buckets = std::min(a.codes.size(), b.codes.size());
  const std::vector<double> left = folded(a, buckets);
  const std::vector<double> right = folded(b, buckets);
  sketch_products sum;
  for (std::size_t j = 0; j < buckets; ++j) {
    sum.aa += left[j] * left[j];
    sum.bb += right[j] * right[j];
    sum.ab += left[j] * right[j];
    sum.difference += (left[j] - right[j]) * (left[j] - right[j]);
  }
  sum.buckets = static_cast<double>(buckets);
  sum.coding = sum.buckets * (coding_error(a, buckets) + coding_error(b, buckets));
  return sum;
}

bool comparable(const tensor_print& a, const tensor_print& b) {
  return a.sketch && b.sketch && !a.sketch->codes.empty() && !b.sketch->codes.empty() &&
         elements_of(a) == elements_of(b);
}

/// How far off ||c - d||^2 may be: the sketch's own error and that of the codes.
double error_of_difference(const sketch_products& sum) {
  return std::hypot(std::sqrt(2 / sum.buckets) * sum.difference,
                    sum.coding + 2 * std::sqrt(sum.difference * sum.coding / sum.buckets));
}

/// Near 1 the correlation is as good as the difference it comes from.
estimate pearson_of(const sketch_products& sum) {
  const double r = std::clamp(sum.ab / std::sqrt(sum.aa * sum.bb), -1.0, 1.0);
  const double coded = sum.coding / 2 / std::sqrt(sum.aa * sum.bb);
  return {r, std::hypot((1 - r * r) / std::sqrt(sum.buckets), coded)};
}

estimate distance_of(const tensor_print& a, const tensor_print& b, const sketch_products& sum) {
  const auto count = static_cast<double>(elements_of(a));
  const double shift = count * (a.mean - b.mean) * (a.mean - b.mean);
  const double square = shift + sum.difference;
  const double norm = std::sqrt(count * b.mean_square);
  const double error = error_of_difference(sum);
  // The root halves the relative error of the square; of nothing it is the root of the error.
  const double root_error =
      square > error ? error / (2 * std::sqrt(square)) : std::sqrt(std::max(square, error));
  return {std::sqrt(square) / norm, root_error / norm};
}

} // namespace

print_similarity estimate_similarity(const tensor_print& a, const tensor_print& b) {
  print_similarity answer{{unknown, infinity}, {unknown, infinity}, {unknown, infinity}};
  if (!comparable(a, b)) return answer;
  const sketch_products sum = products_of(*a.sketch, *b.sketch);
  if (!(sum.aa > 0) || !(sum.bb > 0)) return answer;
  answer.pearson = pearson_of(sum);
  // Moments may have been left out of a fingerprint that was given away.
  if (!(a.mean_square > 0) || !(b.mean_square > 0)) return answer;
  const double both_rms = std::sqrt(a.mean_square * b.mean_square);
  const double both_sd = std::sqrt(variance_of(a) * variance_of(b));
  answer.cosine = {(answer.pearson.value * both_sd + a.mean * b.mean) / both_rms,
                   answer.pearson.standard_error * both_sd / both_rms};
  answer.relative_l2 = distance_of(a, b, sum);
  return answer;
}

} // namespace weightkin
