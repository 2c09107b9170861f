#include <array>
#include <bit>

#include "reader/gguf/block_bytes.hpp"
#include "reader/gguf/block_decoders.hpp"

/// Blocks of 256 values with a half-precision scale d (and dmin). Runs of 16 or 32 values have a
/// small integer scale (and minimum) each, packed in 4, 6 or 8 bits: value = d*scale*code, less
/// dmin*minimum where there is one.
namespace weightkin {
namespace {

constexpr std::size_t values = 256;
constexpr std::size_t run = 32; ///< values whose codes lie in 32 neighbouring bytes

/// A scale and a minimum for each run of 32 values, 6 bits each, in 12 bytes: those of runs 0-3 in
/// the low 6 bits of bytes 0-3 and 4-7; of runs 4-7 the low 4 bits in bytes 8-11, the high 2 bits
/// on top of bytes 0-7.
struct packed_scales {
  const std::byte* bytes;

  [[nodiscard]] float scale(std::size_t j) const {
    if (j < 4) return static_cast<float>(number(bytes[j]) & 63);
    return static_cast<float>(low_nibble(bytes[j + 4]) | (number(bytes[j - 4]) >> 6) << 4);
  }
  [[nodiscard]] float minimum(std::size_t j) const {
    if (j < 4) return static_cast<float>(number(bytes[j + 4]) & 63);
    return static_cast<float>(high_nibble(bytes[j + 4]) | (number(bytes[j]) >> 6) << 4);
  }
};

/// Sixteen 6-bit scales in 12 bytes: low nibbles in bytes 0-7 (those of scales 8-15 on top), the
/// high two bits in bytes 8-11, bits 2k and 2k+1 for scales 4k to 4k+3.
int q3_scale(const std::byte* bytes, std::size_t j) {
  const int low = j < 8 ? low_nibble(bytes[j]) : high_nibble(bytes[j - 8]);
  const int high = number(bytes[8 + j % 4]) >> (2 * (j / 4)) & 3;
  return (low | high << 4) - 32;
}

using code_bytes = std::array<std::int8_t, values>;

std::int8_t small(int code) { return static_cast<std::int8_t>(code); }

/// Two bits a value: each 32 bytes hold four runs of 32 values, the first in their lowest bits.
code_bytes two_bit_codes(const std::byte* packed) {
  code_bytes codes;
  for (std::size_t half = 0; half < 2; ++half)
    for (std::size_t l = 0; l < run; ++l) {
      const int bits = number(packed[run * half + l]);
      std::int8_t* code = codes.data() + 128 * half + l;
      code[0] = small(bits & 3);
      code[run] = small(bits >> 2 & 3);
      code[2 * run] = small(bits >> 4 & 3);
      code[3 * run] = small(bits >> 6);
    }
  return codes;
}

/// Two bits a value and a third apart: bit k of byte l belongs to value 32k + l, and takes 4 off
/// when it is not set.
code_bytes three_bit_codes(const std::byte* packed, const std::byte* third_bits) {
  code_bytes codes;
  for (std::size_t half = 0; half < 2; ++half)
    for (std::size_t l = 0; l < run; ++l) {
      const int low = number(packed[run * half + l]);
      const int third = number(third_bits[l]) >> 4 * half;
      std::int8_t* code = codes.data() + 128 * half + l;
      code[0] = small((low & 3) + 4 * (third & 1) - 4);
      code[run] = small((low >> 2 & 3) + 4 * (third >> 1 & 1) - 4);
      code[2 * run] = small((low >> 4 & 3) + 4 * (third >> 2 & 1) - 4);
      code[3 * run] = small((low >> 6) + 4 * (third >> 3 & 1) - 4);
    }
  return codes;
}

/// Low nibbles and high two bits, less 32. Of each half block, 64 nibble bytes hold runs of 32
/// values, 0 and 1 below, 2 and 3 above; 32 bytes the high bits of all four.
code_bytes six_bit_codes(const std::byte* nibbles, const std::byte* high_bits) {
  code_bytes codes;
  for (std::size_t half = 0; half < 2; ++half)
    for (std::size_t l = 0; l < run; ++l) {
      const int first = number(nibbles[64 * half + l]);
      const int second = number(nibbles[64 * half + run + l]);
      const int high = number(high_bits[run * half + l]);
      std::int8_t* code = codes.data() + 128 * half + l;
      code[0] = small(((first & 15) | (high & 3) << 4) - 32);
      code[run] = small(((second & 15) | (high >> 2 & 3) << 4) - 32);
      code[2 * run] = small(((first >> 4) | (high >> 4 & 3) << 4) - 32);
      code[3 * run] = small(((second >> 4) | (high >> 6) << 4) - 32);
    }
  return codes;
}

} // namespace

/// 16 bytes of scales (low nibble) and minima (high) for runs of 16, 64 bytes of 2-bit codes, d,
/// dmin.
void decode_q2_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<84, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 80);
    const float dmin = half_at(block + 82);
    const code_bytes codes = two_bit_codes(block + 16);
    for (std::size_t group = 0; group < 16; ++group) {
      const float scale = d * static_cast<float>(low_nibble(block[group]));
      const float minimum = dmin * static_cast<float>(high_nibble(block[group]));
      for (std::size_t l = 16 * group; l < 16 * group + 16; ++l)
        y[l] = scale * static_cast<float>(codes[l]) - minimum;
    }
  });
}

