#include <array>
#include <bit>

#include "reader/gguf/block_bytes.hpp"
#include "reader/gguf/block_decoders.hpp"
#include "reader/gguf/lattice_grids.hpp"

/// Blocks of 256 values in eight runs of 32. Each group of 8 (or 4) values is a point of a grid,
/// given by its index; in the 2- and 3-bit types the grid holds magnitudes, and a byte of sign bits
/// goes with every 8 values. Runs have scales of 3 or 4 bits beside the block's half-precision d.
namespace weightkin {
namespace {

constexpr std::size_t lattice_values = 256;
constexpr std::size_t runs = 8;
constexpr std::size_t run_groups = 4; ///< of 8 values
constexpr std::size_t groups = runs * run_groups;

using group = std::array<float, 8>;

/// For each byte of sign bits, the lowest first: what to multiply with.
constexpr auto signs_of_byte = [] {
  std::array<group, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte)
    for (std::size_t j = 0; j < 8; ++j)
      table[byte][j] = (byte >> j & 1U) != 0 ? -1.0F : 1.0F;
  return table;
}();

/// Seven stored sign bits; the eighth makes the number of minus signs even.
const group& even_signs(std::uint32_t seven_bits) {
  const std::uint32_t bits = seven_bits & 127U;
  return signs_of_byte[bits | (static_cast<std::uint32_t>(std::popcount(bits)) & 1U) << 7];
}

/// A point of magnitudes, as many of the eight signs from `signs` on, the scale.
template <std::size_t Values>
void decode_point(const std::array<float, Values>& point, const float* signs, float scale,
                  float* out) {
  for (std::size_t j = 0; j < Values; ++j)
    out[j] = scale * point[j] * signs[j];
}

/// Two points of four values.
void decode_pair(const std::array<float, 4>& first, const std::array<float, 4>& second,
                 const group& signs, float scale, float* out) {
  decode_point(first, signs.data(), scale, out);
  decode_point(second, signs.data() + 4, scale, out + 4);
}

/// A point that has signs itself and is shifted by a delta.
void decode_shifted(const group& point, float delta, float scale, float* out) {
  for (std::size_t j = 0; j < point.size(); ++j)
    out[j] = scale * (point[j] + delta);
}

std::size_t index_at(const std::byte* bytes) { return std::to_integer<std::size_t>(*bytes); }

/// Nibble number `n` from `bytes` on, the lower of a byte first.
int nibble_for(const std::byte* bytes, std::size_t n) {
  return n % 2 == 0 ? low_nibble(bytes[n / 2]) : high_nibble(bytes[n / 2]);
}

float two_bit_scale(float d, int code) { return d * (0.5F + static_cast<float>(code)) * 0.25F; }

float odd_scale(float d, int code) { return d * static_cast<float>(2 * code + 1); }

} // namespace

/// d; per run 4 bytes of indices and a 32-bit word: four times 7 sign bits, then the scale.
void decode_iq2_xxs(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<66, lattice_values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t run = 0; run < runs; ++run) {
      const std::byte* packed = block + 2 + 8 * run;
      const std::uint32_t word = load_u32(packed + 4);
      const float scale = two_bit_scale(d, static_cast<int>(word >> 28));
      for (std::size_t l = 0; l < run_groups; ++l)
        decode_point(iq2_xxs_grid[index_at(packed + l)], even_signs(word >> 7 * l).data(), scale,
                     y + 32 * run + 8 * l);
    }
  });
}

/// d; a 16-bit word for each group: 9 bits of index, 7 sign bits; 8 bytes with two scales for each
/// run, the low nibble for its first 16 values.
void decode_iq2_xs(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<74, lattice_values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t at = 0; at < groups; ++at) {
      const std::uint32_t word = load_u16(block + 2 + 2 * at);
      const float scale = two_bit_scale(d, nibble_for(block + 66, at / 2));
      decode_point(iq2_xs_grid[word & 511U], even_signs(word >> 9).data(), scale, y + 8 * at);
    }
  });
}

