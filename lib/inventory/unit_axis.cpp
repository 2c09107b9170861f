#include "inventory/unit_axis.hpp"

#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "inventory/adapter_change.hpp"
#include "inventory/name_path.hpp"
#include "inventory/role_rules.hpp"

namespace weightkin::detail {
namespace {

using enum tensor_role;

constexpr std::string_view fixed_axes = "neither axis is known to be exchangeable";
constexpr std::string_view foreign_inputs =
    "outputs have fixed meaning and inputs come from outside";

constexpr std::string_view base_order = "units have the order of the base that is changed";

/// The path up to and including the last of `count` segments.
std::string join_front(const slot_path& slot, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += (i == 0 ? "" : ".") + slot.segments[i];
  return text;
}

/// "layers.3" for a path inside that block, else "".
std::string layer_path(const slot_path& slot) {
  for (std::size_t i = 0; i + 1 < slot.segments.size(); ++i)
    if (slot.segments[i] == "layers" && is_number(slot.segments[i + 1]))
      return join_front(slot, i + 2);
  return "";
}

/// Square maps may carry an identity branch or feed their own inputs.
bool may_map_onto_itself(const tensor_facts& fact) noexcept {
  return fact.extent(0) == fact.extent(1) && (fact.rank() == 2 || !fact.inputs_first);
}

std::string width_group(std::uint64_t width) { return "width." + std::to_string(width); }

class axis_rules {
public:
  axis_rules(std::span<const tensor_facts> facts, const width_flow& widths)
      : facts_(facts), widths_(widths) {
    for (std::size_t i = 0; i < facts.size(); ++i)
      by_slot_.try_emplace(key(facts[i].component, facts[i].slot.text()), i);
  }

  axis_decision decide(std::size_t index) const {
    const tensor_facts& fact = facts_[index];
    if (fact.rank() == 0) return {};
    // Extents beside a zero are claims that nothing backs: nobody may size or divide by them.
    if (element_count(*fact.view) == 0) return {};
    if (is_adapter_change(*fact.view)) return {std::nullopt, std::string(base_order)};
    if (names_a_scale(fact.slot)) return {std::nullopt, "scales of a quantisation grid"};
    if (fact.rank() == 1) return vector_axis(fact);
    switch (fact.role) {
    case token_embedding:
    case output_head: return stream_axis(index, 1);
    case position_embedding: return stream_axis(index, fact.rank() - 1);
    case attention_q:
    case attention_k:
    case attention_v:
    case attention_qkv:
    case router:
      return fact.rank() == 3 ? expert_stack_axis(fact) : stream_axis(index, fact.in_axis());
    case attention_o:
      return fact.rank() == 3 ? expert_stack_axis(fact) : stream_axis(index, fact.out_axis());
    case mlp_gate:
    case mlp_up:
    case mlp_gate_up:
    case mlp_down: return fact.rank() == 3 ? expert_stack_axis(fact) : hidden_axis(fact);
    case recurrent: return recurrent_axis(fact);
    case convolution:
    case linear: return map_axis(index);
    case unknown: return parameter_axis(fact);
    default: return {std::nullopt, std::string(fixed_axes)};
    }
  }

private:
  static std::string key(std::size_t component, const std::string& slot) {
    return std::to_string(component) + ' ' + slot;
  }

  const tensor_facts* find(const tensor_facts& near, const std::string& slot) const {
    const auto found = by_slot_.find(key(near.component, slot));
    return found == by_slot_.end() ? nullptr : &facts_[found->second];
  }

  axis_decision residual_axis(const tensor_facts& fact, std::size_t axis) const {
    return {unit_axis{axis, fact.extent(axis), 1, 1, "residual", false, false}, ""};
  }

  static axis_decision width_axis(const tensor_facts& fact, std::size_t axis) {
    return {unit_axis{axis, fact.extent(axis), 1, 1, width_group(fact.extent(axis)), true, false},
            ""};
  }

  /// Gains, shifts and other vectors: never convicting, but in the residual stream they can be
  /// shown with it.
  axis_decision vector_axis(const tensor_facts& fact) const {
    if (fact.role == buffer || widths_.residual(fact.component) != fact.extent(0)) return {};
    return residual_axis(fact, 0);
  }

  /// Tensors that read or write the residual stream along `axis`.
  axis_decision stream_axis(std::size_t index, std::size_t axis) const {
    const tensor_facts& fact = facts_[index];
    const auto residual = widths_.residual(fact.component);
    const std::uint64_t width = fact.extent(axis);
    if (residual == width) return residual_axis(fact, axis);
    if (fact.role == token_embedding || fact.role == output_head ||
        fact.role == position_embedding || fact.role == attention_o)
      return width_axis(fact, axis);
    // Something else than the stream is read: a latent inside the block, or another model's states.
    if (!widths_.written_within_component(index, width))
      return {std::nullopt, "reads the states of another component"};
    axis_decision found = width_axis(fact, axis);
    const std::string block = layer_path(fact.slot);
    if (residual && !block.empty()) found.axis->group = block + "." + found.axis->group;
    return found;
  }

  /// All experts in one tensor: hidden units belong to one expert each, the stream to all.
  axis_decision expert_stack_axis(const tensor_facts& fact) const {
    const auto residual = widths_.residual(fact.component);
    for (std::size_t axis = 1; axis < 3; ++axis)
      if (residual == fact.extent(axis)) return residual_axis(fact, axis);
    return {std::nullopt, "a stack of experts outside a known residual stream"};
  }

