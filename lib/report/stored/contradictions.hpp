#pragma once

#include <weightkin/lineage/comparison.hpp>

#include "report/stored/json_place.hpp"

namespace weightkin::detail {

/// What no comparison writes: a verdict that the numbers beside it exclude, a share or sum that is
/// not that of its parts. Where a record does not hold all that a rule looked at, nothing is said.
/// \param root the record that `ruling` was read from
void complain_of_contradictions(const json_place& root, const comparison& ruling);

} // namespace weightkin::detail
