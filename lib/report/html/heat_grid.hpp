#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin::detail {

/// What one cell of a heat map says.
enum class heat_kind : std::uint8_t {
  empty = 0,   ///< no tensor here
  aside,       ///< tensors, but none that may be evidence
  aside_equal, ///< the same, and all their values are equal
  untested,    ///< similarity known, no test of it
  chance,      ///< tested, and chance may have done it
  dependent,   ///< tested, and chance cannot have done it
  equal,       ///< all values equal
};

/// Tensors of one role in one band of layers.
struct heat_cell {
  heat_kind kind = heat_kind::empty;
  std::size_t tensors = 0; ///< that may be evidence; those set aside where there are no others
  double value = 0;        ///< effect (or Pearson where untested), weighted by parameters
  double lowest = 0;
  double highest = 0;
};

/// Consecutive layers shown as one row; (-1, -1) is what stands outside of layers.
using layer_band = std::pair<int, int>;

/// A component as rows of layers and columns of roles.
struct heat_grid {
  std::vector<layer_band> rows;
  std::vector<tensor_role> columns;
  std::vector<heat_cell> cells; ///< row by row
};

/// \param tensors indices of the component's pairs.
/// At most 64 rows: deeper models share rows evenly.
[[nodiscard]] heat_grid heat_grid_of(const comparison& ruling,
                                     const std::vector<std::size_t>& tensors);

/// log10 of the level a single tensor's test has to reach, corrected for their number.
[[nodiscard]] double single_level(const comparison& ruling);

/// "3", "4 to 7", "outside".
[[nodiscard]] std::string band_title(const layer_band& band);

/// The pairs of every component, in order.
[[nodiscard]] std::vector<std::vector<std::size_t>> tensors_by_component(const comparison& ruling);

/// Bands of at most 64 rows over the layers that occur.
[[nodiscard]] std::vector<layer_band> layer_bands(const comparison& ruling,
                                                  const std::vector<std::size_t>& tensors);

/// The band that holds `layer`. \pre there is one.
[[nodiscard]] std::size_t band_of(const std::vector<layer_band>& bands, int layer);

} // namespace weightkin::detail
