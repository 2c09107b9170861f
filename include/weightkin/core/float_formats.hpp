#pragma once

#include <bit>
#include <cstdint>
#include <limits>

/// Widening and narrowing between IEEE single precision and every narrower float format.
/// Widening is exact for every bit pattern; a NaN stays a NaN (its payload is kept where it fits).
/// Narrowing rounds to nearest, ties to even. All functions are exact and integer-only, so they
/// give the same bits under any compiler flag.
namespace weightkin {

/// Layout of a small binary float: sign bit on top (unless `has_sign` is false), then exponent,
/// then fraction.
struct small_float {
  int exponent_bits;      ///< bits of the exponent
  int mantissa_bits;      ///< stored bits of the fraction
  int bias;               ///< what the stored exponent of 1.0 is
  bool has_infinity;      ///< IEEE style: all-ones exponent is infinity or NaN
  bool has_nan;           ///< some pattern is NaN
  bool nan_is_minus_zero; ///< the "fnuz" formats: 0x80 is the only NaN and there is no -0
};

/// IEEE 754 half precision.
inline constexpr small_float f16_format{5, 10, 15, true, true, false};
/// OCP 8-bit float, 4 bits of exponent; no infinity.
inline constexpr small_float f8_e4m3fn_format{4, 3, 7, false, true, false};
/// OCP 8-bit float, 5 bits of exponent; with infinities.
inline constexpr small_float f8_e5m2_format{5, 2, 15, true, true, false};
/// The e4m3 without infinities and negative zero.
inline constexpr small_float f8_e4m3fnuz_format{4, 3, 8, false, true, true};
/// The e5m2 without infinities and negative zero.
inline constexpr small_float f8_e5m2fnuz_format{5, 2, 16, false, true, true};
/// OCP 6-bit float, 2 bits of exponent; numbers only.
inline constexpr small_float f6_e2m3_format{2, 3, 1, false, false, false};
/// OCP 6-bit float, 3 bits of exponent; numbers only.
inline constexpr small_float f6_e3m2_format{3, 2, 3, false, false, false};
/// OCP 4-bit float; numbers only.
inline constexpr small_float f4_e2m1_format{2, 1, 1, false, false, false};

namespace detail {

/// True when `bits` (without sign) is a NaN of `format`; fnuz NaNs are handled by the caller.
constexpr bool is_nan_pattern(small_float format, std::uint32_t exponent,
                              std::uint32_t mantissa) noexcept {
  const std::uint32_t top = (1U << format.exponent_bits) - 1U;
  if (format.nan_is_minus_zero || !format.has_nan || exponent != top) return false;
  if (format.has_infinity) return mantissa != 0;
  return mantissa == (1U << format.mantissa_bits) - 1U;
}

} // namespace detail

/// Exact value of the pattern `bits` of `format` as f32. Bits above the format's width are ignored.
[[nodiscard]] constexpr float widen(small_float format, std::uint32_t bits) noexcept {
  const int mantissa_bits = format.mantissa_bits;
  const std::uint32_t sign_bit = 1U << (format.exponent_bits + mantissa_bits);
  const std::uint32_t sign = (bits & sign_bit) != 0 ? 0x80000000U : 0U;
  const std::uint32_t exponent = (bits >> mantissa_bits) & ((1U << format.exponent_bits) - 1U);
  const std::uint32_t mantissa = bits & ((1U << mantissa_bits) - 1U);
  if (format.nan_is_minus_zero && sign != 0 && exponent == 0 && mantissa == 0)
    return std::bit_cast<float>(0x7fc00000U);
  if (detail::is_nan_pattern(format, exponent, mantissa))
    return std::bit_cast<float>(sign | 0x7fc00000U | (mantissa << (23 - mantissa_bits)));
  if (format.has_infinity && exponent == (1U << format.exponent_bits) - 1U)
    return std::bit_cast<float>(sign | 0x7f800000U);
  if (exponent != 0) {
    const std::uint32_t wide = exponent + 127U - static_cast<std::uint32_t>(format.bias);
    return std::bit_cast<float>(sign | (wide << 23) | (mantissa << (23 - mantissa_bits)));
  }
  if (mantissa == 0) return std::bit_cast<float>(sign);
  const int shift = std::countl_zero(mantissa) - (31 - mantissa_bits);
  const auto wide = static_cast<std::uint32_t>(128 - format.bias - shift);
  const std::uint32_t fraction = (mantissa << shift) & ((1U << mantissa_bits) - 1U);
  return std::bit_cast<float>(sign | (wide << 23) | (fraction << (23 - mantissa_bits)));
}

/// The exact value of a half-precision pattern.
[[nodiscard]] constexpr float widen_f16(std::uint16_t bits) noexcept {
  return widen(f16_format, bits);
}
/// The exact value of a bf16 pattern: the upper half of an f32.
[[nodiscard]] constexpr float widen_bf16(std::uint16_t bits) noexcept {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}
/// 2^(bits-127); 0xff is NaN. Exact, subnormal f32 at 0.
[[nodiscard]] constexpr float widen_f8_e8m0(std::uint8_t bits) noexcept {
  if (bits == 0xff) return std::bit_cast<float>(0x7fc00000U);
  if (bits == 0) return std::bit_cast<float>(0x00400000U);
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 23);
}

