#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reader/hdf5/hdf5_object_header.hpp"

namespace weightkin {

/// One entry of a group.
struct hdf5_link {
  std::string name;
  std::uint64_t address = hdf5_nowhere; ///< of the object's header; nowhere for a soft link
  std::string target;                   ///< of a soft link: a path in the same file
};

/// Longest name of a link and longest path it may lead to.
inline constexpr std::size_t hdf5_name_bytes = 4096;

/// The entries of a group, however it keeps them, in the file's order. An object that is no group
/// has none.
/// \returns `unsupported` for links into other files; `bad_format`: `bounds`, `cycle`, `header`,
///          `limit`.
[[nodiscard]] result<std::vector<hdf5_link>> read_hdf5_links(hdf5_file& file,
                                                             const hdf5_object& object);

/// True when the object is a group.
[[nodiscard]] bool is_hdf5_group(const hdf5_object& object) noexcept;

/// A link message: an entry of a group of the newer kind, in its header or its heap.
[[nodiscard]] result<hdf5_link> read_hdf5_link(const hdf5_file& file, hdf5_fields fields);

} // namespace weightkin
