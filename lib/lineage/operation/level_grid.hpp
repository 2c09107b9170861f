#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lineage/operation/pair_panel.hpp"

namespace weightkin {

/// Which levels a block's values are multiples of its scale.
enum class grid_form : std::uint8_t {
  uniform = 0,   ///< integers, with or without an offset
  minifloat = 1, ///< floats of at most three mantissa bits
  nf4 = 2,       ///< the sixteen quantiles of a normal distribution that QLoRA uses
  fp4 = 3,       ///< bitsandbytes' sixteen 4-bit floats
};

/// What shares one scale.
enum class grid_extent : std::uint8_t { block = 0, row = 1, column = 2, tensor = 3 };

/// A grid that values lie on.
struct value_grid {
  grid_form form = grid_form::uniform;
  grid_extent extent = grid_extent::block;
  std::uint64_t block = 0; ///< values that share a scale; 0 unless `extent` is `block`
  int bits = 0;            ///< of a code
  std::int64_t lowest = 0; ///< smallest code seen, where uniform and without offset
  std::int64_t highest = 0;
  bool offset = false;     ///< levels are not multiples of the step
  bool symmetric = false;  ///< codes spread as far below 0 as above it, up to one
  double fitting = 0;      ///< share of the looked-at blocks whose values fit
  double log10_margin = 0; ///< likelihood of lying so well on a grid over chance, scales paid for
  double step_square = 0;  ///< mean square of the distance between neighbouring levels
  double within = 0;       ///< share of values that lie within one step of the other side's
  double nearest = 0;      ///< share of values that are the level nearest to the other side's
  double known_levels = 0; ///< how far the other side's values know these: `level_phase`
  std::optional<bool> follows_step =
      {}; ///< whether the difference grows with the step: `step_trend`
};

/// The coarsest grid that at least 95 % of blocks of one side lie on, or nothing. Looks for block
/// sizes of 16 to 256, rows, columns and the whole tensor. Rounding of the scaled levels to the
/// side's own float type is allowed for.
/// \param own_side_is_subject which side of the panel is looked at; the other one is what `within`
///        and `nearest` compare with.
/// *Close*. Cost: at most 512 blocks an extent, each tried on every form.
[[nodiscard]] std::optional<value_grid> find_grid(const pair_panel& panel,
                                                  bool own_side_is_subject);

/// "4 bits, blocks of 32, symmetric (as Q4_0 stores them)".
[[nodiscard]] std::string describe(const value_grid& grid);

} // namespace weightkin
