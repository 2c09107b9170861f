#include "lineage/operation/copied_layers.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>

#include <weightkin/core/dtype.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "align/unit_sample.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t values_of_a_tensor = 1024;
constexpr std::uint64_t run_of_values = 256;

/// Tensors of one layer by what they are called inside it.
struct layer_tensors {
  std::map<std::string, std::size_t> tensors;
  bool may_convict = false;
};

using layer_key = std::pair<std::size_t, int>; ///< component and number
using layer_list = std::map<layer_key, layer_tensors>;

/// "layers.3.mlp.up.weight" without its 3.
std::string name_inside(const inventory_entry& entry) {
  const std::string number = "." + std::to_string(entry.layer) + ".";
  std::string name = "." + entry.slot;
  if (const std::size_t at = name.find(number); at != std::string::npos)
    name.replace(at, number.size(), ".#.");
  return name;
}

layer_list layers_of(const model_ref& model) {
  layer_list layers;
  for (const inventory_entry& entry : model.contents->entries) {
    const tensor_view& view = model.tensors[entry.tensor];
    if (entry.layer < 0 || entry.tied_to || !is_real(view.type)) continue;
    layer_tensors& layer = layers[{entry.component, entry.layer}];
    layer.tensors.emplace(name_inside(entry), entry.tensor);
    layer.may_convict = layer.may_convict || entry.use == evidence_use::convicting;
  }
  return layers;
}

result<digest> content_of(const model_ref& model, const layer_tensors& layer) {
  blake3_hasher hasher;
  for (const auto& [name, tensor] : layer.tensors) {
    const tensor_view& view = model.tensors[tensor];
    const auto values = sample_values(view, values_of_a_tensor, run_of_values);
    if (!values) return values.error();
    const std::array sizes{static_cast<std::uint64_t>(name.size()), element_count(view)};
    hasher.update(std::as_bytes(std::span(sizes)));
    hasher.update(std::as_bytes(std::span(name)));
    hasher.update(std::as_bytes(std::span(*values)));
  }
  return hasher.finish();
}

/// Layers of the reference by component and content; of equal ones the first.
using content_index = std::map<std::pair<std::size_t, digest>, const layer_list::value_type*>;

} // namespace

result<void> follow_copied_layers(const model_ref& subject, const model_ref& reference,
                                  const std::vector<std::optional<std::size_t>>& component_of,
                                  std::vector<std::optional<merge_partner>>& partners) {
  const layer_list theirs = layers_of(reference);
  content_index by_content;
  std::map<layer_key, digest> content_of_theirs;
  for (const auto& layer : theirs) {
    const auto content = content_of(reference, layer.second);
    if (!content) return content.error();
    by_content.emplace(std::pair(layer.first.first, *content), &layer);
    content_of_theirs.emplace(layer.first, *content);
  }
  for (const auto& [key, layer] : layers_of(subject)) {
    const auto& component = component_of[key.first];
    if (!component || !layer.may_convict) continue;
    const auto content = content_of(subject, layer);
    if (!content) return content.error();
    const auto own = content_of_theirs.find({*component, key.second});
    if (own != content_of_theirs.end() && own->second == *content) continue;
    const auto copied = by_content.find({*component, *content});
    if (copied == by_content.end()) continue;
    for (const auto& [name, tensor] : layer.tensors)
      partners[tensor] =
          merge_partner{copied->second->second.tensors.at(name), copied->second->first.second};
  }
  return {};
}

} // namespace weightkin
