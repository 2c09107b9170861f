#pragma once

#include <span>
#include <string_view>

#include <weightkin/inventory/inventory.hpp>

namespace weightkin::detail {

/// Where in a path a dialect's words are understood.
enum class place {
  anywhere,
  top,          ///< at the front of the component
  encoder_top,  ///< the same, in components that are encoders or tokenizers
  in_layer,     ///< directly inside a numbered block
  in_attention, ///< directly inside an attention module
  in_mlp,       ///< directly inside a feed-forward module or one expert
  in_layer_mlp, ///< directly inside a feed-forward module that lies directly in a numbered block
};

/// One synonym: the words `from` (dotted) mean `to` (dotted; empty drops them).
struct dialect_row {
  std::string_view from;
  std::string_view to;
  place where = place::anywhere;
  tensor_role role = tensor_role::unknown; ///< of the weight of the module so named
  bool inputs_first = false;               ///< written by a dialect that may store [in, out]
};

/// All synonyms; the row with the most words wins, then the first.
[[nodiscard]] std::span<const dialect_row> dialect_table() noexcept;

} // namespace weightkin::detail
