#include "reader/tfjs/tfjs_topology.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <utility>

#include "reader/tensorflow/weight_uses.hpp"
#include "reader/wire/json_events.hpp"

// "modelTopology" of a converted graph is TensorFlow's GraphDef as JSON: {"node": [...], "library":
// {"function": [{"nodeDef": [...]}]}}. A node has "name", "op", "input" and "attr". Weights of
// functions go by the function's name and theirs, in the manifest as in the function.

namespace weightkin {
namespace {

constexpr std::size_t most_inputs = 65'536; ///< of one node

enum class place : std::uint8_t {
  elsewhere,
  document,
  topology,
  library,
  functions,
  function,
  graph_nodes,
  function_nodes,
  node,
  inputs,
  attributes,
  attribute,
};

struct step {
  place outer;
  std::string_view key; ///< empty: any, or an item of a list
  bool is_object;
  place inner;
};

constexpr std::array steps{
    step{place::document, "modelTopology", true, place::topology},
    step{place::topology, "node", false, place::graph_nodes},
    step{place::topology, "library", true, place::library},
    step{place::library, "function", false, place::functions},
    step{place::functions, "", true, place::function},
    step{place::function, "nodeDef", false, place::function_nodes},
    step{place::graph_nodes, "", true, place::node},
    step{place::function_nodes, "", true, place::node},
    step{place::node, "input", false, place::inputs},
    step{place::node, "attr", true, place::attributes},
    step{place::attributes, "", true, place::attribute},
};

/// Hands out the nodes of a document, one at a time.
class node_events final : public json_events {
public:
  /// \param visit told each node and the number of its function, 0 for the graph itself
  using visitor = std::function<void(graph_node& node, std::size_t function)>;
  explicit node_events(visitor visit) : visit_(std::move(visit)) {}

  result<void> begin_object() override { return enter(true); }
  result<void> begin_array() override { return enter(false); }
  result<void> end_object() override {
    if (here() == place::node) visit_(node_, in_function_ ? functions_ : 0);
    return leave();
  }
  result<void> end_array() override { return leave(); }
  result<void> key(std::string& text) override {
    key_ = std::move(text);
    return {};
  }
  result<void> text(std::string& value) override {
    if (here() == place::inputs) {
      if (node_.inputs.size() == most_inputs)
        return json_refusal(fault::limit,
                            "a node with more than " + std::to_string(most_inputs) + " inputs");
      node_.inputs.push_back(std::move(value));
    } else if (here() == place::node && key_ == "name") {
      node_.name = std::move(value);
    } else if (here() == place::node && key_ == "op") {
      node_.op = std::move(value);
    }
    return {};
  }
  result<void> whole(std::uint64_t /*value*/) override { return {}; }
  result<void> odd(json_oddity kind, double value) override {
    const bool is_set = here() == place::attribute && kind == json_oddity::boolean && value != 0;
    if (is_set && key_ == "b" && !std::exchange(is_noted_, true))
      node_.true_flags.push_back(attribute_);
    return {};
  }

private:
  [[nodiscard]] place here() const noexcept {
    return open_.empty() ? place::elsewhere : open_.back();
  }

  [[nodiscard]] place inner_place(bool is_object) const noexcept {
    if (open_.empty()) return is_object ? place::document : place::elsewhere;
    const auto* found = std::find_if(steps.begin(), steps.end(), [&](const step& row) {
      return row.outer == here() && row.is_object == is_object &&
             (row.key.empty() || row.key == key_);
    });
    return found == steps.end() ? place::elsewhere : found->inner;
  }

  result<void> enter(bool is_object) {
    const place next = inner_place(is_object);
    if (next == place::topology && std::exchange(has_topology_, true))
      return json_refusal(fault::duplicate, "the key 'modelTopology' occurs twice");
    if (next == place::function) ++functions_;
    if (next == place::node) {
      node_ = {};
      in_function_ = here() == place::function_nodes;
    }
    if (next == place::attribute) {
      attribute_ = key_;
      is_noted_ = false;
    }
    open_.push_back(next);
    return {};
  }
  result<void> leave() {
    open_.pop_back();
    return {};
  }

  visitor visit_;
  std::vector<place> open_;
  std::string key_;
  std::string attribute_;
  bool is_noted_ = false; ///< the attribute is among the node's flags
  graph_node node_;
  std::size_t functions_ = 0;
  bool in_function_ = false;
  bool has_topology_ = false;
};

/// Two functions may call nodes alike. Their weights have names of their own.
void tell_apart(graph_node& node, std::size_t function, const weight_uses& uses) {
  if (function == 0) return;
  const std::string prefix = std::to_string(function) + "\n";
  node.name.insert(0, prefix);
  for (std::string& input : node.inputs)
    if (!uses.is_weight(source_node(input))) input.insert(0, prefix);
}

} // namespace

result<void> note_tfjs_uses(std::string_view text, std::string_view label,
                            const reader_limits& limits, std::vector<stored_tensor>& tensors) {
  weight_uses uses;
  for (std::size_t i = 0; i < tensors.size(); ++i)
    static_cast<void>(uses.add_weight(tensors[i].name, i));
  std::size_t nodes = 0;
  node_events first([&](graph_node& node, std::size_t function) {
    ++nodes;
    tell_apart(node, function, uses);
    uses.add_node(node);
  });
  if (auto parsed = parse_json(text, label, 0, limits, first); !parsed) return parsed;
  if (nodes == 0) return {};
  uses.connect();
  node_events second([&](graph_node& node, std::size_t function) {
    tell_apart(node, function, uses);
    uses.note(node, tensors);
  });
  return parse_json(text, label, 0, limits, second);
}

} // namespace weightkin
