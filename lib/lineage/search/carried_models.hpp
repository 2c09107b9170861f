#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "align/carry/carried_tensor.hpp"
#include "align/search/tensor_placement.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Two models after a search: the subject (gains folded into some tensors, perhaps), and the
/// reference's tensors where the subject has their counterparts, one for every placement. Whatever
/// rules on two models can rule on these. Borrows the originals.
struct carried_models {
  std::vector<detail::carried_tensor> carried; ///< owns what the views read from
  std::vector<tensor_view> subject_views;      ///< the subject's own numbers
  std::vector<tensor_view> reference_views;    ///< placements, then what was not placed
  inventory reference_contents;                ///< as the subject's inventory understands them
  std::vector<std::size_t> reference_of;       ///< per reference view: the original's number
  alignment aligned;
  std::vector<fit_kind> fits; ///< per match
  /// Per match: some positions of the subject have no counterpart and meet zeros that nobody
  /// stored.
  std::vector<std::uint8_t> padded;
  /// Per match: the reference's tensor with the gains that were folded into the subject's divided
  /// out, so that the stored numbers, their grids and zeros, can be looked at. Without a shape
  /// where nothing was folded, or a gain is nearly 0.
  std::vector<tensor_view> unfolded;
};

/// \param direct the models as they were compared first; only components that `found` speaks of get
/// matches. \returns `bad_argument` when an arrangement does not fit its tensors.
[[nodiscard]] result<carried_models> carry_models(const paired_models& direct,
                                                  const detail::rearrangement& found);

} // namespace weightkin
