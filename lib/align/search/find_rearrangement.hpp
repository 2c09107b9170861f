#pragma once

#include <cstddef>
#include <span>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

#include "align/search/search_options.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// A component of the subject and the reference's that it is tried on.
struct component_pair {
  std::size_t subject = 0;
  std::size_t reference = 0;
};

/// Looks for arrangements of the reference's tensors that lie on the subject's: stored transposes,
/// layers, experts and tokens; with `basis_too` also units, heads and the residual stream's basis.
/// Chooses by values and proves nothing: every placement says what it was fitted to. Components
/// for which nothing was found get no placement. Notes progress once a component and once a layer.
/// \returns the medium's `io` error, `cancelled`.
[[nodiscard]] result<rearrangement> find_rearrangement(const model_ref& subject,
                                                       const model_ref& reference,
                                                       std::span<const component_pair> pairs,
                                                       bool basis_too,
                                                       const search_options& options);

} // namespace weightkin::detail