/// 32 bytes of third bits, 64 bytes of 2-bit codes, 12 bytes of scales, d.
void decode_q3_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<110, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 108);
    const code_bytes codes = three_bit_codes(block + 32, block);
    for (std::size_t group = 0; group < 16; ++group) {
      const float scale = d * static_cast<float>(q3_scale(block + 96, group));
      for (std::size_t l = 16 * group; l < 16 * group + 16; ++l)
        y[l] = scale * static_cast<float>(codes[l]);
    }
  });
}

/// d, dmin, 12 bytes of scales and minima, 128 bytes of nibbles: 32 bytes hold a run below and the
/// next above.
void decode_q4_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<144, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    const float dmin = half_at(block + 2);
    const packed_scales packed{block + 4};
    for (std::size_t j = 0; j < values / run; ++j) {
      const std::byte* nibbles = block + 16 + j / 2 * run;
      const float scale = d * packed.scale(j);
      const float minimum = dmin * packed.minimum(j);
      const std::size_t shift = j % 2 * 4;
      for (std::size_t l = 0; l < run; ++l)
        y[run * j + l] = scale * static_cast<float>(number(nibbles[l]) >> shift & 15) - minimum;
    }
  });
}

/// As Q4_K with 32 bytes of fifth bits before the nibbles: bit j of byte l for value l of run j.
void decode_q5_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<176, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    const float dmin = half_at(block + 2);
    const packed_scales packed{block + 4};
    const std::byte* fifth_bits = block + 16;
    for (std::size_t pair = 0; pair < values / run / 2; ++pair) {
      const std::byte* nibbles = block + 48 + run * pair;
      const float low_scale = d * packed.scale(2 * pair);
      const float low_minimum = dmin * packed.minimum(2 * pair);
      const float high_scale = d * packed.scale(2 * pair + 1);
      const float high_minimum = dmin * packed.minimum(2 * pair + 1);
      float* low = y + 2 * run * pair;
      float* high = low + run;
      for (std::size_t l = 0; l < run; ++l) {
        const int fifth = number(fifth_bits[l]) >> 2 * pair;
        const int below = low_nibble(nibbles[l]) | (fifth & 1) << 4;
        const int above = high_nibble(nibbles[l]) | (fifth & 2) << 3;
        low[l] = low_scale * static_cast<float>(below) - low_minimum;
        high[l] = high_scale * static_cast<float>(above) - high_minimum;
      }
    }
  });
}

/// 128 bytes of low nibbles, 64 bytes of high bits, 16 signed scales for runs of 16, d.
void decode_q6_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<210, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 208);
    const code_bytes codes = six_bit_codes(block, block + 128);
    for (std::size_t group = 0; group < 16; ++group) {
      const float scale = d * static_cast<float>(signed_number(block[192 + group]));
      for (std::size_t l = 16 * group; l < 16 * group + 16; ++l)
        y[l] = scale * static_cast<float>(codes[l]);
    }
  });
}

/// A single-precision d, 256 signed bytes, sums for dot products that no value needs.
void decode_q8_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<292, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = std::bit_cast<float>(load_u32(block));
    for (std::size_t l = 0; l < values; ++l)
      y[l] = d * static_cast<float>(signed_number(block[4 + l]));
  });
}

} // namespace weightkin
