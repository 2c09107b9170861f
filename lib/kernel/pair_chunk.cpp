#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

#include <weightkin/core/element_reader.hpp>

#include "kernel/bit_equality.hpp"
#include "kernel/byte_floats.hpp"
#include "kernel/chunk_ops.hpp"

namespace weightkin::detail {
namespace {

/// One side of (a part of) a chunk: packed elements.
struct chunk_side {
  dtype type;
  const std::byte* packed;

  [[nodiscard]] chunk_side from(std::size_t element) const noexcept {
    return {type, packed + element * bits_of(type) / 8};
  }
};

/// Everything but the sums, which come from the lanes.
struct chunk_counts {
  pattern_counts patterns;
  std::uint64_t nonfinite_a = 0;
  std::uint64_t nonfinite_b = 0;
  std::uint64_t masked = 0; ///< positions where either is not finite

  void take_away(std::uint64_t padding) noexcept {
    patterns.bit_equal -= padding;
    patterns.sign_equal -= padding;
    patterns.zero_a -= padding;
    patterns.zero_b -= padding;
    patterns.zero_both -= padding;
  }
};

template <class Totals>
pair_stats to_stats(const Totals& totals, const chunk_counts& counts, std::size_t count) noexcept {
  pair_stats stats;
  stats.elements = count;
  stats.finite = count - counts.masked;
  stats.nonfinite_a = counts.nonfinite_a;
  stats.nonfinite_b = counts.nonfinite_b;
  stats.bit_equal = counts.patterns.bit_equal;
  stats.sign_equal = counts.patterns.sign_equal;
  stats.zero_a = counts.patterns.zero_a;
  stats.zero_b = counts.patterns.zero_b;
  stats.zero_both = counts.patterns.zero_both;
  stats.sum_a = totals.total(at_a);
  stats.sum_b = totals.total(at_b);
  stats.sum_aa = totals.total(at_aa);
  stats.sum_bb = totals.total(at_bb);
  stats.sum_ab = totals.total(at_ab);
  stats.sum_abs_diff = totals.total(at_abs_diff);
  stats.sum_sq_diff = totals.total(at_sq_diff);
  stats.max_abs_diff = totals.largest_diff();
  return stats;
}

/// A last, incomplete group of both sides, padded with zero bits.
class padded_group {
public:
  padded_group(const chunk_side& a, const chunk_side& b, std::size_t count) noexcept
      : a_{a.type, copy(a, count, bytes_a_)}, b_{b.type, copy(b, count, bytes_b_)} {}

  [[nodiscard]] const chunk_side& a() const noexcept { return a_; }
  [[nodiscard]] const chunk_side& b() const noexcept { return b_; }

private:
  static constexpr std::size_t capacity = group_elements * sizeof(double);

  static const std::byte* copy(const chunk_side& side, std::size_t count,
                               std::byte (&out)[capacity]) noexcept {
    const std::size_t size = (count * bits_of(side.type) + 7) / 8;
    std::memcpy(out, side.packed, size);
    std::memset(out + size, 0, capacity - size);
    return out;
  }

