#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <weightkin/core/float_formats.hpp>

#include "kernel/index_hash.hpp"

/// Single elements as fingerprints see them (docs/fingerprint-format.md, sections 1 and 2.2).
namespace weightkin::detail {

__extension__ using print_i128 = __int128;
__extension__ using print_u128 = unsigned __int128;

/// Elements of this size and more are *outside*.
inline constexpr double print_limit = 1024;
/// Below this size `print_small_square` may be used.
inline constexpr double print_small_limit = 8;

/// Below this size 256 squares add up to less than 2^8.
inline constexpr double print_gentle_limit = 1;

/// Adding one of these to a number moves its nearest multiple of 2^-40 (2^-44) into the low bits of
/// the sum's pattern: at 1.5 * 2^12 (1.5 * 2^8) doubles lie that far apart.
inline constexpr double print_value_magic = 0x1.8p12;
inline constexpr double print_square_magic = 0x1.8p8;

/// q(x). \pre |x| < 1024
[[nodiscard]] inline std::uint64_t print_value(double x) noexcept {
  return std::bit_cast<std::uint64_t>(x + print_value_magic) -
         std::bit_cast<std::uint64_t>(print_value_magic);
}

/// Whether x lies halfway between two multiples of 2^-40. Numbers that do not can be added to a sum
/// of doubles that are 2^-40 apart in place of their q: the addition rounds as q does. (Squares of
/// numbers never lie halfway between multiples of 2^-44: their lowest bit has an even exponent.)
[[nodiscard]] inline bool print_halfway(float x) noexcept {
  const float scaled = std::fabs(x) * 0x1p41F;
  if (!(scaled < 0x1p24F)) return false; // lowest bits of 2^-40 and more
  const auto whole = static_cast<std::int32_t>(scaled);
  return static_cast<float>(whole) == scaled && (whole & 1) != 0;
}

/// Whether sums of x and of its square can be kept in doubles, a group of them in 4 sums and more.
[[nodiscard]] inline bool print_gentle(float x) noexcept {
  return std::fabs(x) < static_cast<float>(print_gentle_limit) && !print_halfway(x);
}

/// e(x). \pre |x| < 8
[[nodiscard]] inline std::uint64_t print_small_square(double x) noexcept {
  const double square = x * x;
  return std::bit_cast<std::uint64_t>(square + print_square_magic) -
         std::bit_cast<std::uint64_t>(print_square_magic);
}

/// e(x). \pre |x| < 1024
[[nodiscard]] inline std::uint64_t print_square(double x) noexcept {
  if (std::fabs(x) < print_small_limit) return print_small_square(x);
  const double square = x * x;
  const double scaled = square * 0x1p44;
  // From 2^52 on every double is an integer.
  return static_cast<std::uint64_t>(scaled < 0x1p52 ? (scaled + 0x1p52) - 0x1p52 : scaled);
}

inline constexpr std::uint32_t print_nan = 0x7FC00000;

/// w(x).
[[nodiscard]] inline std::uint32_t print_word(double x) noexcept {
  if (std::isnan(x)) return print_nan;
  const auto narrow = static_cast<float>(x);
  if (static_cast<double>(narrow) == x) return std::bit_cast<std::uint32_t>(narrow);
  return static_cast<std::uint32_t>(index_hash::mix(std::bit_cast<std::uint64_t>(x)));
}
[[nodiscard]] inline std::uint32_t print_word(float x) noexcept {
  return std::isnan(x) ? print_nan : std::bit_cast<std::uint32_t>(x);
}

/// `x` to the nearest number of a binary format with that many fraction bits, ties to even.
template <int FractionBits, int LowestExponent, int HighestExponent>
[[nodiscard]] inline double round_to_format(double x) noexcept {
  if (!(std::fabs(x) < std::numeric_limits<double>::infinity())) return x;
  if (std::fabs(x) >= std::ldexp(1.0, HighestExponent + 1))
    return std::copysign(std::numeric_limits<double>::infinity(), x);
  const int exponent = x == 0 ? LowestExponent : std::ilogb(x);
  const int finest = exponent < LowestExponent ? LowestExponent : exponent;
  // Where doubles lie as far apart as the format's numbers do at x.
  const double grid = std::ldexp(1.5, finest - FractionBits + 52);
  const double rounded = (x + grid) - grid;
  if (std::fabs(rounded) >= std::ldexp(1.0, HighestExponent + 1))
    return std::copysign(std::numeric_limits<double>::infinity(), x);
  return std::copysign(rounded, x);
}

/// w of x rounded to bfloat16, to binary16.
[[nodiscard]] inline std::uint32_t print_word_bf16(double x) noexcept {
  return print_word(round_to_format<7, -126, 127>(x));
}
[[nodiscard]] inline std::uint32_t print_word_f16(double x) noexcept {
  return print_word(round_to_format<10, -14, 15>(x));
}
[[nodiscard]] inline std::uint32_t print_word_bf16(float x) noexcept {
  return print_word(widen_bf16(narrow_bf16(x)));
}
[[nodiscard]] inline std::uint32_t print_word_f16(float x) noexcept {
  return print_word(widen_f16(narrow_f16(x)));
}

/// Counts an element that is finite and not zero in its bin of section 2.3.
inline void count_magnitude(double x, std::uint64_t* bins) noexcept {
  if (x == 0 || !std::isfinite(x)) return;
  ++bins[std::bit_cast<std::uint32_t>(static_cast<float>(std::fabs(x))) >> 21];
}
inline void count_magnitude(float x, std::uint64_t* bins) noexcept {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x) & 0x7FFFFFFF;
  bins[bits >> 21] += bits - 1 < 0x7F800000 - 1 ? 1 : 0;
}

} // namespace weightkin::detail
