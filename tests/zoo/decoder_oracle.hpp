#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "zoo_model.hpp"

namespace weightkin::zoo {

struct oracle_options {
  double rope_base = 10000;
  double epsilon = 1e-5; ///< of RMSNorm
  std::size_t experts_per_token = 2;
};

/// What a decoder computes: logits of every position (tokens by vocabulary), in double, with plain
/// loops. RMSNorm, rotary positions on halves, grouped-query causal attention, SiLU-gated
/// feed-forward networks, dense or routed. Sizes of layers come from their tensors, so pruned
/// models run too.
[[nodiscard]] std::vector<double> decoder_logits(const zoo_model& model,
                                                 std::span<const std::size_t> tokens,
                                                 const oracle_options& options = {});

/// Largest |a - b| over the standard deviation of a; infinity for NaNs and when sizes differ.
[[nodiscard]] double logit_distance(std::span<const double> a, std::span<const double> b);

} // namespace weightkin::zoo
