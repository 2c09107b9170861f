#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weightkin {

/// How Megatron spreads a tensor over its tensor-parallel ranks.
enum class rank_split : std::uint8_t {
  unknown, ///< not on the closed list: may be either
  rows,    ///< each rank holds some rows (the first axis)
  gates,   ///< the same for the two halves of a gated layer, each by itself
  columns, ///< each rank holds some columns (the second axis)
  copied,  ///< each rank holds all of it
};

/// \param gated whether the first layer of each feed-forward block is a gated one
[[nodiscard]] rank_split split_of(std::string_view name, bool gated) noexcept;

/// Whether `name` belongs to the training and not to the model.
[[nodiscard]] bool is_training_state(std::string_view name) noexcept;

/// The number of the layer in "...layers.<number>...", or -1.
[[nodiscard]] std::int64_t layer_of(std::string_view name) noexcept;

/// `name` with its layer's number raised by `count`: pipeline stages count from zero each.
[[nodiscard]] std::string with_layers_before(const std::string& name, std::int64_t count);

} // namespace weightkin
