#pragma once

#include <cstddef>
#include <vector>

#include <weightkin/align/correspondence.hpp>

#include "align/search/dense_matrix.hpp"
#include "align/search/search_options.hpp"

namespace weightkin::detail {

/// Invertible maps of the rows inside heads: what the narrow factor (values, keys) gained, the wide
/// one (outputs, queries) lost. Both hold one matrix of head_width squared per group of the
/// subject.
struct head_turns {
  basis_relation kind = basis_relation::same; ///< `same`: none was found, both lists are empty
  std::vector<dense_matrix> narrow, wide;
};

/// Rows of heads of one factor on both sides, the reference's in the order of the subject's heads.
struct ordered_heads {
  const dense_matrix& subject_narrow; ///< a head a group
  const dense_matrix& subject_wide;   ///< all heads
  const dense_matrix& narrow;         ///< the reference's, carried
  const dense_matrix& wide;
};

/// Fits the maps to the narrow factor, by the nearest rotation or, where that leaves much more than
/// it must, by least squares; keeps them if the wide factor, which took no part in fitting, then
/// lies better on its counterpart than as it is. \returns nothing too where the narrow factor lies
/// as it should. Cost: 45 head_width^3 a group.
[[nodiscard]] head_turns find_head_turns(const ordered_heads& heads, std::size_t head_width,
                                         const search_options& options);

} // namespace weightkin::detail
