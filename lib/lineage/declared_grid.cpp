#include "lineage/declared_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>

#include "lineage/grid_step.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t run_values = 256; ///< a multiple of nearly every block in use
constexpr std::uint64_t most_runs = 32;
constexpr double most_bits = 12; ///< more keep the mantissa of a half: no grid worth the name
constexpr double slack = 1.01;   ///< rounding of scales and products

/// Neighbouring values of an 8-bit float lie at most an eighth apart (three mantissa bits), or a
/// quarter (two).
constexpr double float8_gap = 0.25;

bool is_float8(std::string_view scheme) noexcept { return scheme.starts_with("fp8"); }

/// How far from each of `values`, one run that shares a scale, a value rounded to it may have
/// been: the step of a uniform grid, else the distance to the next level in sight on that side.
class run_tolerance {
public:
  run_tolerance(std::span<const float> values, bool float8)
      : float8_(float8), step_(float8 ? 0.0 : grid_step(values)),
        levels_(values.begin(), values.end()) {
    std::sort(levels_.begin(), levels_.end());
    levels_.erase(std::unique(levels_.begin(), levels_.end()), levels_.end());
  }

  /// False for a run of one value, which says nothing about its grid.
  [[nodiscard]] bool known() const noexcept { return float8_ || levels_.size() > 1; }

  [[nodiscard]] double towards(float value, float other) const {
    if (float8_) return float8_gap * std::max(std::abs(value), std::abs(other));
    if (step_ > 0) return step_;
    const auto at = std::lower_bound(levels_.begin(), levels_.end(), value);
    const bool up = other > value;
    // Beyond the last level nothing was in reach: the gap on the inner side stands for it.
    if (up ? at + 1 == levels_.end() : at == levels_.begin())
      return static_cast<double>(levels_.back()) - levels_.front();
    return up ? static_cast<double>(*(at + 1)) - *at : static_cast<double>(*at) - *(at - 1);
  }

private:
  bool float8_;
  double step_;
  std::vector<float> levels_;
};

/// Adds one side's tolerance to each of the run's values.
void add_tolerances(const tensor_view& view, std::span<const double> own,
                    std::span<const double> other, std::vector<double>& tolerance) {
  if (!has_declared_grid(view)) return;
  const std::uint64_t declared = view.encoding->block_values;
  const std::size_t block =
      declared >= 2 && run_values % declared == 0 ? static_cast<std::size_t>(declared) : own.size();
  for (std::size_t begin = 0; begin < own.size(); begin += block) {
    const std::size_t length = std::min(block, own.size() - begin);
    std::vector<float> values(length);
    for (std::size_t i = 0; i < length; ++i)
      values[i] = static_cast<float>(own[begin + i]);
    const run_tolerance grid(values, is_float8(view.encoding->scheme));
    for (std::size_t i = 0; i < length; ++i)
      tolerance[begin + i] += grid.known()
                                  ? grid.towards(values[i], static_cast<float>(other[begin + i]))
                                  : std::numeric_limits<double>::infinity();
  }
}

struct tally {
  std::uint64_t compared = 0;
  std::uint64_t within = 0;
};

result<void> count_run(const tensor_view& a, const tensor_view& b, std::uint64_t first,
                       std::size_t count, tally& total) {
  const auto left = read_as_f64(a, first, count);
  if (!left) return left.error();
  const auto right = read_as_f64(b, first, count);
  if (!right) return right.error();
  std::vector<double> tolerance(count, 0.0);
  add_tolerances(a, *left, *right, tolerance);
  add_tolerances(b, *right, *left, tolerance);
  for (std::size_t i = 0; i < count; ++i) {
    if (!std::isfinite(tolerance[i])) continue;
    ++total.compared;
    total.within += std::abs((*left)[i] - (*right)[i]) <= slack * tolerance[i] ? 1 : 0;
  }
  return {};
}

} // namespace

bool has_declared_grid(const tensor_view& view) noexcept {
  return view.encoding != nullptr && view.encoding->bits_per_value > 0 &&
         view.encoding->bits_per_value <= most_bits &&
         !std::string_view(view.encoding->scheme).ends_with("lora");
}

result<std::optional<bool>> within_declared_grid(const tensor_view& subject,
                                                 const tensor_view& reference) {
  std::optional<bool> answer;
  if (!has_declared_grid(subject) && !has_declared_grid(reference)) return answer;
  const std::uint64_t count = element_count(subject);
  if (count != element_count(reference) || count < run_values) return answer;
  const std::uint64_t runs = count / run_values;
  const std::uint64_t stride = std::max<std::uint64_t>(runs / most_runs, 1);
  tally total;
  for (std::uint64_t run = 0; run < runs; run += stride)
    if (auto counted = count_run(subject, reference, run * run_values, run_values, total); !counted)
      return std::move(counted).error();
  if (total.compared > 0) answer = total.within * 100 >= total.compared * 98;
  return answer;
}

} // namespace weightkin
