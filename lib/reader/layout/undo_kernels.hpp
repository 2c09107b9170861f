#pragma once

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/layout/layout_plan.hpp"

namespace weightkin {

/// Brings the weights of layers to PyTorch's axis order where the format keeps another: by what the
/// file's graph does with a tensor (`stored_tensor::usage`), else by its name. Tensors that no rule
/// is certain about stay as they are.
void plan_kernels(const file_contents& contents, layout_plan& plan);

} // namespace weightkin
