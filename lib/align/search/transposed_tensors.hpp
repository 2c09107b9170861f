#pragma once

#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

#include "align/search/chain_map.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// Decides where shapes do not tell whether matrices are stored transposed: squares go with the
/// others when those are all reversed; else it is asked which way the elements of all open matrices
/// together correlate more (six standard deviations of strangers decide for swapping). When no
/// shape is reversed that includes matrices whose elements lie transposed under an unchanged shape,
/// as in files without a header. Looks at values and chooses one bit for a whole component. Tables
/// that are looked up stay. Sets `swap_axes` and `reverse_shape`. \returns the medium's `io` error.
/// Cost: 128 x 128 elements of up to 64 matrices.
[[nodiscard]] result<void> settle_transposes(const model_ref& subject, const model_ref& reference,
                                             std::vector<chain_tensor>& tensors);

/// Placements of a component whose matrices are stored transposed on one side, every pair included;
/// empty when none is. For any component: tensors meet as `pair_tensors` says. Errors and cost are
/// those of `settle_transposes`.
[[nodiscard]] result<std::vector<tensor_placement>>
place_transposed(const model_ref& subject, const model_ref& reference, const component_pair& pair);

} // namespace weightkin::detail
