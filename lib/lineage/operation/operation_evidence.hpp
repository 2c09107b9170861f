#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>

#include "lineage/operation/aligned_pair.hpp"
#include "lineage/operation/change_rank.hpp"
#include "lineage/operation/factor_pattern.hpp"
#include "lineage/operation/level_grid.hpp"
#include "lineage/operation/zero_pattern.hpp"
#include "lineage/residual_texture.hpp"

namespace weightkin {

/// What one aligned pair shows of how one side was made from the other. *Close*.
struct operation_evidence {
  std::size_t pair = 0;   ///< index into what was asked about
  bool looked_at = false; ///< real, finite enough and not empty; else only `equal` is known
  bool matrix = false;    ///< at least two rows and two columns; else a vector
  bool equal = false;     ///< all elements have equal bits
  /// All elements of the finer side round to the other's: to which mantissa bits, on which side.
  bool cast = false;
  bool subject_is_coarser = false;
  int subject_mantissa = 23; ///< bits the values need, not those the type has
  int reference_mantissa = 23;
  double known_floats = 0; ///< where `cast`: as `value_grid::known_levels`, of the coarser floats
  double unchanged = 0;    ///< share of equal elements
  std::uint64_t nonfinite_apart = 0; ///< elements that are NaN or infinite on one side only
  // Of the permutation test on a sample, along rows or the longer side where those are few.
  double effect = 0; ///< 0 for vectors
  double z = 0;
  double log10_p = 0;
  double common = 0;           ///< squared correlation (centred): share of the variance in common
  double scale = 1;            ///< least-squares factor of subject over reference
  double relative = 0;         ///< size of the difference relative to the reference
  double reference_square = 0; ///< mean square
  double size_ratio = 1;       ///< root mean square of the subject over the reference's
  double residual_square = 0;  ///< mean square of subject - reference
  double floor = 0;            ///< mean square that rounding to the subject's floats leaves
  double wide_floor = 0;       ///< the same for the coarser side's
  std::optional<value_grid> subject_grid;
  std::optional<value_grid> reference_grid;
  std::string declared_scheme; ///< where the subject's file itself says how it rounded
  double declared_bits = 0;
  std::uint64_t declared_block = 0;
  zero_pattern subject_zeros;
  zero_pattern reference_zeros;
  factor_pattern factors;
  change_rank rank;
  std::optional<removed_direction> removed; ///< where the change has rank one
  texture found = texture::neither;
};

/// Measures every pair on a bounded sample (small tensors whole), reading each tensor once besides
/// where `aligned_pair::stats` is missing. Answers in the order of `pairs`. Cost: a few tens of
/// milliseconds for each large tensor. Memory: a few MiB for each thread.
/// \returns the medium's `io` error.
[[nodiscard]] result<std::vector<operation_evidence>>
measure_operations(std::span<const aligned_pair> pairs, unsigned threads = 1);

} // namespace weightkin
