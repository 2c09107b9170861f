#include "lineage/operation/level_grid.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <span>

#include "lineage/number_text.hpp"
#include "lineage/operation/block_lattice.hpp"
#include "lineage/operation/level_phase.hpp"
#include "lineage/operation/step_trend.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::size_t, 5> block_sizes{16, 32, 64, 128, 256};
constexpr double least_fitting = 0.95;
constexpr std::size_t most_blocks = 512;
constexpr std::size_t least_blocks = 4;
constexpr double least_margin = 1.0;  ///< decades a block, on the average
constexpr std::size_t foretaste = 32; ///< blocks that tell whether the others are worth a look

/// What shares a scale, and the same places on the other side.
struct block_pair {
  std::vector<float> own;
  std::vector<float> other;
};

/// One side's values as the search walks them.
struct side_values {
  const pair_panel& panel;
  bool subject;

  [[nodiscard]] const std::vector<double>& own() const {
    return subject ? panel.subject : panel.reference;
  }
  [[nodiscard]] const std::vector<double>& other() const {
    return subject ? panel.reference : panel.subject;
  }
  [[nodiscard]] const std::vector<float>& own_runs() const {
    return subject ? panel.subject_runs : panel.reference_runs;
  }
  [[nodiscard]] const std::vector<float>& other_runs() const {
    return subject ? panel.reference_runs : panel.subject_runs;
  }
};

/// Keeps at most `most_blocks`, evenly spread.
std::size_t stride_of(std::size_t blocks) {
  return std::max<std::size_t>((blocks + most_blocks - 1) / most_blocks, 1);
}

/// Blocks that follow one another in C order, or begin anew in each row.
std::vector<block_pair> blocks_of(const side_values& side, std::size_t length) {
  std::vector<block_pair> blocks;
  const auto take = [&](const auto& own, const auto& other, std::size_t begin) {
    const auto first = static_cast<std::ptrdiff_t>(begin);
    const auto last = static_cast<std::ptrdiff_t>(begin + length);
    blocks.push_back(
        {{own.begin() + first, own.begin() + last}, {other.begin() + first, other.begin() + last}});
  };
  const pair_panel& panel = side.panel;
  const bool by_row = panel.all_columns % length != 0 && panel.columns == panel.all_columns &&
                      panel.columns > length;
  if (by_row) {
    const std::size_t each = panel.columns / length;
    const std::size_t stride = stride_of(panel.rows * each);
    for (std::size_t k = 0; k < panel.rows * each; k += stride)
      take(side.own(), side.other(), k / each * panel.columns + k % each * length);
    return blocks;
  }
  const std::size_t each = panel.run / length;
  const std::size_t runs = panel.run == 0 ? 0 : side.own_runs().size() / panel.run;
  const std::size_t stride = stride_of(runs * each);
  for (std::size_t k = 0; each > 0 && k < runs * each; k += stride)
    take(side.own_runs(), side.other_runs(), k / each * panel.run + k % each * length);
  return blocks;
}

