#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/kernel/pair_stats.hpp>

namespace weightkin::test {

inline constexpr dtype real_types[] = {
    dtype::boolean,     dtype::u8,          dtype::i8,      dtype::u16,       dtype::i16,
    dtype::u32,         dtype::i32,         dtype::u64,     dtype::i64,       dtype::f16,
    dtype::bf16,        dtype::f32,         dtype::f64,     dtype::f8_e4m3fn, dtype::f8_e5m2,
    dtype::f8_e4m3fnuz, dtype::f8_e5m2fnuz, dtype::f8_e8m0, dtype::f6_e2m3,   dtype::f6_e3m2,
    dtype::f4_e2m1};

/// What fills a test tensor.
enum class content { weights, every_pattern, with_zeros, tiny, huge };

inline void store_float(dtype type, std::byte* out, std::size_t index, double value) {
  const auto single = static_cast<float>(value);
  std::uint16_t half = 0;
  switch (type) {
  case dtype::f64: std::memcpy(out + 8 * index, &value, 8); return;
  case dtype::f32: std::memcpy(out + 4 * index, &single, 4); return;
  case dtype::bf16: half = narrow_bf16(single); break;
  default: half = narrow_f16(single); break;
  }
  std::memcpy(out + 2 * index, &half, 2);
}

inline bool is_storable(dtype type) {
  return type == dtype::f64 || type == dtype::f32 || type == dtype::bf16 || type == dtype::f16;
}

inline double draw(content what, std::mt19937_64& random) {
  std::normal_distribution<double> normal(0, 0.02);
  const double value = normal(random);
  switch (what) {
  case content::with_zeros: return random() % 5 == 0 ? (random() % 2 == 0 ? 0.0 : -0.0) : value;
  case content::tiny: return random() % 3 == 0 ? value * 1e-37 : value * 1e-19;
  case content::huge: return value * 1e20;
  default: return value;
  }
}

/// Two related tensors as packed bytes: some elements of b equal a's, most are close. Types other
/// than f64, f32, bf16 and f16 (and `every_pattern`) are random bits, a fifth of them equal.
struct packed_pair {
  std::vector<std::byte> a;
  std::vector<std::byte> b;
};

inline std::vector<std::byte> random_bytes(std::size_t size, std::mt19937_64& random) {
  std::vector<std::byte> bytes(size);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>(random());
  return bytes;
}

inline packed_pair make_pair(dtype type_a, dtype type_b, std::size_t count, content what,
                             std::uint64_t seed) {
  std::mt19937_64 random(seed);
  packed_pair pair{random_bytes((count * bits_of(type_a) + 7) / 8, random),
                   random_bytes((count * bits_of(type_b) + 7) / 8, random)};
  if (type_a == type_b)
    for (std::size_t i = 0; i + 8 <= pair.a.size(); i += 40)
      std::memcpy(&pair.b[i], &pair.a[i], 8);
  if (what == content::every_pattern) return pair;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = draw(what, random);
    const double y = i % 7 == 0 ? x : (i % 11 == 0 ? -x : x + 0.05 * draw(what, random));
    if (is_storable(type_a)) store_float(type_a, pair.a.data(), i, x);
    if (is_storable(type_b)) store_float(type_b, pair.b.data(), i, y);
  }
  return pair;
}

/// All fields, bit for bit.
inline bool same_bits(const pair_stats& x, const pair_stats& y) {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  return x.elements == y.elements && x.finite == y.finite && x.nonfinite_a == y.nonfinite_a &&
         x.nonfinite_b == y.nonfinite_b && x.bit_equal == y.bit_equal &&
         x.sign_equal == y.sign_equal && x.zero_a == y.zero_a && x.zero_b == y.zero_b &&
         x.zero_both == y.zero_both && bits(x.sum_a) == bits(y.sum_a) &&
         bits(x.sum_b) == bits(y.sum_b) && bits(x.sum_aa) == bits(y.sum_aa) &&
         bits(x.sum_bb) == bits(y.sum_bb) && bits(x.sum_ab) == bits(y.sum_ab) &&
         bits(x.sum_abs_diff) == bits(y.sum_abs_diff) &&
         bits(x.sum_sq_diff) == bits(y.sum_sq_diff) && bits(x.max_abs_diff) == bits(y.max_abs_diff);
}

/// For failure messages.
inline std::string text_of(const pair_stats& s) {
  const auto n = [](auto value) { return std::to_string(value) + " "; };
  return n(s.elements) + n(s.finite) + n(s.nonfinite_a) + n(s.nonfinite_b) + "equal " +
         n(s.bit_equal) + n(s.sign_equal) + "zero " + n(s.zero_a) + n(s.zero_b) + n(s.zero_both) +
         "sums " + n(s.sum_a) + n(s.sum_b) + n(s.sum_aa) + n(s.sum_bb) + n(s.sum_ab) +
         n(s.sum_abs_diff) + n(s.sum_sq_diff) + n(s.max_abs_diff);
}

} // namespace weightkin::test
