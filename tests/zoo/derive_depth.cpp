#include "derive_depth.hpp"

#include <algorithm>
#include <stdexcept>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

std::string layer_start(const zoo_model& model, std::size_t layer) {
  return decoder_prefix(model) + "layers." + std::to_string(layer) + ".";
}

/// Appends a layer of `from` under another number.
void add_layer(zoo_model& to, const zoo_model& from, std::size_t layer, std::size_t number) {
  const std::string old_start = layer_start(from, layer);
  const std::string new_start = layer_start(from, number);
  for (const zoo_tensor& tensor : from.tensors)
    if (tensor.name.starts_with(old_start)) {
      to.tensors.push_back(tensor);
      to.tensors.back().name = new_start + tensor.name.substr(old_start.size());
    }
}

bool in_a_layer(const zoo_model& model, const zoo_tensor& tensor) {
  return tensor.name.starts_with(decoder_prefix(model) + "layers.");
}

/// The model without its layers.
zoo_model frame_of(const zoo_model& model) {
  zoo_model frame{model.kind, model.decoder, {}};
  for (const zoo_tensor& tensor : model.tensors)
    if (!in_a_layer(model, tensor)) frame.tensors.push_back(tensor);
  return frame;
}

/// The share of the weights in the token embedding and in the layers before `split`.
double share_of_first(const zoo_model& stacked, std::size_t split) {
  double all = 0;
  double firsts = 0;
  for (const zoo_tensor& tensor : stacked.tensors) {
    bool of_first = tensor.name.ends_with("embed_tokens.weight");
    for (std::size_t layer = 0; layer < split; ++layer)
      of_first = of_first || tensor.name.starts_with(layer_start(stacked, layer));
    const auto elements = static_cast<double>(tensor.values.size());
    all += elements;
    firsts += of_first ? elements : 0;
  }
  return firsts / all;
}

} // namespace

zoo_model with_layers(const zoo_model& parent, const std::vector<std::size_t>& layers) {
  zoo_model child = frame_of(parent);
  for (std::size_t number = 0; number < layers.size(); ++number) {
    if (layers[number] >= parent.decoder.layers) throw std::invalid_argument("no such layer");
    add_layer(child, parent, layers[number], number);
  }
  child.decoder.layers = layers.size();
  return child;
}

descendant depth_pruned(const zoo_model& parent, std::size_t dropped) {
  const std::size_t layers = parent.decoder.layers;
  if (dropped + 2 > layers) throw std::invalid_argument("too few layers");
  unit_order kept = identity_order(layers - 1 - dropped);
  kept.push_back(layers - 1);
  descendant child{with_layers(parent, kept), {}};
  child.truth.recipe = "depth_pruned";
  child.truth.strength = std::to_string(layers) + " -> " + std::to_string(kept.size());
  child.truth.operations = {operation_kind::depth_pruned};
  child.truth.layer_of = as_truth(kept);
  return child;
}

descendant depth_upscaled(const zoo_model& parent, std::size_t m) {
  const std::size_t layers = parent.decoder.layers;
  if (m >= layers) throw std::invalid_argument("too few layers");
  unit_order order = identity_order(layers - m);
  for (std::size_t layer = m; layer < layers; ++layer)
    order.push_back(layer);
  descendant child{with_layers(parent, order), {}};
  child.truth.recipe = "depth_upscaled";
  child.truth.strength = std::to_string(layers) + " -> " + std::to_string(order.size());
  child.truth.operations = {operation_kind::depth_upscaled};
  child.truth.provable = descent_direction::subject_from_reference;
  child.truth.layer_of = as_truth(order);
  return child;
}

descendant identity_layers_inserted(const zoo_model& parent, std::size_t every) {
  if (every == 0) throw std::invalid_argument("every how many layers");
  unit_order order;
  std::vector<std::size_t> inserted;
  descendant child;
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    order.push_back(layer);
    child.truth.layer_of.push_back(static_cast<std::int64_t>(layer));
    if ((layer + 1) % every != 0) continue;
    inserted.push_back(order.size());
    // Most of its weights are copies, though it does nothing.
    order.push_back(layer);
    child.truth.layer_of.push_back(static_cast<std::int64_t>(layer));
  }
  child.model = with_layers(parent, order);
  for (const std::size_t layer : inserted)
    for (const char* writer : {"self_attn.o_proj", "mlp.down_proj"})
      scale_all(block_tensor(child.model, layer, writer), 0);
  child.truth.recipe = "e5";
  child.truth.strength = std::to_string(inserted.size()) + " layers";
  child.truth.operations = {operation_kind::depth_upscaled};
  child.truth.provable = descent_direction::subject_from_reference;
  return child;
}

descendant passed_through(const zoo_model& first, const zoo_model& second, std::size_t split,
                          std::size_t overlap, bool kin) {
  const std::size_t layers = second.decoder.layers;
  if (split > first.decoder.layers || overlap > split || split > layers)
    throw std::invalid_argument("no such split");
  descendant child{frame_of(first), {}};
  for (zoo_tensor& tensor : child.model.tensors)
    if (!tensor.name.ends_with("embed_tokens.weight")) tensor = named_tensor(second, tensor.name);
  for (std::size_t layer = 0; layer < split; ++layer) {
    add_layer(child.model, first, layer, layer);
    child.truth.layer_of.push_back(static_cast<std::int64_t>(layer));
  }
  for (std::size_t layer = split - overlap; layer < layers; ++layer) {
    add_layer(child.model, second, layer, layer + overlap);
    child.truth.layer_of.push_back(kin ? static_cast<std::int64_t>(layer) : no_counterpart);
  }
  child.model.decoder.layers = layers + overlap;
  child.truth.recipe = "passed_through";
  child.truth.strength = std::to_string(split) + " + " + std::to_string(layers + overlap - split) +
                         (kin ? " layers of kin" : " layers of a stranger");
  child.truth.operations = {operation_kind::merged};
  if (overlap > 0) child.truth.operations.push_back(operation_kind::depth_upscaled);
  child.truth.provable = descent_direction::subject_from_reference;
  const double share = share_of_first(child.model, split);
  child.truth.merge_weights = {share, 1 - share};
  return child;
}

} // namespace weightkin::zoo
