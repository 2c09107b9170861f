#pragma once

#include <cstddef>
#include <span>

#include <weightkin/lineage/comparison.hpp>

#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Counts parameters and tensors by what became of them, and the parameter-weighted medians.
void summarise_component(component_ruling& ruling, std::size_t component,
                         const paired_models& models, std::span<const tensor_evidence> pairs);

} // namespace weightkin
