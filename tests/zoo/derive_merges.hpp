#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "descent.hpp"

/// Mixtures of several models of one shape. Sums are formed in double; vectors are mixed like
/// matrices. Throws std::invalid_argument where shapes or numbers of weights differ.
namespace weightkin::zoo {

/// Sum of weight times parent.
[[nodiscard]] descendant merged_linearly(std::span<const zoo_model> parents,
                                         const std::vector<double>& weights);
/// Spherical interpolation of each tensor; the second model's share goes from `first_share` in the
/// first layer to `last_share` in the last; outside layers it is their mean, as in `merge_weights`.
[[nodiscard]] descendant merged_spherically(const zoo_model& a, const zoo_model& b,
                                            double first_share, double last_share);
/// base + sum of weight times (child - base).
[[nodiscard]] descendant merged_tasks(const zoo_model& base, std::span<const zoo_model> children,
                                      const std::vector<double>& weights);
/// As `merged_tasks`, each change first thinned at random to `density` and divided by it.
[[nodiscard]] descendant merged_dare(const zoo_model& base, std::span<const zoo_model> children,
                                     const std::vector<double>& weights, double density,
                                     std::uint64_t seed);
/// Trim, elect, merge: of each weighted change only the share `density` that is largest; signs by
/// the larger sum; mean over the children that agree.
[[nodiscard]] descendant merged_ties(const zoo_model& base, std::span<const zoo_model> children,
                                     const std::vector<double>& weights, double density);

/// The stranger with its stream and hidden units reordered to lie on the parent's as well as a
/// reordering can make it (assignment by columns of the token tables, then by rows and columns of
/// each feed-forward network).
[[nodiscard]] zoo_model aligned_to(const zoo_model& parent, const zoo_model& stranger);
/// e7: spherical interpolation with an unrelated model after aligning it.
[[nodiscard]] descendant merged_with_stranger(const zoo_model& parent, const zoo_model& stranger,
                                              double share);

} // namespace weightkin::zoo
