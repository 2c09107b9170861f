#pragma once

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// The model's verdict from its components': the strongest finding; without one, `undetermined`
/// when an undecided component holds more parameters than the decided ones; else the most
/// informative of the rest.
void rule_overall(comparison& answer);

} // namespace weightkin
