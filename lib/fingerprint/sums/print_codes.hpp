#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "kernel/print_totals.hpp"

/// From sums to the numbers of a fingerprint: docs/fingerprint-format.md, section 3.
namespace weightkin::detail {

/// The sum as a number; it counts multiples of 2^-40.
[[nodiscard]] inline double as_value(std::uint64_t sum) noexcept {
  return static_cast<double>(static_cast<std::int64_t>(sum)) * 0x1p-40;
}

/// The integer nearest to `value`, ties to even, limited to -largest..largest. \pre not NaN
[[nodiscard]] inline double nearest_integer(double value, double largest) noexcept {
  constexpr double magic = 0x1.8p52; // the sum is an integer, the nearest one
  const double limited = std::clamp(value, -2 * largest, 2 * largest);
  return std::clamp((limited + magic) - magic, -largest, largest);
}

/// Integers proportional to numbers.
template <class Code, std::size_t Count>
struct coded_values {
  float scale = 0;
  std::array<Code, Count> codes{};
};
[[nodiscard]] coded_values<std::int8_t, print_features> code_features(const print_lanes& features);

/// \param signs the sketch of ones, of as many buckets
[[nodiscard]] value_sketch code_sketch(std::span<const std::uint64_t> buckets,
                                       std::span<const std::uint64_t> signs, double mean,
                                       std::uint64_t elements);

[[nodiscard]] std::array<std::uint16_t, 16>
magnitude_quantiles(std::span<const std::uint64_t> bins) noexcept;

} // namespace weightkin::detail
