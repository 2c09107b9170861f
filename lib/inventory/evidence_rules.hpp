#pragma once

#include <weightkin/inventory/inventory.hpp>

#include "inventory/tensor_facts.hpp"

namespace weightkin::detail {

/// Fewest exchangeable units, and fewest numbers per unit, with which a tensor may carry a verdict.
inline constexpr std::uint64_t fewest_units = 8;
inline constexpr std::uint64_t fewest_features = 2;

/// What the values of one tensor revealed beyond its entry.
struct value_findings {
  bool fixes_positions = false; ///< a fixed table added to the residual stream
};

/// Decides `use`, `why` and `detail` of an entry whose name, role, axis and ties are settled, from
/// its dtype, shape and a bounded look at its values.
value_findings judge_evidence(const tensor_facts& fact, inventory_entry& entry);

} // namespace weightkin::detail
