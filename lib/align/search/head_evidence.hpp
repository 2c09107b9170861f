#pragma once

#include "align/search/dense_matrix.hpp"
#include "align/search/head_match.hpp"

namespace weightkin::detail {

/// Rows of heads of two factors (queries and keys, or outputs and values) of both models.
struct head_factors {
  dense_matrix subject_wide, subject_narrow;     ///< all heads; groups
  dense_matrix reference_wide, reference_narrow; ///< likewise
};

/// A few heads say little by themselves, the rows in them more. Where rows kept their places inside
/// heads, those of values and outputs are asked, which took no part in the search; where they were
/// mixed and `order.values` lays them on each other, those of the outputs, to which that was not
/// fitted. Replaces `order.evidence` where rows say more. Cost: 3 * 256 * rows * dimensions.
void ask_rows_of_heads(const head_factors& values_and_outputs, head_order& order, unsigned threads);

} // namespace weightkin::detail
