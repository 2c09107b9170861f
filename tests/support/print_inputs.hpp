#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/inventory/inventory.hpp>

/// Tensors to be fingerprinted.
namespace weightkin::test {

inline constexpr dtype print_types[] = {
    dtype::boolean, dtype::u8,        dtype::i8,      dtype::u16,         dtype::i16,
    dtype::u32,     dtype::i32,       dtype::u64,     dtype::i64,         dtype::f16,
    dtype::bf16,    dtype::f32,       dtype::f64,     dtype::c32,         dtype::c64,
    dtype::c128,    dtype::f8_e4m3fn, dtype::f8_e5m2, dtype::f8_e4m3fnuz, dtype::f8_e5m2fnuz,
    dtype::f8_e8m0, dtype::f6_e2m3,   dtype::f6_e3m2, dtype::f4_e2m1};

enum class print_content {
  weights,  ///< N(0.0002, 0.02^2)
  inside,   ///< of all sizes below 1024, ties of roundings, zeros of both signs
  anything, ///< also NaN, infinities, outside, subnormal
  positive, ///< all above zero
  below,    ///< all below zero
  small,    ///< all below 1 in size, few that are zero or halfway between multiples of 2^-40
  bits      ///< random bits
};

/// Numbers at which something changes.
inline double edge_number(std::mt19937_64& random) {
  constexpr double edges[] = {0.0,        -0.0,      1.0,       0x1p-40, 0x1p-41,   0x1.8p-40,
                              0x1.8p-41,  0x1p-22,   0x1p-126,  0x1p-14, 0x1.8p-25, 0x1p-149,
                              8.0,        7.9999995, 512.5,     1023.99, 0x1p-24,   0x1.002p-3,
                              0x1.006p-3, 0x1.01p-3, 0x1.03p-3, 3.0,     0x1p-30,   0x1.5555p-20};
  const double value = edges[random() % std::size(edges)];
  return random() % 2 == 0 ? value : -value;
}

inline double any_number(std::mt19937_64& random) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double odd[] = {std::numeric_limits<double>::quiet_NaN(),
                            infinity,
                            -infinity,
                            1024.0,
                            -1024.0,
                            65519.0,
                            65520.0,
                            1e30,
                            -3.4028235e38,
                            0x1.ffffffp127,
                            1e300,
                            1e-310,
                            0x1.fefp127};
  return odd[random() % std::size(odd)];
}

inline double draw_number(print_content what, std::mt19937_64& random) {
  std::normal_distribution<double> normal(0.0002, 0.02);
  const double value = normal(random);
  switch (what) {
  case print_content::inside:
    if (random() % 3 == 0) return edge_number(random);
    return std::ldexp(value, static_cast<int>(random() % 40) - 30);
  case print_content::anything:
    if (random() % 50 == 0) return any_number(random);
    return random() % 3 == 0 ? edge_number(random) : value;
  case print_content::small:
    if (random() % 500 == 0) return random() % 2 == 0 ? 0.0 : -0.0;
    if (random() % 2000 == 0) return std::ldexp(static_cast<double>(2 * (random() % 64) + 1), -41);
    return std::ldexp(value, -static_cast<int>(random() % 12));
  case print_content::below: return -std::fabs(value) - 0x1p-60;
  case print_content::positive: return std::fabs(value) + 0x1p-60;
  default: return value;
  }
}

inline void store_number(dtype type, std::byte* out, std::size_t index, double value) {
  const auto single = static_cast<float>(value);
  if (type == dtype::f64) {
    std::memcpy(out + 8 * index, &value, 8);
  } else if (type == dtype::f32) {
    std::memcpy(out + 4 * index, &single, 4);
  } else {
    const std::uint16_t half = type == dtype::bf16 ? narrow_bf16(single) : narrow_f16(single);
    std::memcpy(out + 2 * index, &half, 2);
  }
}

