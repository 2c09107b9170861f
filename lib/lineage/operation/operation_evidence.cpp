#include "lineage/operation/operation_evidence.hpp"

#include <algorithm>
#include <cmath>

#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/metric/permutation_test.hpp>

#include "lineage/declared_grid.hpp"
#include "lineage/operation/level_phase.hpp"
#include "lineage/operation/pair_panel.hpp"

namespace weightkin {
namespace {

constexpr std::size_t tested_side = 128;

bool can_look(const aligned_pair& pair) {
  const tensor_view& a = pair.subject;
  const tensor_view& b = pair.reference;
  if (!is_real(a.type) || !is_real(b.type)) return false;
  if (a.shape.empty() || element_count(a) == 0) return false;
  return std::equal(a.shape.begin(), a.shape.end(), b.shape.begin(), b.shape.end());
}

void take_bits(operation_evidence& seen, const aligned_pair& pair, const pair_stats& stats) {
  const auto elements = static_cast<double>(stats.elements);
  const bool all = stats.elements > 0 && stats.bit_equal == stats.elements;
  seen.equal = all && pair.subject.type == pair.reference.type;
  seen.cast = all && !seen.equal;
  // Those of a or b, twice, without those of a and those of b: what only one of them has.
  seen.nonfinite_apart =
      2 * (stats.elements - stats.finite) - stats.nonfinite_a - stats.nonfinite_b;
  seen.unchanged = elements > 0 ? static_cast<double>(stats.bit_equal) / elements : 0;
}

/// One side's corner as the permutation test takes it, rows or columns as units.
unit_matrix corner_of(const pair_panel& panel, const std::vector<double>& values, bool rows) {
  const std::size_t high = std::min(panel.rows, tested_side);
  const std::size_t wide = std::min(panel.columns, tested_side);
  unit_matrix corner;
  corner.units = rows ? high : wide;
  corner.features = rows ? wide : high;
  for (std::size_t i = 0; i < corner.units; ++i)
    for (std::size_t j = 0; j < corner.features; ++j)
      corner.values.push_back(
          static_cast<float>(values[rows ? i * panel.columns + j : j * panel.columns + i]));
  return corner;
}

/// Few units cannot say much, whatever the matrix holds: the longer side stands in.
void take_dependence(operation_evidence& seen, const pair_panel& panel) {
  constexpr std::size_t enough_units = 64;
  const bool rows = panel.rows >= enough_units || panel.rows >= panel.columns;
  const unit_matrix a = corner_of(panel, panel.subject, rows);
  const unit_matrix b = corner_of(panel, panel.reference, rows);
  permutation_group group(a.units);
  const auto dependence = group.add(a, b);
  seen.effect = dependence.effect;
  seen.z = dependence.z;
  seen.log10_p = dependence.log10_p;
}

unit_matrix as_units(const pair_panel& panel, const std::vector<double>& values) {
  return {panel.rows, panel.columns, {values.begin(), values.end()}};
}

void take_moments(operation_evidence& seen, const pair_panel& panel) {
  const auto n = static_cast<double>(panel.size());
  double a1 = 0, b1 = 0, aa = 0, bb = 0, ab = 0, dd = 0;
  for (std::size_t i = 0; i < panel.size(); ++i) {
    const double a = panel.subject[i];
    const double b = panel.reference[i];
    a1 += a;
    b1 += b;
    aa += a * a;
    bb += b * b;
    ab += a * b;
    dd += (a - b) * (a - b);
  }
  const double va = aa - a1 * a1 / n;
  const double vb = bb - b1 * b1 / n;
  const double cov = ab - a1 * b1 / n;
  seen.common = va > 0 && vb > 0 ? cov * cov / (va * vb) : 0;
  seen.scale = bb > 0 ? ab / bb : 1;
  seen.reference_square = bb / n;
  seen.residual_square = dd / n;
  seen.size_ratio = bb > 0 ? std::sqrt(aa / bb) : 1;
  seen.relative = bb > 0 ? std::sqrt(dd / bb) : 0;
}

float rounded_to(float value, int mantissa) {
  return mantissa <= 7 ? widen_bf16(narrow_bf16(value)) : widen_f16(narrow_f16(value));
}

/// True when every value of the finer side rounds to the coarser side's. \param mantissa the
/// coarser's.
bool rounds_to(const std::vector<float>& fine, const std::vector<float>& coarse, int mantissa) {
  if (mantissa > 10) return false;
  for (std::size_t i = 0; i < fine.size(); ++i)
    if (rounded_to(fine[i], mantissa) != coarse[i]) return false;
  return true;
}

/// Distance between floats with so many bits after the leading one around `value`; those of f16 do
/// not get denser below 2^-14.
double float_gap(float value, int mantissa) {
  int exponent = 0;
  std::frexp(value, &exponent);
  const double gap = std::ldexp(1.0, exponent - 1 - mantissa);
  return mantissa <= 7 ? gap : std::max(gap, 0x1p-24);
}

/// \param mantissa the coarser's.
double known_floats_of(const std::vector<float>& fine, const std::vector<float>& coarse,
                       int mantissa) {
  level_phase phase;
  for (std::size_t i = 0; i < fine.size(); ++i)
    if (coarse[i] != 0)
      phase.add(static_cast<double>(fine[i]) - static_cast<double>(coarse[i]),
                float_gap(coarse[i], mantissa));
  return phase.known();
}

void take_float_grids(operation_evidence& seen, const pair_panel& panel) {
  seen.subject_mantissa = mantissa_bits_of(panel.subject_runs);
  seen.reference_mantissa = mantissa_bits_of(panel.reference_runs);
  seen.subject_is_coarser = seen.subject_mantissa < seen.reference_mantissa;
  if (!seen.equal && !seen.cast && !panel.subject_runs.empty())
    seen.cast =
        seen.subject_is_coarser
            ? rounds_to(panel.reference_runs, panel.subject_runs, seen.subject_mantissa)
            : seen.reference_mantissa < seen.subject_mantissa &&
                  rounds_to(panel.subject_runs, panel.reference_runs, seen.reference_mantissa);
  if (seen.cast)
    seen.known_floats =
        seen.subject_is_coarser
            ? known_floats_of(panel.reference_runs, panel.subject_runs, seen.subject_mantissa)
            : known_floats_of(panel.subject_runs, panel.reference_runs, seen.reference_mantissa);
  // f32 products and sums round a few times before the last: four units instead of one.
  const auto floor_of = [](const std::vector<double>& values, int mantissa) {
    return rounding_variance(values, mantissa) * (mantissa > 16 ? 4.0 : 1.0);
  };
  seen.floor = floor_of(panel.subject, seen.subject_mantissa);
  seen.wide_floor = std::max(seen.floor, floor_of(panel.reference, seen.reference_mantissa));
}

/// A grid rounds values below half a step to 0; blocks with more than four times the typical step
/// are rare.
double zero_limit(const std::optional<value_grid>& grid) {
  return grid ? 2.0 * std::sqrt(grid->step_square) : 0.0;
}

void take_grids(operation_evidence& seen, const aligned_pair& pair, const pair_panel& panel) {
  if (has_declared_grid(pair.subject)) {
    seen.declared_scheme = pair.subject.encoding->scheme;
    seen.declared_bits = pair.subject.encoding->bits_per_value;
    seen.declared_block = pair.subject.encoding->block_values;
  }
  seen.subject_grid = find_grid(panel, true);
  seen.reference_grid = find_grid(panel, false);
  seen.subject_zeros = find_zeros(panel, true, zero_limit(seen.subject_grid));
  seen.reference_zeros = find_zeros(panel, false, zero_limit(seen.reference_grid));
}

/// Where one side was zeroed both count as zero, so that the rest of the change shows.
pair_panel survivors_of(const operation_evidence& seen, const pair_panel& panel) {
  pair_panel left = panel;
  if (seen.subject_zeros.share < 0.01 && seen.reference_zeros.share < 0.01) return left;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left.subject[i] == 0 || left.reference[i] == 0) left.subject[i] = left.reference[i] = 0;
  return left;
}

result<operation_evidence> measure_one(const aligned_pair& pair) {
  operation_evidence seen;
  if (pair.stats) {
    take_bits(seen, pair, *pair.stats);
  } else {
    const auto stats = measure_pair(pair.subject, pair.reference);
    if (!stats && stats.error().code == errc::io) return stats.error();
    if (!stats) return seen; // nothing that can be compared
    take_bits(seen, pair, *stats);
  }
  if (!can_look(pair)) return seen;
  auto panel = panel_of(pair);
  if (!panel) return std::move(panel).error();
  seen.looked_at = panel->size() > 0;
  seen.matrix = panel->rows > 1 && panel->columns > 1;
  if (!seen.looked_at) return seen;
  take_moments(seen, *panel);
  take_float_grids(seen, *panel);
  if (seen.matrix) take_dependence(seen, *panel);
  if (seen.equal || seen.cast || !seen.matrix) return seen;
  take_grids(seen, pair, *panel);
  const pair_panel rest = survivors_of(seen, *panel);
  take_moments(seen, rest);
  std::vector<double> floors{seen.floor};
  if (seen.wide_floor > seen.floor) floors.push_back(seen.wide_floor);
  // Factors may lie under a grid: what rounding to it leaves is then the floor.
  for (const auto* grid : {&seen.subject_grid, &seen.reference_grid})
    if (*grid) floors.push_back((*grid)->step_square / 12.0);
  for (const double floor : floors) {
    seen.factors = find_factors(rest, floor);
    if (seen.factors.form != factor_form::none) return seen;
  }
  floors.resize(std::min<std::size_t>(floors.size(), seen.wide_floor > seen.floor ? 2 : 1));
  for (const double floor : floors) {
    seen.rank = rank_of_change(rest, floor);
    if (seen.rank.rank > 0) break;
  }
  if (seen.rank.rank == 1 && !seen.rank.rows_rescaled) {
    auto removed = read_projection(pair);
    if (!removed) return std::move(removed).error();
    seen.removed = std::move(*removed);
  }
  seen.found = texture_of(as_units(rest, rest.subject), as_units(rest, rest.reference));
  return seen;
}

} // namespace

result<std::vector<operation_evidence>> measure_operations(std::span<const aligned_pair> pairs,
                                                           unsigned threads) {
  std::vector<operation_evidence> all(pairs.size());
  std::vector<std::optional<error>> failures(pairs.size());
  parallel_for(pairs.size(), threads, [&](std::size_t i) {
    auto seen = measure_one(pairs[i]);
    if (!seen) {
      failures[i] = std::move(seen).error();
      return;
    }
    all[i] = std::move(*seen);
    all[i].pair = i;
  });
  for (const auto& failure : failures)
    if (failure) return *failure;
  return all;
}

} // namespace weightkin
