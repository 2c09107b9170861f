#include <cmath>
#include <limits>

#include <weightkin/metric/pair_metrics.hpp>

namespace weightkin {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// Sums of squares this small a share of the uncentred ones are rounding, not variance.
constexpr double variance_floor = 1e-14;

/// The cosine of two vectors from their squared norms, product and squared distance. Near 1 the
/// distance is the accurate one: 1 - cos = (|a-b|^2 - (|a|-|b|)^2) / (2 |a| |b|).
double cosine_of(double aa, double bb, double ab, double dd) {
  if (!(aa > 0) || !(bb > 0)) return undefined;
  const double a = std::sqrt(aa);
  const double b = std::sqrt(bb);
  const double plain = ab / a / b;
  if (plain < 0.5) return plain < -1 ? -1.0 : plain;
  const double norm_gap = (aa - bb) / (a + b);
  const double shortfall = (dd - norm_gap * norm_gap) / a / b / 2;
  return 1 - (shortfall > 0 ? shortfall : 0);
}

/// Sum of squares about the mean, or 0 when it drowns in the rounding of `sum_squares`.
double centred(double sum_squares, double sum, double n) {
  const double about_mean = sum_squares - sum / n * sum;
  return about_mean > variance_floor * sum_squares ? about_mean : 0.0;
}

double ratio(double numerator, double denominator) {
  return denominator > 0 ? numerator / denominator : undefined;
}

} // namespace

pair_metrics metrics_of(const pair_stats& stats) noexcept {
  pair_metrics metrics;
  const double n = static_cast<double>(stats.finite);
  metrics.bit_equal_share =
      ratio(static_cast<double>(stats.bit_equal), static_cast<double>(stats.elements));
  metrics.sign_equal_share = ratio(static_cast<double>(stats.sign_equal), n);
  if (stats.finite < 2) {
    metrics.cosine = metrics.cosine_if_unrelated = metrics.pearson = undefined;
    metrics.relative_l2 = metrics.relative_l2_if_unrelated = metrics.scale = undefined;
    metrics.mean_a = metrics.mean_b = metrics.sd_a = metrics.sd_b = undefined;
    return metrics;
  }
  metrics.mean_a = stats.sum_a / n;
  metrics.mean_b = stats.sum_b / n;
  const double about_a = centred(stats.sum_aa, stats.sum_a, n);
  const double about_b = centred(stats.sum_bb, stats.sum_b, n);
  metrics.sd_a = std::sqrt(about_a / n);
  metrics.sd_b = std::sqrt(about_b / n);

  const double mean_gap = metrics.mean_a - metrics.mean_b;
  metrics.cosine = cosine_of(stats.sum_aa, stats.sum_bb, stats.sum_ab, stats.sum_sq_diff);
  metrics.pearson = cosine_of(about_a, about_b, stats.sum_ab - metrics.mean_a * stats.sum_b,
                              stats.sum_sq_diff - n * mean_gap * mean_gap);

  const double rms_a = std::sqrt(stats.sum_aa / n);
  const double rms_b = std::sqrt(stats.sum_bb / n);
  const bool norms_exist = rms_a > 0 && rms_b > 0;
  metrics.cosine_if_unrelated =
      norms_exist ? (metrics.mean_a / rms_a) * (metrics.mean_b / rms_b) : undefined;
  metrics.relative_l2 = std::sqrt(ratio(stats.sum_sq_diff, stats.sum_bb));
  const double unrelated_sq = stats.sum_aa + stats.sum_bb - 2 * metrics.mean_a * stats.sum_b;
  metrics.relative_l2_if_unrelated =
      std::sqrt(ratio(unrelated_sq > 0 ? unrelated_sq : 0, stats.sum_bb));
  metrics.scale = ratio(stats.sum_ab, stats.sum_bb);
  return metrics;
}

} // namespace weightkin
