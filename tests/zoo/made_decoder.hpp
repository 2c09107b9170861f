#pragma once

#include <cstdint>

#include "zoo_model.hpp"

namespace weightkin::zoo {

/// A decoder that looks trained without having been: heavy tails, uneven rows and columns, gains
/// that grow with depth, a direction that rows share a little of, correlated gate and up. Models of
/// different seeds share what recipe and data dictate (scales of columns, frequencies of tokens)
/// and nothing else. Names are those of Llama checkpoints; `tied`: without lm_head.
[[nodiscard]] zoo_model made_decoder(std::uint64_t seed, const decoder_sizes& sizes = {},
                                     bool tied = false);

/// The model after a change of relative size `relative` in every matrix, half of it in a few
/// directions, as fine-tuning leaves it: a stand-in for trained children in tests.
[[nodiscard]] zoo_model made_child(const zoo_model& parent, double relative, std::uint64_t seed);

} // namespace weightkin::zoo
