#include <array>
#include <bit>

#include "reader/gguf/block_bytes.hpp"
#include "reader/gguf/block_decoders.hpp"

/// Blocks of 4-bit codes that each stand for one of sixteen numbers, times a scale.
namespace weightkin {
namespace {

using codebook = std::array<std::int8_t, 16>;

/// Denser around zero, where most weights are.
constexpr codebook non_linear{-127, -104, -83, -65, -49, -35, -22, -10,
                              1,    13,   25,  38,  53,  69,  89,  113};

/// Twice the values of a 4-bit float with two exponent bits and one fraction bit.
constexpr codebook doubled_e2m1{0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

/// `Half` bytes hold the first `Half` values in their low nibbles and as many more in the high
/// ones.
template <std::size_t Half>
void decode_codes(const std::byte* nibbles, const codebook& book, float scale, float* out) {
  std::array<std::int8_t, 2 * Half> codes;
  for (std::size_t j = 0; j < Half; ++j) {
    codes[j] = book[std::to_integer<std::size_t>(nibbles[j]) & 15U];
    codes[j + Half] = book[std::to_integer<std::size_t>(nibbles[j]) >> 4];
  }
  for (std::size_t j = 0; j < 2 * Half; ++j)
    out[j] = scale * static_cast<float>(codes[j]);
}

/// 2^(exponent - 128): half of what the exponent byte says, for the codes are doubled. The smallest
/// two are subnormal; 255 is a number like any other.
constexpr float half_power_of_two(unsigned exponent) {
  if (exponent < 2) return std::bit_cast<float>(0x00200000U << exponent);
  return std::bit_cast<float>((exponent - 1) << 23);
}

/// Half of the value of an 8-bit float with four exponent and three fraction bits. The sign bit
/// does not count; 0x7f is no NaN but zero (0xff, which no writer makes, is 240).
constexpr float half_unsigned_e4m3(unsigned bits) {
  if (bits == 0x7f) return 0;
  if ((bits & 0x7fU) == 0x7f) return 240;
  return widen(f8_e4m3fn_format, bits & 0x7fU) * 0.5F;
}

constexpr auto nvfp4_scales = [] {
  std::array<float, 256> table{};
  for (unsigned bits = 0; bits < table.size(); ++bits)
    table[bits] = half_unsigned_e4m3(bits);
  return table;
}();

} // namespace

/// d, 16 bytes of nibbles.
void decode_iq4_nl(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<18, 32>(blocks, count, out, [](const std::byte* block, float* y) {
    decode_codes<16>(block + 2, non_linear, half_at(block), y);
  });
}

/// d, a 16-bit word with the high 2 bits of eight 6-bit scales, their low nibbles in 4 bytes, then
/// 16 bytes of nibbles for each run of 32 values. Scales are stored 32 too large.
void decode_iq4_xs(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<136, 256>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    const int high_bits = load_u16(block + 2);
    for (std::size_t run = 0; run < 8; ++run) {
      const int low = number(block[4 + run / 2]) >> (run % 2 * 4) & 15;
      const int scale = (low | (high_bits >> (2 * run) & 3) << 4) - 32;
      decode_codes<16>(block + 8 + 16 * run, non_linear, d * static_cast<float>(scale),
                       y + 32 * run);
    }
  });
}

/// A power of two, 16 bytes of nibbles.
void decode_mxfp4(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<17, 32>(blocks, count, out, [](const std::byte* block, float* y) {
    decode_codes<16>(block + 1, doubled_e2m1,
                     half_power_of_two(std::to_integer<unsigned>(block[0])), y);
  });
}

/// Four 8-bit scales, then 8 bytes of nibbles for each run of 16 values. What scales the whole
/// tensor is a tensor of its own.
void decode_nvfp4(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<36, 64>(blocks, count, out, [](const std::byte* block, float* y) {
    for (std::size_t run = 0; run < 4; ++run)
      decode_codes<8>(block + 4 + 8 * run, doubled_e2m1,
                      nvfp4_scales[std::to_integer<std::size_t>(block[run])], y + 16 * run);
  });
}

} // namespace weightkin
