#include <array>
#include <bit>
#include <cstring>

#include "reader/gguf/block_bytes.hpp"
#include "reader/gguf/block_decoders.hpp"
#include "reader/gguf/lattice_grids.hpp"

/// Blocks of 256 values in eight runs of 32. Each group of 8 (or 4) values is a point of a grid,
/// given by its index; in the 2- and 3-bit types the grid holds magnitudes, and a byte of sign bits
/// goes with every 8 values. Runs have scales of 3 or 4 bits beside the block's half-precision d.
namespace weightkin {
namespace {

constexpr std::size_t values = 256;
constexpr std::size_t runs = 8;
constexpr std::size_t run_values = 32;
constexpr std::size_t run_groups = 4; ///< of 8 values

using group = std::array<std::int8_t, 8>;

/// For each byte of sign bits, the lowest first: what to multiply with.
constexpr auto signs_of_byte = [] {
  std::array<group, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte)
    for (std::size_t j = 0; j < 8; ++j)
      table[byte][j] = static_cast<std::int8_t>(1 - 2 * bits_of_byte[byte][j]);
  return table;
}();

/// Seven stored sign bits; the eighth makes the number of minus signs even.
std::size_t with_even_sign(std::uint32_t seven_bits) {
  const std::uint32_t bits = seven_bits & 127U;
  return bits | (static_cast<std::uint32_t>(std::popcount(bits)) & 1U) << 7;
}

/// The points and signs of one run, gathered before the arithmetic so that this is one loop of
/// vectors.
struct signed_run {
  std::array<std::int8_t, run_values> magnitudes;
  std::array<std::int8_t, run_values> signs;

  template <std::size_t Values>
  void set_point(std::size_t at, const std::array<std::int8_t, Values>& point) {
    std::memcpy(magnitudes.data() + at * Values, point.data(), Values);
  }
  void set_signs(std::size_t at, std::size_t byte) {
    std::memcpy(signs.data() + at * 8, signs_of_byte[byte].data(), 8);
  }
  /// The values [first, first + 16): runs of 16 may have scales of their own.
  void decode_half(std::size_t first, float scale, float* out) const {
    for (std::size_t j = first; j < first + run_values / 2; ++j)
      out[j] = scale * static_cast<float>(magnitudes[j] * signs[j]);
  }
  void decode(float first_scale, float second_scale, float* out) const {
    decode_half(0, first_scale, out);
    decode_half(run_values / 2, second_scale, out);
  }
};

std::size_t index_at(const std::byte* bytes) { return std::to_integer<std::size_t>(*bytes); }

float two_bit_scale(float d, int code) { return d * (0.5F + static_cast<float>(code)) * 0.25F; }

/// As `signed_run`, of points that have signs themselves; each group is shifted by a delta.
struct shifted_run {
  std::array<std::int8_t, run_values> points;
  std::array<float, run_groups> deltas;

  void set_point(std::size_t at, std::size_t index) {
    std::memcpy(points.data() + at * 8, iq1_grid[index].data(), 8);
  }
  void decode(float first_scale, float second_scale, float* out) const {
    for (std::size_t at = 0; at < run_groups; ++at) {
      const float scale = at < run_groups / 2 ? first_scale : second_scale;
      for (std::size_t j = 8 * at; j < 8 * at + 8; ++j)
        out[j] = scale * (static_cast<float>(points[j]) + deltas[at]);
    }
  }
};

float odd_scale(float d, int code) { return d * static_cast<float>(2 * code + 1); }

} // namespace

/// d; per run 4 bytes of indices and a 32-bit word: four times 7 sign bits, then the scale.
void decode_iq2_xxs(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<66, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t r = 0; r < runs; ++r) {
      const std::byte* packed = block + 2 + 8 * r;
      const std::uint32_t word = load_u32(packed + 4);
      signed_run run;
      for (std::size_t l = 0; l < run_groups; ++l) {
        run.set_point(l, iq2_xxs_grid[index_at(packed + l)]);
        run.set_signs(l, with_even_sign(word >> 7 * l));
      }
      const float scale = two_bit_scale(d, static_cast<int>(word >> 28));
      run.decode(scale, scale, y + run_values * r);
    }
  });
}

/// d; a 16-bit word for each group: 9 bits of index, 7 sign bits; two scales for each run in 8
/// bytes, the low nibble for its first 16 values.
void decode_iq2_xs(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<74, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t r = 0; r < runs; ++r) {
      signed_run run;
      for (std::size_t l = 0; l < run_groups; ++l) {
        const std::uint32_t word = load_u16(block + 2 + 8 * r + 2 * l);
        run.set_point(l, iq2_xs_grid[word & 511U]);
        run.set_signs(l, with_even_sign(word >> 9));
      }
      const std::byte scales = block[66 + r];
      run.decode(two_bit_scale(d, low_nibble(scales)), two_bit_scale(d, high_nibble(scales)),
                 y + run_values * r);
    }
  });
}

