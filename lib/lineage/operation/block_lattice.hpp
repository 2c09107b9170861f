#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "lineage/operation/level_grid.hpp"

namespace weightkin {

/// How the values of one block lie on one form of grid.
struct lattice_fit {
  double step = 0;   ///< distance between codes (uniform), or the scale (other forms)
  double offset = 0; ///< of code 0
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  double log10_margin = 0; ///< likelihood over values that know no grid, the scale paid for
};

/// \param precision relative error that the float type of the values may add: 2^-9 for bf16.
/// Nothing when some value is off the grid or fewer than two differ from 0. A fit is evidence only
/// as far as its margin says: two or three values always find a grid. *Close*: logarithms, as all
/// fits here. \pre finite values.
[[nodiscard]] std::optional<lattice_fit> fit_uniform(std::span<const float> values,
                                                     double precision);
/// \param bits mantissa bits, 0 to 3.
[[nodiscard]] std::optional<lattice_fit> fit_minifloat(std::span<const float> values, int bits,
                                                       double precision);
[[nodiscard]] std::optional<lattice_fit> fit_codebook(std::span<const float> values, grid_form form,
                                                      double precision);

/// The level of the fitted grid nearest to `value`, and the distance between levels around there.
struct grid_place {
  double level = 0;
  double gap = 0;
};
[[nodiscard]] grid_place place_on(const lattice_fit& fit, grid_form form, int mantissa_bits,
                                  double value);

} // namespace weightkin
