#pragma once

#include "reader/layout/layout_plan.hpp"

namespace weightkin {

/// Gives the parameters of PyTorch's quantised linear and embedding layers, which are saved as
/// parts of a packed whole, the names they have in the layer that was quantised.
void plan_packed_names(const file_contents& contents, layout_plan& plan);

} // namespace weightkin