std::vector<block_pair> lines_of(const side_values& side, bool rows) {
  const pair_panel& panel = side.panel;
  const std::size_t count = rows ? panel.rows : panel.columns;
  const std::size_t length = rows ? panel.columns : panel.rows;
  const std::size_t stride = stride_of(count);
  std::vector<block_pair> lines;
  for (std::size_t k = 0; k < count; k += stride) {
    block_pair line;
    for (std::size_t i = 0; i < length; ++i) {
      const std::size_t at = rows ? k * panel.columns + i : i * panel.columns + k;
      line.own.push_back(static_cast<float>(side.own()[at]));
      line.other.push_back(static_cast<float>(side.other()[at]));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

/// A form with what it needs to be tried.
struct form_trial {
  grid_form form = grid_form::uniform;
  int mantissa_bits = 0;
  double precision = 0;

  [[nodiscard]] std::optional<lattice_fit> fit(std::span<const float> values) const {
    switch (form) {
    case grid_form::uniform: return fit_uniform(values, precision);
    case grid_form::minifloat: return fit_minifloat(values, mantissa_bits, precision);
    case grid_form::nf4:
    case grid_form::fp4: return fit_codebook(values, form, precision);
    }
    return std::nullopt;
  }
};

/// Sums over the blocks of one extent.
struct block_tally {
  std::size_t looked_at = 0;
  std::size_t fitting = 0;
  std::size_t values = 0;
  std::size_t within = 0;
  std::size_t nearest = 0;
  std::size_t shifted = 0;
  level_phase phase;
  step_trend trend;
  double margin = 0;
  double gap_square = 0;
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  std::int64_t widest = 0; ///< largest range of codes in a block
  double least_step = 0;
  double largest_step = 0;
  double largest_value = 0;
  double least_value = 0;
  bool only_fp4_codes = true;
};

bool is_fp4_code(float value, const lattice_fit& fit) {
  const auto code = static_cast<std::int64_t>(std::llabs(std::llround(value / fit.step)));
  return code <= 4 || code == 6 || code == 8 || code == 12;
}

void add_block(block_tally& tally, const form_trial& trial, const block_pair& block,
               const lattice_fit& fit) {
  const bool first = tally.fitting == 0;
  ++tally.fitting;
  tally.margin += fit.log10_margin;
  tally.shifted += fit.offset != 0 ? 1 : 0;
  tally.lowest = first ? fit.lowest : std::min(tally.lowest, fit.lowest);
  tally.highest = first ? fit.highest : std::max(tally.highest, fit.highest);
  tally.widest = std::max(tally.widest, fit.highest - fit.lowest);
  tally.least_step = first ? fit.step : std::min(tally.least_step, fit.step);
  tally.largest_step = std::max(tally.largest_step, fit.step);
  double own_square = 0, gap_square = 0, apart_square = 0;
  for (std::size_t i = 0; i < block.own.size(); ++i) {
    const double own = block.own[i];
    const double other = block.other[i];
    const grid_place here = place_on(fit, trial.form, trial.mantissa_bits, own);
    const grid_place there = place_on(fit, trial.form, trial.mantissa_bits, other);
    const double gap = std::max(here.gap, there.gap);
    ++tally.values;
    tally.within += std::abs(own - other) <= 1.01 * gap ? 1 : 0;
    tally.nearest += std::abs(here.level - there.level) <= 0.01 * gap ? 1 : 0;
    tally.phase.add(other - there.level, there.gap);
    own_square += own * own;
    gap_square += here.gap * here.gap;
    apart_square += (own - other) * (own - other);
    if (own == 0) continue;
    const double size = std::abs(own);
    tally.largest_value = std::max(tally.largest_value, size);
    tally.least_value = tally.least_value == 0 ? size : std::min(tally.least_value, size);
    if (trial.form == grid_form::uniform)
      tally.only_fp4_codes = tally.only_fp4_codes && is_fp4_code(block.own[i], fit);
  }
  tally.trend.add(std::sqrt(gap_square), std::sqrt(own_square), std::sqrt(apart_square));
  tally.gap_square += gap_square;
}

/// What became of one extent.
enum class trial_end : std::uint8_t {
  off_grid, ///< values are not on such a grid
  too_weak, ///< they may be: too few values differ from 0 to tell
  on_grid,
};

trial_end try_each(const form_trial& trial, std::span<const block_pair> blocks, std::size_t stride,
                   block_tally& tally) {
  for (std::size_t k = 0; k < blocks.size(); k += stride) {
    const block_pair& block = blocks[k];
    const auto nonzero =
        std::count_if(block.own.begin(), block.own.end(), [](float value) { return value != 0; });
    if (nonzero < 2) continue;
    ++tally.looked_at;
    if (const auto fit = trial.fit(block.own)) add_block(tally, trial, block, *fit);
    // Hopeless ones end soon: weights that know no grid are the rule.
    if (tally.looked_at >= 8 && tally.fitting * 2 < tally.looked_at) return trial_end::off_grid;
  }
  if (tally.looked_at < least_blocks) return trial_end::too_weak;
  if (static_cast<double>(tally.fitting) < least_fitting * static_cast<double>(tally.looked_at))
    return trial_end::off_grid;
  return tally.margin >= least_margin * static_cast<double>(tally.fitting) ? trial_end::on_grid
                                                                           : trial_end::too_weak;
}

/// Short floats lie near every fine grid, and say nothing by that: where a few blocks, evenly
/// spread, have less than no evidence together, all of them are not tried.
bool says_nothing(const form_trial& trial, std::span<const block_pair> blocks) {
  if (blocks.size() < 4 * foretaste) return false;
  block_tally some;
  const trial_end end = try_each(trial, blocks, blocks.size() / foretaste, some);
  return end == trial_end::too_weak && some.looked_at >= foretaste / 2 && some.margin < 0;
}

trial_end try_blocks(const form_trial& trial, std::span<const block_pair> blocks,
                     block_tally& tally) {
  return says_nothing(trial, blocks) ? trial_end::too_weak : try_each(trial, blocks, 1, tally);
}

int bits_for(std::int64_t range) {
  return static_cast<int>(
      std::bit_width(static_cast<std::uint64_t>(std::max<std::int64_t>(range, 1))));
}

value_grid grid_from(const form_trial& trial, const block_tally& tally) {
  value_grid grid;
  grid.form = trial.form;
  const auto values = static_cast<double>(tally.values);
  grid.fitting = static_cast<double>(tally.fitting) / static_cast<double>(tally.looked_at);
  grid.log10_margin = tally.margin;
  grid.step_square = tally.gap_square / values;
  grid.within = static_cast<double>(tally.within) / values;
  grid.nearest = static_cast<double>(tally.nearest) / values;
  grid.known_levels = tally.phase.known();
  grid.follows_step = tally.trend.follows();
  if (trial.form != grid_form::uniform) {
    grid.symmetric = true;
    grid.bits = 4;
    if (trial.form == grid_form::minifloat) {
      const double span = std::log2(tally.largest_value / tally.least_value);
      grid.bits = trial.mantissa_bits <= 1 && span < 4 ? 4 : 8;
    }
    return grid;
  }
  grid.offset = tally.shifted * 2 > tally.fitting;
  grid.lowest = tally.lowest;
  grid.highest = tally.highest;
  const bool even = std::abs(static_cast<double>(tally.lowest + tally.highest)) <=
                    std::max(1.0, 0.1 * static_cast<double>(tally.highest - tally.lowest));
  const bool steady =
      tally.highest - tally.lowest <= tally.widest + std::max<std::int64_t>(2, tally.widest / 4);
  grid.symmetric = !grid.offset && even && steady;
  grid.bits = bits_for(tally.widest);
  if (tally.only_fp4_codes && tally.highest - tally.lowest > 8 && grid.symmetric) {
    grid.form = grid_form::minifloat;
    grid.bits = 4;
  }
  return grid;
}

/// The coarsest extent of one form that holds.
std::optional<value_grid> coarsest(const form_trial& trial, const side_values& side) {
  std::optional<value_grid> best;
  const bool grows = trial.form == grid_form::uniform || trial.form == grid_form::minifloat;
  bool rows_may = true;
  double evidence = 0; // decades a value of the best so far
  const auto weight = [](const block_tally& tally) {
    return tally.margin / static_cast<double>(tally.values);
  };
  // Sharing a scale among more values saves scales; where that costs evidence, it is an accident.
  // The eight magnitudes of a 4-bit float lie on an even grid too, one of powers of two longer.
  const auto loses = [&](const block_tally& tally) {
    if (weight(tally) < 0.95 * evidence) return true;
    return best && best->form == grid_form::minifloat && trial.form == grid_form::uniform &&
           grid_from(trial, tally).form == grid_form::uniform;
  };
  const auto take = [&](const block_tally& tally) {
    best = grid_from(trial, tally);
    evidence = weight(tally);
  };
  for (const std::size_t length : block_sizes) {
    block_tally tally;
    const trial_end end = try_blocks(trial, blocks_of(side, length), tally);
    if (end == trial_end::on_grid && !loses(tally)) {
      take(tally);
      best->block = length;
    }
    // A grid of longer blocks would hold shorter ones too; code books need a block's largest value.
    if (end == trial_end::off_grid && grows) {
      rows_may = length > side.panel.all_columns; // then blocks of rows' ends and beginnings failed
      break;
    }
  }
  const auto take_line = [&](const block_tally& tally, grid_extent extent) {
    take(tally);
    best->extent = tally.largest_step <= tally.least_step * 1.002 ? grid_extent::tensor : extent;
    best->block = 0;
  };
  block_tally along_rows, along_columns;
  if (rows_may && side.panel.columns >= 8 &&
      try_blocks(trial, lines_of(side, true), along_rows) == trial_end::on_grid &&
      !loses(along_rows)) {
    take_line(along_rows, grid_extent::row);
    // A row's own scale may come out as a multiple, so rows do not tell that all share one.
    if (trial.fit(std::vector<float>(side.own().begin(), side.own().end())))
      best->extent = grid_extent::tensor;
  }
  if (!best && side.panel.rows >= 8 &&
      try_blocks(trial, lines_of(side, false), along_columns) == trial_end::on_grid)
    take_line(along_columns, grid_extent::column);
  return best;
}

std::string form_text(const value_grid& grid) {
  switch (grid.form) {
  case grid_form::nf4: return "NF4 levels (as QLoRA's 4-bit weights have)";
  case grid_form::fp4: return "FP4 levels (as bitsandbytes stores them)";
  case grid_form::minifloat:
    return grid.bits == 4 ? "4-bit floats (E2M1)" : "8-bit floats or narrower";
  case grid_form::uniform: break;
  }
  return std::to_string(grid.bits) + (grid.bits == 1 ? " bit" : " bits");
}

std::string likeness(const value_grid& grid) {
  if (grid.form == grid_form::minifloat && grid.bits == 4 && grid.extent == grid_extent::block)
    return grid.block == 32   ? " (as MXFP4 stores them)"
           : grid.block == 16 ? " (as NVFP4 stores them)"
                              : "";
  if (grid.form != grid_form::uniform || grid.extent != grid_extent::block) return "";
  if (grid.block == 32 && grid.symmetric && grid.bits == 8) return " (as Q8_0 stores them)";
  if (grid.block == 32 && grid.symmetric && grid.bits == 4) return " (as Q4_0 stores them)";
  if (grid.block == 32 && grid.symmetric && grid.bits == 5) return " (as Q5_0 stores them)";
  if (grid.block == 32 && grid.offset && grid.bits == 4) return " (as Q4_1 and Q4_K store them)";
  if (grid.block == 32 && grid.offset && grid.bits == 5) return " (as Q5_1 and Q5_K store them)";
  if (grid.block == 16 && grid.symmetric && grid.bits == 6) return " (as Q6_K stores them)";
  if (grid.block == 16 && grid.symmetric && grid.bits == 3) return " (as Q3_K stores them)";
  if (grid.block == 16 && grid.offset && grid.bits == 2) return " (as Q2_K stores them)";
  if (grid.block == 128 && grid.bits == 4) return " (as GPTQ and AWQ store them)";
  return "";
}

} // namespace

std::optional<value_grid> find_grid(const pair_panel& panel, bool own_side_is_subject) {
  const side_values side{panel, own_side_is_subject};
  if (side.own_runs().empty()) return std::nullopt;
  const int mantissa = mantissa_bits_of(side.own_runs());
  const double precision = std::ldexp(1.0, -1 - std::max(mantissa, 7));
  for (const int bits : {0, 1, 2, 3}) {
    if (bits == 0) {
      if (auto grid = coarsest({grid_form::uniform, 0, precision}, side)) return grid;
      for (const grid_form form : {grid_form::nf4, grid_form::fp4})
        if (auto grid = coarsest({form, 0, precision}, side)) return grid;
      continue;
    }
    if (auto grid = coarsest({grid_form::minifloat, bits, precision}, side)) return grid;
  }
  return std::nullopt;
}

std::string describe(const value_grid& grid) {
  std::string text = form_text(grid);
  switch (grid.extent) {
  case grid_extent::block: text += ", blocks of " + std::to_string(grid.block); break;
  case grid_extent::row: text += ", a scale per row"; break;
  case grid_extent::column: text += ", a scale per column"; break;
  case grid_extent::tensor: text += ", one scale for the tensor"; break;
  }
  if (grid.form == grid_form::uniform) text += grid.symmetric ? ", symmetric" : ", asymmetric";
  return text + likeness(grid);
}

} // namespace weightkin
