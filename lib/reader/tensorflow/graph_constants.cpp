#include "reader/tensorflow/graph_constants.hpp"

#include <utility>

#include "reader/located_error.hpp"
#include "reader/tensorflow/tensor_proto.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t most_name_bytes = 65'536;

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
  uses_ = {};
  const byte_source& file = *request_.bytes;
  auto found = visit_nodes(file, list, node_field, [&](const graph_node& node) -> result<void> {
    if (node.op == "Const" && node.constant) return take_constant(node, scope);
    uses_.add_node(node);
    return {};
  });
  if (!found || uses_.empty()) return found;
  uses_.connect();
  return visit_nodes(file, list, node_field, [&](const graph_node& node) {
    uses_.note(node, contents_.tensors);
    return result<void>();
  });
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
  if (!uses_.add_weight(node.name, tensors.size()))
    return detail::fail_at(fault::duplicate, label, node.constant->offset,
                           "node " + detail::escaped(scope + node.name) + " stands twice");
  (*tensor)->name = names_.take(scope + node.name);
  tensors.push_back(std::move(**tensor));
  return {};
}

file_contents graph_constants::finish(std::string_view format) && {
  contents_.format = format;
  return std::move(contents_);
}

} // namespace weightkin
