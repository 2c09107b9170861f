#include "reader/quantised/group_columns.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

/// The columns in a group where no configuration tells. A last group may be short, so that 192
/// columns in 2 groups may be groups of 96 or of 128: only a power of two is taken, which no other
/// power of two competes with.
/// \returns 0 when the shapes leave it open.
std::uint64_t block_of_shapes(std::uint64_t columns, std::uint64_t groups) {
  const bool divides = columns % groups == 0;
  return groups == 1 || (divides && std::has_single_bit(columns / groups)) ? columns / groups : 0;
}

/// The columns in a group by configuration, or by the number of groups.
result<std::uint64_t> block_size(const tensor_group& group, std::uint64_t columns,
                                 std::uint64_t groups, const json_value* size) {
  const auto claimed = whole_setting(size, "group_size");
  if (!claimed) return group.refuse(claimed.error().why, claimed.error().message);
  if (!*claimed) return block_of_shapes(columns, groups);
  if (**claimed == 0 || **claimed < -1)
    return group.refuse(fault::header,
                        "config.json: a group of " + std::to_string(**claimed) + " columns");
  const std::uint64_t block = **claimed == -1 ? columns : static_cast<std::uint64_t>(**claimed);
  return blocks_of(columns, block) == groups ? std::min(block, columns) : 0;
}

bool is_in_order(const std::vector<std::uint32_t>& of_column, std::uint64_t block) {
  if (block == 0) return false;
  for (std::size_t column = 0; column < of_column.size(); ++column)
    if (of_column[column] != column / block) return false;
  return true;
}

} // namespace

result<column_groups> group_columns(const tensor_group& group, std::uint64_t columns,
                                    std::uint64_t groups, const json_value* size,
                                    const stored_tensor* assignment) {
  const std::string counts =
      std::to_string(groups) + " groups for " + std::to_string(columns) + " columns";
  if (groups > columns) return group.refuse(fault::shape, counts);
  const auto block = block_size(group, columns, groups, size);
  if (!block) return block.error();
  if (*block == 0 && size != nullptr)
    return group.refuse(fault::shape, counts + ", not as many as the group size asks for");
  if (*block == 0 && assignment == nullptr)
    return group.refuse(fault::missing,
                        counts + " leave the group size open; config.json must give it");
  if (assignment == nullptr) return column_groups{*block};
  if (assignment->shape != std::vector<std::uint64_t>{columns})
    return group.wrong_shape(*assignment, "one index for each of " + std::to_string(columns));
  const auto indices = read_integers(*assignment, columns);
  if (!indices) return indices.error();
  // Some tools write -1 everywhere when columns are in order.
  const bool unset =
      std::all_of(indices->begin(), indices->end(), [](std::int64_t index) { return index == -1; });
  if (unset && *block != 0) return column_groups{*block};
  column_groups found{*block};
  found.of_column.reserve(indices->size());
  for (const std::int64_t index : *indices) {
    if (index < 0 || static_cast<std::uint64_t>(index) >= groups)
      return group.refuse(fault::bounds, detail::escaped(assignment->name) + " has group " +
                                             std::to_string(index) + " of " +
                                             std::to_string(groups));
    found.of_column.push_back(static_cast<std::uint32_t>(index));
  }
  if (is_in_order(found.of_column, *block))
    found.of_column = {};
  else
    found.block = 0;
  return found;
}

} // namespace weightkin
