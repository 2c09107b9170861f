#include "derive_other_backbones.hpp"

#include <stdexcept>

#include "decoder_parts.hpp"
#include "derive_permutation.hpp"

namespace weightkin::zoo {
namespace {

bool has(const zoo_model& model, const std::string& name) {
  for (const zoo_tensor& tensor : model.tensors)
    if (tensor.name == name) return true;
  return false;
}

/// Entries of axis 1 move, each with everything behind it.
void take_inputs(zoo_tensor& tensor, const unit_order& order) {
  const auto inputs = static_cast<std::size_t>(tensor.shape.at(1));
  const std::size_t window = tensor.columns() / inputs;
  zoo_tensor flat{tensor.name, {tensor.rows(), tensor.columns()}, std::move(tensor.values)};
  take_columns(flat, block_order(order, window));
  tensor.values = std::move(flat.values);
}

/// What inventories call a layer: its path without the container's name.
std::string slot_of(const std::string& layer) {
  const std::string container = "features.";
  return layer.rfind(container, 0) == 0 ? layer.substr(container.size()) : layer;
}

/// The outputs of one layer and the inputs of the next in a common random order.
void permute_between(descendant& child, const std::string& from, const std::string& to,
                     const std::string& group, random_source& random) {
  zoo_tensor& weight = named_tensor(child.model, from + ".weight");
  const unit_order order = test::random_permutation(random, weight.rows());
  take_rows(weight, order);
  if (has(child.model, from + ".bias")) take_rows(named_tensor(child.model, from + ".bias"), order);
  take_inputs(named_tensor(child.model, to + ".weight"), order);
  child.truth.units_of[group] = as_truth(order);
}

void permute_recurrent(descendant& child, std::size_t layer, random_source& random) {
  const std::string end = "l" + std::to_string(layer);
  zoo_tensor& hidden = named_tensor(child.model, "rnn.weight_hh_" + end);
  const std::size_t units = hidden.columns();
  const unit_order order = test::random_permutation(random, units);
  unit_order rows; // the gates one after the other, units in the same order in each
  for (std::size_t gate = 0; gate * units < hidden.rows(); ++gate)
    for (const std::size_t unit : order)
      rows.push_back(gate * units + unit);
  take_columns(hidden, order);
  for (const char* part : {"weight_ih_", "weight_hh_", "bias_ih_", "bias_hh_"})
    take_rows(named_tensor(child.model, "rnn." + std::string(part) + end), rows);
  const std::string next = "rnn.weight_ih_l" + std::to_string(layer + 1);
  take_inputs(named_tensor(child.model, has(child.model, next) ? next : "classifier.weight"),
              order);
  child.truth.units_of["rnn.hidden_" + end] = as_truth(order);
}

bool is_vision_gain(const std::string& name) { return name.find("norm") != std::string::npos; }

} // namespace

descendant hidden_units_permuted(const zoo_model& parent, std::uint64_t seed) {
  if (parent.kind == backbone::decoder) return units_permuted(parent, seed);
  descendant child = copy_of(parent, "units_permuted", "all layers");
  child.truth.operations = {operation_kind::permuted};
  random_source random = scattered_source(seed);
  const auto chain = [&](std::initializer_list<const char*> layers) {
    for (auto at = layers.begin(); at + 1 != layers.end(); ++at)
      permute_between(child, *at, *(at + 1), slot_of(*at) + ".out", random);
  };
  switch (parent.kind) {
  case backbone::perceptron: chain({"fc1", "fc2", "fc3", "fc4"}); break;
  case backbone::convolution:
    chain({"features.0", "features.2", "features.4", "classifier"});
    break;
  case backbone::lstm:
    for (std::size_t layer = 0; has(parent, "rnn.weight_hh_l" + std::to_string(layer)); ++layer)
      permute_recurrent(child, layer, random);
    break;
  case backbone::vision:
    for (std::size_t layer = 0;; ++layer) {
      const std::string at = "blocks." + std::to_string(layer) + ".mlp.";
      if (!has(parent, at + "fc1.weight")) break;
      permute_between(child, at + "fc1", at + "fc2", hidden_group(layer), random);
    }
    break;
  default: throw std::invalid_argument("no reordering for this backbone");
  }
  return child;
}

descendant vision_stream_permuted(const zoo_model& parent, std::uint64_t seed) {
  if (parent.kind != backbone::vision) throw std::invalid_argument("no vision transformer");
  descendant child = copy_of(parent, "stream_permuted", "vision");
  child.truth.operations = {operation_kind::permuted};
  random_source random = scattered_source(seed);
  const std::size_t width = named_tensor(parent, "norm.weight").rows();
  const unit_order order = test::random_permutation(random, width);
  for (zoo_tensor& tensor : child.model.tensors) {
    const std::string& name = tensor.name;
    const bool writes = name.starts_with("patch_embed") || name.ends_with("attn.proj.weight") ||
                        name.ends_with("attn.proj.bias") || name.ends_with("mlp.fc2.weight") ||
                        name.ends_with("mlp.fc2.bias");
    if (writes || is_vision_gain(name)) {
      take_rows(tensor, order);
    } else if (name.ends_with("cls_token") || name.ends_with("pos_embed")) {
      zoo_tensor flat{name, {tensor.values.size() / width, width}, std::move(tensor.values)};
      take_columns(flat, order);
      tensor.values = std::move(flat.values);
    } else if (tensor.shape.size() == 2) {
      take_columns(tensor, order);
    }
  }
  child.truth.stream_of = as_truth(order);
  child.truth.stream_sign.assign(width, 1);
  return child;
}

} // namespace weightkin::zoo
