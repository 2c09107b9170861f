#include "reader/layout/undo_meta_llama.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "reader/layout/layout_note.hpp"
#include "reader/layout/model_numbers.hpp"
#include "reader/layout/row_rules.hpp"
#include "reader/wire/json_value.hpp"

namespace weightkin {
namespace {

constexpr std::string_view parameters_file = "params.json";

enum class row_order { same, rope_of_queries, rope_of_keys };

/// A tensor of the code that Meta published with Llama, and what the Hugging Face class calls it.
/// Known from that code and from the pair of a converted and an original checkpoint.
struct name_row {
  std::string_view meta;
  std::string_view home;
  row_order rows = row_order::same;
};

constexpr name_row model_rows[] = {
    {"tok_embeddings.weight", "model.embed_tokens.weight"},
    {"norm.weight", "model.norm.weight"},
    {"output.weight", "lm_head.weight"},
};

constexpr name_row layer_rows[] = {
    {"attention.wq.weight", "self_attn.q_proj.weight", row_order::rope_of_queries},
    {"attention.wk.weight", "self_attn.k_proj.weight", row_order::rope_of_keys},
    {"attention.wv.weight", "self_attn.v_proj.weight"},
    {"attention.wo.weight", "self_attn.o_proj.weight"},
    {"attention_norm.weight", "input_layernorm.weight"},
    {"feed_forward.w1.weight", "mlp.gate_proj.weight"},
    {"feed_forward.w3.weight", "mlp.up_proj.weight"},
    {"feed_forward.w2.weight", "mlp.down_proj.weight"},
    {"ffn_norm.weight", "post_attention_layernorm.weight"},
};

struct head_counts {
  std::optional<std::uint64_t> queries;
  std::optional<std::uint64_t> keys;
  std::optional<std::uint64_t> size; ///< rows of one head, where it is told or follows

  void settle(std::optional<std::uint64_t> width) {
    if (!keys) keys = queries;
    if (!size && width && queries && *queries != 0 && *width % *queries == 0)
      size = *width / *queries;
  }
};

std::optional<std::uint64_t> number_in(const json_value& object, std::string_view key) {
  const json_value* const value = object.find(key);
  if (value == nullptr || value->whole() == nullptr) return std::nullopt;
  return *value->whole();
}

std::optional<std::uint64_t> number_in(const file_contents& contents, std::string_view key) {
  for (const auto& [name, value] : contents.metadata)
    if (name == key) return whole_number(value);
  return std::nullopt;
}

/// Reads the three numbers from whatever `source` has them by name.
template <class Source>
head_counts counts_in(const Source& source) {
  head_counts counts{number_in(source, "n_heads"), number_in(source, "n_kv_heads"),
                     number_in(source, "head_dim")};
  counts.settle(number_in(source, "dim"));
  return counts;
}

/// A file of parameters that cannot be read is as good as none.
head_counts find_counts(const file_contents& contents, sibling_files& beside,
                        const open_options& options, layout_plan& plan) {
  const head_counts own = counts_in(contents);
  if (own.queries || !beside.reachable()) return own;
  const auto file = beside.find(parameters_file);
  if (file && *file == nullptr) return own;
  const auto parameters = file ? read_json_value(**file, options.limits) : file.error();
  if (parameters) return counts_in(*parameters);
  plan.warn(parameters.error().message);
  return own;
}

/// A name, taken apart.
struct split_name {
  std::string_view layer; ///< its digits; empty outside of layers
  std::string_view rest;
};

split_name split(std::string_view name) {
  constexpr std::string_view layers = "layers.";
  if (!name.starts_with(layers)) return {{}, name};
  name.remove_prefix(layers.size());
  const std::size_t dot = std::min(name.find('.'), name.size());
  const std::string_view layer = name.substr(0, dot);
  if (dot == name.size() || !whole_number(layer)) return {{}, {}};
  return {layer, name.substr(dot + 1)};
}

const name_row* find_row(const split_name& name) {
  if (name.layer.empty()) {
    for (const name_row& row : model_rows)
      if (row.meta == name.rest) return &row;
  } else {
    for (const name_row& row : layer_rows)
      if (row.meta == name.rest) return &row;
  }
  return nullptr;
}

std::optional<stored_tensor> undo_rope(const stored_tensor& tensor, const head_counts& counts,
                                       const std::optional<std::uint64_t>& heads) {
  if (!heads || *heads == 0 || tensor.shape.empty()) return std::nullopt;
  // A shard of a model that is split over several files holds some of the heads only.
  if (counts.size && tensor.shape[0] / *heads != *counts.size) return std::nullopt;
  auto undone = undo_rope_pairs(tensor, *heads);
  if (undone) note_layout(*undone, "rope rows (heads " + std::to_string(*heads) + ")");
  return undone;
}

} // namespace

bool is_meta_llama(const file_contents& contents) {
  const auto has = [&](std::string_view name) {
    return std::any_of(contents.tensors.begin(), contents.tensors.end(),
                       [&](const stored_tensor& tensor) { return tensor.name == name; });
  };
  return has("tok_embeddings.weight") && has("layers.0.attention.wq.weight") &&
         has("layers.0.feed_forward.w1.weight");
}

void plan_meta_llama(const file_contents& contents, sibling_files& beside,
                     const open_options& options, layout_plan& plan) {
  const head_counts counts = find_counts(contents, beside, options, plan);
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
    const stored_tensor& tensor = contents.tensors[i];
    const split_name name = split(tensor.name);
    const name_row* const row = find_row(name);
    if (row == nullptr) continue;
    std::string home(row->home);
    if (!name.layer.empty())
      home = std::string("model.layers.").append(name.layer).append(".").append(row->home);
    if (row->rows == row_order::same) {
      plan.rename(i, std::move(home));
      continue;
    }
    const bool of_queries = row->rows == row_order::rope_of_queries;
    if (auto undone = undo_rope(tensor, counts, of_queries ? counts.queries : counts.keys)) {
      undone->name = std::move(home);
      plan.replace({i}, {std::move(*undone)});
      continue;
    }
    plan.rename(i, std::move(home));
    plan.explain(i, "the order of its rows is left as it is, because params.json does not name "
                    "heads that they divide into");
  }
}

} // namespace weightkin
