#pragma once

#include <cstddef>
#include <span>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>

#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Fills in what was done to a component and who came first. Nothing for rulings that found
/// nothing. \param component the subject's. \param pairs may be of other components too.
/// \param models as they were compared (carried, where a search rearranged them).
/// \param originals as they are stored: where the sizes of the parts are read from.
/// \returns the medium's `io` error.
[[nodiscard]] result<void> describe_change(component_ruling& ruling, std::size_t component,
                                           const paired_models& models,
                                           const paired_models& originals,
                                           std::span<const tensor_evidence> pairs,
                                           const ruling_options& options, unsigned threads);

} // namespace weightkin
