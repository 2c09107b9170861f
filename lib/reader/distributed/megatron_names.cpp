#include "reader/distributed/megatron_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace weightkin {
namespace {

constexpr std::string_view layers_mark = "layers.";

template <std::size_t Count>
bool ends_in_one_of(std::string_view name, const std::array<std::string_view, Count>& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

constexpr std::array<std::string_view, 10> row_endings{
    "word_embeddings.weight",  "output_layer.weight",  "query_key_value.weight",
    "query_key_value.bias",    "linear_qkv.weight",    "linear_qkv.bias",
    "attention.query.weight",  "attention.query.bias", "attention.key_value.weight",
    "attention.key_value.bias"};
constexpr std::array<std::string_view, 4> gate_endings{"dense_h_to_4h.weight", "dense_h_to_4h.bias",
                                                       "linear_fc1.weight", "linear_fc1.bias"};
constexpr std::array<std::string_view, 4> column_endings{
    "attention.dense.weight", "dense_4h_to_h.weight", "linear_proj.weight", "linear_fc2.weight"};
constexpr std::array<std::string_view, 14> copied_endings{"layernorm.weight",
                                                          "layernorm.bias",
                                                          "layer_norm.weight",
                                                          "layer_norm.bias",
                                                          "layer_norm_weight",
                                                          "layer_norm_bias",
                                                          "norm.weight",
                                                          "norm.bias",
                                                          "position_embeddings.weight",
                                                          "attention.dense.bias",
                                                          "dense_4h_to_h.bias",
                                                          "linear_proj.bias",
                                                          "linear_fc2.bias",
                                                          "tokentype_embeddings.weight"};

/// Where the number of the layer stands, as [begin, end); empty when there is none.
std::pair<std::size_t, std::size_t> layer_digits(std::string_view name) noexcept {
  std::size_t mark = name.find(layers_mark);
  while (mark != std::string_view::npos && mark != 0 && name[mark - 1] != '.')
    mark = name.find(layers_mark, mark + 1);
  if (mark == std::string_view::npos) return {0, 0};
  const std::size_t begin = mark + layers_mark.size();
  const std::size_t end = std::min(name.find('.', begin), name.size());
  constexpr std::size_t most_digits = 6;
  const std::string_view digits = name.substr(begin, end - begin);
  if (digits.empty() || digits.size() > most_digits ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    return {0, 0};
  return {begin, end};
}

} // namespace

rank_split split_of(std::string_view name, bool gated) noexcept {
  if (ends_in_one_of(name, gate_endings)) return gated ? rank_split::gates : rank_split::rows;
  if (ends_in_one_of(name, row_endings)) return rank_split::rows;
  if (ends_in_one_of(name, column_endings)) return rank_split::columns;
  if (ends_in_one_of(name, copied_endings)) return rank_split::copied;
  return rank_split::unknown;
}

bool is_training_state(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 5> beginnings{"optimizer", "opt_param_scheduler",
                                                       "lr_scheduler", "rng_state", "random_rng"};
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view begin) { return name.starts_with(begin); });
}

std::int64_t layer_of(std::string_view name) noexcept {
  const auto [begin, end] = layer_digits(name);
  std::int64_t number = -1;
  if (begin != end) std::from_chars(name.data() + begin, name.data() + end, number);
  return number;
}

std::string with_layers_before(const std::string& name, std::int64_t count) {
  const auto [begin, end] = layer_digits(name);
  if (begin == end) return name;
  return name.substr(0, begin) + std::to_string(layer_of(name) + count) + name.substr(end);
}

} // namespace weightkin
