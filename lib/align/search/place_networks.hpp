#pragma once

#include "align/search/block_placements.hpp"

namespace weightkin::detail {

/// Places the feed-forward networks (experts, their router) of a pair of layers by the units'
/// orders in `plan`, where those are believed, and notes the orders in `found`. Where a layer has
/// several networks, the number of ways to choose among them is added to its choices.
/// \param all the evidence of all layers' networks.
void place_networks(block_placements& placements, const layer_plan& plan, const order_evidence& all,
                    component_correspondence& found);

} // namespace weightkin::detail
