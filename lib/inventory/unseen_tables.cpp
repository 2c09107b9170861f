#include "inventory/unseen_tables.hpp"

#include <set>
#include <string>
#include <utility>

namespace weightkin::detail {
namespace {

bool is_always_trained(tensor_role role) {
  switch (role) {
  case tensor_role::token_embedding:
  case tensor_role::output_head:
  case tensor_role::attention_q:
  case tensor_role::attention_k:
  case tensor_role::attention_v:
  case tensor_role::attention_qkv:
  case tensor_role::attention_o:
  case tensor_role::mlp_gate:
  case tensor_role::mlp_up:
  case tensor_role::mlp_down:
  case tensor_role::mlp_gate_up:
  case tensor_role::router:
  case tensor_role::recurrent: return true;
  default: return false;
  }
}

bool may_hold_positions(const tensor_view& tensor, tensor_role role) {
  return tensor.shape.size() >= 2 && (role == tensor_role::position_embedding ||
                                      role == tensor_role::buffer || role == tensor_role::unknown);
}

using component_width = std::pair<std::size_t, std::uint64_t>;

/// Widths that a table of positions may be added to.
std::set<component_width> positioned_widths(std::span<const tensor_view> tensors,
                                            const inventory& taken) {
  std::set<component_width> widths;
  for (const inventory_entry& entry : taken.entries) {
    const tensor_view& tensor = tensors[entry.tensor];
    if (may_hold_positions(tensor, entry.role))
      widths.emplace(entry.component, tensor.shape.back());
  }
  return widths;
}

void describe_only(inventory_entry& entry, exclusion why, std::string detail) {
  if (entry.use != evidence_use::convicting) return;
  entry.use = evidence_use::descriptive;
  entry.why = why;
  entry.detail = std::move(detail);
}

bool is_shared_width(const unit_axis& axis) {
  return axis.group == "residual" || axis.group.starts_with("width.");
}

} // namespace

void distrust_unseen_tables(std::span<const tensor_view> tensors, inventory& taken) {
  const auto widths = positioned_widths(tensors, taken);
  for (inventory_entry& entry : taken.entries) {
    if (!is_always_trained(entry.role))
      describe_only(entry, exclusion::deterministic,
                    "values were not looked at: it may be a table that anybody would compute");
    if (!entry.axis || !is_shared_width(*entry.axis) ||
        !widths.contains({entry.component, entry.axis->units}))
      continue;
    entry.axis.reset();
    describe_only(entry, exclusion::no_exchangeable_axis,
                  "values were not looked at: a table of positions may tell the dimensions apart");
  }
}

} // namespace weightkin::detail
