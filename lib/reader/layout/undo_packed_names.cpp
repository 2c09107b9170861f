#include "reader/layout/undo_packed_names.hpp"

#include <array>
#include <string>
#include <string_view>

namespace weightkin {
namespace {

/// How a name ends in a file, and at home.
struct packed_name {
  std::string_view ending;
  std::string_view home;
};

/// Source: the state dicts of LinearPackedParams, versions 3 and 2, and EmbeddingPackedParams.
constexpr std::array packed_names{
    packed_name{"_packed_params._packed_params.0", "weight"},
    packed_name{"_packed_params._packed_params.1", "bias"},
    packed_name{"_packed_params.weight", "weight"},
    packed_name{"_packed_params.bias", "bias"},
    packed_name{"_packed_params._packed_weight", "weight"},
};

/// The name at home, or nothing for any other name.
std::string name_in_layer(std::string_view name) {
  for (const packed_name& row : packed_names) {
    if (!name.ends_with(row.ending)) continue;
    const std::string_view module = name.substr(0, name.size() - row.ending.size());
    if (module.empty() || module.ends_with('.')) return std::string(module).append(row.home);
  }
  return {};
}

} // namespace

void plan_packed_names(const file_contents& contents, layout_plan& plan) {
  if (!contents.format.starts_with("pytorch")) return;
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
    if (!plan.is_free(i)) continue;
    if (std::string name = name_in_layer(contents.tensors[i].name); !name.empty())
      plan.rename(i, std::move(name));
  }
}

} // namespace weightkin
