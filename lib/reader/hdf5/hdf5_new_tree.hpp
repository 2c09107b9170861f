#pragma once

#include <cstdint>
#include <functional>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// What the records of a newer B-tree are for, as far as it matters here.
enum class new_tree_type : std::uint8_t {
  links_by_name = 5,
  plain_chunks = 10,
  filtered_chunks = 11,
};

/// Visits the records of the newer B-tree (version 2) whose header is at `address`, in no
/// particular order.
/// \returns `bad_format`: `header` when it is of another type, `checksum`, `bounds`, `cycle`.
[[nodiscard]] result<void>
walk_new_tree(hdf5_file& file, std::uint64_t address, new_tree_type type,
              const std::function<result<void>(hdf5_fields record)>& visit);

} // namespace weightkin
