#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/align/alignment.hpp>

namespace weightkin::detail {

using tensor_index = std::optional<std::size_t>;

/// A gated or plain feed-forward network: one, or one of several experts. All tensors have rank 2
/// unless it is a layer's `stacked` one.
struct network_block {
  tensor_index gate; ///< absent in plain networks; equals `up` where both are one tensor
  tensor_index up;
  tensor_index down;
  int expert = -1; ///< number of the expert; -1 for a dense or shared network
};

/// One layer of a transformer in terms of its tensors (indices into the model's tensors). What a
/// layer has twice, so that names do not tell which is which, is absent.
struct layer_block {
  int layer = -1;
  tensor_index q, k, v, qkv, o;
  tensor_index attention_gain; ///< of the norm that feeds attention
  tensor_index network_gain;   ///< of the norm that feeds the feed-forward network
  tensor_index router;
  std::vector<network_block> networks;  ///< dense and shared ones first, then by expert
  std::optional<network_block> stacked; ///< all experts in one tensor each, rank 3, experts first
};

/// A component seen as a stack of layers over one residual stream.
struct model_blocks {
  std::size_t component = 0;
  std::string stack;       ///< path before its layers inside the component: "", "decoder."
  std::uint64_t width = 0; ///< of the residual stream; 0: no transformer
  tensor_index embedding;  ///< token table, rows = tokens
  tensor_index head;       ///< output table, rows = tokens; may be tied to the embedding
  tensor_index final_gain;
  std::vector<layer_block> layers; ///< by layer number
};

/// What the inventory's roles say about a component: one description for each stack of layers in it
/// (an encoder and a decoder may share one component), the one with the most layers first, ties in
/// order of appearance. Never fails: what is not understood is absent. \pre component is one of the
/// model's.
[[nodiscard]] std::vector<model_blocks> describe_stacks(const model_ref& model,
                                                        std::size_t component);

/// The first of `describe_stacks`; width 0 when the component is no transformer.
[[nodiscard]] model_blocks describe_blocks(const model_ref& model, std::size_t component);

/// The axis of a rank 2 tensor that is the residual stream of the given width, if it has one.
/// \pre tensor is an index into the model's tensors.
[[nodiscard]] std::optional<std::size_t> stream_axis_of(const model_ref& model, std::size_t tensor,
                                                        std::uint64_t width);

} // namespace weightkin::detail
