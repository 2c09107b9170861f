#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <weightkin/fingerprint/estimate.hpp>

#include "lineage/geometry/squared_distances.hpp"

namespace weightkin {

/// A member that lies in the span of others: base + sum of weight * (parent - base).
struct mixture {
  std::size_t child = 0;
  std::vector<std::size_t> parents;
  std::vector<estimate> weights;
  std::optional<std::size_t> base;    ///< none: the weights add up to one
  std::optional<std::size_t> witness; ///< from which the parents went unrelated ways
  double residual = 0;                ///< of the child's distance to the nearest of them
  bool proven = false;                ///< only the child can be the combination
};

/// Looks among the nearest members of each for two to four parents that it is a mixture of.
/// docs/tree.md says when that is proven. Cost: members * 24^3 small solves at most.
[[nodiscard]] std::vector<mixture> find_mixtures(const squared_distances& distances);

} // namespace weightkin
