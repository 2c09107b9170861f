#pragma once

#include <cstddef>
#include <cstdint>

#include "descent.hpp"

/// Units of a decoder left out or added; those kept stay in order and bit for bit.
namespace weightkin::zoo {

/// The `kept` hidden units of largest weight (product of the norms of gate, up and down) of every
/// layer. Layers keep different units.
[[nodiscard]] descendant hidden_pruned(const zoo_model& parent, std::size_t kept);
/// The `kept` dimensions of the stream that most is written to, the same in all layers.
[[nodiscard]] descendant stream_pruned(const zoo_model& parent, std::size_t kept);
/// In every layer the `kept` query heads of each group whose output is largest.
[[nodiscard]] descendant heads_pruned(const zoo_model& parent, std::size_t kept);
/// In every layer the `kept` key heads, with their query heads, whose output is largest.
[[nodiscard]] descendant key_heads_pruned(const zoo_model& parent, std::size_t kept);
/// e4: every hidden unit twice, each writing half; the same function.
[[nodiscard]] descendant units_split(const zoo_model& parent);

} // namespace weightkin::zoo
