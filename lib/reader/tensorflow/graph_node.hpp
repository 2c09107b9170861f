#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/reader/byte_source.hpp>

#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// One operation of a TensorFlow graph, as far as it matters for weights.
struct graph_node {
  std::string name;
  std::string op;
  std::vector<std::string> inputs;     ///< "node", "node:1", or "^node" for mere order
  std::optional<proto_field> constant; ///< the TensorProto in attribute "value"
  std::vector<std::string> true_flags; ///< boolean attributes that are set
};

/// \returns `bad_format`: `protobuf` and `limit`
[[nodiscard]] result<graph_node> read_graph_node(const byte_source& file,
                                                 const proto_field& message);

/// Calls `visit` for each node of a message that lists nodes in its field `node_field`.
[[nodiscard]] result<void> visit_nodes(const byte_source& file, const proto_field& message,
                                       std::uint32_t node_field,
                                       const std::function<result<void>(const graph_node&)>& visit);

/// The node that an input reads, without the number of its output; empty for mere order.
[[nodiscard]] std::string source_node(const std::string& input);

/// What `node` does with its input `index`: "Conv2D.filter", "MatMul.b transpose_b=0",
/// "Mul.input1".
[[nodiscard]] std::string usage_of(const graph_node& node, std::size_t index);

} // namespace weightkin
