#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/inventory/inventory.hpp>

#include "inventory/tensor_facts.hpp"
#include "inventory/width_flow.hpp"

namespace weightkin::detail {

/// The exchangeable axis of a tensor, or why it has none.
struct axis_decision {
  std::optional<unit_axis> axis;
  std::string reason; ///< for people; empty when nothing needs saying
};

/// Decides the axis of every tensor from role, shape and what else the model holds. Tensors of one
/// group within a component have equal numbers of units.
[[nodiscard]] std::vector<axis_decision> decide_axes(std::span<const tensor_facts> facts,
                                                     const width_flow& widths);

} // namespace weightkin::detail
