#pragma once

#include <vector>

#include <weightkin/core/result.hpp>

#include "lineage/operation/aligned_pair.hpp"

namespace weightkin {

/// The same rows and columns of both sides of a pair (axis 0 by all other axes), row-major, and the
/// same runs of neighbours in C order. Positions where either side is not finite are 0 in both.
/// Bounded: at most 256 x 512 values of the panel and 65,536 of the runs; small tensors are here
/// whole.
struct pair_panel {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::uint64_t all_rows = 0;
  std::uint64_t all_columns = 0;
  std::vector<double> subject;
  std::vector<double> reference;
  std::size_t run = 0; ///< length of a run; runs begin at multiples of it
  std::vector<float> subject_runs;
  std::vector<float> reference_runs;

  [[nodiscard]] bool whole() const noexcept { return rows == all_rows && columns == all_columns; }
  [[nodiscard]] std::size_t size() const noexcept { return subject.size(); }
};

/// \pre real elements, equal shapes, at least one axis, no extent 0. \returns the medium's `io`.
[[nodiscard]] result<pair_panel> panel_of(const aligned_pair& pair);

/// How many bits after the leading one the values need: 7 when all are bf16, 10 for normal f16, 23
/// for f32. 0 when all are 0 or powers of two.
[[nodiscard]] int mantissa_bits_of(const std::vector<float>& values) noexcept;

/// Mean square of what rounding to `mantissa_bits` does to values like these, each error evenly
/// spread over a unit in the last place.
[[nodiscard]] double rounding_variance(const std::vector<double>& values,
                                       int mantissa_bits) noexcept;

} // namespace weightkin
