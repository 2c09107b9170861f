#pragma once

#include <cstdint>
#include <functional>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// The older B-trees of HDF5, which groups and chunked datasets share.
struct old_tree {
  enum class kind : std::uint8_t { group = 0, chunks = 1 };
  kind holds = kind::group;
  std::uint64_t key_bytes = 0;
};

/// Visits what the leaves point to, from left to right, with the key before each. Levels must fall
/// by one from node to node; a node that is met twice is an error of `hdf5_file::block`.
[[nodiscard]] result<void>
walk_old_tree(hdf5_file& file, std::uint64_t root, old_tree tree,
              const std::function<result<void>(hdf5_fields key, std::uint64_t child)>& visit);

} // namespace weightkin
