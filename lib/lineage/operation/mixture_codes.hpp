#pragma once

#include <span>
#include <vector>

#include "lineage/operation/merge_samples.hpp"

namespace weightkin {

/// Mixtures in which every value is one of few combinations of the references' changes from the
/// base, so that the combinations can be read off.
struct mixture_codes {
  std::vector<double> weights; ///< per reference; of used ones
  std::vector<double> errors;
  double density = 1;   ///< share of each change that was kept
  double fitting = 0;   ///< share of the values that are such a combination up to rounding
  double by_chance = 0; ///< share that would be if the change were Gaussian of the same size
};

/// Thinned at random and divided by what was kept: y - base = sum over a subset of w_i d_i /
/// density. \param start weights to begin with, one for each reference. *Close*: logarithms. Cost:
/// values * 2^used a sweep. \pre every sample has a base; at most eight used.
[[nodiscard]] mixture_codes fit_thinned(std::span<const merge_sample* const> tensors,
                                        const std::vector<bool>& used,
                                        const std::vector<double>& start);

/// Trimmed, signs elected, mean of those that agree: y - base = sum over a subset of w_i d_i over
/// the subset's sum of w_i. Otherwise as `fit_thinned`; begun twice, so that it costs twice as
/// much.
[[nodiscard]] mixture_codes fit_elected(std::span<const merge_sample* const> tensors,
                                        const std::vector<bool>& used,
                                        const std::vector<double>& start);

} // namespace weightkin
