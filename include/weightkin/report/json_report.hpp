#pragma once

#include <string>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// The comparison as one JSON document after docs/report.schema.json: keys in fixed order, numbers
/// finite or null, p-values as log10, 64-bit counts beyond 2^53 as strings. *Exact*: the same
/// comparison gives the same bytes.
[[nodiscard]] std::string to_json(const comparison& ruling);

} // namespace weightkin
