#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "inventory/adapter_change.hpp"
#include "inventory/component_split.hpp"
#include "inventory/evidence_rules.hpp"
#include "inventory/name_path.hpp"
#include "inventory/role_rules.hpp"
#include "inventory/tied_tensors.hpp"
#include "inventory/unit_axis.hpp"
#include "inventory/width_flow.hpp"

namespace weightkin {
namespace {

using detail::axis_decision;
using detail::component_split;
using detail::tensor_facts;

std::string_view suffix_of(const tensor_view& tensor, const detail::component_claim& claim) {
  return tensor.name.substr(std::min(claim.suffix_start, tensor.name.size()));
}

std::vector<tensor_facts> read_names(std::span<const tensor_view> tensors,
                                     const component_split& split) {
  std::vector<tensor_facts> facts(tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    tensor_facts& fact = facts[i];
    fact.view = &tensors[i];
    fact.component = split.claims[i].component;
    fact.kind = split.components[fact.component].kind;
    fact.slot = detail::normalise_slot(suffix_of(tensors[i], split.claims[i]), fact.kind);
    fact.role = detail::role_of(fact.slot, tensors[i], fact.kind);
    // The caller's map has the last word on roles, so it comes before anything that uses them.
    if (const map_rule* rule = split.claims[i].rule; rule != nullptr && rule->role)
      fact.role = *rule->role;
  }
  return facts;
}

/// Some dialects store linear layers as [in, out] while others use the same names for [out, in]:
/// the shapes of the layers that widen and narrow decide, one way for a whole component.
void settle_orientation(std::vector<tensor_facts>& facts, std::size_t components) {
  std::vector<int> transposed_votes(components);
  for (const tensor_facts& fact : facts) {
    if (!fact.slot.inputs_first || fact.rank() != 2 || fact.extent(0) == fact.extent(1)) continue;
    const bool widens = fact.role == tensor_role::mlp_up || fact.role == tensor_role::attention_qkv;
    const bool wide_columns = fact.extent(1) > fact.extent(0);
    if (widens || fact.role == tensor_role::mlp_down)
      transposed_votes[fact.component] += widens == wide_columns ? 1 : -1;
  }
  for (tensor_facts& fact : facts) {
    const bool matrix = fact.rank() == 2 && fact.slot.inputs_first;
    const bool kernel =
        fact.rank() >= 2 && !fact.slot.segments.empty() && fact.slot.segments.back() == "kernel";
    fact.inputs_first = kernel || (matrix && transposed_votes[fact.component] > 0);
  }
}

/// Slots identify tensors within a component: where normalising made two names alike, both keep
/// what their files call them.
void keep_slots_distinct(std::vector<inventory_entry>& entries) {
  std::map<std::pair<std::size_t, std::string_view>, std::size_t> uses;
  for (const inventory_entry& entry : entries)
    ++uses[{entry.component, entry.slot}];
  std::vector<std::size_t> ambiguous;
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (uses[{entries[i].component, entries[i].slot}] > 1) ambiguous.push_back(i);
  for (const std::size_t i : ambiguous)
    entries[i].slot = entries[i].suffix;
}

std::vector<inventory_entry> draft_entries(std::span<const tensor_view> tensors,
                                           const component_split& split,
                                           std::span<const tensor_facts> facts) {
  const auto tied = detail::find_tied(tensors);
  std::vector<inventory_entry> entries(tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    inventory_entry& entry = entries[i];
    entry.tensor = i;
    entry.component = facts[i].component;
    entry.suffix = suffix_of(tensors[i], split.claims[i]);
    entry.slot = facts[i].slot.text();
    entry.layer = detail::layer_number(detail::split_name(entry.suffix));
    entry.role = facts[i].role;
    entry.tied_to = tied[i];
    if (tied[i]) entry.detail = "same storage as " + std::string(tensors[*tied[i]].name);
  }
  keep_slots_distinct(entries);
  return entries;
}

/// A fixed table added to the residual stream gives each of its dimensions a meaning that every
/// such model shares: the stream, and whatever has its width, is no longer exchangeable.
void withdraw_positioned_axes(std::span<const tensor_facts> facts,
                              const std::vector<char>& fixes_positions,
                              std::vector<inventory_entry>& entries) {
  std::set<std::pair<std::size_t, std::uint64_t>> positioned;
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (fixes_positions[i] && facts[i].rank() > 0)
      positioned.emplace(facts[i].component, facts[i].view->shape.back());
  for (inventory_entry& entry : entries) {
    if (!entry.axis || !positioned.contains({entry.component, entry.axis->units})) continue;
    const std::string& group = entry.axis->group;
    if (group != "residual" && !group.starts_with("width.")) continue;
    entry.axis.reset();
    if (entry.use != evidence_use::convicting) continue;
    entry.use = evidence_use::descriptive;
    entry.why = exclusion::no_exchangeable_axis;
    entry.detail = "a sinusoidal position table tells the dimensions apart";
  }
}

std::optional<unit_axis> requested_axis(const tensor_view& tensor, std::size_t axis) {
  if (axis >= tensor.shape.size()) return std::nullopt;
  unit_axis chosen;
  chosen.axis = axis;
  chosen.units = tensor.shape[axis];
  chosen.group = "width." + std::to_string(chosen.units);
  chosen.shared_unknown = true;
  return chosen;
}

/// The caller's word on axis and use. Nothing can make an unreadable, empty or tied tensor count.
void apply_map(const tensor_view& tensor, const map_rule& rule, inventory_entry& entry) {
  const bool unusable = entry.why == exclusion::unreadable || entry.why == exclusion::empty ||
                        entry.why == exclusion::tied || entry.why == exclusion::integer;
  if (unusable) return;
  if (rule.unit_axis) {
    entry.axis = requested_axis(tensor, *rule.unit_axis);
    const bool missing = entry.why == exclusion::no_exchangeable_axis;
    if (entry.axis && missing) {
      entry.use = evidence_use::convicting;
      entry.why = exclusion::none;
      entry.detail.clear();
    } else if (!entry.axis && entry.use == evidence_use::convicting) {
      entry.use = evidence_use::descriptive;
      entry.why = exclusion::no_exchangeable_axis;
      entry.detail = "the component map names an axis the tensor does not have";
    }
  }
  if (!rule.use || *rule.use == entry.use) return;
  if (*rule.use == evidence_use::convicting && !entry.axis) {
    entry.detail = "the component map wants a verdict from it, but it has no exchangeable axis";
    return;
  }
  entry.use = *rule.use;
  entry.why = entry.use == evidence_use::convicting ? exclusion::none : exclusion::by_request;
}

bool counts_as_parameters(const inventory_entry& entry, component_kind kind) {
  return !entry.tied_to && kind != component_kind::optimizer && entry.role != tensor_role::buffer &&
         entry.role != tensor_role::batch_norm_statistic;
}

void count_up(std::span<const tensor_view> tensors, inventory& taken) {
  std::vector<std::set<int>> layers(taken.components.size());
  for (inventory_entry& entry : taken.entries) {
    component& part = taken.components[entry.component];
    entry.parameters = counts_as_parameters(entry, part.kind)
                           ? detail::trained_elements(tensors[entry.tensor])
                           : 0;
    ++part.tensors;
    part.parameters += entry.parameters;
    taken.parameters += entry.parameters;
    if (entry.layer >= 0) layers[entry.component].insert(entry.layer);
  }
  for (std::size_t i = 0; i < layers.size(); ++i)
    taken.components[i].layers = static_cast<int>(layers[i].size());
}

} // namespace

inventory take_inventory(std::span<const tensor_view> tensors, const inventory_options& options) {
  component_split split = detail::split_components(tensors, options.map);
  std::vector<tensor_facts> facts = read_names(tensors, split);
  settle_orientation(facts, split.components.size());
  const detail::width_flow widths(facts, split.components.size());
  std::vector<axis_decision> axes = detail::decide_axes(facts, widths);

  inventory taken;
  taken.entries = draft_entries(tensors, split, facts);
  std::vector<char> fixes_positions(tensors.size());
  parallel_for(tensors.size(), options.threads, [&](std::size_t i) {
    taken.entries[i].axis = std::move(axes[i].axis);
    if (taken.entries[i].detail.empty()) taken.entries[i].detail = std::move(axes[i].reason);
    fixes_positions[i] = detail::judge_evidence(facts[i], taken.entries[i]).fixes_positions;
  });
  withdraw_positioned_axes(facts, fixes_positions, taken.entries);
  for (std::size_t i = 0; i < tensors.size(); ++i)
    if (split.claims[i].rule != nullptr)
      apply_map(tensors[i], *split.claims[i].rule, taken.entries[i]);
  taken.components = std::move(split.components);
  count_up(tensors, taken);
  return taken;
}

} // namespace weightkin
