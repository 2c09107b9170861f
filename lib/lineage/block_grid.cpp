#include "lineage/block_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "lineage/unit_sample.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::size_t, 3> block_lengths{128, 64, 32};
constexpr std::uint64_t sample_run = 256;
constexpr std::uint64_t sampled_values = 32 * sample_run;
constexpr double most_steps = 255.0;

/// The step of the arithmetic progression that holds all values, or 0 when there is none.
double grid_step(std::span<const float> block) {
  std::vector<float> sorted(block.begin(), block.end());
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

struct grid_count {
  std::size_t blocks = 0;
  std::size_t subject_on_grid = 0;
  std::size_t reference_on_grid = 0;
  std::size_t within_step = 0;
  std::size_t compared = 0;
};

grid_count count_blocks(std::span<const float> a, std::span<const float> b, std::size_t length) {
  grid_count count;
  for (std::size_t begin = 0; begin + length <= a.size(); begin += length) {
    const auto left = a.subspan(begin, length);
    const auto right = b.subspan(begin, length);
    ++count.blocks;
    const double step = grid_step(left);
    count.reference_on_grid += grid_step(right) > 0 ? 1 : 0;
    if (step <= 0) continue;
    ++count.subject_on_grid;
    for (std::size_t i = 0; i < length; ++i, ++count.compared)
      if (std::abs(static_cast<double>(left[i]) - right[i]) <= 1.01 * step) ++count.within_step;
  }
  return count;
}

} // namespace

result<bool> is_requantised(const tensor_view& subject, const tensor_view& reference) {
  if (element_count(subject) < 4 * sample_run) return false;
  auto a = sample_values(subject, sampled_values, sample_run);
  if (!a) return std::move(a).error();
  auto b = sample_values(reference, sampled_values, sample_run);
  if (!b) return std::move(b).error();
  for (const std::size_t length : block_lengths) {
    const grid_count count = count_blocks(*a, *b, length);
    // Nine tenths leave room for blocks that straddle two of the subject's own.
    if (count.blocks == 0 || count.subject_on_grid * 10 < count.blocks * 9) continue;
    if (count.reference_on_grid * 10 > count.blocks) return false;
    return count.within_step * 100 >= count.compared * 98;
  }
  return false;
}

} // namespace weightkin
