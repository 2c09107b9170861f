#include "reader/tensorflow/graph_constants.hpp"

#include <utility>

#include "reader/located_error.hpp"
#include "reader/tensorflow/tensor_proto.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t most_name_bytes = 65'536;
constexpr std::size_t longest_chain = 64; ///< of identities; they may form a cycle

bool hands_on(const graph_node& node) {
  return (node.op == "Identity" || node.op == "StopGradient" || node.op == "Enter") &&
         !node.inputs.empty();
}

} // namespace

result<void> graph_constants::add_graph(const proto_field& graph) {
  const byte_source& file = *request_.bytes;
  if (auto added = add_nodes(graph, 1, ""); !added) return added;
  proto_message fields(file, graph);
  while (true) {
    const auto library = fields.next();
    if (!library) return library.error();
    if (!*library) return {};
    if ((*library)->number != 2 || (*library)->wire != proto_wire::bytes) continue;
    proto_message functions(file, **library);
    while (true) {
      const auto function = functions.next();
      if (!function) return function.error();
      if (!*function) break;
      if ((*function)->number != 1 || (*function)->wire != proto_wire::bytes) continue;
      if (auto added = add_function(**function); !added) return added;
    }
  }
}

/// A FunctionDef {1: signature {1: name}, 3: nodes}.
result<void> graph_constants::add_function(const proto_field& function) {
  const byte_source& file = *request_.bytes;
  std::string name;
  proto_message fields(file, function);
  while (true) {
    const auto field = fields.next();
    if (!field) return field.error();
    if (!*field) break;
    if ((*field)->number != 1 || (*field)->wire != proto_wire::bytes) continue;
    const auto first = proto_message(file, **field).next();
    if (!first) return first.error();
    if (!*first || (*first)->number != 1) continue;
    auto text = proto_text(file, **first, most_name_bytes);
    if (!text) return std::move(text).error();
    name = std::move(*text);
  }
  return add_nodes(function, 3, name + "/");
}

result<void> graph_constants::add_nodes(const proto_field& list, std::uint32_t node_field,
                                        const std::string& scope) {
  carriers_.clear();
  carrier_numbers_.clear();
  const byte_source& file = *request_.bytes;
  auto found = visit_nodes(file, list, node_field,
                           [&](const graph_node& node) { return take_carrier(node, scope); });
  if (!found || carriers_.empty()) return found;
  connect_carriers();
  return visit_nodes(file, list, node_field, [&](const graph_node& node) {
    if (!hands_on(node)) note_usage(node);
    return result<void>();
  });
}

result<void> graph_constants::take_carrier(const graph_node& node, const std::string& scope) {
  if (node.op == "Const" && node.constant) return take_constant(node, scope);
  if (!hands_on(node)) return {};
  if (carrier_numbers_.emplace(node.name, carriers_.size()).second)
    carriers_.push_back({std::nullopt, source_node(node.inputs.front()), std::nullopt});
  return {};
}

result<void> graph_constants::take_constant(const graph_node& node, const std::string& scope) {
  const std::string& label = request_.bytes->label();
  auto tensor = read_tensor_proto(request_.bytes, *node.constant,
                                  "node " + detail::escaped(scope + node.name));
  if (!tensor) return std::move(tensor).error();
  if (!*tensor) return {};
  std::vector<stored_tensor>& tensors = contents_.tensors;
  if (tensors.size() == request_.options.limits.tensors)
    return detail::fail_at(fault::limit, label, node.constant->offset,
                           "more than " + std::to_string(request_.options.limits.tensors) +
                               " constants");
  if (!carrier_numbers_.emplace(node.name, carriers_.size()).second)
    return detail::fail_at(fault::duplicate, label, node.constant->offset,
                           "node " + detail::escaped(scope + node.name) + " stands twice");
  carriers_.push_back({tensors.size(), {}, std::nullopt});
  (*tensor)->name = names_.take(scope + node.name);
  tensors.push_back(std::move(**tensor));
  return {};
}

/// Looks up each source once, so that chains are followed by number.
void graph_constants::connect_carriers() {
  for (carrier& identity : carriers_)
    if (!identity.tensor) identity.next = carrier_called(std::exchange(identity.source, {}));
}

/// The first consumer of a constant says what it is for.
void graph_constants::note_usage(const graph_node& node) {
  for (std::size_t index = 0; index < node.inputs.size(); ++index) {
    const auto tensor = tensor_behind(source_node(node.inputs[index]));
    if (!tensor) continue;
    shared_text& usage = contents_.tensors[*tensor].usage;
    if (usage.empty()) usage = usage_of(node, index);
  }
}

std::optional<std::size_t> graph_constants::carrier_called(const std::string& name) const {
  const auto found = carrier_numbers_.find(name);
  return found == carrier_numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> graph_constants::tensor_behind(const std::string& input) const {
  auto number = carrier_called(input);
  for (std::size_t step = 0; step < longest_chain && number; ++step) {
    const carrier& found = carriers_[*number];
    if (found.tensor) return found.tensor;
    number = found.next;
  }
  return std::nullopt;
}

file_contents graph_constants::finish(std::string_view format) && {
  contents_.format = format;
  return std::move(contents_);
}

} // namespace weightkin
