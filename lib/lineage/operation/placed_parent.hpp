#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/lineage/compare.hpp>

#include "align/carry/carried_tensor.hpp"

namespace weightkin {

/// A parent's matrices as a search laid them on what the other parents leave of a mixture.
struct placed_parent {
  std::vector<detail::carried_tensor> carried; ///< owns what the views read from
  std::vector<tensor_view> views;              ///< under the names of the mixture's tensors
};

/// What came of looking for a parent.
struct parent_search {
  std::optional<placed_parent> placed; ///< nothing where the search found nothing
  bool out_of_time = false;            ///< it may have missed what was there
  bool left_out = false;               ///< nothing was searched: the depth does not go so far
};

/// Puts units and dimensions of `parent` into the order in which they were mixed into `subject`:
/// the shares of `others` (least squares, tensor by tensor) are taken off, and the parent is
/// searched for in the rest. Vectors are left out. The order is fitted to values: it proves nothing
/// until the mixture comes out nearly exact. Models are borrowed by the answer. \param options
/// threads, progress (the stage "search") and depth. \param deadline nothing: no limit.
/// \returns `cancelled` or the medium's `io` error. Cost: a full search.
[[nodiscard]] result<parent_search>
place_parent(std::span<const tensor_view> subject, std::span<const tensor_view> parent,
             std::span<const std::span<const tensor_view>> others, const compare_options& options,
             std::optional<std::chrono::steady_clock::time_point> deadline);

} // namespace weightkin
