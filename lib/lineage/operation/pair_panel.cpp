#include "lineage/operation/pair_panel.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "align/unit_sample.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t most_rows = 256;
constexpr std::uint64_t most_columns = 512;
constexpr std::uint64_t panel_run_length = 1024; ///< a multiple of every block in use
constexpr std::uint64_t most_run_values = 64 * panel_run_length;

template <class Left, class Right>
void drop_nonfinite(Left& left, Right& right) {
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!std::isfinite(left[i]) || !std::isfinite(right[i])) left[i] = right[i] = 0;
}

} // namespace

result<pair_panel> panel_of(const aligned_pair& pair) {
  pair_panel panel;
  const std::uint64_t elements = element_count(pair.subject);
  panel.all_rows = pair.subject.shape.front();
  panel.all_columns = elements / panel.all_rows;
  const unit_axis axis{.axis = 0, .units = panel.all_rows, .block = 1, .gates = 1, .group = {}};
  const sample_limits limits{most_rows, most_columns};
  auto a = sample_units(pair.subject, axis, limits);
  if (!a) return std::move(a).error();
  auto b = sample_units(pair.reference, axis, limits);
  if (!b) return std::move(b).error();
  panel.rows = a->units;
  panel.columns = a->features;
  panel.subject.assign(a->values.begin(), a->values.end());
  panel.reference.assign(b->values.begin(), b->values.end());
  drop_nonfinite(panel.subject, panel.reference);
  auto left = sample_values(pair.subject, most_run_values, panel_run_length);
  if (!left) return std::move(left).error();
  auto right = sample_values(pair.reference, most_run_values, panel_run_length);
  if (!right) return std::move(right).error();
  panel.run = static_cast<std::size_t>(std::min(panel_run_length, elements));
  panel.subject_runs = std::move(*left);
  panel.reference_runs = std::move(*right);
  drop_nonfinite(panel.subject_runs, panel.reference_runs);
  return panel;
}

int mantissa_bits_of(const std::vector<float>& values) noexcept {
  std::uint32_t used = 0;
  for (const float value : values)
    used |= std::bit_cast<std::uint32_t>(value) & 0x7fffffU;
  return used == 0 ? 0 : 23 - std::countr_zero(used);
}

double rounding_variance(const std::vector<double>& values, int mantissa_bits) noexcept {
  double sum = 0;
  for (const double value : values) {
    if (value == 0) continue;
    const double last_place = std::ldexp(1.0, std::ilogb(value) - mantissa_bits);
    sum += last_place * last_place / 12.0;
  }
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

} // namespace weightkin