/// Nearest bf16 to `value`, ties to even. NaN stays a (quiet) NaN; overflow goes to infinity.
[[nodiscard]] constexpr std::uint16_t narrow_bf16(float value) noexcept {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7fffffffU) > 0x7f800000U) return static_cast<std::uint16_t>((bits >> 16) | 0x40U);
  const std::uint32_t round = 0x7fffU + ((bits >> 16) & 1U);
  return static_cast<std::uint16_t>((bits + round) >> 16);
}

/// Nearest pattern of `format` to `value`, ties to even. NaN gives the format's NaN (the largest
/// magnitude where it has none). Overflow gives infinity where the format has one, else its NaN
/// where it has one (what PyTorch's cast does), else the largest magnitude.
[[nodiscard]] constexpr std::uint32_t narrow(small_float format, float value) noexcept {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const int mantissa_bits = format.mantissa_bits;
  const std::uint32_t sign_bit = 1U << (format.exponent_bits + mantissa_bits);
  const std::uint32_t sign = (bits >> 31) != 0 ? sign_bit : 0U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  const std::uint32_t all_ones = sign_bit - 1U;
  const std::uint32_t infinity = ((1U << format.exponent_bits) - 1U) << mantissa_bits;
  std::uint32_t nan = all_ones;
  if (format.nan_is_minus_zero)
    nan = sign_bit;
  else if (format.has_infinity)
    nan = infinity | (1U << (mantissa_bits - 1));
  const bool is_nan = magnitude > 0x7f800000U;
  if (is_nan) return format.nan_is_minus_zero ? nan : (sign | nan);

  std::uint32_t largest = all_ones;
  if (format.has_infinity)
    largest = infinity - 1U;
  else if (format.has_nan && !format.nan_is_minus_zero)
    largest = all_ones - 1U;
  std::uint32_t overflowed = largest;
  if (format.has_infinity)
    overflowed = infinity;
  else if (format.has_nan)
    overflowed = nan;

  const int exponent = static_cast<int>(magnitude >> 23) - 127;
  std::uint32_t rounded = 0;
  if (magnitude == 0x7f800000U || exponent > 127) {
    rounded = overflowed;
  } else if (magnitude != 0) {
    // A normal f32 is significand * 2^(exponent-23); subnormal f32 lie below every small format.
    const int lowest = 1 - format.bias;
    const int target = exponent > lowest ? exponent : lowest;
    const int drop = 23 - mantissa_bits + (target - exponent);
    const std::uint64_t significand =
        (magnitude >> 23) == 0 ? 0U : ((magnitude & 0x7fffffU) | 0x800000U);
    if (drop <= 40 && significand != 0) {
      const std::uint64_t half = std::uint64_t{1} << (drop - 1);
      std::uint64_t kept = significand >> drop;
      const std::uint64_t rest = significand & ((half << 1) - 1U);
      if (rest > half || (rest == half && (kept & 1U) != 0)) ++kept;
      // `kept` carries into the exponent field by plain addition, as IEEE formats are designed to.
      const auto field = static_cast<std::uint64_t>(target + format.bias - 1) << mantissa_bits;
      const std::uint64_t pattern = field + kept;
      rounded = pattern > largest ? overflowed : static_cast<std::uint32_t>(pattern);
    }
  }
  if (format.nan_is_minus_zero && rounded == 0) return 0;
  if (format.nan_is_minus_zero && rounded == nan) return nan;
  return sign | rounded;
}

/// Nearest half-precision pattern, as `narrow` of `f16_format`.
[[nodiscard]] constexpr std::uint16_t narrow_f16(float value) noexcept {
  return static_cast<std::uint16_t>(narrow(f16_format, value));
}

} // namespace weightkin
