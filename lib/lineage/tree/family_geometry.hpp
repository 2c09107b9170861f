#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "lineage/geometry/squared_distances.hpp"
#include "lineage/scan/confirmed_pair.hpp"

namespace weightkin {

/// A component of a model.
struct component_ref {
  std::size_t model = 0;
  std::size_t component = 0;
  friend bool operator==(const component_ref&, const component_ref&) = default;
};

/// A finding between two members of a family.
struct member_pair {
  std::size_t first = 0; ///< index into the members; the comparison's subject
  std::size_t second = 0;
  const confirmed_pair* pair = nullptr;
};

/// Where the members of one family lie. Only tensors that all of `placed` have count.
struct family_geometry {
  std::vector<std::size_t> placed; ///< members; the geometry numbers them in this order
  std::vector<std::size_t> left;   ///< members with too little in common with the others
  squared_distances distances{0, {}};
  double parameters = 0;
};

/// \param pairs those whose units stand where they stood. Weights count where all pairs are of
///        weights, else sketches.
[[nodiscard]] family_geometry place_family(std::span<const component_ref> members,
                                           std::span<const member_pair> pairs,
                                           std::span<const fingerprint> models, unsigned threads);

} // namespace weightkin
