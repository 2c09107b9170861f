#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>

#include "align/search/arrange_blocks.hpp"
#include "align/search/head_match.hpp"
#include "align/search/network_match.hpp"

namespace weightkin::detail {

/// The gains of one norm on both sides, read when they have to be folded in.
struct norm_fold {
  bool folded = false;
  std::vector<float> subject, reference; ///< empty: no norm there
};

struct network_plan {
  std::size_t subject = 0, reference = 0; ///< positions among the layers' networks
  unit_order order;
};

/// How two layers lie on each other.
struct layer_plan {
  std::size_t subject = 0, reference = 0; ///< positions among the layers
  norm_fold attention, network;
  head_order heads;
  std::vector<network_plan> networks;
};

/// Finds the orders inside one pair of layers. \param carry of the reference's stream (its axis is
/// ignored); \param turned the streams are rotated: norm gains are folded whatever they look like.
/// What time did not suffice for is not in the plan. \returns the medium's `io` error. Cost: that
/// of `match_heads` and of `match_network` for each network. \pre positions are among the layers.
[[nodiscard]] result<layer_plan> plan_layer(const block_pair& pair, std::size_t subject,
                                            std::size_t reference, const axis_change& carry,
                                            const search_options& options);

/// The rows of queries, keys and values where one tensor holds all three, stacked in this order.
/// Both 0 when the rows cannot be split so.
struct fused_rows {
  std::size_t queries = 0, keys = 0; ///< keys and values have equally many
};
[[nodiscard]] fused_rows split_fused(std::uint64_t rows, std::uint64_t output_columns);

/// The gains in front of the output head, folded where they have to be. Never where the head is
/// tied to the embedding. \returns the medium's `io` error.
[[nodiscard]] result<norm_fold> plan_head(const block_pair& pair, const axis_change& carry);

/// `carry` on another axis, with gains folded in.
[[nodiscard]] axis_change carried_on(const axis_change& carry, std::size_t axis,
                                     const std::vector<float>& gains = {});

} // namespace weightkin::detail
