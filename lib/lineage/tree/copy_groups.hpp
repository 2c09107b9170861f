#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lineage/tree/component_links.hpp"

namespace weightkin {

/// One family: groups of components with equal values, one of each standing for all.
struct copy_family {
  std::vector<std::vector<std::size_t>> groups; ///< component numbers, whoever stands for all first
  std::vector<component_ref> stands;            ///< the first of each group
  std::vector<member_pair> pairs;               ///< between those
  std::vector<const component_link*> links;     ///< likewise
};

/// Families of more than one component, in the order of their first. Each group of copies stands in
/// one of them.
[[nodiscard]] std::vector<copy_family> families_in(std::span<const component_link> links,
                                                   const component_numbers& numbers);

} // namespace weightkin
