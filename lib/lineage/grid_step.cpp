#include "lineage/grid_step.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace weightkin {
namespace {

constexpr double most_steps = 255.0;

} // namespace

double grid_step(std::span<const float> values) {
  std::vector<float> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (sorted.size() < 3) return 0;
  const double range = static_cast<double>(sorted.back()) - sorted.front();
  double gap = range;
  for (std::size_t i = 1; i < sorted.size(); ++i)
    gap = std::min(gap, static_cast<double>(sorted[i]) - sorted[i - 1]);
  for (int parts = 1; parts <= 4; ++parts) {
    const double step = gap / parts;
    if (!(range <= most_steps * 1.01 * step)) return 0;
    const bool fits = std::all_of(sorted.begin(), sorted.end(), [&](float value) {
      const double steps = (static_cast<double>(value) - sorted.front()) / step;
      return std::abs(steps - std::nearbyint(steps)) < 0.02;
    });
    if (fits) return step;
  }
  return 0;
}

} // namespace weightkin
