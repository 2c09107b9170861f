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
std::uint64_t sketch_blocks(const print_run<Real>& run, std::uint64_t* buckets) {
  for (std::size_t b = 0; b < run.blocks; ++b) {
    const block_picks picks(run.hashes[b]);
    for (std::size_t lane = 0; lane < print_block; ++lane)
      sketch_element(static_cast<double>(run.values[b * print_block + lane]), lane, picks,
                     buckets + print_block * run.row(b));
  }
  return 0;
}

/// Adds one value. \param subtract its sign in the features
inline void add_moment(double x, bool subtract, std::uint64_t& feature, print_i128& value,
                       print_u128& square) noexcept {
  if (!print_inside(x)) return;
  const std::uint64_t number = print_value(x);
  value += static_cast<std::int64_t>(number);
  square += print_square(x);
  feature += signed_as(number, subtract);
}

template <class Real>
void moments_of_blocks(const Real* values, std::size_t blocks, const std::uint64_t* hashes,
                       print_moments& sums) {
  for (std::size_t b = 0; b < blocks; ++b)
    for (std::size_t lane = 0; lane < print_block; ++lane)
      add_moment(static_cast<double>(values[b * print_block + lane]),
                 hashes != nullptr && ((hashes[b] >> lane) & 1U) != 0, sums.features[lane],
                 sums.value, sums.square);
}

template <class Real>
void moments_of_rows(const Real* values, std::size_t columns, std::size_t rows,
                     const std::uint64_t* hashes, print_row* to, print_moments& sums) {
  for (std::size_t row = 0; row < rows; ++row) {
    print_u128 energy = 0;
    for (std::size_t c = 0; c < columns; ++c)
      add_moment(static_cast<double>(values[row * columns + c]),
                 ((hashes[c / print_block] >> (c % print_block)) & 1U) != 0,
                 to[row].features[c % print_block], sums.value, energy);
    to[row].energy += energy;
    sums.square += energy;
  }
}

} // namespace weightkin::detail
