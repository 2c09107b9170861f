#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "reader/format_rows.hpp"
#include "reader/tensorflow/graph_constants.hpp"
#include "reader/wire/little_endian.hpp"

// Graphs of TensorFlow as protobuf messages, which have no magic number:
//   GraphDef      {1: node, 2: library of functions, 4: versions}      a frozen graph, *.pb
//   MetaGraphDef  {1: info, 2: GraphDef, ...}                          *.meta
//   SavedModel    {1: schema version, 2: MetaGraphDef}                 saved_model.pb
// A node is {1: name, 2: operator, 3: inputs, 5: attributes}. The constants among the nodes are
// weights in a frozen graph; in a SavedModel most weights are variables, which lie beside it in
// variables/.
//
// They are told from each other, and from other protobufs (ONNX, Core ML, Caffe), by how the first
// message in them begins: a node with its name and an operator that is an identifier, the list of
// operators in the info of a MetaGraphDef, a MetaGraphDef behind a version.

namespace weightkin {
namespace {

constexpr std::string_view graph_name = "tensorflow-graph";
constexpr std::string_view saved_model_name = "tensorflow-saved-model";

/// Takes a tag and a length from the front of protobuf bytes and answers the payload, as far as it
/// is there; nothing when the tag is another.
std::optional<std::string_view> take_payload(std::string_view& bytes, char tag) {
  if (bytes.empty() || bytes.front() != tag) return std::nullopt;
  std::uint64_t length = 0;
  std::size_t at = 1;
  for (unsigned shift = 0; shift < 63; shift += 7, ++at) {
    if (at >= bytes.size()) return std::nullopt;
    length |= static_cast<std::uint64_t>(bytes[at] & 0x7f) << shift;
    if ((bytes[at] & 0x80) == 0) break;
  }
  bytes.remove_prefix(std::min(at + 1, bytes.size()));
  const std::string_view payload = bytes.substr(0, length);
  bytes.remove_prefix(payload.size());
  return payload;
}

bool is_operator(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '>' || c == '.';
  });
}

bool begins_like_graph(std::string_view bytes) {
  auto node = take_payload(bytes, '\x0a');
  if (!node) return false;
  const auto name = take_payload(*node, '\x0a');
  const auto op = take_payload(*node, '\x12');
  return name && op && !name->empty() && is_operator(*op);
}

/// The info begins with the list of operators, which begins with an operator that has a name.
bool begins_like_info(std::string_view info) {
  auto operators = take_payload(info, '\x12');
  if (!operators) return false;
  auto first = take_payload(*operators, '\x0a');
  return first && first->starts_with('\x0a');
}

bool begins_like_meta_graph(std::string_view bytes) {
  if (const auto info = take_payload(bytes, '\x0a')) return begins_like_info(*info);
  const auto graph = take_payload(bytes, '\x12');
  return graph && begins_like_graph(*graph);
}

/// Behind a version a little less will do: info whose first field is another than its rarely used
/// version (Core ML has a name there), or the graph of Python objects that TensorFlow 2 puts first.
bool begins_like_saved_model(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != '\x08' || (bytes[1] & 0x80) != 0) return false;
  bytes.remove_prefix(2);
  auto meta_graph = take_payload(bytes, '\x12');
  const bool only_meta_graphs = bytes.empty() || bytes.front() == '\x12';
  if (!meta_graph || !only_meta_graphs) return false;
  if (begins_like_meta_graph(*meta_graph)) return true;
  if (const auto objects = take_payload(*meta_graph, '\x3a')) return objects->starts_with('\x0a');
  const auto info = take_payload(*meta_graph, '\x0a');
  constexpr std::string_view other_fields = "\x12\x1a\x22\x2a\x32\x38";
  return info && !info->empty() && other_fields.find(info->front()) != std::string_view::npos;
}

bool is_graph(const format_probe& probe) { return begins_like_graph(as_text(probe.head)); }
bool is_saved_model(const format_probe& probe) {
  const std::string_view head = as_text(probe.head);
  return begins_like_saved_model(head) || begins_like_meta_graph(head);
}

proto_field whole_file(const byte_source& file) {
  return {0, proto_wire::bytes, 0, 0, file.size()};
}

result<file_contents> read_graph(const read_request& request) {
  graph_constants constants(request);
  if (auto added = constants.add_graph(whole_file(*request.bytes)); !added)
    return std::move(added).error();
  return std::move(constants).finish(graph_name);
}

/// Calls `use` for each message in field 2: the graphs of a MetaGraphDef, or the MetaGraphDefs of
/// a SavedModel.
template <class Use>
result<void> each_second(const byte_source& file, const proto_field& message, Use use) {
  proto_message fields(file, message);
  while (true) {
    const auto field = fields.next();
    if (!field) return field.error();
    if (!*field) return {};
    if ((*field)->number != 2 || (*field)->wire != proto_wire::bytes) continue;
    if (auto used = use(**field); !used) return used;
  }
}

result<file_contents> read_saved_model(const read_request& request) {
  const byte_source& file = *request.bytes;
  graph_constants constants(request);
  const auto add_graph = [&](const proto_field& graph) { return constants.add_graph(graph); };
  const auto add_meta_graph = [&](const proto_field& meta_graph) {
    return each_second(file, meta_graph, add_graph);
  };
  std::array<std::byte, 1> scratch;
  const auto first = file.read(0, 1, scratch);
  if (!first) return first.error();
  const bool is_single = first->front() == std::byte{0x0a};
  auto added = is_single ? add_meta_graph(whole_file(file))
                         : each_second(file, whole_file(file), add_meta_graph);
  if (!added) return std::move(added).error();
  file_contents contents = std::move(constants).finish(saved_model_name);
  const auto variables = request.beside.list("variables");
  if (variables &&
      std::find(variables->begin(), variables->end(), "variables.index") != variables->end())
    contents.warnings.push_back(file.label() + ": only the constants of the graph are read; its "
                                               "variables lie in variables/variables.index");
  return contents;
}

} // namespace

const format_row tensorflow_graph_format{graph_name, is_graph, read_graph};
const format_row saved_model_format{saved_model_name, is_saved_model, read_saved_model};

} // namespace weightkin
