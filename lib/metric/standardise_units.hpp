#pragma once

#include <cstddef>
#include <span>

#include <weightkin/metric/permutation_test.hpp>

#include "metric/unset_memory.hpp"

namespace weightkin::detail {

/// A unit_matrix made ready for the permutation test: every column sums to 0 over the units (to
/// rounding) and rows have about unit length. Row-major `units` x `features`.
struct standardised_units {
  std::size_t units = 0;
  std::size_t features = 0;
  unset_vector<float> values;
  double sum_squares = 0; ///< of `values`; 0 when the matrix carries no information
};

/// Columns centred and divided by their deviation over the units, rows scaled to unit length,
/// columns centred again. A column with a non-finite value or without variance becomes 0. A single
/// column is replaced by its ranks (ties averaged), centred and scaled to mean square 1, since unit
/// length would leave only signs. Every step commutes with a permutation of the units.
/// *Exact*. Cost: four passes over the matrix.
[[nodiscard]] standardised_units standardise(const unit_matrix& matrix);

/// sum a_i b_i in f64, where every product is exact. *Exact*: eight interleaved lanes.
/// \pre equally many values.
[[nodiscard]] double inner_product(std::span<const float> a, std::span<const float> b);

} // namespace weightkin::detail
