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

} // namespace

/// 16 bytes of scales (low nibble) and minima (high) for runs of 16, 64 bytes of 2-bit codes, d,
/// dmin. Each 32 code bytes hold 4 runs of 32 values, the first in their lowest two bits.
void decode_q2_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<84, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 80);
    const float dmin = half_at(block + 82);
    for (std::size_t group = 0; group < 16; ++group) {
      const std::byte* codes = block + 16 + group / 8 * run + group % 2 * 16;
      const std::size_t shift = group % 8 / 2 * 2;
      const float scale = d * static_cast<float>(low_nibble(block[group]));
      const float minimum = dmin * static_cast<float>(high_nibble(block[group]));
      for (std::size_t l = 0; l < 16; ++l)
        y[16 * group + l] = scale * static_cast<float>(number(codes[l]) >> shift & 3) - minimum;
    }
  });
}

/// 32 bytes of third bits, 64 bytes of 2-bit codes ordered as in Q2_K, 12 bytes of scales, d. A
/// third bit that is not set takes 4 off; bit k of byte l belongs to value 32k + l.
void decode_q3_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<110, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 108);
    for (std::size_t group = 0; group < 16; ++group) {
      const std::byte* codes = block + 32 + group / 8 * run + group % 2 * 16;
      const std::byte* third_bits = block + group % 2 * 16;
      const std::size_t shift = group % 8 / 2 * 2;
      const std::size_t third = group / 2;
      const float scale = d * static_cast<float>(q3_scale(block + 96, group));
      for (std::size_t l = 0; l < 16; ++l) {
        const int high = number(third_bits[l]) >> third & 1;
        y[16 * group + l] =
            scale * static_cast<float>((number(codes[l]) >> shift & 3) + 4 * high - 4);
      }
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
    for (std::size_t j = 0; j < values / run; ++j) {
      const std::byte* nibbles = block + 48 + j / 2 * run;
      const float scale = d * packed.scale(j);
      const float minimum = dmin * packed.minimum(j);
      const std::size_t shift = j % 2 * 4;
      for (std::size_t l = 0; l < run; ++l) {
        const int high = number(fifth_bits[l]) >> j & 1;
        const int code = (number(nibbles[l]) >> shift & 15) | high << 4;
        y[run * j + l] = scale * static_cast<float>(code) - minimum;
      }
    }
  });
}

/// 128 bytes of low nibbles, 64 bytes of high bits, 16 signed scales for runs of 16, d. Of each
/// half block, 64 nibble bytes hold runs of 32 values: 0 and 1 below, 2 and 3 above; 32 bytes the
/// high two bits of all four.
void decode_q6_k(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<210, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block + 208);
    for (std::size_t group = 0; group < 16; ++group) {
      const std::size_t half = group / 8;
      const std::size_t quarter = group % 8 / 2;
      const std::size_t side = group % 2 * 16;
      const std::byte* low = block + 64 * half + run * (quarter % 2) + side;
      const std::byte* high = block + 128 + run * half + side;
      const std::size_t low_shift = quarter / 2 * 4;
      const std::size_t high_shift = 2 * quarter;
      const float scale = d * static_cast<float>(signed_number(block[192 + group]));
      for (std::size_t l = 0; l < 16; ++l) {
        const int code = (number(low[l]) >> low_shift & 15) | (number(high[l]) >> high_shift & 3)
                                                                  << 4;
        y[16 * group + l] = scale * static_cast<float>(code - 32);
      }
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
