#include <array>
#include <cstring>

#include "reader/gguf/block_bytes.hpp"
#include "reader/gguf/block_decoders.hpp"

/// Blocks of values of one or two bits, or of base-3 digits, with one half-precision scale d.
namespace weightkin {
namespace {

/// Digit `n` of the five ternary digits of a byte, less one. The byte is the number's fraction of
/// 3^5 scaled to 256 and rounded up: the product with 3^n, cut to a byte, leaves the digit in
/// front.
int ternary_digit(std::byte byte, int power_of_three) {
  const int fraction = number(byte) * power_of_three & 255;
  return (fraction * 3 >> 8) - 1;
}

/// `Bytes` bytes hold `digits` digits each: the first of every byte, then the second of every byte.
template <std::size_t Bytes>
void decode_ternary(const std::byte* packed, std::size_t digits, float d, float* out) {
  int power = 1;
  for (std::size_t n = 0; n < digits; ++n, power *= 3)
    for (std::size_t l = 0; l < Bytes; ++l)
      out[Bytes * n + l] = static_cast<float>(ternary_digit(packed[l], power)) * d;
}

} // namespace

/// 32 bytes of five digits, 16 bytes of five, 4 bytes of four, d.
void decode_tq1_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<54, 256>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 52);
    decode_ternary<32>(block, 5, d, y);
    decode_ternary<16>(block + 32, 5, d, y + 160);
    decode_ternary<4>(block + 48, 4, d, y + 240);
  });
}

/// 64 bytes of 2-bit codes, d: each 32 bytes hold 4 runs of 32 values, the first in their lowest
/// bits. A code less one is the value.
void decode_tq2_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<66, 256>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 64);
    for (std::size_t run = 0; run < 8; ++run)
      for (std::size_t l = 0; l < 32; ++l) {
        const int code = number(block[run / 4 * 32 + l]) >> (run % 4 * 2) & 3;
        y[32 * run + l] = static_cast<float>(code - 1) * d;
      }
  });
}

/// d, 16 bytes: a bit a value, the lowest first; set is d, else -d.
void decode_q1_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<18, 128>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t byte = 0; byte < 16; ++byte) {
      const auto& bits = bits_of_byte[std::to_integer<std::size_t>(block[2 + byte])];
      for (std::size_t j = 0; j < 8; ++j)
        y[8 * byte + j] = static_cast<float>(2 * bits[j] - 1) * d;
    }
  });
}

/// d, 16 bytes: two bits a value, the lowest first; a code less one is the value.
void decode_q2_0(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<18, 64>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t byte = 0; byte < 16; ++byte)
      for (std::size_t j = 0; j < 4; ++j)
        y[4 * byte + j] = static_cast<float>((number(block[2 + byte]) >> 2 * j & 3) - 1) * d;
  });
}

} // namespace weightkin
