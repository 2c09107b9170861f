#pragma once

#include <weightkin/core/result.hpp>

#include "align/search/block_placements.hpp"

namespace weightkin::detail {

/// Places token embeddings, output heads and the norm in front of the latter, and notes in `found`
/// which token is which where they were renumbered. \returns the medium's `io` error.
[[nodiscard]] result<void> place_tables(block_placements& placements,
                                        component_correspondence& found);

} // namespace weightkin::detail
