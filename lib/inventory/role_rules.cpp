#include "inventory/role_rules.hpp"

#include <algorithm>
#include <string>

#include "inventory/name_path.hpp"

namespace weightkin::detail {
namespace {

using enum tensor_role;

/// A rule on one word of the path: `leaf` looks at the last word only, otherwise at each word.
struct word_rule {
  std::string_view pattern; ///< lower case; '*' at either end
  bool leaf;
  std::size_t min_rank;
  std::size_t max_rank;
  tensor_role role;
};

constexpr std::size_t any_rank = 64;

// First match wins; asked before the dialect's hint.
constexpr word_rule before_hint[] = {
    {"running_mean", true, 0, any_rank, batch_norm_statistic},
    {"running_var", true, 0, any_rank, batch_norm_statistic},
    {"moving_mean", true, 0, any_rank, batch_norm_statistic},     // other frameworks
    {"moving_variance", true, 0, any_rank, batch_norm_statistic}, // the same
    {"num_batches_tracked", true, 0, any_rank, buffer},
    {"*inv_freq", true, 0, any_rank, buffer},
    {"*_cached", true, 0, any_rank, buffer}, // tables of cosines and sines
    {"cached_*", true, 0, any_rank, buffer},
    {"freqs_c*", true, 0, any_rank, buffer},
    {"*_buffer", true, 0, any_rank, buffer},
    {"position_ids", true, 0, any_rank, buffer},
    {"token_type_ids", true, 0, any_rank, buffer},
    {"relative_position_index", true, 0, any_rank, buffer},
    {"masked_bias", true, 0, any_rank, buffer},
    {"*_mask", true, 0, any_rank, buffer},
    {"mask", true, 0, any_rank, buffer},
    {"*filterbank*", false, 0, any_rank, buffer},
    {"mel_filters", true, 0, any_rank, buffer},
    {"window", true, 0, any_rank, buffer},
    {"lora_a", false, 0, any_rank, adapter_down},
    {"lora_embedding_a", false, 0, any_rank, adapter_down},
    {"lora_down", false, 0, any_rank, adapter_down},
    {"lora_b", false, 0, any_rank, adapter_up},
    {"lora_embedding_b", false, 0, any_rank, adapter_up},
    {"lora_up", false, 0, any_rank, adapter_up},
    {"hada_w1_a", true, 0, any_rank, adapter_up},
    {"hada_w2_a", true, 0, any_rank, adapter_up},
    {"hada_w1_b", true, 0, any_rank, adapter_down},
    {"hada_w2_b", true, 0, any_rank, adapter_down},
    {"lokr_w1_b", true, 0, any_rank, adapter_down},
    {"lokr_w2_b", true, 0, any_rank, adapter_down},
    {"lokr_w*", true, 0, any_rank, adapter_up},
    {"weight_ih*", true, 2, 2, recurrent},
    {"weight_hh*", true, 2, 2, recurrent},
};

// Asked when no dialect row named the module.
constexpr word_rule after_hint[] = {
    {"*embed_tokens*", false, 2, 2, token_embedding},
    {"token_embd", false, 2, 2, token_embedding},
    {"*pos_embed*", false, 2, any_rank, position_embedding},
    {"*position_embedding*", false, 2, any_rank, position_embedding},
    {"*positional_e*", false, 2, any_rank, position_embedding},
    {"lm_head", false, 2, 2, output_head},
    {"output_head", false, 2, 2, output_head},
    {"router", false, 2, 2, router},
};

// The last layers of classifiers, detectors, policies and regressors, by their module's name.
constexpr std::string_view output_words[] = {
    "head",      "heads",      "classifier", "logits",     "fc_out",   "score",
    "value_net", "action_net", "*_head",     "*_headers",  "*_logits", "*_output",
    "to_rgb",    "conv_out",   "conv_last",  "final_conv", "pred",     "predictor",
};

constexpr std::string_view head_words[] = {
    "head", "heads", "*_head", "*_heads", "*_headers", "classifier",
};

constexpr std::string_view lookup_words[] = {
    "*embedding*", "*embeddings*", "embed", "*_embed", "*_emb", "emb", "embeds",
};

constexpr std::string_view scale_words[] = {
    "*_scale", "*_scales", "scales", "*scale_inv", "*_zero_point", "zeros", "qzeros", "absmax",
};

tensor_role match(std::span<const word_rule> rules, const slot_path& slot, std::size_t rank) {
  for (const word_rule& rule : rules) {
    if (rank < rule.min_rank || rank > rule.max_rank) continue;
    const std::size_t first = rule.leaf ? slot.segments.size() - 1 : 0;
    for (std::size_t i = first; i < slot.segments.size(); ++i)
      if (matches_glob(lower_case(slot.segments[i]), rule.pattern)) return rule.role;
  }
  return unknown;
}

bool is_weight_leaf(std::string_view leaf) {
  return leaf == "weight" || leaf == "kernel" || leaf == "w" || leaf == "W";
}

bool is_bias_leaf(std::string_view leaf) {
  return leaf == "bias" || leaf == "b" || leaf.starts_with("bias_ih") ||
         leaf.starts_with("bias_hh");
}

/// The role of a vector: a shift or a gain.
tensor_role vector_role(std::string_view leaf) {
  if (is_bias_leaf(leaf) || leaf.ends_with("bias")) return bias;
  return is_weight_leaf(leaf) || leaf == "scale" ? norm : unknown;
}

bool in_experts(const slot_path& slot) {
  return std::find(slot.segments.begin(), slot.segments.end(), "experts") != slot.segments.end();
}

/// The dialect's word for a module, checked against the shape its weight would have.
tensor_role checked_hint(const slot_path& slot, std::span<const std::uint64_t> shape) {
  if (!slot.hint) return unknown;
  const std::size_t rank = shape.size();
  switch (*slot.hint) {
  case norm: return unknown; // vectors are settled by their leaf
  case position_embedding: return rank >= 2 ? position_embedding : unknown;
  case router:
    // "gate" names the router of some dialects and the gate matrix of others: a router has few
    // outputs.
    if (rank != 2) return unknown;
    return shape[0] <= 1024 && shape[0] < shape[1] ? router : mlp_gate;
  case token_embedding:
  case output_head: return rank == 2 ? *slot.hint : unknown;
  default: return rank == 2 || (rank == 3 && in_experts(slot)) ? *slot.hint : unknown;
  }
}

/// Operators of graph formats by the beginning of what they are called, lower case.
struct operator_rule {
  std::string_view beginning;
  std::size_t min_rank;
  tensor_role role;
};

constexpr operator_rule operator_rules[] = {
    {"conv", 3, convolution},
    {"_fusedconv", 3, convolution},
    {"depthwise", 3, convolution},
    {"_fuseddepthwise", 3, convolution},
    {"fuseddepthwise", 3, convolution},
    {"transpose_conv", 3, convolution},
    {"deconv", 3, convolution},
    {"gemm", 2, linear},
    {"matmul", 2, linear},
    {"_fusedmatmul", 2, linear},
    {"fully_connected", 2, linear},
    {"innerproduct", 2, linear},
    {"linear", 2, linear},
};

/// The role that the container's own graph gives a matrix or kernel.
tensor_role role_by_usage(std::string_view usage, std::size_t rank) {
  const std::string lower = lower_case(usage);
  for (const operator_rule& rule : operator_rules)
    if (rank >= rule.min_rank && lower.starts_with(rule.beginning)) return rule.role;
  return unknown;
}

/// Four or five axes of which the last are small are a kernel whatever it is called.
bool is_kernel_shape(std::span<const std::uint64_t> shape) {
  constexpr std::uint64_t largest_window = 16;
  if (shape.size() < 4 || shape.size() > 5 || shape[0] < 2) return false;
  return std::all_of(shape.begin() + 2, shape.end(),
                     [](std::uint64_t extent) { return extent <= largest_window; });
}

/// True when the word `from_end` places before the last one is in the list.
bool word_in(const slot_path& slot, std::span<const std::string_view> patterns,
             std::size_t from_end) {
  if (slot.segments.size() <= from_end) return false;
  const std::string word = lower_case(slot.segments[slot.segments.size() - 1 - from_end]);
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return matches_glob(word, pattern); });
}

} // namespace

