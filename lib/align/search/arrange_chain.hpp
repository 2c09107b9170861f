#pragma once

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

#include "align/search/find_rearrangement.hpp"
#include "align/search/search_options.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// Perceptrons, convolutional and recurrent networks: finds the order of the units that layers hand
/// to each other, and matrices stored transposed. Appends a placement for every tensor that has a
/// counterpart, with `fitted` for those whose values chose an order, and the component's
/// correspondence with one entry a group. Nothing is appended when no tensor has a counterpart.
/// \returns the medium's `io` error, `cancelled`.
[[nodiscard]] result<void> arrange_chain(const model_ref& subject, const model_ref& reference,
                                         const component_pair& pair, const search_options& options,
                                         rearrangement& found);

} // namespace weightkin::detail
