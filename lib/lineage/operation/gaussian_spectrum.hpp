#pragma once

#include <cstddef>
#include <vector>

namespace weightkin {

/// Squared singular values of a rows x columns matrix of independent Gaussian values, as shares of
/// their sum.
struct gaussian_spectrum {
  std::vector<double> shares; ///< expected, largest first: quantiles of the limiting law
  double edge = 0;            ///< the largest share is above it once in a thousand
};

/// \param most of the shares. Quantiles follow Marchenko and Pastur, the edge Johnstone's centring
/// and scaling of the largest value with the Tracy-Widom law's quantile. *Close*: cosines.
/// \pre both extents at least 2. O(1), a few thousand cosines.
/// Sources: V. Marchenko, L. Pastur, 1967; I. Johnstone, On the distribution of the largest
/// eigenvalue in principal components analysis, 2001.
[[nodiscard]] gaussian_spectrum expect_gaussian(std::size_t rows, std::size_t columns,
                                                std::size_t most);

} // namespace weightkin