  /// Hidden units of one feed-forward network: rows of gate and up, columns of down.
  axis_decision hidden_axis(const tensor_facts& fact) const {
    const std::size_t end = fact.slot.segments.size();
    const std::string base = join_front(fact.slot, end < 2 ? 0 : end - 2);
    const std::string group = (base.empty() ? "mlp" : base) + ".hidden";
    if (fact.role == mlp_down) {
      const std::size_t axis = fact.in_axis();
      return {unit_axis{axis, fact.extent(axis), 1, 1, group, false, false}, ""};
    }
    const std::size_t axis = fact.out_axis();
    const std::uint64_t rows = fact.extent(axis);
    const tensor_facts* down = find(fact, (base.empty() ? "" : base + ".") + "down.weight");
    std::uint64_t gates = fact.role == mlp_gate_up && rows % 2 == 0 ? 2 : 1;
    // Some dialects call a fused gate-and-up matrix just "up": the down matrix gives it away.
    if (down != nullptr && down->role == mlp_down && down->rank() == 2)
      gates = rows == 2 * down->inputs() ? 2 : 1;
    return {unit_axis{axis, rows / gates, 1, gates, group, false, false}, ""};
  }

  /// LSTM and GRU weights: gates stacked along axis 0, units shared by input and hidden weights.
  axis_decision recurrent_axis(const tensor_facts& fact) const {
    // The caller's map may call anything recurrent.
    const std::string leaf = fact.slot.segments.empty() ? "" : fact.slot.segments.back();
    if (fact.rank() != 2 || !(leaf.starts_with("weight_ih") || leaf.starts_with("weight_hh")))
      return {std::nullopt, "the number of gates is not known"};
    const std::size_t end = fact.slot.segments.size() - 1;
    const std::string layer = leaf.substr(std::string_view("weight_ih").size());
    const std::string path = join_front(fact.slot, end);
    const std::string dot = path.empty() ? "" : ".";
    const tensor_facts* hidden = find(fact, path + dot + "weight_hh" + layer);
    const std::uint64_t rows = fact.extent(0);
    const std::uint64_t units = hidden != nullptr && hidden->rank() == 2 ? hidden->extent(1) : 0;
    if (units == 0 || rows % units != 0 || rows / units > 4)
      return {std::nullopt, "the number of gates is not known"};
    const bool loops = leaf.starts_with("weight_hh") && fact.extent(1) == units;
    return {unit_axis{0, units, 1, rows / units, path + dot + "hidden" + layer, false, loops}, ""};
  }

  axis_decision map_axis(std::size_t index) const {
    const tensor_facts& fact = facts_[index];
    if (fact.role == linear && names_a_lookup(fact.slot)) return width_axis(fact, 1);
    const bool hidden = !names_an_output(fact.slot) && widths_.read_within_component(index);
    if (fact.outputs() >= 8 && (hidden || fact.is_depthwise())) return map_output_axis(index, "");
    if (fact.is_depthwise()) return {std::nullopt, std::string(fixed_axes)};
    if (widths_.written_within_component(index, fact.inputs())) {
      axis_decision found = width_axis(fact, fact.in_axis());
      found.axis->skip_diagonal = may_map_onto_itself(fact);
      return found;
    }
    if (fact.kind == component_kind::projector || widths_.read_by_another_component(index))
      return map_output_axis(index, "units are dimensions of the component that reads them");
    return {std::nullopt, std::string(foreign_inputs)};
  }

  axis_decision map_output_axis(std::size_t index, std::string_view reason) const {
    const tensor_facts& fact = facts_[index];
    const std::size_t axis = fact.out_axis();
    axis_decision found = width_axis(fact, axis);
    // The patch convolution writes the residual stream.
    if (fact.role == convolution && widths_.residual(fact.component) == fact.extent(axis))
      found = residual_axis(fact, axis);
    found.axis->skip_diagonal = may_map_onto_itself(fact);
    found.reason = reason;
    return found;
  }

  /// Parameters that are no layer: class tokens, queries, tables of shifts, free projections.
  axis_decision parameter_axis(const tensor_facts& fact) const {
    if (const auto residual = widths_.residual(fact.component))
      for (std::size_t axis = fact.rank(); axis-- > 0;)
        if (fact.extent(axis) == *residual) return residual_axis(fact, axis);
    return {std::nullopt, std::string(fixed_axes)};
  }

  std::span<const tensor_facts> facts_;
  const width_flow& widths_;
  std::unordered_map<std::string, std::size_t> by_slot_;
};

/// Groups are labels from names: where tensors of one label disagree about the number of units, the
/// number becomes part of the label and sharing is no longer taken for granted.
void separate_unequal_groups(std::span<const tensor_facts> facts,
                             std::vector<axis_decision>& decisions) {
  struct group_units {
    std::uint64_t units = 0;
    bool equal = true;
  };
  std::map<std::pair<std::size_t, std::string>, group_units> groups;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!decisions[i].axis) continue;
    const auto [found, added] = groups.try_emplace({facts[i].component, decisions[i].axis->group},
                                                   group_units{decisions[i].axis->units, true});
    if (!added && found->second.units != decisions[i].axis->units) found->second.equal = false;
  }
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!decisions[i].axis) continue;
    unit_axis& axis = *decisions[i].axis;
    if (groups.at({facts[i].component, axis.group}).equal) continue;
    axis.group += "." + std::to_string(axis.units);
    axis.shared_unknown = true;
  }
}

} // namespace

std::vector<axis_decision> decide_axes(std::span<const tensor_facts> facts,
                                       const width_flow& widths) {
  const axis_rules rules(facts, widths);
  std::vector<axis_decision> decisions;
  decisions.reserve(facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i)
    decisions.push_back(rules.decide(i));
  separate_unequal_groups(facts, decisions);
  return decisions;
}

} // namespace weightkin::detail
