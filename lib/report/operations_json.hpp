#pragma once

#include <cstdint>

#include <weightkin/lineage/comparison.hpp>

#include "core/written_json.hpp"

namespace weightkin::detail {

/// The reference distribution of a statistic.
[[nodiscard]] written_json null_json(const permutation_evidence& evidence, std::uint64_t seed);

/// What a search found out about a component; null where the ruling does not rest on one.
[[nodiscard]] written_json arrangement_json(const component_ruling& component);

/// Evidence of units whose order was searched; null without.
[[nodiscard]] written_json searched_json(const component_ruling& component, std::uint64_t seed);

/// What was done to the weights, most telling first.
[[nodiscard]] written_json operations_json(const component_ruling& component);

/// Who came first, and what proves it.
[[nodiscard]] written_json direction_json(const component_ruling& component);

/// What changed in one tensor, as singular values; null without.
[[nodiscard]] written_json spectrum_json(const component_ruling& component);

} // namespace weightkin::detail
