#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "descent.hpp"

/// Layers of a decoder left out, repeated, inserted, or taken from two models.
namespace weightkin::zoo {

/// The parent's layers in the given order, each bit for bit; a layer may occur more than once.
[[nodiscard]] zoo_model with_layers(const zoo_model& parent,
                                    const std::vector<std::size_t>& layers);

/// Leaves `dropped` layers out, those before the last one, which are missed least.
[[nodiscard]] descendant depth_pruned(const zoo_model& parent, std::size_t dropped);
/// Layers 0 .. n - m - 1, then m .. n - 1: 2 (n - m) layers.
[[nodiscard]] descendant depth_upscaled(const zoo_model& parent, std::size_t m);
/// e5: layers that add nothing (o and down are zero, the rest is a copy of the layer before) after
/// every `every` layers; the same function.
[[nodiscard]] descendant identity_layers_inserted(const zoo_model& parent, std::size_t every);
/// Layers 0 .. split - 1 of the first, split - overlap .. n - 1 of the second; embedding of the
/// first, final norm and head of the second. `kin`: both stem from one base, so that every layer of
/// the second has a counterpart in the first.
[[nodiscard]] descendant passed_through(const zoo_model& first, const zoo_model& second,
                                        std::size_t split, std::size_t overlap, bool kin);

} // namespace weightkin::zoo
