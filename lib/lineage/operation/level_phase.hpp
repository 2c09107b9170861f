#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace weightkin {

/// Whether values know the levels that others were rounded to: where they lie between two of them.
/// Values that were there before the levels lie anywhere; those that came from them, by small
/// changes of whatever kind, do not.
class level_phase {
public:
  /// \param apart of a value from its level. \param gap between levels around there; 0: left out.
  void add(double apart, double gap) {
    if (!(gap > 0)) return;
    const double turn = 2 * std::numbers::pi * apart / gap;
    once_ += std::cos(turn);
    twice_ += std::cos(2 * turn);
    ++values_;
  }

  /// The larger of the mean cosines of the phase and of twice the phase, by size: 0 for values that
  /// lie evenly between levels, 1 on them. Changes of one size, up or down, can hide from the first
  /// (a quarter of a gap) or from the second (an eighth), not from both. *Close*.
  [[nodiscard]] double known() const {
    if (values_ == 0) return 0;
    return std::max(std::abs(once_), std::abs(twice_)) / static_cast<double>(values_);
  }

private:
  double once_ = 0;
  double twice_ = 0;
  std::size_t values_ = 0;
};

} // namespace weightkin
