#pragma once

#include <span>

/// How well a score tells relatives from strangers, and whether p-values are uniform. Definitions
/// are those of the published comparisons (docs/evaluation.md).
namespace weightkin::evaluation {

/// Scores of both classes; more is more alike.
struct scored_classes {
  std::span<const double> relatives;
  std::span<const double> strangers;
};

/// The chance that a relative scores above a stranger, ties counting one half. NaN without both.
[[nodiscard]] double area_under_curve(const scored_classes& scores);
/// Area under the ROC curve where at most `most_false` of the strangers are above, divided by
/// `most_false`: 1 for a perfect score. Between points of the curve straight lines.
[[nodiscard]] double partial_area(const scored_classes& scores, double most_false);
/// Share of relatives above a threshold that at most `most_false` of the strangers reach, by
/// straight lines between points of the curve.
[[nodiscard]] double true_positive_rate(const scored_classes& scores, double most_false);
/// Largest share of right answers any threshold gives when both classes weigh the same (Youden).
[[nodiscard]] double best_accuracy(const scored_classes& scores);
/// |difference of the means| / pooled standard deviation; infinite where neither class varies.
[[nodiscard]] double mahalanobis_distance(const scored_classes& scores);

/// Kolmogorov and Smirnov: D sqrt(n) of values in [0, 1] against the uniform distribution, and the
/// p-value that goes with it (asymptotic, with Stephens' correction).
struct uniformity {
  double distance = 0; ///< D
  double p = 1;
};
[[nodiscard]] uniformity test_uniformity(std::span<const double> values);

} // namespace weightkin::evaluation
