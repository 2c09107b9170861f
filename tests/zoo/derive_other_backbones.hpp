#pragma once

#include <cstdint>

#include "descent.hpp"

/// Reorderings of backbones that are no decoders; bit-exact moves that change no output.
namespace weightkin::zoo {

/// Units inside a vision transformer's feed-forward networks, channels of convolutions, hidden
/// units of a perceptron, units of LSTM layers (all four gates together): each layer in an order of
/// its own. Groups in the truth: "layers.<n>.mlp.hidden" for vision, "rnn.hidden_l<n>" for LSTM,
/// both as the inventory names them; the name of the layer that makes the units ("fc1",
/// "features.0") otherwise, where the inventory only has one label per width. Decoders:
/// `units_permuted`.
[[nodiscard]] descendant hidden_units_permuted(const zoo_model& parent, std::uint64_t seed);
/// The residual stream of a vision transformer in another order.
[[nodiscard]] descendant vision_stream_permuted(const zoo_model& parent, std::uint64_t seed);

} // namespace weightkin::zoo
