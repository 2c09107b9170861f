#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

// The element loops of tile packing, without branches on values so that compilers make vectors of
// them. Everything is decided on bit patterns: flush-to-zero modes of a caller change nothing.
namespace weightkin::detail {

template <class Word>
[[nodiscard]] Word load_word(const std::byte* packed, std::size_t index) noexcept {
  Word word;
  std::memcpy(&word, packed + index * sizeof word, sizeof word);
  return word;
}

template <class Word>
void store_word(std::byte* packed, std::size_t index, Word word) noexcept {
  std::memcpy(packed + index * sizeof word, &word, sizeof word);
}

/// True when `holds` is for every word. Looks at blocks and stops after the first that fails.
template <class Word, class Predicate>
[[nodiscard]] bool all_words(const std::byte* packed, std::size_t count, Predicate holds) noexcept {
  constexpr std::size_t block = 512;
  for (std::size_t start = 0; start < count; start += block) {
    const std::size_t end = std::min(start + block, count);
    Word failed = 0;
    for (std::size_t i = start; i < end; ++i)
      failed |= static_cast<Word>(holds(load_word<Word>(packed, i)) ? 0 : 1);
    if (failed != 0) return false;
  }
  return true;
}

template <class From, class To, class Function>
void map_words(const std::byte* from, std::byte* to, std::size_t count, Function map) noexcept {
  for (std::size_t i = 0; i < count; ++i)
    store_word<To>(to, i, map(load_word<From>(from, i)));
}

inline constexpr std::uint32_t f32_infinity = 0x7F800000;

[[nodiscard]] constexpr bool is_nan_f32(std::uint32_t bits) noexcept {
  return static_cast<std::int32_t>(bits & 0x7FFFFFFFU) > static_cast<std::int32_t>(f32_infinity);
}

[[nodiscard]] constexpr bool fits_bf16(std::uint32_t bits) noexcept {
  return ((bits & 0xFFFFU) == 0) | is_nan_f32(bits);
}

/// \pre fits_bf16(bits).
[[nodiscard]] constexpr std::uint16_t bf16_of(std::uint32_t bits) noexcept {
  return static_cast<std::uint16_t>(is_nan_f32(bits) ? 0x7FC0U : bits >> 16);
}

inline constexpr std::uint32_t least_normal_f16 = 113U << 23; // 2^-14 as f32
inline constexpr std::uint32_t beyond_f16 = 143U << 23;       // 2^16

[[nodiscard]] constexpr bool fits_f16(std::uint32_t bits) noexcept {
  const auto size = static_cast<std::int32_t>(bits & 0x7FFFFFFFU);
  const bool normal = (size >= static_cast<std::int32_t>(least_normal_f16)) &
                      (size < static_cast<std::int32_t>(beyond_f16)) & ((size & 0x1FFF) == 0);
  // Beside 0.5 an f32 has a resolution of 2^-24, that of the smallest f16.
  const float shifted = std::bit_cast<float>(size) + 0.5F;
  const bool tiny = (size < static_cast<std::int32_t>(least_normal_f16)) &
                    (std::bit_cast<std::int32_t>(shifted - 0.5F) == size);
  return normal | tiny | (size >= static_cast<std::int32_t>(f32_infinity));
}

/// \pre fits_f16(bits).
[[nodiscard]] constexpr std::uint16_t f16_of(std::uint32_t bits) noexcept {
  const auto size = static_cast<std::int32_t>(bits & 0x7FFFFFFFU);
  const std::uint32_t sign = (bits >> 16) & 0x8000U;
  const std::uint32_t normal = static_cast<std::uint32_t>(size - (112 << 23)) >> 13;
  const bool is_tiny = size < static_cast<std::int32_t>(least_normal_f16);
  const float scaled = std::bit_cast<float>(is_tiny ? size : 0) * 0x1p24F;
  const auto tiny = static_cast<std::uint32_t>(static_cast<std::int32_t>(scaled));
  std::uint32_t pattern = is_tiny ? tiny : normal;
  pattern = size >= static_cast<std::int32_t>(f32_infinity) ? 0x7C00U : pattern;
  return static_cast<std::uint16_t>(is_nan_f32(bits) ? 0x7E00U : (sign | pattern));
}

/// f16 to f32, exactly; a NaN stays one.
[[nodiscard]] constexpr std::uint32_t f32_of_f16(std::uint16_t half) noexcept {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t size = half & 0x7FFFU;
  const auto tiny = std::bit_cast<std::uint32_t>(
      static_cast<float>(static_cast<std::int32_t>(size & 0x3FFU)) * 0x1p-24F);
  const std::uint32_t top = size >= 0x7C00U ? 112U << 23 : 0U; // infinities and NaNs
  const std::uint32_t normal = (size << 13) + (112U << 23) + top;
  return sign | (size < 0x400U ? tiny : normal);
}

[[nodiscard]] constexpr bool is_nan_f16(std::uint16_t bits) noexcept {
  return static_cast<std::int16_t>(bits & 0x7FFFU) > static_cast<std::int16_t>(0x7C00);
}
[[nodiscard]] constexpr bool is_nan_bf16(std::uint16_t bits) noexcept {
  return static_cast<std::int16_t>(bits & 0x7FFFU) > static_cast<std::int16_t>(0x7F80);
}
[[nodiscard]] constexpr bool is_nan_f64(std::uint64_t bits) noexcept {
  return (bits & 0x7FFFFFFFFFFFFFFFU) > 0x7FF0000000000000U;
}

} // namespace weightkin::detail