tensor_role role_of(const slot_path& slot, const tensor_view& view, component_kind kind) {
  if (slot.segments.empty()) return unknown;
  const auto shape = view.shape;
  const std::size_t rank = shape.size();
  const std::string& leaf = slot.segments.back();
  if (kind == component_kind::adapter && leaf == "down") return adapter_down;
  if (kind == component_kind::adapter && leaf == "up") return adapter_up;
  if (const tensor_role found = match(before_hint, slot, rank); found != unknown) return found;
  // A "bias" of an attention module that is no vector is its causal mask.
  if (leaf == "bias" && rank >= 2)
    return slot.segments.size() >= 2 && slot.segments.rbegin()[1] == "attention" ? buffer : bias;
  if (rank <= 1) return vector_role(leaf);
  if (const tensor_role found = checked_hint(slot, shape); found != unknown) return found;
  if (const tensor_role found = match(after_hint, slot, rank); found != unknown) return found;
  if (is_weight_leaf(leaf)) return rank == 2 ? linear : convolution;
  if (const tensor_role found = role_by_usage(view.usage, rank); found != unknown) return found;
  return is_kernel_shape(shape) ? convolution : unknown;
}

bool names_an_output(const slot_path& slot) { return word_in(slot, output_words, 1); }

std::string head_path(const slot_path& slot) {
  std::string path;
  for (const std::string& segment : slot.segments) {
    path += segment + '.';
    const std::string word = lower_case(segment);
    for (const std::string_view pattern : head_words)
      if (matches_glob(word, pattern)) return path;
  }
  return "";
}

bool names_a_lookup(const slot_path& slot) { return word_in(slot, lookup_words, 1); }

bool names_a_scale(const slot_path& slot) { return word_in(slot, scale_words, 0); }

} // namespace weightkin::detail
