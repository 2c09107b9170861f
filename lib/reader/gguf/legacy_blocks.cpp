#include <array>

#include "reader/gguf/block_bytes.hpp"
#include "reader/gguf/block_decoders.hpp"

/// Blocks of 32 values with one half-precision scale d in front, and in the "_1" types an offset m
/// behind it. 4- and 5-bit codes lie as nibbles: byte j holds value j below and value j + 16 above.
/// 5-bit codes keep their fifth bits apart, bit j of a 32-bit word for value j.
namespace weightkin {
namespace {

constexpr std::size_t legacy_values = 32;
constexpr std::size_t half = legacy_values / 2;

using codes_of_block = std::array<int, legacy_values>;

/// code * scale, and `offset` added where there is one: a zero that is not added is not the same.
template <bool HasOffset>
void scale_codes(const codes_of_block& codes, float scale, float offset, float* out) {
  for (std::size_t j = 0; j < legacy_values; ++j) {
    const float value = static_cast<float>(codes[j]) * scale;
    out[j] = HasOffset ? value + offset : value;
  }
}

codes_of_block nibble_codes(const std::byte* nibbles, int bias) {
  codes_of_block codes;
  for (std::size_t j = 0; j < half; ++j) {
    codes[j] = low_nibble(nibbles[j]) - bias;
    codes[j + half] = high_nibble(nibbles[j]) - bias;
  }
  return codes;
}

/// 2^j for each j.
constexpr auto powers_of_two = [] {
  std::array<std::uint32_t, legacy_values> table{};
  for (std::size_t j = 0; j < legacy_values; ++j)
    table[j] = std::uint32_t{1} << j;
  return table;
}();

codes_of_block five_bit_codes(std::uint32_t fifth_bits, const std::byte* nibbles, int bias) {
  codes_of_block codes = nibble_codes(nibbles, bias);
  for (std::size_t j = 0; j < legacy_values; ++j)
    codes[j] += (fifth_bits & powers_of_two[j]) != 0 ? 16 : 0;
  return codes;
}

void decode_bytes(const std::byte* codes, float scale, float* out) {
  for (std::size_t j = 0; j < legacy_values; ++j)
    out[j] = static_cast<float>(signed_number(codes[j])) * scale;
}

} // namespace

/// d, 16 bytes of nibbles.
void decode_q4_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<18, legacy_values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<false>(nibble_codes(block + 2, 8), half_at(block), 0, y);
  });
}

/// d, m, 16 bytes of nibbles.
void decode_q4_1(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<20, legacy_values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<true>(nibble_codes(block + 4, 0), half_at(block), half_at(block + 2), y);
  });
}

/// d, 4 bytes of fifth bits, 16 bytes of nibbles.
void decode_q5_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<22, legacy_values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<false>(five_bit_codes(load_u32(block + 2), block + 6, 16), half_at(block), 0, y);
  });
}

/// d, m, 4 bytes of fifth bits, 16 bytes of nibbles.
void decode_q5_1(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<24, legacy_values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<true>(five_bit_codes(load_u32(block + 4), block + 8, 0), half_at(block),
                      half_at(block + 2), y);
  });
}

/// d, 32 signed bytes.
void decode_q8_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<34, legacy_values>(blocks, count, out, [](const std::byte* block, float* y) {
    decode_bytes(block + 2, half_at(block), y);
  });
}

/// d, a sum for dot products that no value needs, 32 signed bytes.
void decode_q8_1(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<36, legacy_values>(blocks, count, out, [](const std::byte* block, float* y) {
    decode_bytes(block + 4, half_at(block), y);
  });
}

} // namespace weightkin
