#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/tensorflow/graph_node.hpp"

namespace weightkin {

/// Which nodes of a TensorFlow graph read its weights, directly or through nodes that hand them on.
/// All weights and nodes are added, then connected; then the nodes say what they do.
class weight_uses {
public:
  /// The node called `name` is the weight `tensor`, a number of the caller's.
  /// \returns false when there is such a node already
  [[nodiscard]] bool add_weight(const std::string& name, std::size_t tensor);

  /// Remembers the node if it hands on its first input.
  void add_node(const graph_node& node);

  void connect();

  [[nodiscard]] bool empty() const noexcept { return carriers_.empty(); }
  [[nodiscard]] bool is_weight(const std::string& name) const;

  /// Sets the usage of the weights that `node` reads; the first reader of a weight decides.
  /// \param tensors what the numbers of weights count
  void note(const graph_node& node, std::vector<stored_tensor>& tensors) const;

private:
  /// A node that hands on a weight: the weight itself, or an identity of another such node.
  struct carrier {
    std::optional<std::size_t> tensor; ///< of weights
    std::string source;                ///< of identities, until all nodes are known
    std::optional<std::size_t> next;   ///< of identities: the carrier that is their source
  };

  [[nodiscard]] std::optional<std::size_t> carrier_called(const std::string& name) const;
  [[nodiscard]] std::optional<std::size_t> tensor_behind(const std::string& input) const;

  std::vector<carrier> carriers_;
  std::unordered_map<std::string, std::size_t> carrier_numbers_;
};

} // namespace weightkin
