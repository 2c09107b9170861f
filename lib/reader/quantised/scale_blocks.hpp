#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "reader/quantised/grouped_values.hpp"

namespace weightkin {

/// Rows and columns of a block that shares a scale.
using block_extents = std::array<std::uint64_t, 2>;

/// How scales of shape `scales` belong to a weight: one for all, one for each index of the first
/// axis, or one for each block of the last two axes, where an extent of 1 or of the weight's own
/// needs no block size.
/// \param block what the configuration says; without it blocks are 128 by 128, and groups within
///        rows are as long as their number divides the row
/// \returns nothing when the shapes do not fit. \pre no extent is 0, ranks <= max_rank
[[nodiscard]] std::optional<scale_layout> scale_blocks(const std::vector<std::uint64_t>& weight,
                                                       const std::vector<std::uint64_t>& scales,
                                                       const std::optional<block_extents>& block);

} // namespace weightkin
