#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "kernel/print_ops.hpp"

/// The sums element by element, as docs/fingerprint-format.md has them: for every float and double.
namespace weightkin::detail {

[[nodiscard]] inline bool print_inside(double x) noexcept { return std::fabs(x) < print_limit; }

/// Finite, and small enough for every kernel.
[[nodiscard]] inline bool print_tame(double x) noexcept { return std::fabs(x) < print_small_limit; }

inline void count_element(double x, print_counts& counts) noexcept {
  ++counts.seen;
  if (!std::isfinite(x)) {
    ++counts.nonfinite;
    return;
  }
  counts.outside += !print_inside(x);
  counts.zeros += x == 0;
  counts.negative += x < 0;
  const double value = x + 0.0; // -0 becomes +0
  counts.minimum = value < counts.minimum ? value : counts.minimum;
  counts.maximum = value > counts.maximum ? value : counts.maximum;
}

/// Counts and checksums of the element in lane `lane`.
template <class Real>
void survey_element(Real x, std::size_t lane, std::uint64_t factor, print_totals& totals) noexcept {
  count_element(static_cast<double>(x), totals.counts);
  totals.checks[cast_none][lane] += factor * print_word(x);
  totals.checks[cast_bf16][lane] += factor * print_word_bf16(x);
  totals.checks[cast_f16][lane] += factor * print_word_f16(x);
}

inline void sketch_element(double x, std::size_t lane, const block_picks& picks,
                           std::uint64_t* row) noexcept {
  if (print_inside(x)) row[lane ^ picks.turn] += signed_as(print_value(x), picks.subtracts(lane));
}

template <class Real>
void survey_blocks(const print_run<Real>& run, print_totals& totals) {
  for (std::size_t b = 0; b < run.blocks; ++b) {
    const block_picks picks(run.hashes[b]);
    for (std::size_t lane = 0; lane < print_block; ++lane)
      survey_element(run.values[b * print_block + lane], lane, picks.factor, totals);
  }
}

template <class Real>
void sketch_blocks(const print_run<Real>& run, std::uint64_t* buckets) {
  for (std::size_t b = 0; b < run.blocks; ++b) {
    const block_picks picks(run.hashes[b]);
    for (std::size_t lane = 0; lane < print_block; ++lane)
      sketch_element(static_cast<double>(run.values[b * print_block + lane]), lane, picks,
                     buckets + print_block * run.row(b));
  }
}

template <class Real>
void moments_of_blocks(const Real* values, std::size_t blocks, const std::uint16_t* negative,
                       print_moments& sums) {
  for (std::size_t b = 0; b < blocks; ++b) {
    for (std::size_t lane = 0; lane < print_block; ++lane) {
      const auto x = static_cast<double>(values[b * print_block + lane]);
      if (!print_inside(x)) continue;
      const std::uint64_t value = print_value(x);
      const bool subtract = negative != nullptr && ((negative[b] >> lane) & 1U) != 0;
      sums.value += static_cast<std::int64_t>(value);
      sums.square += print_square(x);
      sums.features[lane] += signed_as(value, subtract);
    }
  }
}

} // namespace weightkin::detail
