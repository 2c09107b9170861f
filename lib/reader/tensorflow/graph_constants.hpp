#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "reader/format_table.hpp"
#include "reader/tensorflow/graph_node.hpp"
#include "reader/unique_names.hpp"

namespace weightkin {

/// Collects the constants of TensorFlow graphs, and what the graphs do with them.
class graph_constants {
public:
  explicit graph_constants(const read_request& request) : request_(request) {}

  /// Adds a GraphDef {1: nodes, 2: library {1: functions}}.
  [[nodiscard]] result<void> add_graph(const proto_field& graph);

  /// All constants added so far; names unique.
  [[nodiscard]] file_contents finish(std::string_view format) &&;

private:
  /// A node that hands on a constant: the constant itself, or an identity of another node.
  struct carrier {
    bool is_constant = false;
    std::size_t tensor = 0; ///< of constants
    std::string source;     ///< of identities
  };

  result<void> add_function(const proto_field& function);
  result<void> add_nodes(const proto_field& list, std::uint32_t node_field,
                         const std::string& scope);
  result<void> take_carrier(const graph_node& node, const std::string& scope);
  result<void> take_constant(const graph_node& node, const std::string& scope);
  void note_usage(const graph_node& node);
  [[nodiscard]] const carrier* constant_behind(const std::string& input) const;

  const read_request& request_;
  file_contents contents_;
  detail::unique_names names_;
  std::unordered_map<std::string, carrier> carriers_; ///< of the list that is being added
};

} // namespace weightkin
