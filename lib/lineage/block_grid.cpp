#include "lineage/block_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "align/unit_sample.hpp"
#include "lineage/declared_grid.hpp"
#include "lineage/grid_step.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::size_t, 3> block_lengths{128, 64, 32};
constexpr std::uint64_t sample_run = 256;
constexpr std::uint64_t sampled_values = 32 * sample_run;

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
  const auto declared = within_declared_grid(subject, reference);
  if (!declared) return declared.error();
  if (declared->has_value()) return **declared;
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
