#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <vector>

#include "reader/gguf/lattice_grids.hpp"

/// The values of ggml's blocks one at a time, each from the description of its type: slow, obvious,
/// and sharing nothing with the library but the grids, whose digests a test pins.
namespace weightkin::test::ggml_oracle {

/// One block, addressed by byte and bit.
struct block {
  const std::byte* bytes;

  [[nodiscard]] unsigned at(std::size_t i) const { return std::to_integer<unsigned>(bytes[i]); }
  [[nodiscard]] int signed_at(std::size_t i) const {
    return at(i) < 128 ? static_cast<int>(at(i)) : static_cast<int>(at(i)) - 256;
  }
  [[nodiscard]] unsigned word(std::size_t i) const { return at(i) + 256 * at(i + 1); }
  [[nodiscard]] unsigned long_word(std::size_t i) const { return word(i) + 65536 * word(i + 2); }
  /// `width` bits of byte `i` from bit `from` on.
  [[nodiscard]] unsigned bits(std::size_t i, unsigned from, unsigned width) const {
    return at(i) / (1U << from) % (1U << width);
  }
  /// Nibble number `n` counted from byte `i` on, the lower of a byte first.
  [[nodiscard]] unsigned nibble(std::size_t i, std::size_t n) const {
    return bits(i + n / 2, n % 2 == 0 ? 0 : 4, 4);
  }
};

/// An IEEE half by arithmetic on reals.
inline float half(unsigned pattern) {
  const float sign = pattern >= 32768 ? -1.0F : 1.0F;
  const int exponent = static_cast<int>(pattern / 1024 % 32);
  const auto fraction = static_cast<float>(pattern % 1024);
  if (exponent == 31)
    return fraction == 0 ? sign * std::numeric_limits<float>::infinity()
                         : std::numeric_limits<float>::quiet_NaN();
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

inline float real(int value) { return static_cast<float>(value); }
inline float real(unsigned value) { return static_cast<float>(value); }

/// Nibble j of 16 bytes from `i` on, as blocks of 32 have them: low ones first, then high ones.
inline int split_nibble(block b, std::size_t i, unsigned j, unsigned half_length = 16) {
  return static_cast<int>(b.bits(i + j % half_length, j < half_length ? 0 : 4, 4));
}

inline float q4_0(block b, unsigned j) { return real(split_nibble(b, 2, j) - 8) * half(b.word(0)); }
inline float q4_1(block b, unsigned j) {
  return real(split_nibble(b, 4, j)) * half(b.word(0)) + half(b.word(2));
}
inline int fifth_bit(block b, std::size_t i, unsigned j) {
  return static_cast<int>(b.bits(i + j / 8, j % 8, 1));
}
inline float q5_0(block b, unsigned j) {
  return real(split_nibble(b, 6, j) + 16 * fifth_bit(b, 2, j) - 16) * half(b.word(0));
}
inline float q5_1(block b, unsigned j) {
  const int q = split_nibble(b, 8, j) + 16 * fifth_bit(b, 4, j);
  return real(q) * half(b.word(0)) + half(b.word(2));
}
inline float q8_0(block b, unsigned j) { return real(b.signed_at(2 + j)) * half(b.word(0)); }
inline float q8_1(block b, unsigned j) { return real(b.signed_at(4 + j)) * half(b.word(0)); }

/// The 2-bit code of value j where each 32 bytes hold four runs of 32.
inline int two_bits(block b, std::size_t i, unsigned j) {
  return static_cast<int>(b.bits(i + j / 128 * 32 + j % 32, j % 128 / 32 * 2, 2));
}
inline float q2_k(block b, unsigned j) {
  const unsigned scales = j / 16;
  const float scale = half(b.word(80)) * real(b.bits(scales, 0, 4));
  const float minimum = half(b.word(82)) * real(b.bits(scales, 4, 4));
  return scale * real(two_bits(b, 16, j)) - minimum;
}
inline float q3_k(block b, unsigned j) {
  const unsigned run = j / 16;
  const unsigned low = run < 8 ? b.bits(96 + run, 0, 4) : b.bits(96 + run - 8, 4, 4);
  const unsigned high = b.bits(104 + run % 4, run / 4 * 2, 2);
  const float scale = half(b.word(108)) * real(static_cast<int>(low + 16 * high) - 32);
  const bool third = b.bits(j % 32, j / 32, 1) != 0;
  return scale * real(two_bits(b, 32, j) - (third ? 0 : 4));
}

struct scale_pair {
  unsigned scale;
  unsigned minimum;
};
/// Scale and minimum of run j in the 12 bytes from `i` on.
inline scale_pair packed_pair(block b, std::size_t i, unsigned j) {
  if (j < 4) return {b.bits(i + j, 0, 6), b.bits(i + j + 4, 0, 6)};
  return {b.bits(i + j + 4, 0, 4) + 16 * b.bits(i + j - 4, 6, 2),
          b.bits(i + j + 4, 4, 4) + 16 * b.bits(i + j, 6, 2)};
}
inline float q45_k(block b, unsigned j, std::size_t nibbles, bool has_fifth_bits) {
  const scale_pair pair = packed_pair(b, 4, j / 32);
  unsigned q = b.bits(nibbles + j / 64 * 32 + j % 32, j / 32 % 2 * 4, 4);
  if (has_fifth_bits) q += 16 * b.bits(16 + j % 32, j / 32, 1);
  return half(b.word(0)) * real(pair.scale) * real(q) - half(b.word(2)) * real(pair.minimum);
}
inline float q4_k(block b, unsigned j) { return q45_k(b, j, 16, false); }
inline float q5_k(block b, unsigned j) { return q45_k(b, j, 48, true); }
inline float q6_k(block b, unsigned j) {
  const unsigned quarter = j % 128 / 32;
  const unsigned low = b.bits(j / 128 * 64 + quarter % 2 * 32 + j % 32, quarter / 2 * 4, 4);
  const unsigned high = b.bits(128 + j / 128 * 32 + j % 32, quarter * 2, 2);
  const float scale = half(b.word(208)) * real(b.signed_at(192 + j / 16));
  return scale * real(static_cast<int>(low + 16 * high) - 32);
}
inline float q8_k(block b, unsigned j) {
  const unsigned pattern = b.long_word(0);
  float d = 0;
  static_assert(sizeof d == sizeof pattern);
  std::memcpy(&d, &pattern, sizeof d);
  return d * real(b.signed_at(4 + j));
}

/// -1 where bit k of seven stored bits is set; an eighth makes the number of minus signs even.
inline float even_sign(unsigned seven, unsigned k) {
  unsigned ones = 0;
  for (unsigned bit = 0; bit < 7; ++bit)
    ones += seven >> bit & 1U;
  const unsigned set = k < 7 ? seven >> k & 1U : ones % 2;
  return set != 0 ? -1.0F : 1.0F;
}
inline float plain_sign(unsigned byte, unsigned k) { return (byte >> k & 1U) != 0 ? -1.0F : 1.0F; }

inline float iq2_xxs(block b, unsigned j) {
  const std::size_t run = 2 + j / 32 * 8;
  const unsigned group = j % 32 / 8;
  const unsigned word = b.long_word(run + 4);
  const float scale = half(b.word(0)) * (0.5F + real(word >> 28)) * 0.25F;
  return scale * real(int{iq2_xxs_grid[b.at(run + group)][j % 8]}) *
         even_sign(word >> 7 * group & 127U, j % 8);
}
inline float nibble_scale(block b, std::size_t i, unsigned j) {
  return half(b.word(0)) * (0.5F + real(b.nibble(i, j / 16))) * 0.25F;
}
inline float iq2_xs(block b, unsigned j) {
  const unsigned word = b.word(2 + j / 8 * 2);
  return nibble_scale(b, 66, j) * real(int{iq2_xs_grid[word % 512][j % 8]}) *
         even_sign(word / 512, j % 8);
}
inline float iq2_s(block b, unsigned j) {
  const unsigned index = b.at(2 + j / 8) + 256 * b.bits(66 + j / 32, j % 32 / 8 * 2, 2);
  return nibble_scale(b, 74, j) * real(int{iq2_s_grid[index][j % 8]}) *
         plain_sign(b.at(34 + j / 8), j % 8);
}
inline float iq3_xxs(block b, unsigned j) {
  const unsigned word = b.long_word(66 + j / 32 * 4);
  const float scale = half(b.word(0)) * (0.5F + real(word >> 28)) * 0.5F;
  return scale * real(int{iq3_xxs_grid[b.at(2 + j / 4)][j % 4]}) *
         even_sign(word >> 7 * (j % 32 / 8) & 127U, j % 8);
}
inline float iq3_s(block b, unsigned j) {
  const unsigned index = b.at(2 + j / 4) + 256 * b.bits(66 + j / 32, j % 32 / 4, 1);
  const float scale = half(b.word(0)) * real(1 + 2 * b.nibble(106, j / 32));
  return scale * real(int{iq3_s_grid[index][j % 4]}) * plain_sign(b.at(74 + j / 8), j % 8);
}
inline float iq1_s(block b, unsigned j) {
  const unsigned word = b.word(34 + j / 32 * 2);
  const unsigned index = b.at(2 + j / 8) + 256 * (word >> 3 * (j % 32 / 8) & 7U);
  const float scale = half(b.word(0)) * real(2 * (word >> 12 & 7U) + 1);
  const float delta = word >= 32768 ? -0.125F : 0.125F;
  return scale * (real(int{iq1_grid[index][j % 8]}) + delta);
}
inline float iq1_m(block b, unsigned j) {
  unsigned pattern = 0;
  for (unsigned k = 4; k-- > 0;)
    pattern = 16 * pattern + b.word(48 + 2 * k) / 4096;
  const unsigned nibble = b.nibble(32, j / 8);
  const unsigned scale_bits = b.word(48 + j / 64 * 2) >> (j % 64 / 16 * 3) & 7U;
  const float scale = half(pattern) * real(2 * scale_bits + 1);
  const float delta = nibble >= 8 ? -0.125F : 0.125F;
  return scale * (real(int{iq1_grid[b.at(j / 8) + 256 * (nibble % 8)][j % 8]}) + delta);
}

inline float non_linear(int code) {
  constexpr int table[16]{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
  return real(table[code]);
}
inline float iq4_nl(block b, unsigned j) {
  return half(b.word(0)) * non_linear(split_nibble(b, 2, j));
}
inline float iq4_xs(block b, unsigned j) {
  const unsigned run = j / 32;
  const unsigned bits = b.nibble(4, run) + 16 * (b.word(2) >> 2 * run & 3U);
  const float scale = half(b.word(0)) * real(static_cast<int>(bits) - 32);
  return scale * non_linear(split_nibble(b, 8 + 16 * run, j % 32));
}
/// A 4-bit float: a sign, two exponent bits, one fraction bit.
inline float e2m1(int code) {
  constexpr float magnitudes[8]{0, 0.5F, 1, 1.5F, 2, 3, 4, 6};
  return code < 8 ? magnitudes[code] : -magnitudes[code - 8];
}
inline float mxfp4(block b, unsigned j) {
  const float d = std::ldexp(1.0F, static_cast<int>(b.at(0)) - 128);
  const float twice = 2 * e2m1(split_nibble(b, 1, j));
  return d * (twice == 0 ? 0.0F : twice); // the table has no minus zero
}
inline float nvfp4(block b, unsigned j) {
  const unsigned run = j / 16;
  const unsigned pattern = b.at(run);
  const auto fraction = static_cast<float>(pattern % 8);
  const int exponent = static_cast<int>(pattern / 8 % 16);
  float scale = exponent == 0 ? std::ldexp(fraction, -9) : std::ldexp(8 + fraction, exponent - 10);
  if (pattern == 0x7f) scale = 0;
  const float twice = 2 * e2m1(split_nibble(b, 4 + 8 * run, j % 16, 8));
  return scale / 2 * (twice == 0 ? 0.0F : twice);
}

/// Digit n of the ternary digits in a byte, less one.
inline float ternary(unsigned byte, unsigned n) {
  unsigned power = 1;
  for (unsigned i = 0; i < n; ++i)
    power *= 3;
  return real(static_cast<int>(byte * power % 256 * 3 / 256) - 1);
}
inline float tq1_0(block b, unsigned j) {
  const float d = half(b.word(52));
  if (j < 160) return ternary(b.at(j % 32), j / 32) * d;
  if (j < 240) return ternary(b.at(32 + (j - 160) % 16), (j - 160) / 16) * d;
  return ternary(b.at(48 + (j - 240) % 4), (j - 240) / 4) * d;
}
inline float tq2_0(block b, unsigned j) { return real(two_bits(b, 0, j) - 1) * half(b.word(64)); }
inline float q1_0(block b, unsigned j) {
  return b.bits(2 + j / 8, j % 8, 1) != 0 ? half(b.word(0)) : -half(b.word(0));
}
inline float q2_0(block b, unsigned j) {
  return real(static_cast<int>(b.bits(2 + j / 4, j % 4 * 2, 2)) - 1) * half(b.word(0));
}

struct block_type {
  std::string_view name;
  unsigned values;
  unsigned bytes;
  float (*value)(block b, unsigned j);
};

inline constexpr block_type types[]{
    {"q4_0", 32, 18, q4_0},        {"q4_1", 32, 20, q4_1},      {"q5_0", 32, 22, q5_0},
    {"q5_1", 32, 24, q5_1},        {"q8_0", 32, 34, q8_0},      {"q8_1", 32, 36, q8_1},
    {"q2_k", 256, 84, q2_k},       {"q3_k", 256, 110, q3_k},    {"q4_k", 256, 144, q4_k},
    {"q5_k", 256, 176, q5_k},      {"q6_k", 256, 210, q6_k},    {"q8_k", 256, 292, q8_k},
    {"iq2_xxs", 256, 66, iq2_xxs}, {"iq2_xs", 256, 74, iq2_xs}, {"iq2_s", 256, 82, iq2_s},
    {"iq3_xxs", 256, 98, iq3_xxs}, {"iq3_s", 256, 110, iq3_s},  {"iq1_s", 256, 50, iq1_s},
    {"iq1_m", 256, 56, iq1_m},     {"iq4_nl", 32, 18, iq4_nl},  {"iq4_xs", 256, 136, iq4_xs},
    {"tq1_0", 256, 54, tq1_0},     {"tq2_0", 256, 66, tq2_0},   {"mxfp4", 32, 17, mxfp4},
    {"nvfp4", 64, 36, nvfp4},      {"q1_0", 128, 18, q1_0},     {"q2_0", 64, 18, q2_0},
};

/// The type of that name; null for plain types.
inline const block_type* type_called(std::string_view name) {
  for (const block_type& type : types)
    if (type.name == name) return &type;
  return nullptr;
}

/// All values of `count` blocks.
inline std::vector<float> values_of(const block_type& type, const std::byte* blocks,
                                    std::size_t count) {
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i)
    for (unsigned j = 0; j < type.values; ++j)
      values.push_back(type.value({blocks + i * type.bytes}, j));
  return values;
}

} // namespace weightkin::test::ggml_oracle
