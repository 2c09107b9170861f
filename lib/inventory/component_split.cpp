#include "inventory/component_split.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "inventory/adapter_change.hpp"
#include "inventory/component_rules.hpp"
#include "inventory/name_path.hpp"

namespace weightkin::detail {
namespace {

/// Which conditional rows of the table apply to this list of names, worked out in one pass.
class rule_conditions {
public:
  explicit rule_conditions(std::span<const tensor_view> tensors) {
    const auto rules = component_rules();
    satisfied_.resize(rules.size());
    std::vector<bool> begun(rules.size());
    for (const tensor_view& tensor : tensors) {
      const std::string_view name = tensor.name.substr(wrapper_length(tensor.name));
      for (std::size_t i = 0; i < rules.size(); ++i) {
        const bool waits = rules[i].when == claim::witness;
        if (!begun[i]) begun[i] = name.starts_with(waits ? rules[i].witness : rules[i].prefix);
      }
    }
    for (std::size_t i = 0; i < rules.size(); ++i)
      satisfied_[i] = rules[i].when == claim::joins ? family_begun(rules[i].family, begun)
                                                    : rules[i].when == claim::firm || begun[i];
  }

  [[nodiscard]] bool satisfied(std::size_t rule) const { return satisfied_[rule]; }

private:
  static bool family_begun(std::string_view family, const std::vector<bool>& begun) {
    const auto rules = component_rules();
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (rules[i].family == family && rules[i].when == claim::firm && begun[i]) return true;
    return false;
  }

  std::vector<bool> satisfied_;
};

const component_rule* longest_rule(std::string_view name, const rule_conditions& conditions) {
  const auto rules = component_rules();
  const component_rule* best = nullptr;
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (name.starts_with(rules[i].prefix) && conditions.satisfied(i))
      if (best == nullptr || rules[i].prefix.size() > best->prefix.size()) best = &rules[i];
  return best;
}

/// What the rules say of one name.
struct membership {
  std::string family;
  std::string fixed_id; ///< set by the caller's map
  component_kind kind = component_kind::model;
  std::size_t suffix_start = 0;
};

membership built_in_membership(const tensor_view& tensor, const rule_conditions& conditions) {
  const std::string_view name = tensor.name;
  const std::size_t wrapper = wrapper_length(name);
  const std::string_view inner = name.substr(wrapper);
  const auto path = split_name(inner);
  if (is_optimizer_name(path)) return {"optimizer", "", component_kind::optimizer, wrapper};
  if (is_adapter_change(tensor) || is_adapter_name(inner, path))
    return {"adapter", "", component_kind::adapter, wrapper};
  if (const component_rule* rule = longest_rule(inner, conditions))
    return {std::string(rule->family), "", rule->kind, wrapper + rule->strip.size()};
  return {"", "", component_kind::model, wrapper};
}

membership membership_of(const tensor_view& tensor, const map_rule* rule,
                         const rule_conditions& conditions) {
  const std::string_view name = tensor.name;
  membership found = built_in_membership(tensor, conditions);
  if (rule == nullptr) return found;
  if (rule->component) {
    found = {"map:" + *rule->component, *rule->component, rule->kind.value_or(found.kind),
             rule->prefix.size() < name.size() ? rule->prefix.size() : 0};
  } else if (rule->kind && *rule->kind != found.kind) {
    found = {"map:" + rule->prefix, "", *rule->kind,
             rule->prefix.size() < name.size() ? rule->prefix.size() : 0};
  }
  return found;
}

/// Collects components in order of first appearance and keeps their ids unique.
class component_registry {
public:
  std::size_t index_of(const membership& member) {
    const auto known = by_family_.find({member.family, member.kind});
    if (known != by_family_.end()) return known->second;
    const std::size_t index = find_or_add(member);
    by_family_.emplace(std::pair{member.family, member.kind}, index);
    return index;
  }

  std::vector<component> take() { return std::move(components_); }

private:
  std::size_t find_or_add(const membership& member) {
    const std::string wanted =
        member.fixed_id.empty() ? std::string(name_of(member.kind)) : member.fixed_id;
    std::string id = wanted;
    while (true) {
      const auto taken = by_id_.find(id);
      if (taken == by_id_.end()) break;
      // The caller may name a built-in component to add tensors to it, and the other way round.
      if (!member.fixed_id.empty() || from_map_[taken->second]) return taken->second;
      id = wanted + "." + std::to_string(++last_number_.try_emplace(wanted, 1).first->second);
    }
    by_id_.emplace(id, components_.size());
    component added;
    added.id = std::move(id);
    added.kind = member.kind;
    components_.push_back(std::move(added));
    from_map_.push_back(!member.fixed_id.empty());
    return components_.size() - 1;
  }

  std::vector<component> components_;
  std::vector<bool> from_map_;
  std::map<std::pair<std::string, component_kind>, std::size_t> by_family_;
  std::map<std::string, std::size_t> by_id_;
  std::map<std::string, int> last_number_; ///< highest ".2", ".3", ... given to an id
};

const map_rule* first_match(std::span<const map_rule> map, std::string_view name) {
  const auto found = std::find_if(
      map.begin(), map.end(), [&](const map_rule& rule) { return name.starts_with(rule.prefix); });
  return found == map.end() ? nullptr : &*found;
}

void narrow_prefix(component& part, std::string_view prefix, bool first) {
  if (first) {
    part.prefix = prefix;
    return;
  }
  const auto common =
      std::mismatch(part.prefix.begin(), part.prefix.end(), prefix.begin(), prefix.end());
  part.prefix.erase(common.first, part.prefix.end());
}

} // namespace

component_split split_components(std::span<const tensor_view> tensors,
                                 std::span<const map_rule> map) {
  const rule_conditions conditions(tensors);
  component_registry registry;
  component_split split;
  split.claims.reserve(tensors.size());
  for (const tensor_view& tensor : tensors) {
    const map_rule* rule = first_match(map, tensor.name);
    const membership member = membership_of(tensor, rule, conditions);
    split.claims.push_back({registry.index_of(member), member.suffix_start, rule});
  }
  split.components = registry.take();
  std::vector<bool> seen(split.components.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const component_claim& claim = split.claims[i];
    narrow_prefix(split.components[claim.component], tensors[i].name.substr(0, claim.suffix_start),
                  !seen[claim.component]);
    seen[claim.component] = true;
  }
  return split;
}

} // namespace weightkin::detail
