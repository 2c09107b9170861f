#pragma once

#include <span>

#include <weightkin/lineage/comparison.hpp>

#include "lineage/anchor_evidence.hpp"

namespace weightkin {

/// Enters what anchors say into a comparison that was made without them. A component in which the
/// tests by index found nothing becomes `related`, no more, when its anchors are significant: after
/// Holm over the components that have any, times two for the second look. Findings stay as they
/// are.
void rule_by_anchors(comparison& answer, std::span<const anchor_evidence> evidence);

} // namespace weightkin
