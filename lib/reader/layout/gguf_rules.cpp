#include "reader/layout/gguf_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "reader/layout/concatenation.hpp"
#include "reader/layout/layout_note.hpp"
#include "reader/layout/rearrangement.hpp"
#include "reader/layout/row_rules.hpp"
#include "reader/layout/value_map.hpp"

namespace weightkin {
namespace {

using std::string_view;
using std::uint64_t;

constexpr string_view no_heads =
    "the order of its rows is left as it is, because the number of heads is not known";
constexpr string_view odd_heads =
    "the order of its rows is left as it is, because they do not divide into the heads that the "
    "metadata name";

rule_outcome problem(string_view what) { return {std::nullopt, std::string(what)}; }

rule_outcome noted(std::optional<stored_tensor> tensor, std::string note, string_view otherwise) {
  if (!tensor) return problem(otherwise);
  note_layout(*tensor, std::move(note));
  return {std::move(tensor), {}};
}

rule_outcome undo_rope(const stored_tensor& tensor, const gguf_model& model, uint64_t layer,
                       const layer_numbers& counts) {
  const auto heads = counts.at(layer);
  if (!heads) return problem(no_heads);
  const bool divides = *heads != 0 && !tensor.shape.empty() && tensor.shape[0] % *heads == 0;
  if (!divides || !model.allows_head_size(layer, tensor.shape[0] / *heads))
    return problem(odd_heads);
  return noted(undo_rope_pairs(tensor, *heads), "rope rows (heads " + std::to_string(*heads) + ")",
               odd_heads);
}

rule_outcome rope_of_queries(const stored_tensor& tensor, const gguf_model& model, uint64_t layer) {
  return undo_rope(tensor, model, layer, model.heads);
}

rule_outcome rope_of_keys(const stored_tensor& tensor, const gguf_model& model, uint64_t layer) {
  return undo_rope(tensor, model, layer, model.kv_heads);
}

rule_outcome interleave_qkv(const stored_tensor& tensor, const gguf_model& model, uint64_t layer) {
  const auto heads = model.heads.at(layer);
  if (!heads) return problem(no_heads);
  return noted(heads_before_qkv(tensor, *heads),
               "query, key, value of each head (heads " + std::to_string(*heads) + ")", odd_heads);
}

rule_outcome gain_minus_one(const stored_tensor& tensor, const gguf_model& /*model*/,
                            uint64_t /*layer*/) {
  if (!rearrangement::possible(tensor) || !is_real(tensor.type))
    return problem("its values are left as they are, because they are no real numbers");
  return {minus_one(tensor), {}};
}

rule_outcome decay_log(const stored_tensor& tensor, const gguf_model& /*model*/,
                       uint64_t /*layer*/) {
  if (!rearrangement::possible(tensor) || !is_real(tensor.type))
    return problem("its values are left as they are, because they are no real numbers");
  return {log_of_negative(tensor), {}};
}

rule_outcome transpose_matrix(const stored_tensor& tensor, const gguf_model& /*model*/,
                              uint64_t /*layer*/) {
  if (tensor.shape.size() != 2 || !rearrangement::possible(tensor))
    return problem("its axes are left as they are, because it is no matrix");
  constexpr std::array<std::size_t, 2> columns_first{1, 0};
  return noted(rearrangement(tensor).permute(columns_first).tensor(), "transpose", {});
}

rule_outcome give_channel_axis(const stored_tensor& tensor, const gguf_model& /*model*/,
                               uint64_t /*layer*/) {
  if (tensor.shape.size() != 2 || !rearrangement::possible(tensor))
    return problem("its axes are left as they are, because it is no matrix");
  return noted(rearrangement(tensor).insert(1).tensor(), "squeezed axis", {});
}

constexpr string_view unlike_parts =
    "is left apart, because its shape or type does not fit that of its other parts";

/// k [heads, rank, nope] and v [heads, v, rank] -> [heads * (nope + v), rank]
rule_outcome join_latent_kv(std::span<const stored_tensor> parts, const gguf_model& /*model*/,
                            uint64_t /*layer*/) {
  for (const stored_tensor& part : parts)
    if (part.shape.size() != 3 || !rearrangement::possible(part)) return problem(unlike_parts);
  constexpr std::array<std::size_t, 3> keys_out{0, 2, 1};
  const std::array joined{rearrangement(parts[0]).permute(keys_out).tensor(), parts[1]};
  const auto both = concatenate(joined, 1);
  if (!both) return problem(unlike_parts);
  return noted(rearrangement(*both).merge(0, 2).tensor(),
               "kv_b per head (heads " + std::to_string(both->shape[0]) + ")", {});
}

/// gate and up, both [E, out, ...] -> rows gate 0, up 0, gate 1, up 1, ...
std::optional<stored_tensor> alternate_rows(std::span<const stored_tensor> parts) {
  std::vector<stored_tensor> opened;
  for (const stored_tensor& part : parts) {
    if (part.shape.size() < 2 || !rearrangement::possible(part)) return std::nullopt;
    opened.push_back(rearrangement(part).insert(2).tensor());
  }
  const auto both = concatenate(opened, 2);
  if (!both) return std::nullopt;
  return rearrangement(*both).merge(1, 2).tensor();
}

rule_outcome join_alternating(std::span<const stored_tensor> parts, const gguf_model& /*model*/,
                              uint64_t /*layer*/) {
  return noted(alternate_rows(parts), "gate and up rows alternate", unlike_parts);
}

rule_outcome join_experts_halves(std::span<const stored_tensor> parts, const gguf_model& /*model*/,
                                 uint64_t /*layer*/) {
  return noted(concatenate(parts, 1), "gate, then up rows", unlike_parts);
}

rule_outcome join_thirds(std::span<const stored_tensor> parts, const gguf_model& /*model*/,
                         uint64_t /*layer*/) {
  return noted(concatenate(parts, 0), "query, key, value rows", unlike_parts);
}

rule_outcome join_key_groups(std::span<const stored_tensor> parts, const gguf_model& model,
                             uint64_t layer) {
  const auto groups = model.kv_heads.at(layer);
  if (!groups) return problem("is left apart, because the number of key heads is not known");
  return noted(group_qkv(parts, *groups),
               "rows grouped by key head (heads " + std::to_string(*groups) + ")", unlike_parts);
}

constexpr std::array<string_view, 12> meta_order{"llama",   "arcee",      "baichuan", "deepseek",
                                                 "granite", "granitemoe", "minicpm",  "internlm2",
                                                 "olmo",    "smollm3",    "xverse",   "deci"};
constexpr std::array<string_view, 5> shifted_gains{"gemma", "gemma2", "gemma3", "gemma-embedding",
                                                   "nemotron"};
constexpr std::array<string_view, 1> only_gpt2{"gpt2"};
constexpr std::array<string_view, 1> only_mamba{"mamba"};
constexpr std::array<string_view, 1> only_gpt_oss{"gpt-oss"};
constexpr std::array<string_view, 2> fused_by_head{"gptneox", "bloom"};
constexpr std::array<string_view, 1> only_deepseek2{"deepseek2"};
constexpr std::array<string_view, 1> only_granitemoe{"granitemoe"};
constexpr std::array<string_view, 1> only_baichuan{"baichuan"};
constexpr std::array<string_view, 1> only_internlm2{"internlm2"};

constexpr string_view converter = "the public converter's code";
constexpr string_view pairs = "the public converter's code; a pair of files of the same weights";

constexpr gguf_tensor_rule tensor_rules[] = {
    {meta_order, "blk.{}.attn_q", "", rope_of_queries, pairs},
    {meta_order, "blk.{}.attn_k", "", rope_of_keys, pairs},
    {shifted_gains, "*_norm", ".weight", gain_minus_one, pairs},
    {only_gpt2, "blk.{}.attn_qkv", ".weight", transpose_matrix, pairs},
    {only_gpt2, "blk.{}.attn_output", ".weight", transpose_matrix, pairs},
    {only_gpt2, "blk.{}.ffn_up", ".weight", transpose_matrix, pairs},
    {only_gpt2, "blk.{}.ffn_down", ".weight", transpose_matrix, pairs},
    {only_mamba, "blk.{}.ssm_a", "", decay_log, pairs},
    {only_mamba, "blk.{}.ssm_conv1d", ".weight", give_channel_axis, pairs},
    {fused_by_head, "blk.{}.attn_qkv", "", interleave_qkv, converter},
};

constexpr std::array<string_view, 2> latent_kv{"attn_k_b", "attn_v_b"};
constexpr std::array<string_view, 2> expert_halves{"ffn_gate_exps", "ffn_up_exps"};
constexpr std::array<string_view, 3> separate_qkv{"attn_q", "attn_k", "attn_v"};

constexpr gguf_join_rule join_rules[] = {
    {only_deepseek2, latent_kv, ".weight", "model.layers.{}.self_attn.kv_b_proj.weight",
     join_latent_kv, pairs},
    {only_gpt_oss, expert_halves, ".weight", "model.layers.{}.mlp.experts.gate_up_proj",
     join_alternating, pairs},
    {only_gpt_oss, expert_halves, ".bias", "model.layers.{}.mlp.experts.gate_up_proj_bias",
     join_alternating, converter},
    {only_granitemoe, expert_halves, ".weight",
     "model.layers.{}.block_sparse_moe.input_linear.weight", join_experts_halves, converter},
    {only_baichuan, separate_qkv, ".weight", "model.layers.{}.self_attn.W_pack.weight", join_thirds,
     converter},
    {only_internlm2, separate_qkv, ".weight", "model.layers.{}.attention.wqkv.weight",
     join_key_groups, converter},
};

} // namespace

bool applies_to(std::span<const string_view> architectures, string_view architecture) noexcept {
  return std::find(architectures.begin(), architectures.end(), architecture) != architectures.end();
}

const gguf_tensor_rule* find_tensor_rule(string_view architecture,
                                         const gguf_tensor_name& name) noexcept {
  for (const gguf_tensor_rule& rule : tensor_rules) {
    const bool named = rule.pattern.starts_with('*')
                           ? string_view(name.pattern).ends_with(rule.pattern.substr(1))
                           : name.pattern == rule.pattern;
    if (named && (rule.suffix.empty() || name.suffix == rule.suffix) &&
        applies_to(rule.architectures, architecture))
      return &rule;
  }
  return nullptr;
}

std::span<const gguf_join_rule> gguf_join_rules() noexcept { return join_rules; }

} // namespace weightkin
