#pragma once

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/layout/layout_plan.hpp"

namespace weightkin {

/// Turns the expert stacks of gpt-oss that are saved as parameters, [E, in, out], to [E, out, in]:
/// the order in which its MXFP4 blocks run and in which every other linear layer is kept.
void plan_stacked_experts(const file_contents& contents, layout_plan& plan);

} // namespace weightkin
