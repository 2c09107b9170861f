#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <weightkin/align/alignment.hpp>

namespace weightkin::detail {

using tensor_index = std::optional<std::size_t>;

/// A gated or plain feed-forward network: one, or one of several experts.
struct network_block {
  tensor_index gate; ///< absent in plain networks; equals `up` where both are one tensor
  tensor_index up;
  tensor_index down;
  int expert = -1;
};

/// One layer of a transformer in terms of its tensors (indices into the model's tensors).
struct layer_block {
  int layer = -1;
  tensor_index q, k, v, qkv, o;
  tensor_index attention_gain; ///< of the norm that feeds attention
  tensor_index network_gain;   ///< of the norm that feeds the feed-forward network
  tensor_index router;
  std::vector<network_block> networks;
};

/// A component seen as a stack of layers over one residual stream.
struct model_blocks {
  std::size_t component = 0;
  std::uint64_t width = 0; ///< of the residual stream; 0: no transformer
  tensor_index embedding;  ///< token table, rows = tokens
  tensor_index head;       ///< output table, rows = tokens; may be tied to the embedding
  tensor_index final_gain;
  std::vector<layer_block> layers; ///< by layer number
};

/// What the inventory's roles say about a component. Never fails: what is not understood is absent.
[[nodiscard]] model_blocks describe_blocks(const model_ref& model, std::size_t component);

} // namespace weightkin::detail
