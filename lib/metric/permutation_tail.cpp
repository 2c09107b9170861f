#include "metric/permutation_tail.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <weightkin/metric/tail.hpp>

namespace weightkin::detail {
namespace {

/// Up to these the normal tail at p = 1e-6 is wrong by less than a factor of about 1.5 (Edgeworth:
/// relative error skewness/6 z^3 and kurtosis/24 z^4 at z = 4.75).
constexpr double normal_skewness = 0.02;
constexpr double normal_kurtosis = 0.02;

/// The normal equivalent of z under a gamma distribution of this skewness (the cube-root
/// transformation of Wilson and Hilferty); z itself as the skewness goes to 0.
double without_skewness(double z, double skewness) {
  const double stretched = 1 + skewness * z / 2;
  if (!(stretched > 0)) return z; // left of the gamma's end: far from any tail that matters
  return 6 / skewness * (std::cbrt(stretched) - 1) + skewness / 6;
}

} // namespace

tail_answer closed_form_tail(double z, double skewness, double excess_kurtosis) {
  if (skewness <= normal_skewness && excess_kurtosis <= normal_kurtosis)
    return {log10_normal_tail(z), null_kind::permutation_normal};
  double kurtosis = std::max(excess_kurtosis, 0.0);
  if (skewness > normal_skewness) {
    // A gamma of this skewness already has kurtosis 3/2 skewness^2: only the rest is Student's.
    z = without_skewness(z, skewness);
    kurtosis = std::max(kurtosis - 1.5 * skewness * skewness, 0.0);
  }
  const double log10_p =
      kurtosis > 0 ? log10_scaled_t_tail(z, 4 + 6 / kurtosis) : log10_normal_tail(z);
  return {log10_p, null_kind::permutation_student};
}

double log10_rarest_permutation(std::uint64_t units) {
  const double n = static_cast<double>(units);
  double log_factorial = 0;
  if (units < 32) {
    for (std::uint64_t k = 2; k <= units; ++k)
      log_factorial += std::log(static_cast<double>(k));
  } else { // Stirling
    log_factorial = n * std::log(n) - n + 0.5 * std::log(2 * std::numbers::pi * n) + 1 / (12 * n) -
                    1 / (360 * n * n * n);
  }
  return -log_factorial / std::numbers::ln10;
}

} // namespace weightkin::detail
