#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Upper tails in the log domain: log10 of probabilities as small as 10^-1000000, never
/// underflowing.
namespace weightkin {

/// log10 P(N(0,1) > z). Relative accuracy of the logarithm 1e-12.
[[nodiscard]] double log10_normal_tail(double z) noexcept;

/// log10 P(X > z) for X a Student t with `nu` > 4 degrees of freedom rescaled to variance 1 (a
/// conservative tail for a statistic with positive excess kurtosis 6/(nu-4)).
[[nodiscard]] double log10_scaled_t_tail(double z, double nu) noexcept;

/// Holm's step-down adjustment of log10 p-values: adjusted values in the input order, each at most
/// 0. NaN counts as p = 1 of a test that was made.
[[nodiscard]] std::vector<double> holm_log10(std::span<const double> log10_p);

/// The z at which the upper normal tail is 10^log10_p; inverse of `log10_normal_tail` for log10_p
/// <= log10(0.5), 0 above.
[[nodiscard]] double normal_quantile_log10(double log10_p) noexcept;

} // namespace weightkin
