#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>

#include "align/search/model_blocks.hpp"
#include "align/search/search_options.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// Two components seen as stacks of layers, and what is known of how they correspond.
struct block_pair {
  const model_ref* subject = nullptr;
  const model_ref* reference = nullptr;
  model_blocks subject_blocks;
  model_blocks reference_blocks;
  /// Per layer of `subject_blocks.layers` (position, not number): position among the reference's
  /// layers, or no_counterpart.
  std::vector<std::int64_t> layer_of;
  /// Rows of the two token tables that are the same token; may be a sample. Empty: not known.
  std::vector<std::uint64_t> subject_tokens;
  std::vector<std::uint64_t> reference_tokens;
  /// The rows were matched by their values, not by their numbers: the tables are fitted.
  bool tokens_by_content = false;
};

/// Finds, in this order and each only when the cheaper did not explain the tensors: the relation of
/// the residual streams (same, permuted with signs, rotated, other width), the order of heads and
/// key groups, and the order of hidden units of every network; appends a placement for every tensor
/// of the pair that has a counterpart then, and the correspondence. Chooses by values, proves
/// nothing. \returns the medium's `io` error, `cancelled`. Cost: that of `relate_by_anchors` once
/// and of `plan_layer` for every layer with a counterpart.
[[nodiscard]] result<void> arrange_blocks(const block_pair& pair, const search_options& options,
                                          rearrangement& found);

} // namespace weightkin::detail
