#include "reader/layout/undo_stacked_experts.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "reader/layout/layout_note.hpp"
#include "reader/layout/rearrangement.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 2> stacks{".mlp.experts.gate_up_proj",
                                                 ".mlp.experts.down_proj"};
/// Only this family has both: other models call differently ordered stacks by the same names.
constexpr std::string_view family_mark = ".self_attn.sinks";

} // namespace

void plan_stacked_experts(const file_contents& contents, layout_plan& plan) {
  std::set<std::string_view> layers;
  for (const stored_tensor& tensor : contents.tensors)
    if (tensor.name.ends_with(family_mark))
      layers.insert(
          std::string_view(tensor.name).substr(0, tensor.name.size() - family_mark.size()));
  for (std::size_t i = 0; !layers.empty() && i < contents.tensors.size(); ++i) {
    const stored_tensor& tensor = contents.tensors[i];
    const std::string_view name = tensor.name;
    for (const std::string_view stack : stacks) {
      if (!name.ends_with(stack) || !layers.contains(name.substr(0, name.size() - stack.size())))
        continue;
      if (tensor.encoding != nullptr || tensor.shape.size() != 3 ||
          !rearrangement::possible(tensor))
        continue;
      constexpr std::array<std::size_t, 3> outputs_first{0, 2, 1};
      stored_tensor turned = rearrangement(tensor).permute(outputs_first).tensor();
      note_layout(turned, "transpose");
      plan.replace({i}, {std::move(turned)});
    }
  }
}

} // namespace weightkin
