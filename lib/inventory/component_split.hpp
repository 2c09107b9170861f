#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/inventory/inventory.hpp>

namespace weightkin::detail {

/// Where one tensor belongs.
struct component_claim {
  std::size_t component = 0;      ///< index into the components
  std::size_t suffix_start = 0;   ///< where the name after the component's prefix begins
  const map_rule* rule = nullptr; ///< the caller's rule for it, if any
};

struct component_split {
  std::vector<component> components; ///< id, kind and prefix set; counts still zero
  std::vector<component_claim> claims;
};

/// Divides a model into components by names alone. Cost: tensors times rows of the table.
[[nodiscard]] component_split split_components(std::span<const tensor_view> tensors,
                                               std::span<const map_rule> map);

} // namespace weightkin::detail
