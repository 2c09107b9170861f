#pragma once

#include <weightkin/align/alignment.hpp>
#include <weightkin/align/correspondence.hpp>

#include "lineage/operation/structural_operations.hpp"

namespace weightkin {

/// The sizes of the components that `found` speaks of, as both models are stored.
[[nodiscard]] component_sizes measure_sizes(const component_correspondence& found,
                                            const model_ref& subject, const model_ref& reference);

} // namespace weightkin
