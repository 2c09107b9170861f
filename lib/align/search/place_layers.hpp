#pragma once

#include <weightkin/core/result.hpp>

#include "align/search/arrange_blocks.hpp"
#include "align/search/search_options.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// Places the tensors of two stacks whose layers correspond as `pair.layer_of` says and whose
/// streams have one basis: those of one slot inside their layers, feed-forward networks as
/// `map_experts` leads them back, and what lies outside layers. Only equal shapes are placed.
/// Appends to `found`, also what time did not suffice for. \returns the medium's `io` error. Cost:
/// that of `map_experts` a layer that has several networks; otherwise no element is read.
[[nodiscard]] result<void> place_layers(const block_pair& pair, const search_options& options,
                                        rearrangement& found);

} // namespace weightkin::detail
