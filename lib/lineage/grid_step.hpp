#pragma once

#include <span>

namespace weightkin {

/// The step of the arithmetic progression of at most 256 terms that holds all of `values`; 0 when
/// there is none or fewer than three values differ. O(n log n).
[[nodiscard]] double grid_step(std::span<const float> values);

} // namespace weightkin
