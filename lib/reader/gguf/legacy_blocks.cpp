#include <array>
#include <cstring>

#include "reader/gguf/block_bytes.hpp"
#include "reader/gguf/block_decoders.hpp"

/// Blocks of 32 values with one half-precision scale d in front, and in the "_1" types an offset m
/// behind it. 4- and 5-bit codes lie as nibbles: byte j holds value j below and value j + 16 above.
/// 5-bit codes keep their fifth bits apart, bit j of a 32-bit word for value j.
namespace weightkin {
namespace {

constexpr std::size_t values = 32;
constexpr std::size_t half = values / 2;

/// Codes of 4 bits, `bias` taken off, as y = code * scale + offset does; without `Offset` nothing
/// is added, which for a zero is not the same as adding one.
template <bool Offset>
void scale_codes(const std::array<std::int8_t, values>& codes, float scale, float offset,
                 float* out) {
  for (std::size_t j = 0; j < values; ++j) {
    const float value = static_cast<float>(codes[j]) * scale;
    out[j] = Offset ? value + offset : value;
  }
}

template <int Bias>
std::array<std::int8_t, values> nibble_codes(const std::byte* nibbles) {
  std::array<std::int8_t, values> codes;
  for (std::size_t j = 0; j < half; ++j) {
    codes[j] = static_cast<std::int8_t>(low_nibble(nibbles[j]) - Bias);
    codes[j + half] = static_cast<std::int8_t>(high_nibble(nibbles[j]) - Bias);
  }
  return codes;
}

template <int Bias>
std::array<std::int8_t, values> five_bit_codes(const std::byte* fifth_bits,
                                               const std::byte* nibbles) {
  std::array<std::array<std::int8_t, 8>, values / 8> high;
  for (std::size_t byte = 0; byte < high.size(); ++byte)
    high[byte] = bits_of_byte[std::to_integer<std::size_t>(fifth_bits[byte])];
  std::array<std::int8_t, values> bits;
  static_assert(sizeof bits == sizeof high);
  std::memcpy(bits.data(), high.data(), sizeof bits);
  std::array<std::int8_t, values> codes = nibble_codes<Bias>(nibbles);
  for (std::size_t j = 0; j < values; ++j)
    codes[j] = static_cast<std::int8_t>(codes[j] + 16 * bits[j]);
  return codes;
}

void decode_bytes(const std::byte* codes, float scale, float* out) {
  for (std::size_t j = 0; j < values; ++j)
    out[j] = static_cast<float>(signed_number(codes[j])) * scale;
}

} // namespace

/// d, 16 bytes of nibbles.
void decode_q4_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<18, values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<false>(nibble_codes<8>(block + 2), half_at(block), 0, y);
  });
}

/// d, m, 16 bytes of nibbles.
void decode_q4_1(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<20, values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<true>(nibble_codes<0>(block + 4), half_at(block), half_at(block + 2), y);
  });
}

/// d, 4 bytes of fifth bits, 16 bytes of nibbles.
void decode_q5_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<22, values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<false>(five_bit_codes<16>(block + 2, block + 6), half_at(block), 0, y);
  });
}

/// d, m, 4 bytes of fifth bits, 16 bytes of nibbles.
void decode_q5_1(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<24, values>(blocks, count, out, [](const std::byte* block, float* y) {
    scale_codes<true>(five_bit_codes<0>(block + 4, block + 8), half_at(block), half_at(block + 2),
                      y);
  });
}

/// d, 32 signed bytes.
void decode_q8_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<34, values>(blocks, count, out, [](const std::byte* block, float* y) {
    decode_bytes(block + 2, half_at(block), y);
  });
}

/// d, a sum for dot products that no value needs, 32 signed bytes.
void decode_q8_1(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<36, values>(blocks, count, out, [](const std::byte* block, float* y) {
    decode_bytes(block + 4, half_at(block), y);
  });
}

} // namespace weightkin
