#include "lineage/declared_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>

#include "lineage/grid_step.hpp"

namespace weightkin {
namespace {

constexpr std::size_t run_values = 256; ///< a multiple of nearly every block in use
constexpr std::size_t least_run = 32;   ///< the commonest block
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
  const bool fits = declared >= 2 && (run_values % declared == 0 || own.size() % declared == 0);
  const std::size_t block = fits ? static_cast<std::size_t>(declared) : own.size();
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

/// True when a layout rule turned the matrix, so that what shares a scale runs down its columns.
bool runs_down(const tensor_view& view) {
  if (!has_declared_grid(view) || view.shape.size() != 2) return false;
  const auto& layout = view.encoding->layout;
  return std::any_of(layout.begin(), layout.end(), [](const std::string& rule) {
    return rule.find("transpose") != std::string::npos;
  });
}

/// How many values share a scale on the side that declares a grid, on the coarser side where both
/// do; 0 when that is not said.
std::uint64_t shared_block(const tensor_view& a, const tensor_view& b) {
  const auto block = [](const tensor_view& view) {
    return has_declared_grid(view) ? view.encoding->block_values : 0;
  };
  return std::max(block(a), block(b));
}

/// Where the values of run number `run` lie, in C order. Runs begin where blocks begin, whatever
/// their length, unless they are so short that a run of whole ones says little.
class run_places {
public:
  explicit run_places(std::uint64_t block) {
    if (block < least_run || run_values % block == 0) return;
    if (block < run_values)
      length_ = run_values / static_cast<std::size_t>(block) * static_cast<std::size_t>(block);
    pitch_ = std::max<std::uint64_t>(block, length_);
    runs_a_pitch_ = pitch_ / length_;
  }

  /// Down the columns of a matrix.
  run_places(std::uint64_t rows, std::uint64_t columns)
      : columns_(columns), length_(std::min<std::size_t>(run_values, rows / least_run * least_run)),
        runs_a_column_(rows / length_) {}

  [[nodiscard]] std::uint64_t count(std::uint64_t elements) const {
    return runs_a_column_ == 0 ? elements / pitch_ * runs_a_pitch_ : columns_ * runs_a_column_;
  }
  [[nodiscard]] std::uint64_t first(std::uint64_t run) const {
    if (runs_a_column_ == 0) return run / runs_a_pitch_ * pitch_ + run % runs_a_pitch_ * length_;
    return run / runs_a_column_ + run % runs_a_column_ * length_ * columns_;
  }
  [[nodiscard]] std::uint64_t step() const { return runs_a_column_ == 0 ? 1 : columns_; }

  [[nodiscard]] std::size_t length() const { return length_; }

private:
  std::uint64_t columns_ = 1;
  std::size_t length_ = run_values;
  std::uint64_t pitch_ = run_values; ///< from a block, or some, to the next
  std::uint64_t runs_a_pitch_ = 1;
  std::uint64_t runs_a_column_ = 0; ///< 0 when runs lie in C order
};

result<std::vector<double>> read_run(const tensor_view& view, std::uint64_t first,
                                     std::uint64_t step, std::size_t length) {
  if (step == 1) return read_as_f64(view, first, length);
  std::vector<double> values;
  for (std::uint64_t i = 0; i < length; ++i) {
    const auto value = read_as_f64(view, first + i * step, 1);
    if (!value) return value.error();
    values.push_back(value->front());
  }
  return values;
}

result<void> count_run(const tensor_view& a, const tensor_view& b, std::uint64_t first,
                       std::uint64_t step, std::size_t length, tally& total) {
  const auto left = read_run(a, first, step, length);
  if (!left) return left.error();
  const auto right = read_run(b, first, step, length);
  if (!right) return right.error();
  std::vector<double> tolerance(length, 0.0);
  add_tolerances(a, *left, *right, tolerance);
  add_tolerances(b, *right, *left, tolerance);
  for (std::size_t i = 0; i < length; ++i) {
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
         !std::string_view(view.encoding->scheme).ends_with("lora") &&
         !std::string_view(view.encoding->scheme).ends_with("sparse");
}

result<std::optional<bool>> within_declared_grid(const tensor_view& subject,
                                                 const tensor_view& reference) {
  std::optional<bool> answer;
  if (!has_declared_grid(subject) && !has_declared_grid(reference)) return answer;
  const std::uint64_t count = element_count(subject);
  if (count != element_count(reference) || count < run_values) return answer;
  const bool down = (runs_down(subject) || runs_down(reference)) && subject.shape.size() == 2 &&
                    subject.shape[0] >= least_run;
  const run_places places = down ? run_places(subject.shape[0], subject.shape[1])
                                 : run_places(std::min(count, shared_block(subject, reference)));
  const std::uint64_t runs = places.count(count);
  const std::uint64_t stride = std::max<std::uint64_t>(runs / most_runs, 1);
  tally total;
  for (std::uint64_t run = 0; run < runs; run += stride)
    if (auto counted =
            count_run(subject, reference, places.first(run), places.step(), places.length(), total);
        !counted)
      return std::move(counted).error();
  if (total.compared > 0) answer = total.within * 100 >= total.compared * 98;
  return answer;
}

} // namespace weightkin
