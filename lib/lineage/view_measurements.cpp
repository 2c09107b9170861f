#include "lineage/view_measurements.hpp"

#include <algorithm>
#include <cmath>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/metric/chance.hpp>

#include "lineage/block_grid.hpp"
#include "lineage/explanation.hpp"
#include "lineage/row_multiples.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t large_elements = std::uint64_t{1} << 22;
constexpr std::uint64_t chance_values = 512;
constexpr std::uint64_t chance_run = 64;

/// A value as it would be after rounding to `type`, for the narrow float formats; else unchanged.
float rounded_to(dtype type, float value) {
  switch (type) {
  case dtype::bf16: return widen_bf16(narrow_bf16(value));
  case dtype::f16: return widen_f16(narrow_f16(value));
  case dtype::f8_e4m3fn: return widen(f8_e4m3fn_format, narrow(f8_e4m3fn_format, value));
  case dtype::f8_e5m2: return widen(f8_e5m2_format, narrow(f8_e5m2_format, value));
  case dtype::f8_e4m3fnuz: return widen(f8_e4m3fnuz_format, narrow(f8_e4m3fnuz_format, value));
  case dtype::f8_e5m2fnuz: return widen(f8_e5m2fnuz_format, narrow(f8_e5m2fnuz_format, value));
  default: return value;
  }
}

/// Bit equality counts after rounding to the other side's dtype, so its chance level must too.
void round_sample(std::vector<float>& values, dtype own, dtype other) {
  if (!is_real(own) || !is_real(other) ||
      traits_of(own).mantissa_bits <= traits_of(other).mantissa_bits)
    return;
  for (float& value : values)
    value = rounded_to(other, value);
}

result<void> measure_chance(const tensor_view& a, const tensor_view& b, tensor_evidence& pair) {
  auto left = sample_values(a, chance_values, chance_run);
  if (!left) return std::move(left).error();
  auto right = sample_values(b, chance_values, chance_run);
  if (!right) return std::move(right).error();
  pair.sign_equal_chance = sign_equal_chance(*left, *right);
  round_sample(*left, a.type, b.type);
  round_sample(*right, b.type, a.type);
  pair.bit_equal_chance = equal_value_chance(*left, *right);
  return {};
}

double undo_error_of(const tensor_view& view) noexcept {
  return view.encoding == nullptr ? 0.0 : view.encoding->undo_error;
}

/// Looks at every element: the tensors with lossy rules are gains and other vectors.
result<bool> differ_by_undoing_only(const tensor_view& a, const tensor_view& b) {
  constexpr std::uint64_t piece = std::uint64_t{1} << 14;
  const double allowed = std::max(undo_error_of(a), undo_error_of(b));
  const std::uint64_t count = element_count(a);
  for (std::uint64_t first = 0; first < count; first += piece) {
    const auto length = static_cast<std::size_t>(std::min(piece, count - first));
    const auto left = read_as_f64(a, first, length);
    if (!left) return left.error();
    const auto right = read_as_f64(b, first, length);
    if (!right) return right.error();
    for (std::size_t i = 0; i < length; ++i) {
      const double size = std::max({1.0, std::abs((*left)[i]), std::abs((*right)[i])});
      if (!(std::abs((*left)[i] - (*right)[i]) <= allowed * size)) return false;
    }
  }
  return true;
}

} // namespace

ruling_options view_measurements::sampling(ruling_options options, std::size_t convicting) const {
  constexpr std::size_t many = 64; // each needs less of a look
  if (convicting > many) {
    options.max_units = std::max<std::uint64_t>(options.max_units / 2, 2);
    options.max_features = std::max<std::uint64_t>(options.max_features / 2, 2);
  }
  return options;
}

std::uint64_t view_measurements::bytes_of(const tensor_evidence& pair) const {
  std::uint64_t total = 0;
  for (const tensor_view* view : {&models_.subject_view(pair), &models_.reference_view(pair)})
    total += element_count(*view) * bits_of(view->type) / 8;
  return total;
}

bool view_measurements::is_large(const tensor_evidence& pair) const {
  return element_count(models_.subject_view(pair)) >= large_elements;
}

result<void> view_measurements::measure(tensor_evidence& pair, unsigned threads,
                                        progress_meter& meter) const {
  const tensor_view& a = models_.subject_view(pair);
  const tensor_view& b = models_.reference_view(pair);
  pair_pass_options pass;
  pass.threads = threads;
  pass.meter = &meter;
  auto stats = measure_pair(a, b, pass);
  if (!stats) return std::move(stats).error();
  pair.stats = *stats;
  pair.metrics = metrics_of(*stats);
  pair.rounded = stats->bit_equal == stats->elements && stats->sum_abs_diff > 0;
  if (undo_error_of(a) + undo_error_of(b) > 0 && stats->bit_equal < stats->elements) {
    const auto same = differ_by_undoing_only(a, b);
    if (!same) return same.error();
    pair.same_once_undone = *same;
  }
  return measure_chance(a, b, pair);
}

bool view_measurements::has_units(const tensor_evidence&) const { return true; }

std::size_t view_measurements::sampled_units(const tensor_evidence& pair,
                                             const sample_limits& limits) const {
  return spread_indices(models_.subject_entry(pair).axis->units, limits.units).size();
}

result<pair_sample> view_measurements::sample(const tensor_evidence& pair,
                                              const sample_limits& limits) const {
  auto left = sample_units(models_.subject_view(pair), *models_.subject_entry(pair).axis, limits);
  if (!left) return std::move(left).error();
  auto right =
      sample_units(models_.reference_view(pair), *models_.reference_entry(pair).axis, limits);
  if (!right) return std::move(right).error();
  return pair_sample{std::move(*left), std::move(*right)};
}

result<bool> view_measurements::is_scaled_by_rows(const tensor_evidence& pair) const {
  return rows_are_multiples(models_.subject_view(pair), models_.reference_view(pair));
}

result<std::optional<residual_look>>
view_measurements::look_at_residual(const tensor_evidence& pair,
                                    const sample_limits& limits) const {
  const auto units = sample(pair, limits);
  if (!units) return units.error();
  if (units->subject.values.size() != units->reference.values.size())
    return std::optional<residual_look>{};
  auto gridded = is_requantised(models_.subject_view(pair), models_.reference_view(pair));
  if (!gridded) return std::move(gridded).error();
  return std::optional(residual_look{texture_of(units->subject, units->reference), *gridded});
}

std::vector<std::string> view_measurements::limits(const ruling_options& options) const {
  return general_limits(options);
}

} // namespace weightkin
