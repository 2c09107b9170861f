#pragma once

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/layout/layout_plan.hpp"

namespace weightkin {

/// Undoes what the conversion to GGUF did: names, the order of rows, shifted gains, stacked
/// experts. The head counts and the architecture are the file's own metadata.
void plan_gguf(const file_contents& contents, layout_plan& plan);

} // namespace weightkin
