#include "reader/tensorflow/weight_uses.hpp"

#include <utility>

namespace weightkin {
namespace {

constexpr std::size_t longest_chain = 64; ///< of identities; they may form a cycle

bool hands_on(const graph_node& node) {
  return (node.op == "Identity" || node.op == "StopGradient" || node.op == "Enter") &&
         !node.inputs.empty();
}

} // namespace

bool weight_uses::add_weight(const std::string& name, std::size_t tensor) {
  if (!carrier_numbers_.emplace(name, carriers_.size()).second) return false;
  carriers_.push_back({tensor, {}, std::nullopt});
  return true;
}

void weight_uses::add_node(const graph_node& node) {
  if (hands_on(node) && carrier_numbers_.emplace(node.name, carriers_.size()).second)
    carriers_.push_back({std::nullopt, source_node(node.inputs.front()), std::nullopt});
}

bool weight_uses::is_weight(const std::string& name) const {
  const auto number = carrier_called(name);
  return number && carriers_[*number].tensor.has_value();
}

/// Looks up each source once, so that chains are followed by number.
void weight_uses::connect() {
  for (carrier& identity : carriers_)
    if (!identity.tensor) identity.next = carrier_called(std::exchange(identity.source, {}));
}

void weight_uses::note(const graph_node& node, std::vector<stored_tensor>& tensors) const {
  if (hands_on(node)) return;
  for (std::size_t index = 0; index < node.inputs.size(); ++index) {
    const auto tensor = tensor_behind(source_node(node.inputs[index]));
    if (!tensor) continue;
    shared_text& usage = tensors[*tensor].usage;
    if (usage.empty()) usage = usage_of(node, index);
  }
}

std::optional<std::size_t> weight_uses::carrier_called(const std::string& name) const {
  const auto found = carrier_numbers_.find(name);
  return found == carrier_numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> weight_uses::tensor_behind(const std::string& input) const {
  auto number = carrier_called(input);
  for (std::size_t step = 0; step < longest_chain && number; ++step) {
    const carrier& found = carriers_[*number];
    if (found.tensor) return found.tensor;
    number = found.next;
  }
  return std::nullopt;
}

} // namespace weightkin
