#pragma once

#include <cstddef>

#include "align/search/block_placements.hpp"

namespace weightkin::detail {

/// Places queries, keys, values and outputs of a pair of layers by the heads' order in `plan`,
/// where that is believed, and notes the order in `found`. Heads whose rows were mixed inside are
/// turned back; neither factor of theirs testifies: one was fitted, the other chose that it is
/// used. \param all the evidence of all layers' heads. \returns pairs of matrices whose mixing
/// could not be undone: fused, or more than 2,048 rows.
[[nodiscard]] std::size_t place_attention(block_placements& placements, const layer_plan& plan,
                                          const order_evidence& all,
                                          component_correspondence& found);

} // namespace weightkin::detail
