#pragma once

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// Says of each component, and of the whole comparison, how much of `reference` has a counterpart.
/// \pre the rulings are final, and pairs name tensors of `reference`
void measure_cover(comparison& answer, const model_ref& reference);

} // namespace weightkin
