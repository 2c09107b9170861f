#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <weightkin/lineage/scan.hpp>

#include "lineage/geometry/squared_distances.hpp"

namespace weightkin {

/// An unrooted tree over some of the members of a geometry.
struct skeleton {
  struct point {
    std::optional<std::size_t> member; ///< of the geometry; none: an unknown point
    std::vector<std::size_t> neighbours;
    std::vector<std::size_t> may_be; ///< of an unknown point: points it may coincide with
    /// Of a member on a branching point: that it lies there exactly, so that what branches off
    /// there has all of it.
    bool firm = true;
  };
  std::vector<point> points;

  std::size_t add(std::optional<std::size_t> member) {
    points.push_back({member, {}, {}, true});
    return points.size() - 1;
  }
  void join(std::size_t a, std::size_t b) {
    points[a].neighbours.push_back(b);
    points[b].neighbours.push_back(a);
  }
};

/// Neighbour joining (Saitou and Nei, 1987) on squared distances, which along a tree of independent
/// changes add up. Every member is a leaf. Ties go to the lower number. Cost: members^3.
[[nodiscard]] skeleton join_neighbours(const squared_distances& distances,
                                       const std::vector<std::size_t>& members);

/// Takes out branching points that the distances do not support, and puts members where they lie on
/// a branching point. Unknown points get `may_be`.
void settle(skeleton& tree, const squared_distances& distances, const separation_options& options);

/// Squared length of the way between neighbours, over all parameters, and its standard error.
[[nodiscard]] estimate length_of(const skeleton& tree, std::size_t a, std::size_t b,
                                 const squared_distances& distances);

/// True for a share that may be nothing and cannot be much: what turns off there has all of it.
[[nodiscard]] bool is_firm(const estimate& share) noexcept;

/// Points reached from `from` without passing through `without`, in order of discovery.
[[nodiscard]] std::vector<std::size_t> side_of(const skeleton& tree, std::size_t from,
                                               std::size_t without);

} // namespace weightkin
