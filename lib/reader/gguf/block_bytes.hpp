#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <weightkin/core/float_formats.hpp>

#include "reader/wire/little_endian.hpp"

/// What the decoders of ggml's blocks share.
namespace weightkin {

/// Calls `decode_one(block, out)` for each of `count` blocks of `Bytes` bytes and `Values` values.
/// \tparam Decode takes (const std::byte* block, float* out); neither overlaps the other, which the
///         loops inside need to become vectors
template <std::size_t Bytes, std::size_t Values, class Decode>
void for_each_block(const std::byte* blocks, std::size_t count, float* out, Decode decode_one) {
  for (std::size_t i = 0; i < count; ++i)
    decode_one(blocks + i * Bytes, out + i * Values);
}

/// The IEEE half at `bytes`, which most blocks scale their values with.
[[nodiscard]] inline float half_at(const std::byte* bytes) noexcept {
  return widen_f16(load_u16(bytes));
}

/// A byte as a small number, and its two nibbles.
[[nodiscard]] inline int number(std::byte byte) noexcept { return std::to_integer<int>(byte); }
[[nodiscard]] inline int signed_number(std::byte byte) noexcept {
  return static_cast<std::int8_t>(byte);
}
[[nodiscard]] inline int low_nibble(std::byte byte) noexcept { return number(byte) & 15; }
[[nodiscard]] inline int high_nibble(std::byte byte) noexcept { return number(byte) >> 4; }

/// For each byte, its bits as eight numbers 0 or 1, the lowest first: how bit fields meet vectors.
inline constexpr auto bits_of_byte = [] {
  std::array<std::array<std::int8_t, 8>, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte)
    for (unsigned bit = 0; bit < 8; ++bit)
      table[byte][bit] = static_cast<std::int8_t>(byte >> bit & 1U);
  return table;
}();

} // namespace weightkin
