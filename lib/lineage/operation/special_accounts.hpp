#pragma once

#include <optional>
#include <vector>

#include "lineage/operation/account_census.hpp"

namespace weightkin {

// One finding for each special account of a component, or nothing. `chosen` are the tensors of that
// account, never empty.

[[nodiscard]] operation_finding nonfinite_finding(const account_census& census,
                                                  const std::vector<std::size_t>& chosen);
[[nodiscard]] operation_finding quantised_finding(const account_census& census,
                                                  const std::vector<std::size_t>& chosen);
/// Pruned at random or by size, and n of m, as the tensors show; one or two findings.
[[nodiscard]] std::vector<operation_finding>
zeroed_findings(const account_census& census, const std::vector<std::size_t>& chosen);
[[nodiscard]] operation_finding rescaled_finding(const account_census& census,
                                                 const std::vector<std::size_t>& chosen);
/// Factors that are all 1 or -1: part of a reordering with signs.
[[nodiscard]] operation_finding flipped_finding(const account_census& census,
                                                const std::vector<std::size_t>& chosen);
[[nodiscard]] operation_finding low_rank_finding(const account_census& census,
                                                 const std::vector<std::size_t>& chosen);
/// Nothing when the tensors do not share one direction.
[[nodiscard]] std::optional<operation_finding>
direction_finding_of(const account_census& census, const std::vector<std::size_t>& chosen);
[[nodiscard]] operation_finding noised_finding(const account_census& census,
                                               const std::vector<std::size_t>& chosen);

} // namespace weightkin
