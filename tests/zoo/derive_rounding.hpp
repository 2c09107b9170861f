#pragma once

#include <cstddef>
#include <cstdint>

#include "descent.hpp"

/// Rounding: casts, round-to-nearest integer grids, code books. Children are dequantised floats.
namespace weightkin::zoo {

/// Every value rounded to bf16 or f16 (ties to even), kept as f32.
[[nodiscard]] descendant cast_to_bf16(const zoo_model& parent);
[[nodiscard]] descendant cast_to_f16(const zoo_model& parent);

/// A grid of integers per group of consecutive values of a row; the last group of a row may be
/// shorter. Scales are rounded to f16, as they are stored.
struct integer_grid {
  int bits = 4;           ///< 2 to 8
  std::size_t group = 32; ///< values that share a scale
  bool symmetric = true;  ///< codes -(2^(bits-1) - 1) .. 2^(bits-1) - 1, else 0 .. 2^bits - 1 and
                          ///< a zero point
};
/// Linear maps only; token tables, head and vectors stay as they are.
[[nodiscard]] descendant quantised(const zoo_model& parent, const integer_grid& grid);

/// The 16 values of NF4, scaled by the largest of every 64 (f32 scales).
[[nodiscard]] descendant quantised_nf4(const zoo_model& parent);
/// FP8 E4M3 with one f32 scale a tensor that maps the largest value to 448.
[[nodiscard]] descendant quantised_fp8(const zoo_model& parent);

/// One group rounded in place: shared with error-compensating methods.
struct group_grid {
  double scale = 0;
  double zero = 0;
  double low = 0, high = 0; ///< codes
  [[nodiscard]] float rounded(double value) const;
};
[[nodiscard]] group_grid fitted_grid(const float* values, std::size_t count,
                                     const integer_grid& grid);

} // namespace weightkin::zoo
