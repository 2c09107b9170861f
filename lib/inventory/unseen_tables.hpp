#pragma once

#include <span>

#include <weightkin/inventory/inventory.hpp>

namespace weightkin::detail {

/// Makes an inventory safe that was taken without values: whatever could be a table that anybody
/// would compute (a convolution, a linear layer, positions, anything unnamed) is descriptive, and
/// dimensions that such a table of positions might tell apart are not exchangeable. What is left to
/// carry a verdict are roles that no known model fills with constructions: attention, MLPs,
/// embeddings of tokens, routers, recurrent cells.
void distrust_unseen_tables(std::span<const tensor_view> tensors, inventory& taken);

} // namespace weightkin::detail
