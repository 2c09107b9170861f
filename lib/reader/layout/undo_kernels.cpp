#include "reader/layout/undo_kernels.hpp"

#include <optional>
#include <string>
#include <utility>

#include "reader/layout/layer_name_rules.hpp"
#include "reader/layout/layout_note.hpp"
#include "reader/layout/usage_rules.hpp"

namespace weightkin {
namespace {

void replace(layout_plan& plan, std::size_t index, stored_tensor tensor, std::string name,
             std::string_view note) {
  tensor.name = std::move(name);
  note_layout(tensor, std::string(note));
  plan.replace({index}, {std::move(tensor)});
}

void plan_by_name(const file_contents& contents, const layer_path& path,
                  const recurrent_layers& recurrent, std::size_t index, layout_plan& plan) {
  const stored_tensor& tensor = contents.tensors[index];
  const std::size_t rank = tensor.shape.size();
  const auto gates = recurrent.gates_of(path.layer);
  const layer_name_rule* const rule = gates ? find_gate_rule(contents.format, *gates, path, rank)
                                            : find_layer_name_rule(contents.format, path, rank);
  std::string home = std::string(path.layer) + std::string(rule == nullptr ? "" : rule->home);
  if (rule != nullptr && rule->home == keeps_name) home = path.whole;
  if (rule != nullptr && rule->undo == nullptr) return plan.rename(index, std::move(home));
  auto undone = rule != nullptr ? rule->undo(tensor) : std::nullopt;
  if (undone) return replace(plan, index, std::move(*undone), std::move(home), rule->note);
  plan.rename(index, std::string(path.whole));
}

} // namespace

void plan_kernels(const file_contents& contents, layout_plan& plan) {
  const layer_paths paths(contents);
  const recurrent_layers recurrent(contents, paths);
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
    const stored_tensor& tensor = contents.tensors[i];
    if (const usage_rule* const rule = find_usage_rule(contents.format, tensor)) {
      if (auto undone = rule->undo(tensor))
        replace(plan, i, std::move(*undone), tensor.name, rule->note);
    } else if (paths.apply() && tensor.usage.empty()) {
      plan_by_name(contents, paths.split(tensor.name), recurrent, i, plan);
    }
  }
}

} // namespace weightkin
