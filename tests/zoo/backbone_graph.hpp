#pragma once

#include <cstdint>

#include "tape.hpp"
#include "weight_set.hpp"
#include "zoo_data.hpp"
#include "zoo_model.hpp"

/// What the zoo's models compute. Sizes are read off the tensors, so narrower or shallower children
/// compute too.
namespace weightkin::zoo {

enum class zoo_scale : std::uint8_t {
  usual, ///< 50 to 240 thousand parameters
  small, ///< for tests: 10 to 40 thousand
};

/// A model before training, as its backbone is customarily initialised. Seeds that differ in
/// anything share nothing.
[[nodiscard]] zoo_model initial_model(backbone kind, zoo_scale scale, std::uint64_t seed);

/// Logits with one row per target of the batch.
var logits_of(tape& t, weight_set& weights, const example_batch& batch);

/// Tokens of one example of text; 0 where there is no text.
[[nodiscard]] std::size_t text_length(backbone kind);

/// Width of an attention head of the vision transformers.
inline constexpr std::size_t vision_head_width = 16;

} // namespace weightkin::zoo
