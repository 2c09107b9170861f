#pragma once

#include <cstdint>

#include "lineage/operation/pair_panel.hpp"

namespace weightkin {

/// Exact zeros of one side where the other side has values worth the name.
struct zero_pattern {
  double share = 0;   ///< of the looked-at values that the other side has
  double density = 1; ///< share of them that are left
  std::uint64_t zeros = 0;
  /// Chance that a zeroed value was smaller than a kept one: 1 when exactly the smallest went, 0.5
  /// when magnitude did not matter.
  double smaller = 0.5;
  /// n of every m neighbours were kept (along rows, or along columns when `down`); 0: no such
  /// pattern.
  unsigned kept_of = 0;
  unsigned group = 0;
  bool down = false;
  double pattern_log10_margin = 0; ///< of the pattern over zeros that know no groups
  double survivors_equal = 0;      ///< share of kept values with the other side's value
  /// Zeros outside rows and columns that hold nothing else: such lines are left empty to be filled
  /// later (room for tokens), single zeros are not.
  std::uint64_t scattered = 0;
  double removed_square = 0; ///< mean square of the other side's values at the scattered ones
  double changed_square = 0; ///< of the difference, where this side is not 0
};

/// \param own_side_is_subject whose zeros are looked for.
/// \param least the other side's value is worth the name from this magnitude on: what a grid rounds
///        to 0 was not set to 0.
/// *Close*: logarithms. Cost: two copies of the panel, one of them sorted.
[[nodiscard]] zero_pattern find_zeros(const pair_panel& panel, bool own_side_is_subject,
                                      double least);

} // namespace weightkin
