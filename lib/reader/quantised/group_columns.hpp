#pragma once

#include <cstdint>
#include <vector>

#include "reader/quantised/grouped_values.hpp"
#include "reader/quantised/quantisation_config.hpp"
#include "reader/quantised/tensor_group.hpp"

namespace weightkin {

/// Which group of columns shares a scale, for schemes that cut rows into groups.
struct column_groups {
  std::uint64_t block = 0;                ///< columns in a group; the last may have fewer
  std::vector<std::uint32_t> of_column{}; ///< not empty: columns are assigned one by one
};

/// Reconciles the size that the configuration gives (-1 for one group a row), the number of groups
/// that the scales have, and the index of groups if there is one.
/// \param size null when the configuration does not say or need not hold for this tensor
/// \param assignment the stored group of each column, or null
[[nodiscard]] result<column_groups> group_columns(const tensor_group& group, std::uint64_t columns,
                                                  std::uint64_t groups, const json_value* size,
                                                  const stored_tensor* assignment);

} // namespace weightkin
