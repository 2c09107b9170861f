#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include <weightkin/core/float_formats.hpp>

namespace weightkin::detail {

/// Rounding f32 to a format of few bits, as f32 again: what `narrow` does, without branches.
class small_rounding {
public:
  explicit small_rounding(small_float format) noexcept
      : format_(format), dropped_(23 - format.mantissa_bits),
        smallest_normal_(std::ldexp(1.0F, 1 - format.bias)),
        // Adding and taking away a number with the subnormals' grid rounds to that grid.
        grid_(std::ldexp(1.0F, 24 - format.bias - format.mantissa_bits)),
        largest_(widen(format, largest_pattern(format))) {}

  /// Whether `value`, not NaN, rounds to the number `stored`.
  [[nodiscard]] bool gives(float value, float stored) const noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value) & 0x7fffffffU;
    const auto magnitude = std::bit_cast<float>(bits);
    const std::uint32_t half = (1U << (dropped_ - 1)) - 1U;
    const std::uint32_t carried = bits + half + ((bits >> dropped_) & 1U);
    const auto normal = std::bit_cast<float>((carried >> dropped_) << dropped_);
    const float small = (magnitude + grid_) - grid_;
    const float rounded = magnitude < smallest_normal_ ? small : normal;
    if (rounded > largest_) return is_overflow(value, stored);
    const bool unsigned_zero = format_.nan_is_minus_zero && rounded == 0;
    const float expected = unsigned_zero ? 0.0F : std::copysign(rounded, value);
    return std::bit_cast<std::uint32_t>(expected) == std::bit_cast<std::uint32_t>(stored);
  }

private:
  static std::uint32_t largest_pattern(small_float format) noexcept {
    const std::uint32_t all_ones = (1U << (format.exponent_bits + format.mantissa_bits)) - 1U;
    if (format.has_infinity) return all_ones - (1U << format.mantissa_bits);
    return format.has_nan && !format.nan_is_minus_zero ? all_ones - 1U : all_ones;
  }

  /// Whether `stored` is what too large a `value` becomes.
  [[nodiscard]] bool is_overflow(float value, float stored) const noexcept {
    const bool same_sign = std::signbit(value) == std::signbit(stored);
    if (format_.has_infinity) return std::isinf(stored) && same_sign;
    if (format_.has_nan) return std::isnan(stored) && (same_sign || format_.nan_is_minus_zero);
    return stored == std::copysign(largest_, value);
  }

  small_float format_;
  int dropped_;
  float smallest_normal_;
  float grid_;
  float largest_;
};

} // namespace weightkin::detail
