#include "fingerprint/sums/print_codes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weightkin::detail {
namespace {

/// `value` / `scale` as the nearest integer, which fits `Code`; 0 where the scale is.
template <class Code>
Code code_of(double value, float scale) noexcept {
  if (scale == 0) return 0;
  constexpr double largest = std::numeric_limits<Code>::max();
  return static_cast<Code>(nearest_integer(value / static_cast<double>(scale), largest));
}

/// The scale at which the largest of `values` is the largest code.
template <class Code>
float scale_for(std::span<const double> values) noexcept {
  double largest = 0;
  for (const double value : values)
    largest = std::max(largest, std::fabs(value));
  return static_cast<float>(largest / std::numeric_limits<Code>::max());
}

/// Buckets of a tensor so small that 1024 would hold next to nothing each.
std::size_t buckets_for(std::uint64_t elements) noexcept {
  std::size_t buckets = print_buckets;
  while (buckets > print_block && buckets * print_block > elements)
    buckets /= 2;
  return buckets;
}

std::uint64_t fold(std::span<const std::uint64_t> table, std::size_t bucket,
                   std::size_t buckets) noexcept {
  std::uint64_t sum = 0;
  for (std::size_t j = bucket; j < table.size(); j += buckets)
    sum += table[j];
  return sum;
}

} // namespace

coded_values<std::int8_t, print_features> code_features(const print_lanes& features) {
  std::array<double, print_features> values;
  std::transform(features.begin(), features.end(), values.begin(), as_value);
  coded_values<std::int8_t, print_features> coded;
  coded.scale = scale_for<std::int8_t>(values);
  for (std::size_t f = 0; f < print_features; ++f)
    coded.codes[f] = code_of<std::int8_t>(values[f], coded.scale);
  return coded;
}

value_sketch code_sketch(std::span<const std::uint64_t> buckets,
                         std::span<const std::uint64_t> signs, double mean,
                         std::uint64_t elements) {
  const std::size_t kept = buckets_for(elements);
  std::vector<double> centred(kept);
  for (std::size_t j = 0; j < kept; ++j) {
    const auto ones = static_cast<double>(static_cast<std::int64_t>(fold(signs, j, kept)));
    const double share = mean * ones;
    centred[j] = as_value(fold(buckets, j, kept)) - share;
  }
  value_sketch sketch;
  sketch.scale = scale_for<std::int16_t>(centred);
  sketch.codes.reserve(kept);
  for (const double value : centred)
    sketch.codes.push_back(code_of<std::int16_t>(value, sketch.scale));
  return sketch;
}

std::array<std::uint16_t, 16> magnitude_quantiles(std::span<const std::uint64_t> bins) noexcept {
  print_u128 all = 0;
  for (const std::uint64_t count : bins)
    all += count;
  std::array<std::uint16_t, 16> quantiles;
  quantiles.fill(0xFFFF);
  if (all == 0) return quantiles;
  std::size_t bin = 0;
  print_u128 below = bins[0]; // counts in the bin and below
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    while (below * 32 <= (2 * i + 1) * all)
      below += bins[++bin];
    quantiles[i] = static_cast<std::uint16_t>(bin);
  }
  return quantiles;
}

} // namespace weightkin::detail
