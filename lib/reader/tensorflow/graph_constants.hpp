#pragma once

#include <cstdint>
#include <string>

#include "reader/format_table.hpp"
#include "reader/tensorflow/graph_node.hpp"
#include "reader/tensorflow/weight_uses.hpp"
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
  result<void> add_function(const proto_field& function);
  result<void> add_nodes(const proto_field& list, std::uint32_t node_field,
                         const std::string& scope);
  result<void> take_constant(const graph_node& node, const std::string& scope);

  const read_request& request_;
  file_contents contents_;
  detail::unique_names names_;
  weight_uses uses_; ///< of the list of nodes that is being added
};

} // namespace weightkin
