#pragma once

#include <span>
#include <vector>

#include "lineage/operation/merge_samples.hpp"

namespace weightkin {

/// Weights of a mixture by weighted least squares over several tensors.
struct mixture_fit {
  std::vector<double> weights; ///< per reference
  std::vector<double> errors;  ///< clustered by runs of 256 neighbours
  std::vector<double> margins; ///< log10, of having each reference over leaving it out
  /// Residual over the change from the base, or from the nearest reference, weighted like the fit.
  double unexplained = 1;
  double residual = 0; ///< mean square left, not weighted
  double floor = 0;    ///< mean square that rounding leaves
  double weight_sum = 0;
  double weight_sum_error = 0;
  std::size_t values = 0;
};

/// y - o = sum of w_i (x_i - o). o is the base where there is one; else the first reference, whose
/// weight is what the others leave of one. Each tensor counts by the inverse of what is left of it.
/// \param used which references take part; others get weight 0. *Close*: logarithms in the margins;
/// sums run in the order of tensors and values. Cost: values * used^2, twice.
/// \pre every sample has all used references, and all or none have a base.
[[nodiscard]] mixture_fit fit_mixture(std::span<const merge_sample* const> tensors,
                                      const std::vector<bool>& used);

/// Solves a small symmetric positive system; a direction without variance gets 0. \param matrix
/// row-major, right.size() squared.
[[nodiscard]] std::vector<double> solve_positive(const std::vector<double>& matrix,
                                                 std::vector<double> right);
/// The inverse, likewise.
[[nodiscard]] std::vector<double> invert_positive(const std::vector<double>& matrix,
                                                  std::size_t size);

} // namespace weightkin
