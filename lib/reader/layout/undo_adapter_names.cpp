#include "reader/layout/undo_adapter_names.hpp"

#include <array>
#include <string>
#include <string_view>

namespace weightkin {
namespace {

constexpr std::string_view around_model = "base_model.model.";

/// What wrappers put between a module's path and its parameter; longer ones first. The copy that a
/// module trained as a whole replaces (`original_module`) keeps its name.
constexpr std::array<std::string_view, 3> around_module{".modules_to_save.default.",
                                                        ".modules_to_save.", ".base_layer."};

/// Adapters' own parts are no parameters of a module.
bool is_wrapped_parameter(std::string_view name) {
  return name.starts_with(around_model) && name.find(".lora_") == std::string_view::npos &&
         (name.ends_with(".weight") || name.ends_with(".bias"));
}

std::string name_at_home(std::string_view name) {
  name.remove_prefix(around_model.size());
  for (const std::string_view wrapper : around_module)
    if (const std::size_t at = name.find(wrapper); at != std::string_view::npos)
      return std::string(name.substr(0, at)).append(".").append(name.substr(at + wrapper.size()));
  return std::string(name);
}

} // namespace

void plan_adapter_names(const file_contents& contents, layout_plan& plan) {
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
    const std::string& name = contents.tensors[i].name;
    if (is_wrapped_parameter(name) && plan.is_free(i)) plan.rename(i, name_at_home(name));
  }
}

} // namespace weightkin
