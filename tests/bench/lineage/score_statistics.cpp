#include "score_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

namespace weightkin::evaluation {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// A point of the ROC curve.
struct rates {
  double false_rate = 0;
  double true_rate = 0;
};

/// From (0, 0) to (1, 1), one point per distinct score.
std::vector<rates> curve_of(const scored_classes& scores) {
  std::vector<double> relatives(scores.relatives.begin(), scores.relatives.end());
  std::vector<double> strangers(scores.strangers.begin(), scores.strangers.end());
  std::sort(relatives.begin(), relatives.end(), std::greater<>());
  std::sort(strangers.begin(), strangers.end(), std::greater<>());
  std::vector<rates> curve{{0, 0}};
  std::size_t r = 0, s = 0;
  while (r < relatives.size() || s < strangers.size()) {
    const double top = std::max(r < relatives.size() ? relatives[r] : -HUGE_VAL,
                                s < strangers.size() ? strangers[s] : -HUGE_VAL);
    while (r < relatives.size() && relatives[r] >= top)
      ++r;
    while (s < strangers.size() && strangers[s] >= top)
      ++s;
    curve.push_back({static_cast<double>(s) / static_cast<double>(strangers.size()),
                     static_cast<double>(r) / static_cast<double>(relatives.size())});
  }
  return curve;
}

bool has_both(const scored_classes& scores) {
  return !scores.relatives.empty() && !scores.strangers.empty();
}

/// The curve's height at a false positive rate: the highest where it is steep.
double height_at(const std::vector<rates>& curve, double false_rate) {
  double height = 0;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (curve[i].false_rate <= false_rate) {
      height = curve[i].true_rate;
      continue;
    }
    const rates& before = curve[i - 1];
    return before.true_rate + (curve[i].true_rate - before.true_rate) *
                                  (false_rate - before.false_rate) /
                                  (curve[i].false_rate - before.false_rate);
  }
  return height;
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values)
    sum += value;
  return sum / static_cast<double>(values.size());
}

double squares_about(std::span<const double> values, double mean) {
  double sum = 0;
  for (const double value : values)
    sum += (value - mean) * (value - mean);
  return sum;
}

} // namespace

double partial_area(const scored_classes& scores, double most_false) {
  if (!has_both(scores)) return unknown;
  const std::vector<rates> curve = curve_of(scores);
  double area = 0;
  for (std::size_t i = 1; i < curve.size() && curve[i - 1].false_rate < most_false; ++i) {
    const double end = std::min(curve[i].false_rate, most_false);
    const double height =
        curve[i].false_rate > most_false ? height_at(curve, most_false) : curve[i].true_rate;
    area += (end - curve[i - 1].false_rate) * 0.5 * (curve[i - 1].true_rate + height);
  }
  return area / most_false;
}

double area_under_curve(const scored_classes& scores) { return partial_area(scores, 1); }

double true_positive_rate(const scored_classes& scores, double most_false) {
  return has_both(scores) ? height_at(curve_of(scores), most_false) : unknown;
}

double best_accuracy(const scored_classes& scores) {
  if (!has_both(scores)) return unknown;
  double best = 0;
  for (const rates& at : curve_of(scores))
    best = std::max(best, 0.5 * (at.true_rate + 1 - at.false_rate));
  return best;
}

double mahalanobis_distance(const scored_classes& scores) {
  if (!has_both(scores)) return unknown;
  const double high = mean_of(scores.relatives), low = mean_of(scores.strangers);
  const auto count = static_cast<double>(scores.relatives.size() + scores.strangers.size());
  const double variance =
      (squares_about(scores.relatives, high) + squares_about(scores.strangers, low)) / (count - 2);
  return std::abs(high - low) / std::sqrt(variance);
}

uniformity test_uniformity(std::span<const double> values) {
  if (values.empty()) return {unknown, unknown};
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  uniformity answer;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const auto below = static_cast<double>(i);
    answer.distance =
        std::max({answer.distance, sorted[i] - below / n, (below + 1) / n - sorted[i]});
  }
  const double root = std::sqrt(n);
  const double scaled = (root + 0.12 + 0.11 / root) * answer.distance;
  if (scaled < 0.2) return answer; // p is 1 to all digits, and the series converges slowly
  answer.p = 0;
  for (int k = 1; k <= 100; ++k)
    answer.p += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * scaled * scaled);
  answer.p = std::clamp(answer.p, 0.0, 1.0);
  return answer;
}

} // namespace weightkin::evaluation
