#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <weightkin/lineage/tree.hpp>

#include "lineage/geometry/squared_distances.hpp"

namespace weightkin {

/// `elder` is known to be an ancestor of `younger`; both are members of the geometry.
struct elder_member {
  std::size_t elder = 0;
  std::size_t younger = 0;
  std::string reason;
};

/// The tree of a family: a node for each member of the geometry, in its order, then the unknown
/// points. Fills nodes (without their members), edges (without findings), merges, root, misfit and
/// notes.
[[nodiscard]] lineage_family build_family(const squared_distances& distances, double parameters,
                                          const std::vector<elder_member>& known,
                                          const separation_options& options);

} // namespace weightkin
