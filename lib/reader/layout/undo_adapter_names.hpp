#pragma once

#include "reader/layout/layout_plan.hpp"

namespace weightkin {

/// Gives tensors that PEFT saved from inside its wrappers the names that their modules have at
/// home: those it trained as a whole (`modules_to_save`), and bases beside the factors that change
/// them.
void plan_adapter_names(const file_contents& contents, layout_plan& plan);

} // namespace weightkin
