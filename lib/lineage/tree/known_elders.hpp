#pragma once

#include <span>
#include <vector>

#include "lineage/tree/copy_groups.hpp"
#include "lineage/tree/family_tree.hpp"

namespace weightkin {

/// A family whose members' places are known, and what all families were sorted from. Borrowed.
struct placed_family {
  const copy_family& family;
  const family_geometry& placed;
  const component_numbers& numbers;
  std::span<const fingerprint> models;
  std::span<const component_link> links;
};

/// Who is known to come before whom among the members that have a place: from what casts prove, and
/// from what the caller knows.
[[nodiscard]] std::vector<elder_member> known_elders(const placed_family& of,
                                                     std::span<const known_direction> given);

} // namespace weightkin
