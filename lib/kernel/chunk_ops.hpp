#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <weightkin/kernel/pair_stats.hpp>

#include "kernel/kernel_list.hpp"

/// What one instruction set has to supply for the fused pass, and the constants of the summation
/// order that every instruction set shares (docs/summation.md).
namespace weightkin::detail {

/// Elements whose lane sums are reduced to one number per statistic, which are then added in order.
inline constexpr std::size_t chunk_elements = 16384;
/// Kernels take whole groups; a shorter end is padded with +0, which no sum notices.
inline constexpr std::size_t group_elements = 512;
/// f32 lanes of the 16-bit summation order, f64 lanes of the wider one.
inline constexpr std::size_t half_lanes = 16;
inline constexpr std::size_t wide_lanes = 8;
/// A group of 16-bit elements is `group_elements / half_row` rows, two elements per lane each.
inline constexpr std::size_t half_row = 2 * half_lanes;
/// Rows after which sums of products are passed on: 8 additions for bf16, 4 for f16.
inline constexpr std::size_t bf16_flush_rows = 4;
inline constexpr std::size_t f16_flush_rows = 2;

enum sum_index : std::size_t {
  at_a,
  at_b,
  at_abs_diff,
  at_aa,
  at_bb,
  at_ab,
  at_sq_diff,
  sum_count
};

/// Counts of bit patterns of sign-and-magnitude numbers, every pattern taken for a finite number.
struct pattern_counts {
  std::uint64_t bit_equal = 0;
  std::uint64_t sign_equal = 0;
  std::uint64_t zero_a = 0;
  std::uint64_t zero_b = 0;
  std::uint64_t zero_both = 0;
};

/// Lane l takes in lane l + w for w = Lanes/2, ..., 2, 1; lane 0 is the answer.
template <std::size_t Lanes>
[[nodiscard]] double reduce_lanes(std::array<double, Lanes> lane) noexcept {
  for (std::size_t width = Lanes / 2; width > 0; width /= 2)
    for (std::size_t l = 0; l < width; ++l)
      lane[l] += lane[l + width];
  return lane[0];
}

/// Largest of non-negative lanes.
template <class Real, std::size_t Lanes>
[[nodiscard]] double largest_lane(const std::array<Real, Lanes>& lanes) noexcept {
  Real largest = 0;
  for (const Real value : lanes)
    largest = value > largest ? value : largest;
  return static_cast<double>(largest);
}

/// Sums of the wide order: f64 in every lane.
struct wide_totals {
  alignas(64) std::array<std::array<double, wide_lanes>, sum_count> sums{};
  alignas(64) std::array<double, wide_lanes> max_abs_diff{};

  [[nodiscard]] double total(sum_index index) const noexcept { return reduce_lanes(sums[index]); }
  [[nodiscard]] double largest_diff() const noexcept { return largest_lane(max_abs_diff); }
};

/// Sums of the 16-bit order: in every lane an f32 sum and the f32 sum of what its roundings lost.
struct half_totals {
  alignas(64) std::array<std::array<float, half_lanes>, sum_count> high{};
  alignas(64) std::array<std::array<float, half_lanes>, sum_count> low{};
  alignas(64) std::array<float, half_lanes> max_abs_diff{};

  [[nodiscard]] double total(sum_index index) const noexcept {
    std::array<double, half_lanes> lanes;
    for (std::size_t l = 0; l < half_lanes; ++l)
      lanes[l] = static_cast<double>(high[index][l]) + static_cast<double>(low[index][l]);
    return reduce_lanes(lanes);
  }
  [[nodiscard]] double largest_diff() const noexcept { return largest_lane(max_abs_diff); }
};

/// Adds `count` elements (a multiple of `group_elements`, at most `chunk_elements`; unaligned; both
/// sides in one dtype) to the totals and counts. Where an element is not finite, so become sums.
template <class Totals>
using accumulate_function = void (*)(const std::byte* a, const std::byte* b, std::size_t count,
                                     Totals& totals, pattern_counts& counts);

/// `count` packed 16-bit floats (a multiple of `group_elements`) to f32, exactly.
using widen_function = void (*)(const std::byte* packed, std::size_t count, float* out);

/// How many of the f32 in `precise` round (nearest even) to exactly the 16-bit float beside them.
using round_equal_function = std::uint64_t (*)(const std::byte* half, const float* precise,
                                               std::size_t count);

struct chunk_ops {
  accumulate_function<half_totals> bf16;
  accumulate_function<half_totals> f16;
  accumulate_function<wide_totals> f32;
  accumulate_function<wide_totals> f64;
  widen_function widen_bf16;
  widen_function widen_f16;
  round_equal_function bf16_round_equal;
  round_equal_function f16_round_equal;
};

/// Plain C++, no instruction set assumed.
extern const chunk_ops portable_chunk_ops;

/// The vector kernels compiled in that this machine can run, slowest first.
void add_simd_pair_kernels(kernel_list<pair_kernel>& kernels) noexcept;

/// The statistics of one kernel call with the given operations.
[[nodiscard]] pair_stats run_pair(const chunk_ops& ops, dtype type_a, const std::byte* a,
                                  dtype type_b, const std::byte* b, std::size_t count);

/// `run_pair` with the operations bound, in the shape of a kernel table row.
template <const chunk_ops& Ops>
pair_stats run_bound(dtype type_a, const std::byte* a, dtype type_b, const std::byte* b,
                     std::size_t count) {
  return run_pair(Ops, type_a, a, type_b, b, count);
}

/// True when every product of two of these bf16 magnitudes is exact in f32: none is in
/// (0, 2^-62). Then fused and separate multiply-add agree.
[[nodiscard]] bool bf16_products_exact(const std::byte* packed, std::size_t count) noexcept;

} // namespace weightkin::detail