  alignas(64) std::byte bytes_a_[capacity];
  alignas(64) std::byte bytes_b_[capacity];
  chunk_side a_;
  chunk_side b_;
};

/// Both sides in a dtype that has a kernel of its own: no copies but of the last group.
template <class Totals>
pair_stats run_direct(accumulate_function<Totals> add, const chunk_side& a, const chunk_side& b,
                      std::size_t count) {
  Totals totals;
  chunk_counts counts;
  const std::size_t whole = count / group_elements * group_elements;
  if (whole > 0) add(a.packed, b.packed, whole, totals, counts.patterns);
  if (whole < count) {
    const padded_group last(a.from(whole), b.from(whole), count - whole);
    add(last.a().packed, last.b().packed, group_elements, totals, counts.patterns);
    counts.take_away(group_elements - (count - whole));
  }
  return to_stats(totals, counts, count);
}

void widen_any(const chunk_ops& ops, const chunk_side& side, float* out) {
  if (side.type == dtype::bf16) return ops.widen_bf16(side.packed, group_elements, out);
  if (side.type == dtype::f16) return ops.widen_f16(side.packed, group_elements, out);
  if (const byte_float_table* table = byte_floats_of(side.type)) {
    for (std::size_t i = 0; i < group_elements; ++i)
      out[i] = (*table)[std::to_integer<std::size_t>(side.packed[i])];
    return;
  }
  widen_to_f32(side.type, {side.packed, group_elements * bits_of(side.type) / 8}, group_elements,
               out);
}

void widen_any(const chunk_ops&, const chunk_side& side, double* out) {
  widen_to_f64(side.type, {side.packed, group_elements * bits_of(side.type) / 8}, group_elements,
               out);
}

/// One group; what stands for padding is +0 (a zero byte is not, in f8_e8m0).
template <class Real>
void widen(const chunk_ops& ops, const chunk_side& side, std::size_t padding, Real* out) {
  widen_any(ops, side, out);
  std::fill_n(out + (group_elements - padding), padding, Real{0});
}

void add_wide(const chunk_ops& ops, const float* a, const float* b, wide_totals& totals,
              pattern_counts& counts) {
  ops.f32(reinterpret_cast<const std::byte*>(a), reinterpret_cast<const std::byte*>(b),
          group_elements, totals, counts);
}

void add_wide(const chunk_ops& ops, const double* a, const double* b, wide_totals& totals,
              pattern_counts& counts) {
  ops.f64(reinterpret_cast<const std::byte*>(a), reinterpret_cast<const std::byte*>(b),
          group_elements, totals, counts);
}

/// A reduction of patterns that compilers turn into vector code.
template <class Real, class Pattern>
bool all_finite_patterns(const Real* values, Pattern infinity) noexcept {
  Pattern largest = 0;
  for (std::size_t i = 0; i < group_elements; ++i)
    largest = std::max<Pattern>(largest, std::bit_cast<Pattern>(values[i]) &
                                             std::numeric_limits<Pattern>::max());
  return largest < infinity;
}

bool all_finite(const float* values) noexcept {
  return all_finite_patterns<float, std::int32_t>(values, 0x7f800000);
}

bool all_finite(const double* values) noexcept {
  return all_finite_patterns<double, std::int64_t>(values, 0x7ff0000000000000);
}

/// Counts what is not finite and sets both elements of such positions to +0.
/// \returns the number of positions so masked
template <class Real>
std::uint64_t mask_nonfinite(Real* a, Real* b, chunk_counts& counts) noexcept {
  std::uint64_t masked = 0;
  for (std::size_t i = 0; i < group_elements; ++i) {
    const bool bad_a = !std::isfinite(a[i]);
    const bool bad_b = !std::isfinite(b[i]);
    counts.nonfinite_a += bad_a;
    counts.nonfinite_b += bad_b;
    const bool bad = bad_a || bad_b;
    masked += bad;
    a[i] = bad ? Real{0} : a[i];
    b[i] = bad ? Real{0} : b[i];
  }
  return masked;
}

/// One group of any two dtypes, widened to `Real`.
template <class Real>
void add_widened_group(const chunk_ops& ops, const chunk_side& a, const chunk_side& b,
                       std::size_t padding, wide_totals& totals, chunk_counts& counts) {
  alignas(64) Real wide_a[group_elements];
  alignas(64) Real wide_b[group_elements];
  widen(ops, a, padding, wide_a);
  widen(ops, b, padding, wide_b);
  pattern_counts patterns = counts.patterns;
  const std::uint64_t equal_before =
      count_bit_equal(ops, {a.type, a.packed, wide_a}, {b.type, b.packed, wide_b}, group_elements);
  const bool finite = all_finite(wide_a) && all_finite(wide_b);
  const std::uint64_t masked = finite ? 0 : mask_nonfinite(wide_a, wide_b, counts);
  add_wide(ops, wide_a, wide_b, totals, patterns);
  patterns.bit_equal = counts.patterns.bit_equal + equal_before;
  patterns.sign_equal -= masked;
  patterns.zero_a -= masked;
  patterns.zero_b -= masked;
  patterns.zero_both -= masked;
  counts.patterns = patterns;
  counts.masked += masked;
}

template <class Real>
pair_stats run_widened(const chunk_ops& ops, const chunk_side& a, const chunk_side& b,
                       std::size_t count) {
  wide_totals totals;
  chunk_counts counts;
  const std::size_t whole = count / group_elements * group_elements;
  for (std::size_t i = 0; i < whole; i += group_elements)
    add_widened_group<Real>(ops, a.from(i), b.from(i), 0, totals, counts);
  if (whole < count) {
    const padded_group last(a.from(whole), b.from(whole), count - whole);
    const std::size_t padding = group_elements - (count - whole);
    add_widened_group<Real>(ops, last.a(), last.b(), padding, totals, counts);
    counts.take_away(padding);
  }
  return to_stats(totals, counts, count);
}

bool squares_finite(const pair_stats& stats) noexcept {
  return std::isfinite(stats.sum_aa) && std::isfinite(stats.sum_bb);
}

/// Whether sums of f32 products can be trusted: nothing overflowed, and what products lose in
/// underflow (in a chunk below 2^14 * 2^-150) is not felt.
bool half_sums_hold(const pair_stats& stats) noexcept {
  constexpr double smallest = 0x1p-90;
  return squares_finite(stats) && std::isfinite(stats.sum_sq_diff) &&
         (stats.sum_aa >= smallest || stats.zero_a == stats.elements) &&
         (stats.sum_bb >= smallest || stats.zero_b == stats.elements) &&
         (stats.sum_sq_diff >= smallest || stats.max_abs_diff == 0);
}

bool fits_f32(dtype type) noexcept {
  switch (type) {
  case dtype::u32:
  case dtype::i32:
  case dtype::u64:
  case dtype::i64:
  case dtype::f64: return false;
  default: return true;
  }
}

pair_stats run_chunk(const chunk_ops& ops, const chunk_side& a, const chunk_side& b,
                     std::size_t count) {
  if (a.type == b.type && (a.type == dtype::bf16 || a.type == dtype::f16)) {
    const auto stats = run_direct(a.type == dtype::bf16 ? ops.bf16 : ops.f16, a, b, count);
    if (half_sums_hold(stats)) return stats;
  }
  if (a.type == b.type && (a.type == dtype::f32 || a.type == dtype::f64)) {
    const auto stats = run_direct(a.type == dtype::f32 ? ops.f32 : ops.f64, a, b, count);
    if (squares_finite(stats)) return stats;
  }
  return fits_f32(a.type) && fits_f32(b.type) ? run_widened<float>(ops, a, b, count)
                                              : run_widened<double>(ops, a, b, count);
}

/// The real type a complex one is a pair of; other types are themselves.
dtype real_part_of(dtype type) noexcept {
  switch (type) {
  case dtype::c32: return dtype::f16;
  case dtype::c64: return dtype::f32;
  case dtype::c128: return dtype::f64;
  default: return type;
  }
}

} // namespace

pair_stats run_pair(const chunk_ops& ops, dtype type_a, const std::byte* a, dtype type_b,
                    const std::byte* b, std::size_t count) {
  if (is_complex(type_a)) count *= 2;
  const chunk_side side_a{real_part_of(type_a), a};
  const chunk_side side_b{real_part_of(type_b), b};
  pair_stats total;
  for (std::size_t first = 0; first < count; first += chunk_elements)
    append(total, run_chunk(ops, side_a.from(first), side_b.from(first),
                            std::min(chunk_elements, count - first)));
  return total;
}

} // namespace weightkin::detail
