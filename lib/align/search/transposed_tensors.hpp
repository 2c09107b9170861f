#pragma once

#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

#include "align/search/chain_map.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// Decides for square matrices, whose shape does not tell, whether they are stored transposed: as
/// the others of the pair are when all of those agree, else by which way their elements correlate
/// more, all square matrices together (six standard deviations of strangers decide for swapping).
/// The latter looks at values and chooses one bit for a whole component. Sets `swap_axes`.
/// \returns the medium's `io` error. Cost: 128 x 128 elements of each square matrix.
[[nodiscard]] result<void> settle_square_transposes(const model_ref& subject,
                                                    const model_ref& reference,
                                                    std::vector<chain_tensor>& tensors);

/// Placements of a component whose matrices are stored transposed on one side, every pair included;
/// empty when none is. For any component: tensors meet as `pair_tensors` says.
[[nodiscard]] result<std::vector<tensor_placement>>
place_transposed(const model_ref& subject, const model_ref& reference, const component_pair& pair);

} // namespace weightkin::detail
