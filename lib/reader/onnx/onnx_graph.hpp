#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reader/onnx/onnx_file.hpp"
#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// A graph, a graph inside of one of its nodes, or the body of a function. Names of values are
/// unique within one; a node also sees the names of the graphs around its own.
struct onnx_scope {
  std::size_t id = 0; ///< 0 for the main graph; the same in every walk over one file
  const onnx_scope* outer = nullptr;
  std::size_t depth = 0;
  std::string_view prefix; ///< "" for the main graph, else "path/of/outputs/"; valid in the call
};

/// What a node says of itself; inputs and attributes are walked over when they are wanted.
struct onnx_node {
  proto_field where; ///< the message
  std::string op;
  std::string domain;
  std::string output; ///< the first one's name
};

/// Calls for what a walk over a model meets, in the order of the file.
class onnx_visitor {
public:
  onnx_visitor() = default;
  onnx_visitor(const onnx_visitor&) = delete;
  onnx_visitor& operator=(const onnx_visitor&) = delete;
  virtual ~onnx_visitor() = default;

  /// A TensorProto among a graph's initializers.
  [[nodiscard]] virtual result<void> initializer(const onnx_scope& scope,
                                                 const proto_field& where) = 0;
  /// A SparseTensorProto among them.
  [[nodiscard]] virtual result<void> sparse_initializer(const onnx_scope& scope,
                                                        const proto_field& where) = 0;
  [[nodiscard]] virtual result<void> node(const onnx_scope& scope, const onnx_node& node) = 0;
  /// A value that the graph gives out.
  [[nodiscard]] virtual result<void> output(const onnx_scope& scope, std::string_view name) = 0;
};

/// Walks over the main graph, all graphs inside of it, the training graphs and the functions.
/// \returns `bad_format`: `limit` when graphs nest too deeply, `protobuf`, or what a call returned.
[[nodiscard]] result<void> walk_model(const onnx_file& file, onnx_visitor& visitor);

/// One attribute of a node; fields of its value are found by number.
struct onnx_attribute {
  proto_field where;
  std::string name;
};

/// Calls `use(const onnx_attribute&)` -> result<void> for each attribute of a node.
template <class Use>
[[nodiscard]] result<void> for_each_attribute(const onnx_file& file, const onnx_node& node,
                                              Use use);

/// The integer attribute `name` of a node, or nothing when it has none.
[[nodiscard]] result<std::optional<std::int64_t>>
integer_attribute(const onnx_file& file, const onnx_node& node, std::string_view name);

/// Calls `use(std::size_t position, const std::string& name)` -> result<void> for each input.
template <class Use>
[[nodiscard]] result<void> for_each_input(const onnx_file& file, const onnx_node& node, Use use);

/// NodeProto's and AttributeProto's fields that are used.
namespace onnx_field {
inline constexpr std::uint32_t node_input = 1;
inline constexpr std::uint32_t node_attribute = 5;
inline constexpr std::uint32_t attribute_name = 1;
inline constexpr std::uint32_t attribute_f = 2;
inline constexpr std::uint32_t attribute_i = 3;
inline constexpr std::uint32_t attribute_t = 5;
inline constexpr std::uint32_t attribute_g = 6;
inline constexpr std::uint32_t attribute_floats = 7;
inline constexpr std::uint32_t attribute_ints = 8;
inline constexpr std::uint32_t attribute_graphs = 11;
inline constexpr std::uint32_t attribute_sparse_tensor = 22;
} // namespace onnx_field

[[nodiscard]] result<onnx_attribute> read_attribute(const onnx_file& file,
                                                    const proto_field& where);

template <class Use>
result<void> for_each_attribute(const onnx_file& file, const onnx_node& node, Use use) {
  return file.each_field(node.where, [&](const proto_field& field) -> result<void> {
    if (field.number != onnx_field::node_attribute) return {};
    const auto attribute = read_attribute(file, field);
    if (!attribute) return attribute.error();
    return use(*attribute);
  });
}

template <class Use>
result<void> for_each_input(const onnx_file& file, const onnx_node& node, Use use) {
  std::size_t position = 0;
  std::string name;
  return file.each_field(node.where, [&](const proto_field& field) -> result<void> {
    if (field.number != onnx_field::node_input) return {};
    if (auto read = file.read_name(field, name); !read) return read;
    return use(position++, name);
  });
}

} // namespace weightkin
