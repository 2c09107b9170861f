#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/element_reader.hpp>
#include <weightkin/kernel/pair_stats.hpp>

/// The statistics of a pair the slow and obvious way: one element after the other, in long double.
namespace weightkin::oracle {

/// What `pair_stats` sums, and the sums of the magnitudes of the same terms: errors are judged
/// against the latter.
struct pair_sums {
  std::uint64_t elements = 0, finite = 0, nonfinite_a = 0, nonfinite_b = 0;
  std::uint64_t sign_equal = 0, zero_a = 0, zero_b = 0, zero_both = 0;
  long double a = 0, b = 0, aa = 0, bb = 0, ab = 0, abs_diff = 0, sq_diff = 0, max_abs_diff = 0;
  long double abs_a = 0, abs_b = 0, abs_ab = 0;

  void add(double x, double y) {
    ++elements;
    if (!std::isfinite(x)) ++nonfinite_a;
    if (!std::isfinite(y)) ++nonfinite_b;
    if (!std::isfinite(x) || !std::isfinite(y)) return;
    ++finite;
    const int sign_x = x > 0 ? 1 : (x < 0 ? -1 : 0);
    const int sign_y = y > 0 ? 1 : (y < 0 ? -1 : 0);
    if (sign_x == sign_y) ++sign_equal;
    if (x == 0) ++zero_a;
    if (y == 0) ++zero_b;
    if (x == 0 && y == 0) ++zero_both;
    const long double wide_x = x;
    const long double wide_y = y;
    const long double diff = wide_x - wide_y;
    a += wide_x;
    b += wide_y;
    aa += wide_x * wide_x;
    bb += wide_y * wide_y;
    ab += wide_x * wide_y;
    abs_diff += std::fabs(diff);
    sq_diff += diff * diff;
    max_abs_diff = std::fmax(max_abs_diff, std::fabs(diff));
    abs_a += std::fabs(wide_x);
    abs_b += std::fabs(wide_y);
    abs_ab += std::fabs(wide_x * wide_y);
  }

  void add(const pair_sums& other) {
    elements += other.elements;
    finite += other.finite;
    nonfinite_a += other.nonfinite_a;
    nonfinite_b += other.nonfinite_b;
    sign_equal += other.sign_equal;
    zero_a += other.zero_a;
    zero_b += other.zero_b;
    zero_both += other.zero_both;
    a += other.a;
    b += other.b;
    aa += other.aa;
    bb += other.bb;
    ab += other.ab;
    abs_diff += other.abs_diff;
    sq_diff += other.sq_diff;
    max_abs_diff = std::fmax(max_abs_diff, other.max_abs_diff);
    abs_a += other.abs_a;
    abs_b += other.abs_b;
    abs_ab += other.abs_ab;
  }
};

/// Packed reals (not complex) of the two types, element by element.
inline pair_sums sums_of(dtype type_a, std::span<const std::byte> a, dtype type_b,
                         std::span<const std::byte> b, std::size_t count) {
  std::vector<double> wide_a(count);
  std::vector<double> wide_b(count);
  widen_to_f64(type_a, a, count, wide_a.data());
  widen_to_f64(type_b, b, count, wide_b.data());
  pair_sums sums;
  for (std::size_t i = 0; i < count; ++i)
    sums.add(wide_a[i], wide_b[i]);
  return sums;
}

/// Cosine and Pearson correlation from exact-enough sums.
inline long double cosine(const pair_sums& s) { return s.ab / std::sqrt(s.aa * s.bb); }

inline long double pearson(const pair_sums& s) {
  const auto n = static_cast<long double>(s.finite);
  const long double cov = s.ab - s.a * s.b / n;
  return cov / std::sqrt((s.aa - s.a * s.a / n) * (s.bb - s.b * s.b / n));
}

/// The same from the pass's sums, in long double so that only the sums are judged.
inline pair_sums as_sums(const pair_stats& s) {
  pair_sums sums;
  sums.finite = s.finite;
  sums.a = s.sum_a;
  sums.b = s.sum_b;
  sums.aa = s.sum_aa;
  sums.bb = s.sum_bb;
  sums.ab = s.sum_ab;
  sums.sq_diff = s.sum_sq_diff;
  sums.abs_diff = s.sum_abs_diff;
  return sums;
}

/// A sign-and-magnitude float format, described once more and independently of the library.
struct float_layout {
  int exponent_bits;
  int mantissa_bits;
  int bias;
  std::uint64_t largest;                 ///< magnitude pattern of the largest finite number
  std::optional<std::uint64_t> overflow; ///< magnitude pattern overflow rounds to; none: saturates
  bool negative_zero;
};

inline std::optional<float_layout> layout_of(dtype type) {
  switch (type) {
  case dtype::f32: return float_layout{8, 23, 127, 0x7f7fffff, 0x7f800000, true};
  case dtype::bf16: return float_layout{8, 7, 127, 0x7f7f, 0x7f80, true};
  case dtype::f16: return float_layout{5, 10, 15, 0x7bff, 0x7c00, true};
  case dtype::f8_e5m2: return float_layout{5, 2, 15, 0x7b, 0x7c, true};
  case dtype::f8_e4m3fn: return float_layout{4, 3, 7, 0x7e, 0x7f, true};
  case dtype::f8_e4m3fnuz: return float_layout{4, 3, 8, 0x7f, 0x80, false};
  case dtype::f8_e5m2fnuz: return float_layout{5, 2, 16, 0x7f, 0x80, false};
  case dtype::f6_e2m3: return float_layout{2, 3, 1, 0x1f, std::nullopt, true};
  case dtype::f6_e3m2: return float_layout{3, 2, 3, 0x1f, std::nullopt, true};
  case dtype::f4_e2m1: return float_layout{2, 1, 1, 0x7, std::nullopt, true};
  default: return std::nullopt;
  }
}

/// Value of a magnitude pattern by the textbook formula (also one past the largest).
inline long double value_of(const float_layout& layout, std::uint64_t magnitude) {
  const auto exponent = static_cast<int>(magnitude >> layout.mantissa_bits);
  const std::uint64_t fraction = magnitude & ((std::uint64_t{1} << layout.mantissa_bits) - 1);
  if (exponent == 0)
    return std::ldexp(static_cast<long double>(fraction), 1 - layout.bias - layout.mantissa_bits);
  return std::ldexp(static_cast<long double>(fraction + (std::uint64_t{1} << layout.mantissa_bits)),
                    exponent - layout.bias - layout.mantissa_bits);
}

/// The pattern `value` rounds to (nearest, ties to even pattern), found by bisection over all
/// magnitudes. \pre value is not NaN
inline std::uint64_t nearest_pattern(const float_layout& layout, double value) {
  const std::uint64_t sign_bit = std::uint64_t{1} << (layout.exponent_bits + layout.mantissa_bits);
  const std::uint64_t sign = std::signbit(value) ? sign_bit : 0;
  const long double magnitude = std::fabs(static_cast<long double>(value));
  std::uint64_t low = 0;
  std::uint64_t high = layout.largest + 1;
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (value_of(layout, middle) <= magnitude ? low : high) = middle;
  }
  const long double below = magnitude - value_of(layout, low);
  const long double above = value_of(layout, high) - magnitude;
  std::uint64_t nearest = below < above || (below == above && low % 2 == 0) ? low : high;
  if (nearest > layout.largest) {
    if (layout.overflow && *layout.overflow == sign_bit) return sign_bit; // the one NaN
    nearest = layout.overflow.value_or(layout.largest);
  }
  if (nearest == 0 && !layout.negative_zero) return 0;
  return sign | nearest;
}

} // namespace weightkin::oracle
