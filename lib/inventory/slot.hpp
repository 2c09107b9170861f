#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/inventory/inventory.hpp>

namespace weightkin::detail {

/// A tensor's place inside its component, free of naming dialects.
struct slot_path {
  std::vector<std::string> segments; ///< {"layers", "0", "attention", "qkv", "weight"}
  std::optional<tensor_role> hint;   ///< what the dialect says the weight does
  bool inputs_first = false;         ///< the dialect may store [in, out]: transposed linear layers

  [[nodiscard]] std::string text() const; ///< joined by '.'
};

/// Normalises `suffix`, a name after its component's prefix. Numbers are kept; unknown words too.
[[nodiscard]] slot_path normalise_slot(std::string_view suffix, component_kind kind);

} // namespace weightkin::detail
