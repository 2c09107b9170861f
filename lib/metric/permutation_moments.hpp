#pragma once

#include "metric/unit_products.hpp"

namespace weightkin::detail {

/// Moments of S_pi = sum_i c[i][pi(i)] over all permutations pi; its mean is 0.
struct permutation_moments {
  double variance = 0;
  double skewness = 0;
  double excess_kurtosis = 0;
};

/// Closed form for a product matrix whose rows and columns sum to 0, at least 4 units. Variance and
/// skewness are exact; so is the kurtosis up to 64 units, above that it is high by at most
/// 6/units^2 (one term is replaced by its bound). All 0 when the variance is.
[[nodiscard]] permutation_moments moments_of(const unit_products& products,
                                             const product_sums& sums);

} // namespace weightkin::detail
