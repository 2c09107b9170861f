#pragma once

#include <weightkin/kernel/pair_stats.hpp>

namespace weightkin {

/// The familiar similarity numbers of a tensor pair, each with the value unrelated tensors would
/// show. *Close*: within 2e-8 (16-bit input) or 1e-11 (f32) of exact arithmetic. NaN where
/// undefined (fewer than two finite pairs, a zero norm, zero variance: a variance below 1e-14 of
/// the mean square cannot be told from rounding). The error of `pearson` grows with (mean/sd)^2.
struct pair_metrics {
  double cosine = 0; ///< a b / (||a|| ||b||)
  double cosine_if_unrelated =
      0; ///< mean_a mean_b / (rms_a rms_b): what independent values of these moments give
  double pearson = 0;                  ///< 0 if unrelated
  double relative_l2 = 0;              ///< ||a-b|| / ||b||
  double relative_l2_if_unrelated = 0; ///< what independent values give
  double scale = 0;                    ///< least-squares c in a = c b
  double mean_a = 0;                   ///< of the finite pairs
  double mean_b = 0;                   ///< likewise
  double sd_a = 0;                     ///< standard deviation, likewise
  double sd_b = 0;                     ///< likewise
  double bit_equal_share = 0;          ///< of all elements
  double sign_equal_share = 0;         ///< of finite pairs
};

/// `a` is the subject, `b` the reference.
[[nodiscard]] pair_metrics metrics_of(const pair_stats& stats) noexcept;

} // namespace weightkin
