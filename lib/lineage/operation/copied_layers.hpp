#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

namespace weightkin {

/// The tensor of another model that a tensor is held against.
struct merge_partner {
  std::size_t tensor = 0;         ///< index into the other model's tensors
  std::optional<int> other_layer; ///< it stands in this layer, not in the one its name says
};

/// Where a layer of the subject equals a layer of `reference` that bears another number, as layers
/// of models that were stacked do, makes that layer's tensors partners of the subject's. Layers
/// that equal the one with their own number stay, and one layer may be the partner of several.
/// Equal is judged by up to 1,024 values of every tensor of the layer, at least one of which may
/// convict. \param component_of per subject component: the reference's, if any. \param partners one
/// for each of the subject's tensors; changed. \returns the medium's `io` error.
[[nodiscard]] result<void>
follow_copied_layers(const model_ref& subject, const model_ref& reference,
                     const std::vector<std::optional<std::size_t>>& component_of,
                     std::vector<std::optional<merge_partner>>& partners);

} // namespace weightkin