/// `count` packed elements; types without numbers of their own here are random bits.
inline std::vector<std::byte> packed_elements(dtype type, std::uint64_t count, print_content what,
                                              std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::byte> bytes((count * bits_of(type) + 7) / 8);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>(random());
  dtype part = type;
  if (type == dtype::c32) part = dtype::f16;
  if (type == dtype::c64) part = dtype::f32;
  if (type == dtype::c128) part = dtype::f64;
  const bool floats =
      part == dtype::f64 || part == dtype::f32 || part == dtype::bf16 || part == dtype::f16;
  if (what == print_content::bits || !floats) return bytes;
  for (std::uint64_t i = 0; i < count * (is_complex(type) ? 2 : 1); ++i)
    store_number(part, bytes.data(), i, draw_number(what, random));
  return bytes;
}

/// A tensor with the axis its label names, if any.
struct print_case {
  std::vector<std::uint64_t> shape;
  bool has_axis = false;
  unit_axis axis{};
};

inline print_case plain_case(std::vector<std::uint64_t> shape) { return {std::move(shape)}; }

inline print_case unit_case(std::vector<std::uint64_t> shape, std::size_t axis, std::uint64_t block,
                            std::uint64_t gates, bool skip_diagonal = false) {
  print_case made{std::move(shape), true, {}};
  made.axis.axis = axis;
  made.axis.units = made.shape[axis] / block / gates;
  made.axis.block = block;
  made.axis.gates = gates;
  made.axis.skip_diagonal = skip_diagonal;
  return made;
}

inline std::vector<print_case> print_cases() {
  return {plain_case({}),
          plain_case({0}),
          plain_case({4, 0}),
          plain_case({1}),
          plain_case({15}),
          plain_case({16}),
          plain_case({17}),
          plain_case({255}),
          plain_case({256}),
          plain_case({257}),
          plain_case({1023}),
          plain_case({1025}),
          plain_case({16383}),
          plain_case({16384}),
          plain_case({16400}),
          plain_case({65535}),
          plain_case({65536}),
          plain_case({66000}),
          plain_case({7, 100}),
          plain_case({8, 15}),
          plain_case({8, 16}),
          plain_case({9, 33}),
          plain_case({40, 17}),
          plain_case({300, 31}),
          plain_case({12, 3000}),
          plain_case({65, 1024}),
          plain_case({2, 3, 4, 5, 6}),
          plain_case({32, 3, 3, 3}),
          unit_case({130, 40}, 0, 1, 1),
          unit_case({200, 40}, 1, 1, 1),
          unit_case({30, 200}, 1, 1, 1),
          unit_case({24, 5}, 0, 1, 1),
          unit_case({300}, 0, 1, 1),
          unit_case({7, 200}, 1, 1, 1),
          unit_case({96, 33}, 0, 4, 2),
          unit_case({33, 96}, 1, 4, 2),
          unit_case({96, 32}, 0, 1, 4),
          unit_case({20, 300, 2}, 1, 1, 1),
          unit_case({20, 300, 2}, 1, 10, 3),
          unit_case({20, 9, 40}, 1, 1, 1),
          unit_case({24, 16, 3, 3}, 1, 1, 1),
          unit_case({24, 16, 3, 3}, 0, 1, 1, true),
          unit_case({24, 24, 3, 3}, 1, 1, 1, true),
          unit_case({40, 40}, 0, 1, 1, true),
          unit_case({40, 40}, 1, 1, 1, true),
          unit_case({160, 40}, 0, 1, 4, true),
          unit_case({3, 4, 5, 6, 70}, 4, 1, 1),
          unit_case({3, 4, 5, 6, 70}, 4, 5, 1, true),
          unit_case({150, 600}, 1, 1, 1),
          unit_case({600, 150}, 0, 1, 1),
          unit_case({16, 2048}, 1, 128, 1),
          unit_case({7, 30}, 0, 1, 1)};
}

} // namespace weightkin::test
