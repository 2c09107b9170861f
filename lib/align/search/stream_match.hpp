#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <weightkin/align/correspondence.hpp>

#include "align/search/dense_matrix.hpp"
#include "align/search/search_options.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// How well each relation explains observations that it was not fitted to: the cosine between what
/// the subject holds and what the relation makes of the reference. Strangers: 0, give or take
/// `chance`. NaN: not tried.
struct stream_statistics {
  double same = std::numeric_limits<double>::quiet_NaN();
  double permuted = std::numeric_limits<double>::quiet_NaN();
  double rotated = std::numeric_limits<double>::quiet_NaN();
  double chance = 0; ///< standard deviation of these cosines between strangers
  /// The cosine of the rotation on the observations it was fitted to, and what any fit reaches
  /// there between strangers: about 0.849 sqrt(width / observations).
  double fitted = std::numeric_limits<double>::quiet_NaN();
  double fitted_by_chance = std::numeric_limits<double>::quiet_NaN();
  double log10_p_same = 0;     ///< of the dimensions in order (permutation test)
  double log10_p_permuted = 0; ///< of a random rotation being so near a signed permutation
  double log10_p_rotated = 0;  ///< of the held-out observations, if they were independent
  /// `energy_outside` of the subject's observations where it is wider, else NaN.
  double outside = std::numeric_limits<double>::quiet_NaN();
  std::size_t fitted_to = 0; ///< observations
  std::size_t held_out = 0;
};

/// How the reference's residual stream is brought onto the subject's.
struct stream_relation {
  basis_relation basis = basis_relation::unknown;
  axis_change carry; ///< of the reference's stream axis (`axis` is to be set); empty when `same`
  stream_statistics statistics;
};

/// Finds the relation between two residual streams from observations that both made, as tokens are
/// in an embedding: rows are observations, columns dimensions. Every fourth observation is held out
/// of all fits, and the relations compete there; of two that explain equally much the simpler is
/// taken, and a rotation has to explain at least half of what the simpler leaves. A relation is
/// only named when chance would name one in fewer than 10^-6 of strangers; note that models that
/// know the same tokens are no strangers to a rotation, which is why it convicts nobody.
/// Observations with a value that is not finite are left out. *Close*. Cost: observations * width_a
/// * width_b, and 45 * width^3 unless dimensions are plainly in order or
/// plainly reordered.
/// \pre equally many rows.
[[nodiscard]] stream_relation relate_streams(const dense_matrix& subject,
                                             const dense_matrix& reference,
                                             const search_options& options);

} // namespace weightkin::detail
