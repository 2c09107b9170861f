#include "reader/layout/gguf_model.hpp"

#include <string_view>

namespace weightkin {
namespace {

/// The value of a key; empty where there is none.
std::string_view find_value(const file_contents& contents, std::string_view key) {
  for (const auto& [name, value] : contents.metadata)
    if (name == key) return value;
  return {};
}

} // namespace

bool gguf_model::allows_head_size(std::uint64_t layer, std::uint64_t rows) const noexcept {
  if (head_size) return rows == *head_size;
  const auto count = heads.at(layer);
  if (!width || !count || *count == 0) return true;
  return *width % *count == 0 && rows == *width / *count;
}

gguf_model gguf_model_of(const file_contents& contents) {
  gguf_model model;
  model.architecture = find_value(contents, "general.architecture");
  const auto value = [&](std::string_view key) {
    return find_value(contents, model.architecture + "." + std::string(key));
  };
  model.heads = layer_numbers(value("attention.head_count"));
  const std::string_view kv_heads = value("attention.head_count_kv");
  model.kv_heads = kv_heads.empty() ? model.heads : layer_numbers(kv_heads);
  model.head_size = whole_number(value("attention.key_length"));
  model.width = whole_number(value("embedding_length"));
  return model;
}

} // namespace weightkin
