#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include <weightkin/core/float_formats.hpp>

#include "kernel/chunk_ops.hpp"

// The summation order of docs/summation.md, element by element, in plain C++: the kernel every
// machine can run and the vector kernels are compared with.
namespace weightkin::detail {
namespace {

template <class Bits>
Bits load_bits(const std::byte* packed, std::size_t index) noexcept {
  Bits value;
  std::memcpy(&value, packed + index * sizeof value, sizeof value);
  return value;
}

template <class Bits>
void count_patterns(const std::byte* a, const std::byte* b, std::size_t count,
                    pattern_counts& out) {
  constexpr Bits sign = Bits{1} << (8 * sizeof(Bits) - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const auto x = load_bits<Bits>(a, i);
    const auto y = load_bits<Bits>(b, i);
    const bool zero_x = (x & ~sign) == 0;
    const bool zero_y = (y & ~sign) == 0;
    const bool same_sign_bit = ((x ^ y) & sign) == 0;
    out.bit_equal += x == y;
    out.zero_a += zero_x;
    out.zero_b += zero_y;
    out.zero_both += zero_x && zero_y;
    out.sign_equal += zero_x || zero_y ? zero_x && zero_y : same_sign_bit;
  }
}

/// Adds `value` to a lane and what the addition's rounding lost to the lane's low part.
void add_compensated(half_totals& totals, sum_index index, std::size_t lane, float value) noexcept {
  const float before = totals.high[index][lane];
  const float after = before + value;
  const float taken = after - before;
  const float lost = value - taken;
  totals.high[index][lane] = after;
  totals.low[index][lane] += lost;
}

/// f32 sums of products of one lane until they are passed on.
struct product_sums {
  float aa = 0, bb = 0, ab = 0, sq_diff = 0;

  template <bool Fused>
  void add(float x, float y, float diff) noexcept {
    if constexpr (Fused) {
      aa = std::fma(x, x, aa);
      bb = std::fma(y, y, bb);
      ab = std::fma(x, y, ab);
    } else {
      aa += x * x;
      bb += y * y;
      ab += x * y;
    }
    sq_diff = std::fma(diff, diff, sq_diff);
  }

