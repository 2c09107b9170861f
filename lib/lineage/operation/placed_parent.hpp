#pragma once

#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

#include "align/carry/carried_tensor.hpp"

namespace weightkin {

/// A parent's matrices as a search laid them on what the other parents leave of a mixture.
struct placed_parent {
  std::vector<detail::carried_tensor> carried; ///< owns what the views read from
  std::vector<tensor_view> views;              ///< under the names of the mixture's tensors
};

/// Puts units and dimensions of `parent` into the order in which they were mixed into `subject`:
/// the shares of `others` (least squares, tensor by tensor) are taken off, and the parent is
/// searched for in the rest. Vectors are left out. The order is fitted to values: it proves nothing
/// until the mixture comes out nearly exact. \returns nothing where the search found nothing or
/// would cost too much (`search_depth::automatic` decides); the medium's `io` error. Models are
/// borrowed by the answer. Cost: a full search.
[[nodiscard]] result<std::optional<placed_parent>>
place_parent(std::span<const tensor_view> subject, std::span<const tensor_view> parent,
             std::span<const std::span<const tensor_view>> others, unsigned threads);

} // namespace weightkin
