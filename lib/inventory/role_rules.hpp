#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <weightkin/inventory/inventory.hpp>

#include "inventory/slot.hpp"

namespace weightkin::detail {

/// What a tensor does, from its normalised path, the names of the dialect, its shape, and, where
/// names say nothing, what the container's graph does with it.
[[nodiscard]] tensor_role role_of(const slot_path& slot, const tensor_view& view,
                                  component_kind kind);

/// True when the path names the last layer of a network: its outputs are classes, actions, values,
/// coordinates; their order has a fixed meaning.
[[nodiscard]] bool names_an_output(const slot_path& slot);

/// The front of the path up to a word for a head that may have several layers ("regression_heads"),
/// or nothing when the path has none. What leaves such a head is not read by the rest of the model.
[[nodiscard]] std::string head_path(const slot_path& slot);

/// True when the path names a table looked up by category (atoms, bond types, token types, ...).
[[nodiscard]] bool names_a_lookup(const slot_path& slot);

/// True when the path names numbers that belong to a quantisation grid, not to the network.
[[nodiscard]] bool names_a_scale(const slot_path& slot);

} // namespace weightkin::detail
