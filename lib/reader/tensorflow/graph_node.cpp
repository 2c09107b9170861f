#include "reader/tensorflow/graph_node.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace weightkin {
namespace {

constexpr std::uint64_t most_node_name_bytes = 65'536;
constexpr std::size_t most_op_bytes = 64;

/// An input that is a weight, what it is called, and the attribute that turns its axes.
struct weight_input {
  std::string_view op;
  std::size_t index;
  std::string_view name;
  std::string_view flag;
};

constexpr std::array<weight_input, 23> weight_inputs{{
    {"Conv2D", 1, "filter", ""},
    {"_FusedConv2D", 1, "filter", ""},
    {"DepthwiseConv2dNative", 1, "filter", ""},
    {"_FusedDepthwiseConv2dNative", 1, "filter", ""},
    {"FusedDepthwiseConv2dNative", 1, "filter", ""}, // made by the converter to TensorFlow.js
    {"Conv2DBackpropInput", 1, "filter", ""},
    {"Conv3D", 1, "filter", ""},
    {"Conv3DBackpropInputV2", 1, "filter", ""},
    {"MatMul", 0, "a", "transpose_a"},
    {"MatMul", 1, "b", "transpose_b"},
    {"_FusedMatMul", 0, "a", "transpose_a"},
    {"_FusedMatMul", 1, "b", "transpose_b"},
    {"BatchMatMul", 0, "x", "adj_x"},
    {"BatchMatMul", 1, "y", "adj_y"},
    {"BatchMatMulV2", 0, "x", "adj_x"},
    {"BatchMatMulV2", 1, "y", "adj_y"},
    {"BiasAdd", 1, "bias", ""},
    {"FusedBatchNormV3", 1, "scale", ""},
    {"FusedBatchNormV3", 2, "offset", ""},
    {"FusedBatchNormV3", 3, "mean", ""},
    {"FusedBatchNormV3", 4, "variance", ""},
    {"GatherV2", 0, "params", ""},
    {"ResourceGather", 0, "params", ""},
}};

/// Older forms whose inputs are called alike.
std::string_view newest_form(std::string_view op) noexcept {
  if (op == "FusedBatchNorm" || op == "FusedBatchNormV2") return "FusedBatchNormV3";
  if (op == "Gather") return "GatherV2";
  return op;
}

bool is_identifier(std::string_view text) noexcept {
  return !text.empty() && text.size() <= most_op_bytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '>' || c == '.';
         });
}

/// One entry {1: key, 2: AttrValue {5: boolean, 8: tensor}} of a node's attributes.
result<void> take_attribute(const byte_source& file, const proto_field& entry, graph_node& node) {
  std::string key;
  std::optional<proto_field> value;
  proto_message pair(file, entry);
  while (true) {
    const auto field = pair.next();
    if (!field) return field.error();
    if (!*field) break;
    if ((*field)->wire != proto_wire::bytes) continue;
    if ((*field)->number == 1) {
      auto text = proto_text(file, **field, most_node_name_bytes);
      if (!text) return std::move(text).error();
      key = std::move(*text);
    }
    if ((*field)->number == 2) value = **field;
  }
  if (!value) return {};
  proto_message content(file, *value);
  while (true) {
    const auto field = content.next();
    if (!field) return field.error();
    if (!*field) return {};
    if ((*field)->number == 5 && (*field)->wire == proto_wire::varint && (*field)->value != 0)
      node.true_flags.push_back(key);
    if ((*field)->number == 8 && (*field)->wire == proto_wire::bytes && key == "value")
      node.constant = **field;
  }
}

} // namespace

result<graph_node> read_graph_node(const byte_source& file, const proto_field& message) {
  graph_node node;
  proto_message fields(file, message);
  while (true) {
    const auto field = fields.next();
    if (!field) return field.error();
    if (!*field) return node;
    if ((*field)->wire != proto_wire::bytes) continue;
    if ((*field)->number == 5) {
      if (auto taken = take_attribute(file, **field, node); !taken) return std::move(taken).error();
    } else if ((*field)->number <= 3) {
      auto text = proto_text(file, **field, most_node_name_bytes);
      if (!text) return std::move(text).error();
      if ((*field)->number == 1) node.name = std::move(*text);
      if ((*field)->number == 2) node.op = std::move(*text);
      if ((*field)->number == 3) node.inputs.push_back(std::move(*text));
    }
  }
}

result<void> visit_nodes(const byte_source& file, const proto_field& message,
                         std::uint32_t node_field,
                         const std::function<result<void>(const graph_node&)>& visit) {
  proto_message fields(file, message);
  while (true) {
    const auto field = fields.next();
    if (!field) return field.error();
    if (!*field) return {};
    if ((*field)->number != node_field || (*field)->wire != proto_wire::bytes) continue;
    const auto node = read_graph_node(file, **field);
    if (!node) return node.error();
    if (auto visited = visit(*node); !visited) return visited;
  }
}

std::string source_node(const std::string& input) {
  if (input.starts_with('^')) return {};
  return input.substr(0, input.find(':'));
}

std::string usage_of(const graph_node& node, std::size_t index) {
  if (!is_identifier(node.op)) return {};
  const std::string_view op = newest_form(node.op);
  for (const weight_input& row : weight_inputs) {
    if (row.op != op || row.index != index) continue;
    std::string usage = node.op + "." + std::string(row.name);
    if (row.flag.empty()) return usage;
    const bool is_set = std::find(node.true_flags.begin(), node.true_flags.end(), row.flag) !=
                        node.true_flags.end();
    return usage + " " + std::string(row.flag) + (is_set ? "=1" : "=0");
  }
  return node.op + ".input" + std::to_string(index);
}

} // namespace weightkin
