#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lineage/tree/skeleton.hpp"

namespace weightkin {

/// `elder` is an ancestor of `younger`; both are points of one tree.
struct elder_point {
  std::size_t elder = 0;
  std::size_t younger = 0;
  std::string reason;
};

/// The direction of the edges of a tree.
struct directed_edge {
  std::size_t elder = 0;
  std::size_t younger = 0;
  std::string reason;
};

struct root_region {
  std::vector<directed_edge> edges; ///< those whose direction follows
  std::optional<std::size_t> root;  ///< the one point where descent can have started
  bool contradictory = false;       ///< no root fits what is known: no direction is given
};

/// Where the root can be, given who is older: not on the younger one's side of the elder, and not
/// on the edge between. Every edge that has all of what is left on one side has a direction.
[[nodiscard]] root_region find_root(const skeleton& tree, const std::vector<elder_point>& known);

} // namespace weightkin
