#include "reader/layout/gguf_names.hpp"

#include <algorithm>

#include "reader/layout/model_numbers.hpp"

namespace weightkin {
namespace {

using row = gguf_name_row;

// The names of the Llama classes, which most families follow.
constexpr row llama_rows[] = {
    {"token_embd", "model.embed_tokens"},
    {"output_norm", "model.norm"},
    {"output", "lm_head"},
    {"blk.{}.attn_norm", "model.layers.{}.input_layernorm"},
    {"blk.{}.attn_q", "model.layers.{}.self_attn.q_proj"},
    {"blk.{}.attn_k", "model.layers.{}.self_attn.k_proj"},
    {"blk.{}.attn_v", "model.layers.{}.self_attn.v_proj"},
    {"blk.{}.attn_qkv", "model.layers.{}.self_attn.qkv_proj"},
    {"blk.{}.attn_output", "model.layers.{}.self_attn.o_proj"},
    {"blk.{}.attn_q_norm", "model.layers.{}.self_attn.q_norm"},
    {"blk.{}.attn_k_norm", "model.layers.{}.self_attn.k_norm"},
    {"blk.{}.ffn_norm", "model.layers.{}.post_attention_layernorm"},
    {"blk.{}.ffn_gate", "model.layers.{}.mlp.gate_proj"},
    {"blk.{}.ffn_up", "model.layers.{}.mlp.up_proj"},
    {"blk.{}.ffn_down", "model.layers.{}.mlp.down_proj"},
};
constexpr gguf_naming llama{llama_rows};

// One matrix an expert, called as the dense ones are.
constexpr row expert_rows[] = {
    {"blk.{}.ffn_gate_inp", "model.layers.{}.mlp.gate"},
    {"blk.{}.ffn_gate_exps", "model.layers.{}.mlp.experts.{e}.gate_proj"},
    {"blk.{}.ffn_up_exps", "model.layers.{}.mlp.experts.{e}.up_proj"},
    {"blk.{}.ffn_down_exps", "model.layers.{}.mlp.experts.{e}.down_proj"},
};
constexpr gguf_naming experts{expert_rows, &llama};

constexpr row shared_expert_rows[] = {
    {"blk.{}.ffn_gate_inp_shexp", "model.layers.{}.mlp.shared_expert_gate"},
    {"blk.{}.ffn_gate_shexp", "model.layers.{}.mlp.shared_expert.gate_proj"},
    {"blk.{}.ffn_up_shexp", "model.layers.{}.mlp.shared_expert.up_proj"},
    {"blk.{}.ffn_down_shexp", "model.layers.{}.mlp.shared_expert.down_proj"},
};
constexpr gguf_naming shared_expert{shared_expert_rows, &experts};

// Mixtral; its oldest conversions have one tensor an expert.
constexpr row mixtral_rows[] = {
    {"blk.{}.ffn_gate_inp", "model.layers.{}.block_sparse_moe.gate"},
    {"blk.{}.ffn_gate_exps", "model.layers.{}.block_sparse_moe.experts.{e}.w1"},
    {"blk.{}.ffn_up_exps", "model.layers.{}.block_sparse_moe.experts.{e}.w3"},
    {"blk.{}.ffn_down_exps", "model.layers.{}.block_sparse_moe.experts.{e}.w2"},
    {"blk.{}.ffn_gate.{e}", "model.layers.{}.block_sparse_moe.experts.{e}.w1"},
    {"blk.{}.ffn_up.{e}", "model.layers.{}.block_sparse_moe.experts.{e}.w3"},
    {"blk.{}.ffn_down.{e}", "model.layers.{}.block_sparse_moe.experts.{e}.w2"},
};
constexpr gguf_naming mixtral{mixtral_rows, &llama};

constexpr row granite_moe_rows[] = {
    {"blk.{}.ffn_gate_inp", "model.layers.{}.block_sparse_moe.router.layer"},
    {"blk.{}.ffn_down_exps", "model.layers.{}.block_sparse_moe.output_linear"},
};
constexpr gguf_naming granite_moe{granite_moe_rows, &llama};

// Norms on both sides of attention and of the feed-forward part.
constexpr row gemma2_rows[] = {
    {"blk.{}.post_attention_norm", "model.layers.{}.post_attention_layernorm"},
    {"blk.{}.ffn_norm", "model.layers.{}.pre_feedforward_layernorm"},
    {"blk.{}.post_ffw_norm", "model.layers.{}.post_feedforward_layernorm"},
};
constexpr gguf_naming gemma2{gemma2_rows, &llama};

constexpr row phi2_rows[] = {
    {"output_norm", "model.final_layernorm"},
    {"blk.{}.attn_output", "model.layers.{}.self_attn.dense"},
    {"blk.{}.ffn_up", "model.layers.{}.mlp.fc1"},
    {"blk.{}.ffn_down", "model.layers.{}.mlp.fc2"},
};
constexpr gguf_naming phi2{phi2_rows, &llama};

constexpr row phi3_rows[] = {{"blk.{}.ffn_up", "model.layers.{}.mlp.gate_up_proj"}};
constexpr gguf_naming phi3{phi3_rows, &llama};

constexpr row starcoder2_rows[] = {
    {"blk.{}.ffn_up", "model.layers.{}.mlp.c_fc"},
    {"blk.{}.ffn_down", "model.layers.{}.mlp.c_proj"},
};
constexpr gguf_naming starcoder2{starcoder2_rows, &llama};

constexpr row gpt2_rows[] = {
    {"token_embd", "wte"},
    {"position_embd", "wpe"},
    {"output_norm", "ln_f"},
    {"output", "lm_head"},
    {"blk.{}.attn_norm", "h.{}.ln_1"},
    {"blk.{}.attn_qkv", "h.{}.attn.c_attn"},
    {"blk.{}.attn_output", "h.{}.attn.c_proj"},
    {"blk.{}.ffn_norm", "h.{}.ln_2"},
    {"blk.{}.ffn_up", "h.{}.mlp.c_fc"},
    {"blk.{}.ffn_down", "h.{}.mlp.c_proj"},
};
constexpr gguf_naming gpt2{gpt2_rows};

constexpr row qwen_rows[] = {
    {"token_embd", "transformer.wte"},
    {"output_norm", "transformer.ln_f"},
    {"output", "lm_head"},
    {"blk.{}.attn_norm", "transformer.h.{}.ln_1"},
    {"blk.{}.attn_qkv", "transformer.h.{}.attn.c_attn"},
    {"blk.{}.attn_output", "transformer.h.{}.attn.c_proj"},
    {"blk.{}.ffn_norm", "transformer.h.{}.ln_2"},
    {"blk.{}.ffn_up", "transformer.h.{}.mlp.w1"},
    {"blk.{}.ffn_gate", "transformer.h.{}.mlp.w2"},
    {"blk.{}.ffn_down", "transformer.h.{}.mlp.c_proj"},
};
constexpr gguf_naming qwen{qwen_rows};

constexpr row gptneox_rows[] = {
    {"token_embd", "gpt_neox.embed_in"},
    {"output_norm", "gpt_neox.final_layer_norm"},
    {"output", "embed_out"},
    {"blk.{}.attn_norm", "gpt_neox.layers.{}.input_layernorm"},
    {"blk.{}.attn_qkv", "gpt_neox.layers.{}.attention.query_key_value"},
    {"blk.{}.attn_output", "gpt_neox.layers.{}.attention.dense"},
    {"blk.{}.ffn_norm", "gpt_neox.layers.{}.post_attention_layernorm"},
    {"blk.{}.ffn_up", "gpt_neox.layers.{}.mlp.dense_h_to_4h"},
    {"blk.{}.ffn_down", "gpt_neox.layers.{}.mlp.dense_4h_to_h"},
};
constexpr gguf_naming gptneox{gptneox_rows};

constexpr row bloom_rows[] = {
    {"token_embd", "word_embeddings"},
    {"token_embd_norm", "word_embeddings_layernorm"},
    {"output_norm", "ln_f"},
    {"output", "lm_head"},
    {"blk.{}.attn_norm", "h.{}.input_layernorm"},
    {"blk.{}.attn_qkv", "h.{}.self_attention.query_key_value"},
    {"blk.{}.attn_output", "h.{}.self_attention.dense"},
    {"blk.{}.ffn_norm", "h.{}.post_attention_layernorm"},
    {"blk.{}.ffn_up", "h.{}.mlp.dense_h_to_4h"},
    {"blk.{}.ffn_down", "h.{}.mlp.dense_4h_to_h"},
};
constexpr gguf_naming bloom{bloom_rows};

constexpr row internlm2_rows[] = {
    {"token_embd", "model.tok_embeddings"},
    {"output_norm", "model.norm"},
    {"output", "output"},
    {"blk.{}.attn_norm", "model.layers.{}.attention_norm"},
    {"blk.{}.attn_output", "model.layers.{}.attention.wo"},
    {"blk.{}.ffn_norm", "model.layers.{}.ffn_norm"},
    {"blk.{}.ffn_gate", "model.layers.{}.feed_forward.w1"},
    {"blk.{}.ffn_up", "model.layers.{}.feed_forward.w3"},
    {"blk.{}.ffn_down", "model.layers.{}.feed_forward.w2"},
};
constexpr gguf_naming internlm2{internlm2_rows};

constexpr row bert_rows[] = {
    {"token_embd", "embeddings.word_embeddings"},
    {"position_embd", "embeddings.position_embeddings"},
    {"token_types", "embeddings.token_type_embeddings"},
    {"token_embd_norm", "embeddings.LayerNorm"},
    {"blk.{}.attn_q", "encoder.layer.{}.attention.self.query"},
    {"blk.{}.attn_k", "encoder.layer.{}.attention.self.key"},
    {"blk.{}.attn_v", "encoder.layer.{}.attention.self.value"},
    {"blk.{}.attn_output", "encoder.layer.{}.attention.output.dense"},
    {"blk.{}.attn_output_norm", "encoder.layer.{}.attention.output.LayerNorm"},
    {"blk.{}.ffn_up", "encoder.layer.{}.intermediate.dense"},
    {"blk.{}.ffn_down", "encoder.layer.{}.output.dense"},
    {"blk.{}.layer_output_norm", "encoder.layer.{}.output.LayerNorm"},
};
constexpr gguf_naming bert{bert_rows};

constexpr row mamba_rows[] = {
    {"token_embd", "backbone.embeddings"},
    {"output_norm", "backbone.norm_f"},
    {"output", "lm_head"},
    {"blk.{}.attn_norm", "backbone.layers.{}.norm"},
    {"blk.{}.ssm_in", "backbone.layers.{}.mixer.in_proj"},
    {"blk.{}.ssm_conv1d", "backbone.layers.{}.mixer.conv1d"},
    {"blk.{}.ssm_x", "backbone.layers.{}.mixer.x_proj"},
    {"blk.{}.ssm_dt", "backbone.layers.{}.mixer.dt_proj"},
    {"blk.{}.ssm_a", "backbone.layers.{}.mixer.A_log", true},
    {"blk.{}.ssm_d", "backbone.layers.{}.mixer.D", true},
    {"blk.{}.ssm_out", "backbone.layers.{}.mixer.out_proj"},
};
constexpr gguf_naming mamba{mamba_rows};

// Latent attention; the first layers are dense.
constexpr row deepseek2_rows[] = {
    {"blk.{}.attn_q_a", "model.layers.{}.self_attn.q_a_proj"},
    {"blk.{}.attn_q_b", "model.layers.{}.self_attn.q_b_proj"},
    {"blk.{}.attn_kv_a_mqa", "model.layers.{}.self_attn.kv_a_proj_with_mqa"},
    {"blk.{}.attn_kv_b", "model.layers.{}.self_attn.kv_b_proj"},
    {"blk.{}.attn_q_a_norm", "model.layers.{}.self_attn.q_a_layernorm"},
    {"blk.{}.attn_kv_a_norm", "model.layers.{}.self_attn.kv_a_layernorm"},
    {"blk.{}.ffn_gate_shexp", "model.layers.{}.mlp.shared_experts.gate_proj"},
    {"blk.{}.ffn_up_shexp", "model.layers.{}.mlp.shared_experts.up_proj"},
    {"blk.{}.ffn_down_shexp", "model.layers.{}.mlp.shared_experts.down_proj"},
    {"blk.{}.exp_probs_b.bias", "model.layers.{}.mlp.gate.e_score_correction_bias", true},
};
constexpr gguf_naming deepseek2{deepseek2_rows, &experts};

constexpr row gpt_oss_rows[] = {
    {"blk.{}.attn_sinks.weight", "model.layers.{}.self_attn.sinks", true},
    {"blk.{}.post_attention_norm", "model.layers.{}.post_attention_layernorm"},
    {"blk.{}.ffn_gate_inp", "model.layers.{}.mlp.router"},
    {"blk.{}.ffn_down_exps.weight", "model.layers.{}.mlp.experts.down_proj", true},
    {"blk.{}.ffn_down_exps.bias", "model.layers.{}.mlp.experts.down_proj_bias", true},
};
constexpr gguf_naming gpt_oss{gpt_oss_rows, &llama};

struct architecture {
  std::string_view name;
  const gguf_naming* naming;
};

constexpr architecture architectures[] = {
    {"llama", &mixtral},
    {"arcee", &llama},
    {"baichuan", &llama},
    {"bert", &bert},
    {"bloom", &bloom},
    {"cohere2", &llama},
    {"deci", &llama},
    {"command-r", &llama},
    {"deepseek", &deepseek2},
    {"deepseek2", &deepseek2},
    {"gemma", &llama},
    {"gemma2", &gemma2},
    {"gemma3", &gemma2},
    {"gemma-embedding", &gemma2},
    {"gpt2", &gpt2},
    {"gpt-oss", &gpt_oss},
    {"gptneox", &gptneox},
    {"granite", &llama},
    {"granitemoe", &granite_moe},
    {"internlm2", &internlm2},
    {"mamba", &mamba},
    {"minicpm", &llama},
    {"nemotron", &llama},
    {"olmo", &llama},
    {"olmo2", &gemma2},
    {"olmoe", &experts},
    {"orion", &llama},
    {"phi2", &phi2},
    {"phi3", &phi3},
    {"phimoe", &mixtral},
    {"qwen", &qwen},
    {"qwen2", &llama},
    {"qwen2moe", &shared_expert},
    {"qwen2vl", &llama},
    {"qwen3", &llama},
    {"qwen3moe", &experts},
    {"smollm3", &llama},
    {"stablelm", &llama},
    {"starcoder2", &starcoder2},
    {"xverse", &llama},
};

constexpr std::string_view layer_mark = "blk.";

/// Digits at the front that are a number of at most nine places without leading zeros.
std::string_view leading_number(std::string_view text) noexcept {
  const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789"));
  return digits.empty() || digits.size() > 9 || (digits.size() > 1 && digits[0] == '0')
             ? std::string_view{}
             : digits;
}

bool matches(const gguf_name_row& candidate, const gguf_tensor_name& name) noexcept {
  if (!candidate.whole) return candidate.gguf == name.pattern && !name.suffix.empty();
  return candidate.gguf.size() == name.pattern.size() + name.suffix.size() &&
         candidate.gguf.starts_with(name.pattern) && candidate.gguf.ends_with(name.suffix);
}

} // namespace

const gguf_naming* gguf_naming_of(std::string_view name) noexcept {
  for (const architecture& known : architectures)
    if (known.name == name) return known.naming;
  return nullptr;
}

const gguf_naming& usual_gguf_naming() noexcept { return shared_expert; }

gguf_tensor_name parse_gguf_name(std::string_view name) {
  gguf_tensor_name parsed;
  for (const std::string_view suffix : {".weight", ".bias"})
    if (name.ends_with(suffix)) parsed.suffix = suffix;
  if (name.find('{') != std::string_view::npos) return parsed; // would pass for a pattern
  name.remove_suffix(parsed.suffix.size());
  if (name.starts_with(layer_mark)) {
    const std::string_view layer = leading_number(name.substr(layer_mark.size()));
    const std::string_view rest = name.substr(layer_mark.size() + layer.size());
    if (!layer.empty() && rest.starts_with('.')) {
      parsed.layer = whole_number(layer);
      parsed.pattern = "blk.{}";
      name = rest;
    }
  }
  const std::size_t dot = name.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? "" : name.substr(dot + 1);
  if (parsed.layer && !last.empty() && leading_number(last) == last) {
    parsed.expert = whole_number(last);
    parsed.pattern.append(name.substr(0, dot)).append(".{e}");
  } else {
    parsed.pattern += name;
  }
  return parsed;
}

const gguf_name_row* find_row(const gguf_naming& naming, const gguf_tensor_name& name) {
  for (const gguf_naming* rows = &naming; rows != nullptr; rows = rows->next)
    for (const gguf_name_row& candidate : rows->own)
      if (matches(candidate, name)) return &candidate;
  return nullptr;
}

std::string expand_home_name(std::string_view home, std::uint64_t layer, std::uint64_t expert) {
  std::string out;
  while (!home.empty()) {
    const std::size_t mark = std::min(home.find('{'), home.size());
    out += home.substr(0, mark);
    home.remove_prefix(mark);
    if (home.empty()) break;
    out += std::to_string(home.starts_with("{e}") ? expert : layer);
    home.remove_prefix(home.find('}') + 1); // the tables close every brace
  }
  return out;
}

} // namespace weightkin
