#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lineage/operation/pair_panel.hpp"

namespace weightkin {

/// The difference of a pair seen as a matrix of few directions.
struct change_rank {
  std::size_t rank = 0;       ///< 0: not explained by few directions
  bool rows_rescaled = false; ///< after dividing each row by a factor of its own (DoRA)
  /// Rows or columns that changed at all, whichever are fewer. Where there are no more of them than
  /// directions, the lines and not the directions are what is special.
  std::size_t changed_lines = 0;
  double log10_margin = 0; ///< over a Gaussian difference of the same size, directions paid for
  double energy = 0;       ///< mean square of the difference
};

/// \param floor mean square that rounding leaves. Few directions explain a difference when what
/// they
///        leave is at most nine times that, and they are at most half of what fits.
/// *Close*. Panels of fewer than four rows or columns are not looked at. Cost: about 2 min(rows,
/// columns)^3 + rows columns min(rows, columns).
[[nodiscard]] change_rank rank_of_change(const pair_panel& panel, double floor);

/// A change that takes one direction out of everything a matrix writes.
struct removed_direction {
  double agreement = 0; ///< |cosine| between the change's other side and what was written along it
  double share = 0;     ///< of it that was taken out; 1: all
  double left = 1;      ///< energy along it on the side that lacks it; 1: as along any direction
  bool among_rows = false;       ///< the direction indexes rows; else columns
  bool subject_lacks_it = false; ///< the subject is the side it was taken out of
  std::vector<double> direction; ///< unit length, all of the extent
};
/// Nothing but rounding and a little training is left of the direction. What was large and was
/// added to something small leaves the same change; then the other side lacks nothing, there is as
/// much along the direction as along any.
[[nodiscard]] bool is_wholly_removed(const removed_direction& found) noexcept;

/// Reads a change of rank one as a projection along its own direction, in the way of four (rows or
/// columns, out of either side) that fits best. \param pair read again along the whole of one
/// extent. An extent beyond 65,536 is not looked along. \returns nothing when both are, or the
/// medium's `io` error. *Close*. Memory: 64 lines of each side as f64.
[[nodiscard]] result<std::optional<removed_direction>> read_projection(const aligned_pair& pair);

} // namespace weightkin