/// d; 32 bytes of indices, 32 bytes of signs, 8 bytes with two more index bits for each group, 8
/// bytes of scales as in IQ2_XS.
void decode_iq2_s(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<82, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t r = 0; r < runs; ++r) {
      const std::size_t high = index_at(block + 66 + r);
      signed_run run;
      for (std::size_t l = 0; l < run_groups; ++l) {
        const std::size_t at = run_groups * r + l;
        run.set_point(l, iq2_s_grid[index_at(block + 2 + at) | (high >> 2 * l & 3U) << 8]);
        run.set_signs(l, index_at(block + 34 + at));
      }
      const std::byte scales = block[74 + r];
      run.decode(two_bit_scale(d, low_nibble(scales)), two_bit_scale(d, high_nibble(scales)),
                 y + run_values * r);
    }
  });
}

/// d; 64 bytes of indices of four values each; for each run a 32-bit word as in IQ2_XXS.
void decode_iq3_xxs(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<98, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t r = 0; r < runs; ++r) {
      const std::uint32_t word = load_u32(block + 66 + 4 * r);
      signed_run run;
      for (std::size_t k = 0; k < 2 * run_groups; ++k)
        run.set_point(k, iq3_xxs_grid[index_at(block + 2 + 8 * r + k)]);
      for (std::size_t l = 0; l < run_groups; ++l)
        run.set_signs(l, with_even_sign(word >> 7 * l));
      const float scale = d * (0.5F + static_cast<float>(word >> 28)) * 0.5F;
      run.decode(scale, scale, y + run_values * r);
    }
  });
}

/// d; 64 bytes of indices of four values each, 8 bytes with their ninth bits, 32 bytes of signs, 4
/// bytes with a scale nibble for each run.
void decode_iq3_s(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<110, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t r = 0; r < runs; ++r) {
      const std::size_t ninth_bits = index_at(block + 66 + r);
      signed_run run;
      for (std::size_t k = 0; k < 2 * run_groups; ++k)
        run.set_point(k, iq3_s_grid[index_at(block + 2 + 8 * r + k) | (ninth_bits >> k & 1U) << 8]);
      for (std::size_t l = 0; l < run_groups; ++l)
        run.set_signs(l, index_at(block + 74 + run_groups * r + l));
      const float scale = odd_scale(d, number(block[106 + r / 2]) >> (r % 2 * 4) & 15);
      run.decode(scale, scale, y + run_values * r);
    }
  });
}

/// d; 32 bytes of indices; a 16-bit word for each run: four times three more index bits, three bits
/// of scale, the sign of delta.
void decode_iq1_s(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<50, values>(blocks, count, out, [](const std::byte* block, float* y) {
    const float d = half_at(block);
    for (std::size_t r = 0; r < runs; ++r) {
      const std::size_t word = load_u16(block + 34 + 2 * r);
      shifted_run run;
      run.deltas.fill((word & 0x8000U) != 0 ? -0.125F : 0.125F);
      for (std::size_t l = 0; l < run_groups; ++l)
        run.set_point(l, index_at(block + 2 + run_groups * r + l) | (word >> 3 * l & 7U) << 8);
      const float scale = odd_scale(d, static_cast<int>(word >> 12 & 7U));
      run.decode(scale, scale, y + run_values * r);
    }
  });
}

/// 32 bytes of indices; 16 bytes with a nibble for each group: three more index bits and the sign
/// of delta; four 16-bit words, each with four 3-bit scales for runs of 16 and, on top, a nibble of
/// d.
void decode_iq1_m(const std::byte* blocks, std::size_t count, float* out) {
  for_each_block<56, values>(blocks, count, out, [](const std::byte* block, float* y) {
    std::uint32_t bits_of_d = 0;
    for (std::size_t k = 0; k < 4; ++k)
      bits_of_d |= static_cast<std::uint32_t>(load_u16(block + 48 + 2 * k) >> 12) << 4 * k;
    const float d = widen_f16(static_cast<std::uint16_t>(bits_of_d));
    for (std::size_t r = 0; r < runs; ++r) {
      const int scales = load_u16(block + 48 + r / 2 * 2) >> (r % 2 * 6);
      shifted_run run;
      for (std::size_t l = 0; l < run_groups; ++l) {
        const std::size_t nibble = index_at(block + 32 + 2 * r + l / 2) >> (l % 2 * 4) & 15U;
        run.set_point(l, index_at(block + run_groups * r + l) | (nibble & 7U) << 8);
        run.deltas[l] = (nibble & 8U) != 0 ? -0.125F : 0.125F;
      }
      run.decode(odd_scale(d, scales & 7), odd_scale(d, scales >> 3 & 7), y + run_values * r);
    }
  });
}

} // namespace weightkin
