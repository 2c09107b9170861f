#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin::detail {

/// How much each layer of a component was changed: the relative L2 distance, its range in the
/// layer's tensors, and the distance of unrelated tensors beside it. Empty when no pair has one.
/// \param tensors indices of the component's pairs.
[[nodiscard]] std::string change_picture(const comparison& ruling, std::size_t index,
                                         const std::vector<std::size_t>& tensors);

} // namespace weightkin::detail