  void pass_on(half_totals& totals, std::size_t lane) const noexcept {
    add_compensated(totals, at_aa, lane, aa);
    add_compensated(totals, at_bb, lane, bb);
    add_compensated(totals, at_ab, lane, ab);
    add_compensated(totals, at_sq_diff, lane, sq_diff);
  }
};

struct bf16_order {
  static constexpr std::size_t flush_rows = bf16_flush_rows;
  /// Position in a row of the element lane `lane` takes at `step` (0 or 1).
  static std::size_t position(std::size_t lane, std::size_t step) noexcept {
    return 2 * lane + step;
  }
  static float widen(std::uint16_t bits) noexcept { return widen_bf16(bits); }
};

struct f16_order {
  static constexpr std::size_t flush_rows = f16_flush_rows;
  static std::size_t position(std::size_t lane, std::size_t step) noexcept {
    return half_lanes * step + lane;
  }
  static float widen(std::uint16_t bits) noexcept { return widen_f16(bits); }
};

template <class Order, bool Fused>
void sum_half_lane(const float* a, const float* b, std::size_t lane, half_totals& totals) {
  float sum_a = 0;
  float sum_b = 0;
  float abs_diff = 0;
  for (std::size_t row = 0; row < group_elements / half_row; row += Order::flush_rows) {
    product_sums products;
    for (std::size_t step = 0; step < 2 * Order::flush_rows; ++step) {
      const std::size_t at = (row + step / 2) * half_row + Order::position(lane, step % 2);
      const float diff = a[at] - b[at];
      const float distance = std::fabs(diff);
      sum_a += a[at];
      sum_b += b[at];
      abs_diff += distance;
      totals.max_abs_diff[lane] = std::max(totals.max_abs_diff[lane], distance);
      products.template add<Fused>(a[at], b[at], diff);
    }
    products.pass_on(totals, lane);
  }
  add_compensated(totals, at_a, lane, sum_a);
  add_compensated(totals, at_b, lane, sum_b);
  add_compensated(totals, at_abs_diff, lane, abs_diff);
}

template <class Order, bool Fused>
void sum_half(const std::byte* a, const std::byte* b, std::size_t count, half_totals& totals) {
  std::array<float, group_elements> wide_a;
  std::array<float, group_elements> wide_b;
  for (std::size_t group = 0; group < count; group += group_elements) {
    for (std::size_t i = 0; i < group_elements; ++i) {
      wide_a[i] = Order::widen(load_bits<std::uint16_t>(a, group + i));
      wide_b[i] = Order::widen(load_bits<std::uint16_t>(b, group + i));
    }
    for (std::size_t lane = 0; lane < half_lanes; ++lane)
      sum_half_lane<Order, Fused>(wide_a.data(), wide_b.data(), lane, totals);
  }
}

void add_bf16(const std::byte* a, const std::byte* b, std::size_t count, half_totals& totals,
              pattern_counts& counts) {
  if (bf16_products_exact(a, count) && bf16_products_exact(b, count)) {
    sum_half<bf16_order, false>(a, b, count, totals);
  } else {
    sum_half<bf16_order, true>(a, b, count, totals);
  }
  count_patterns<std::uint16_t>(a, b, count, counts);
}

void add_f16(const std::byte* a, const std::byte* b, std::size_t count, half_totals& totals,
             pattern_counts& counts) {
  sum_half<f16_order, false>(a, b, count, totals);
  count_patterns<std::uint16_t>(a, b, count, counts);
}

template <class Real, class Bits>
void add_wide(const std::byte* a, const std::byte* b, std::size_t count, wide_totals& totals,
              pattern_counts& counts) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t lane = i % wide_lanes;
    const auto x = static_cast<double>(load_bits<Real>(a, i));
    const auto y = static_cast<double>(load_bits<Real>(b, i));
    const double diff = x - y;
    const double distance = std::fabs(diff);
    totals.sums[at_a][lane] += x;
    totals.sums[at_b][lane] += y;
    totals.sums[at_abs_diff][lane] += distance;
    totals.sums[at_aa][lane] += x * x;
    totals.sums[at_bb][lane] += y * y;
    totals.sums[at_ab][lane] += x * y;
    totals.sums[at_sq_diff][lane] += diff * diff;
    totals.max_abs_diff[lane] = std::max(totals.max_abs_diff[lane], distance);
  }
  count_patterns<Bits>(a, b, count, counts);
}

void widen_bf16_run(const std::byte* packed, std::size_t count, float* out) {
  for (std::size_t i = 0; i < count; ++i)
    out[i] = widen_bf16(load_bits<std::uint16_t>(packed, i));
}

void widen_f16_run(const std::byte* packed, std::size_t count, float* out) {
  for (std::size_t i = 0; i < count; ++i)
    out[i] = widen_f16(load_bits<std::uint16_t>(packed, i));
}

template <class Order, class Narrow>
std::uint64_t round_equal(const std::byte* half, const float* precise, std::size_t count,
                          Narrow narrow_one) {
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto stored = load_bits<std::uint16_t>(half, i);
    equal += std::isnan(precise[i]) ? std::isnan(Order::widen(stored))
                                    : narrow_one(precise[i]) == stored;
  }
  return equal;
}

std::uint64_t bf16_round_equal(const std::byte* half, const float* precise, std::size_t count) {
  return round_equal<bf16_order>(half, precise, count, narrow_bf16);
}

std::uint64_t f16_round_equal(const std::byte* half, const float* precise, std::size_t count) {
  return round_equal<f16_order>(half, precise, count, narrow_f16);
}

} // namespace

bool bf16_products_exact(const std::byte* packed, std::size_t count) noexcept {
  constexpr std::uint16_t smallest = (127 - 62) << 7; // bf16 pattern of 2^-62
  std::uint16_t tiny = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto magnitude = static_cast<std::uint16_t>(load_bits<std::uint16_t>(packed, i) & 0x7fff);
    tiny |= static_cast<std::uint16_t>(static_cast<std::uint16_t>(magnitude - 1) < smallest - 1);
  }
  return tiny == 0;
}

const chunk_ops portable_chunk_ops{add_bf16,
                                   add_f16,
                                   add_wide<float, std::uint32_t>,
                                   add_wide<double, std::uint64_t>,
                                   widen_bf16_run,
                                   widen_f16_run,
                                   bf16_round_equal,
                                   f16_round_equal};

} // namespace weightkin::detail