/// d; 32 bytes of indices, 32 bytes of signs, 8 bytes with two more index bits for each group, 8
/// bytes of scales as in IQ2_XS.
void decode_iq2_s(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<82, lattice_values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t at = 0; at < groups; ++at) {
      const std::size_t high = index_at(block + 66 + at / 4) >> (at % 4 * 2) & 3U;
      const float scale = two_bit_scale(d, nibble_for(block + 74, at / 2));
      decode_point(iq2_s_grid[index_at(block + 2 + at) | high << 8],
                   signs_of_byte[index_at(block + 34 + at)].data(), scale, y + 8 * at);
    }
  });
}

/// d; 64 bytes of indices of four values each; for each run a 32-bit word as in IQ2_XXS.
void decode_iq3_xxs(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<98, lattice_values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t run = 0; run < runs; ++run) {
      const std::uint32_t word = load_u32(block + 66 + 4 * run);
      const float scale = d * (0.5F + static_cast<float>(word >> 28)) * 0.5F;
      for (std::size_t l = 0; l < run_groups; ++l) {
        const std::byte* indices = block + 2 + 8 * run + 2 * l;
        decode_pair(iq3_xxs_grid[index_at(indices)], iq3_xxs_grid[index_at(indices + 1)],
                    even_signs(word >> 7 * l), scale, y + 32 * run + 8 * l);
      }
    }
  });
}

/// d; 64 bytes of indices of four values each, 8 bytes with their ninth bits, 32 bytes of signs, 4
/// bytes with a scale nibble for each run.
void decode_iq3_s(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<110, lattice_values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t at = 0; at < groups; ++at) {
      const std::byte* indices = block + 2 + 2 * at;
      const std::size_t ninth_bits = index_at(block + 66 + at / 4) >> (at % 4 * 2);
      decode_pair(iq3_s_grid[index_at(indices) | (ninth_bits & 1U) << 8],
                  iq3_s_grid[index_at(indices + 1) | (ninth_bits >> 1 & 1U) << 8],
                  signs_of_byte[index_at(block + 74 + at)],
                  odd_scale(d, nibble_for(block + 106, at / 4)), y + 8 * at);
    }
  });
}

/// d; 32 bytes of indices; a 16-bit word for each run: four times three more index bits, three bits
/// of scale, the sign of delta.
void decode_iq1_s(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<50, lattice_values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t run = 0; run < runs; ++run) {
      const std::size_t word = load_u16(block + 34 + 2 * run);
      const float scale = odd_scale(d, static_cast<int>(word >> 12 & 7U));
      const float delta = (word & 0x8000U) != 0 ? -0.125F : 0.125F;
      for (std::size_t l = 0; l < run_groups; ++l) {
        const std::size_t at = run_groups * run + l;
        const std::size_t index = index_at(block + 2 + at) | (word >> 3 * l & 7U) << 8;
        decode_shifted(iq1_grid[index], delta, scale, y + 8 * at);
      }
    }
  });
}

/// 32 bytes of indices; 16 bytes with a nibble for each group: three more index bits and the sign
/// of delta; four 16-bit words, each with four 3-bit scales for runs of 16 and, on top, a nibble of
/// d.
void decode_iq1_m(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<56, lattice_values>(blocks, count, out, [](const std::byte* block, float* y) {
    const std::byte* words = block + 48;
    std::uint32_t bits_of_d = 0;
    for (std::size_t k = 0; k < 4; ++k)
      bits_of_d |= static_cast<std::uint32_t>(load_u16(words + 2 * k) >> 12) << 4 * k;
    const float d = widen_f16(static_cast<std::uint16_t>(bits_of_d));
    for (std::size_t run = 0; run < runs; ++run) {
      const int bits = load_u16(words + run / 2 * 2) >> (run % 2 * 6);
      const float scales[2]{odd_scale(d, bits & 7), odd_scale(d, bits >> 3 & 7)};
      for (std::size_t l = 0; l < run_groups; ++l) {
        const std::size_t at = run_groups * run + l;
        const std::size_t nibble = index_at(block + 32 + at / 2) >> (l % 2 * 4) & 15U;
        const std::size_t index = index_at(block + at) | (nibble & 7U) << 8;
        decode_shifted(iq1_grid[index], (nibble & 8U) != 0 ? -0.125F : 0.125F, scales[l / 2],
                       y + 8 * at);
      }
    }
  });
}

} // namespace weightkin
