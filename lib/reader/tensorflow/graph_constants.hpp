#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

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
  /// A node that hands on a constant: the constant itself, or an identity of another such node.
  struct carrier {
    std::optional<std::size_t> tensor; ///< of constants
    std::string source;                ///< of identities, until all nodes are known
    std::optional<std::size_t> next;   ///< of identities: the carrier that is their source
  };

  result<void> add_function(const proto_field& function);
  result<void> add_nodes(const proto_field& list, std::uint32_t node_field,
                         const std::string& scope);
  result<void> take_carrier(const graph_node& node, const std::string& scope);
  result<void> take_constant(const graph_node& node, const std::string& scope);
  void connect_carriers();
  void note_usage(const graph_node& node);
  [[nodiscard]] std::optional<std::size_t> carrier_called(const std::string& name) const;
  [[nodiscard]] std::optional<std::size_t> tensor_behind(const std::string& input) const;

  const read_request& request_;
  file_contents contents_;
  detail::unique_names names_;
  std::vector<carrier> carriers_; ///< of the list of nodes that is being added
  std::unordered_map<std::string, std::size_t> carrier_numbers_;
};

} // namespace weightkin
