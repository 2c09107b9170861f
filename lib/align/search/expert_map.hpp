#pragma once

#include <cstdint>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

#include "align/search/model_blocks.hpp"
#include "align/search/search_options.hpp"

namespace weightkin::detail {

/// How it was seen that a network comes from another.
enum class network_likeness : std::uint8_t {
  none = 0,
  by_index = 1,    ///< unit i is unit i, for enough units
  other_order = 2, ///< units were found again at other numbers, or only some of them are there
};

/// Where one feed-forward network of the subject comes from.
struct network_origin {
  std::int64_t reference = -1; ///< position among the reference layer's networks, or no_counterpart
  network_likeness how = network_likeness::none;
  /// By index: the mean effect of the permutation test. In another order: the share of 64 units for
  /// which two disjoint views (gate and up, or up and down) name the same unit of the reference.
  double similarity = 0;
  double chance = 0; ///< by index: its deviation between strangers; else the share expected of them
};

/// Which of the reference's networks each network of the subject's layer comes from: experts from
/// one dense network (copied, noised, partly drawn anew, cut out), from experts in another order,
/// or a dense network from an expert. Several may come from one. First by index, with the log Bayes
/// factor of `map_layers` and its price for looking in all cells; then, for networks that are left,
/// by finding units again in the networks that treat the stream most alike. Both streams must have
/// one basis and width. \returns in the order of the subject's networks; the medium's `io` error.
/// Cost: samples, then 64 * units * 256 multiplications for up to two networks a network.
[[nodiscard]] result<std::vector<network_origin>>
map_experts(const model_ref& subject, const layer_block& subject_layer, const model_ref& reference,
            const layer_block& reference_layer, const search_options& options);

} // namespace weightkin::detail
