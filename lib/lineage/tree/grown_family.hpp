#pragma once

#include <span>

#include <weightkin/lineage/tree.hpp>

#include "lineage/tree/copy_groups.hpp"

namespace weightkin {

/// The tree of one family, with everybody's name in it.
[[nodiscard]] lineage_family grow_family(const forest_work& work, const copy_family& family,
                                         const component_numbers& numbers,
                                         std::span<const component_link> links);

} // namespace weightkin
