#include "reader/onnx/onnx_graph.hpp"

#include <utility>

namespace weightkin {
namespace {

/// A graph in a node's attribute lies three messages deeper than the graph of the node.
constexpr std::size_t most_graph_depth = proto_depth / 3;
constexpr std::size_t most_path = 1024;

/// ModelProto's, TrainingInfoProto's, FunctionProto's, GraphProto's and NodeProto's fields.
constexpr std::uint32_t model_graph = 7;
constexpr std::uint32_t model_training = 20;
constexpr std::uint32_t model_functions = 25;
constexpr std::uint32_t training_initialization = 1;
constexpr std::uint32_t training_algorithm = 2;
constexpr std::uint32_t function_name = 1;
constexpr std::uint32_t function_node = 7;
constexpr std::uint32_t function_domain = 10;
constexpr std::uint32_t graph_node = 1;
constexpr std::uint32_t graph_initializer = 5;
constexpr std::uint32_t graph_output = 12;
constexpr std::uint32_t graph_sparse_initializer = 15;
constexpr std::uint32_t node_output = 2;
constexpr std::uint32_t node_op = 4;
constexpr std::uint32_t node_domain = 7;
constexpr std::uint32_t value_name = 1;

/// Walks over messages inside of messages, telling the visitor what it meets.
class model_walk {
public:
  model_walk(const onnx_file& file, onnx_visitor& visitor) : file_(file), visitor_(visitor) {
    path_.reserve(most_path); // so that it never moves: prefixes are views of it
  }

  [[nodiscard]] result<void> model() {
    std::size_t trainings = 0;
    return file_.each_field(file_.whole(), [&](const proto_field& field) -> result<void> {
      if (field.number == model_graph) return graph(onnx_scope{}, field);
      if (field.number == model_functions) return function(field);
      if (field.number != model_training) return {};
      return training("training_info[" + std::to_string(trainings++) + "]/", field);
    });
  }

private:
  [[nodiscard]] result<void> training(const std::string& prefix, const proto_field& where) {
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == training_initialization)
        return inner_graph(nullptr, prefix + "initialization/", field);
      if (field.number == training_algorithm)
        return inner_graph(nullptr, prefix + "algorithm/", field);
      return {};
    });
  }

  [[nodiscard]] result<void> function(const proto_field& where) {
    std::string name;
    std::string domain;
    auto named = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == function_name) return file_.read_name(field, name);
      if (field.number == function_domain) return file_.read_name(field, domain);
      return {};
    });
    if (!named) return named;
    return inside(nullptr, (domain.empty() ? "" : domain + ".") + name + "/", where,
                  [&](const onnx_scope& scope) {
                    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
                      return field.number == function_node ? node(scope, field) : result<void>();
                    });
                  });
  }

  /// Calls `use` with a scope of its own, `step` further down than `outer`. All paths share one
  /// string, so that many small graphs behind a long path cost no more than their own steps.
  template <class Use>
  [[nodiscard]] result<void> inside(const onnx_scope* outer, const std::string& step,
                                    const proto_field& where, Use use) {
    const std::size_t length = outer == nullptr ? 0 : outer->prefix.size();
    const std::size_t depth = outer == nullptr ? 1 : outer->depth + 1;
    if (depth > most_graph_depth || step.size() > most_path - length)
      return detail::fail_at(fault::limit, file_.label(), where.offset,
                             "graphs inside of graphs, more than " +
                                 std::to_string(most_graph_depth) + " deep or with long names");
    path_.replace(length, std::string::npos, step);
    return use(onnx_scope{++scopes_, outer, depth, path_});
  }

  [[nodiscard]] result<void> inner_graph(const onnx_scope* outer, const std::string& step,
                                         const proto_field& where) {
    return inside(outer, step, where, [&](const onnx_scope& scope) { return graph(scope, where); });
  }

  [[nodiscard]] result<void> graph(const onnx_scope& scope, const proto_field& where) {
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      switch (field.number) {
      case graph_node: return node(scope, field);
      case graph_initializer: return visitor_.initializer(scope, field);
      case graph_sparse_initializer: return visitor_.sparse_initializer(scope, field);
      case graph_output: return output(scope, field);
      default: return {};
      }
    });
  }

  [[nodiscard]] result<void> output(const onnx_scope& scope, const proto_field& where) {
    std::string name;
    auto named = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      return field.number == value_name ? file_.read_name(field, name) : result<void>();
    });
    if (!named) return named;
    return visitor_.output(scope, name);
  }

  [[nodiscard]] result<void> node(const onnx_scope& scope, const proto_field& where) {
    onnx_node node;
    node.where = where;
    bool has_output = false;
    bool has_attributes = false;
    auto read = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == node_op) return file_.read_name(field, node.op);
      if (field.number == node_domain) return file_.read_name(field, node.domain);
      has_attributes |= field.number == onnx_field::node_attribute;
      if (field.number != node_output || std::exchange(has_output, true)) return {};
      return file_.read_name(field, node.output);
    });
    if (!read) return read;
    if (auto visited = visitor_.node(scope, node); !visited) return visited;
    if (!has_attributes) return {};
    return for_each_attribute(file_, node, [&](const onnx_attribute& attribute) {
      return graphs_of(scope, node, attribute);
    });
  }

  /// The graphs in an attribute are named after the node's output, which is unique in its graph as
  /// the node's own name need not be.
  [[nodiscard]] result<void> graphs_of(const onnx_scope& scope, const onnx_node& node,
                                       const onnx_attribute& attribute) {
    std::size_t listed = 0;
    return file_.each_field(attribute.where, [&](const proto_field& field) -> result<void> {
      const auto step = [&](const std::string& end) {
        return node.output + "/" + attribute.name + end;
      };
      if (field.number == onnx_field::attribute_g) return inner_graph(&scope, step("/"), field);
      if (field.number != onnx_field::attribute_graphs) return {};
      return inner_graph(&scope, step("[" + std::to_string(listed++) + "]/"), field);
    });
  }

  const onnx_file& file_;
  onnx_visitor& visitor_;
  std::string path_;
  std::size_t scopes_ = 0;
};

} // namespace

result<void> walk_model(const onnx_file& file, onnx_visitor& visitor) {
  return model_walk(file, visitor).model();
}

result<onnx_attribute> read_attribute(const onnx_file& file, const proto_field& where) {
  onnx_attribute attribute;
  attribute.where = where;
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number != onnx_field::attribute_name) return {};
    return file.read_name(field, attribute.name);
  });
  if (!read) return std::move(read).error();
  return attribute;
}

result<std::optional<std::int64_t>> integer_attribute(const onnx_file& file, const onnx_node& node,
                                                      std::string_view name) {
  std::optional<std::int64_t> found;
  auto walked =
      for_each_attribute(file, node, [&](const onnx_attribute& attribute) -> result<void> {
        if (attribute.name != name) return {};
        return file.each_field(attribute.where, [&](const proto_field& field) -> result<void> {
          if (field.number == onnx_field::attribute_i && field.wire == proto_wire::varint)
            found = static_cast<std::int64_t>(field.value);
          return {};
        });
      });
  if (!walked) return std::move(walked).error();
  return found;
}

} // namespace weightkin
