#include "fingerprint/similarity/tensor_affinity.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

#include "kernel/index_hash.hpp"

namespace weightkin::detail {
namespace {

std::uint64_t reals_of(const tensor_print& print) {
  std::uint64_t count = is_complex(print.type) ? 2 : 1;
  for (const std::uint64_t extent : print.shape)
    count *= extent;
  return count;
}

/// What the features of a row of ones are: sums of signs.
std::array<double, print_features> sums_of_signs(std::uint64_t seed, std::uint64_t columns) {
  std::array<double, print_features> sums{};
  const index_hash hash(seed, 4);
  for (std::uint64_t first = 0; first < columns; first += print_features) {
    const std::uint64_t signs = hash(first / print_features);
    const std::uint64_t here = std::min<std::uint64_t>(print_features, columns - first);
    for (std::uint64_t f = 0; f < here; ++f)
      sums[f] += ((signs >> f) & 1) != 0 ? -1.0 : 1.0;
  }
  return sums;
}

/// Rows that are mostly the tensor's mean would all look alike, in every model.
std::vector<double> landmark_directions(const tensor_print& print, std::uint64_t seed,
                                        std::uint64_t columns) {
  const std::array<double, print_features> signs = sums_of_signs(seed, columns);
  std::vector<double> directions;
  for (const row_landmark& landmark : print.rows->landmarks) {
    std::array<double, print_features> v{};
    double squares = 0;
    for (std::size_t f = 0; f < print_features; ++f) {
      v[f] = landmark.codes[f] * static_cast<double>(landmark.scale) - print.mean * signs[f];
      squares += v[f] * v[f];
    }
    const double norm = squares > 0 ? std::sqrt(squares) : 1.0;
    for (const double value : v)
      directions.push_back(value / norm);
  }
  return directions;
}

} // namespace

affinity_tensor prepare(const tensor_print& print, std::uint64_t seed) {
  affinity_tensor tensor;
  tensor.print = &print;
  tensor.elements = print.minimum < print.maximum ? reals_of(print) : 0;
  if (print.sketch) {
    double squares = 0;
    for (const std::int16_t code : print.sketch->codes)
      squares += static_cast<double>(code) * code;
    tensor.sketch_norm = std::sqrt(squares);
  }
  if (print.rows && !print.shape.empty() && print.shape.front() > 0) {
    tensor.row_length = reals_of(print) / print.shape.front();
    tensor.landmarks = landmark_directions(print, seed, tensor.row_length);
  }
  return tensor;
}

bool checksums_meet(const tensor_print& a, const tensor_print& b) {
  return a.checksum == b.checksum || a.checksum == b.checksum_bf16 ||
         a.checksum == b.checksum_f16 || a.checksum_bf16 == b.checksum ||
         a.checksum_f16 == b.checksum;
}

bool sketches_fit(const affinity_tensor& a, const affinity_tensor& b) {
  return a.elements == b.elements && a.print->sketch && b.print->sketch &&
         a.print->sketch->codes.size() == b.print->sketch->codes.size();
}

double sketch_correlation(const affinity_tensor& a, const affinity_tensor& b) {
  if (!(a.sketch_norm > 0) || !(b.sketch_norm > 0)) return 0;
  const std::int16_t* x = a.print->sketch->codes.data();
  const std::int16_t* y = b.print->sketch->codes.data();
  std::int64_t sum = 0;
  for (std::size_t j = 0; j < a.print->sketch->codes.size(); ++j)
    sum += std::int64_t{x[j]} * y[j];
  return std::fabs(static_cast<double>(sum)) / (a.sketch_norm * b.sketch_norm);
}

double above_luck(double correlation, std::size_t buckets, std::size_t candidates) {
  // The largest of m standard normal variables stays below about sqrt(2 ln m).
  const double luck = std::sqrt(2 * std::log(4 * static_cast<double>(candidates) + 4) /
                                static_cast<double>(buckets));
  return luck < 1 ? std::max(0.0, (correlation - luck) / (1 - luck)) : 0.0;
}

double landmark_affinity(const affinity_tensor& a, const affinity_tensor& b) {
  // Of 16 random numbers a correlation beyond 0.9 has a chance of one in a million.
  constexpr double like_strangers = 0.9;
  double sum = 0;
  for (std::size_t i = 0; i < a.landmarks.size(); i += print_features) {
    double best = 0;
    for (std::size_t j = 0; j < b.landmarks.size(); j += print_features) {
      double product = 0;
      for (std::size_t f = 0; f < print_features; ++f)
        product += a.landmarks[i + f] * b.landmarks[j + f];
      best = std::max(best, std::fabs(product));
    }
    sum += std::max(0.0, (best - like_strangers) / (1 - like_strangers));
  }
  const std::size_t landmarks = a.landmarks.size() / print_features;
  return landmarks == 0 ? 0.0 : sum / static_cast<double>(landmarks);
}

double gram_affinity(const row_summary& a, const row_summary& b) {
  constexpr double like_strangers = 0.3; // over three standard deviations of 120 random numbers
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.gram.size(); ++i) {
    const double x = a.gram[i], y = b.gram[i];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (!(aa > 0) || !(bb > 0)) return 0;
  return std::max(0.0, (ab / std::sqrt(aa * bb) - like_strangers) / (1 - like_strangers));
}

double profile_affinity(const row_summary& a, const row_summary& b) {
  constexpr double digits_of_equals = 4;
  const std::size_t middle = a.profile.size() / 2;
  double apart = 0, spread = 0;
  for (std::size_t i = 0; i < a.profile.size(); ++i) {
    if (!(a.profile[i] > 0) || !(b.profile[i] > 0)) continue;
    const double x = std::log(static_cast<double>(a.profile[i]) / a.profile[middle]);
    const double y = std::log(static_cast<double>(b.profile[i]) / b.profile[middle]);
    if (!std::isfinite(x) || !std::isfinite(y)) return 0;
    apart += (x - y) * (x - y);
    spread += x * x;
  }
  if (!(spread > 0)) return 0;
  if (!(apart > 0)) return 1;
  return std::clamp(-std::log10(apart / spread) / 2 / digits_of_equals, 0.0, 1.0);
}

double magnitude_affinity(const tensor_print& a, const tensor_print& b) {
  constexpr int none = 0xFFFF;
  const std::size_t middle = a.magnitudes.size() / 2;
  if (a.magnitudes[middle] == none || b.magnitudes[middle] == none) return 0;
  int apart = 0;
  for (std::size_t i = 0; i < a.magnitudes.size(); ++i)
    apart += std::abs((a.magnitudes[i] - a.magnitudes[middle]) -
                      (b.magnitudes[i] - b.magnitudes[middle]));
  return std::max(0.0, 1 - apart / static_cast<double>(a.magnitudes.size()));
}

} // namespace weightkin::detail
