#pragma once

#include <cstdint>
#include <optional>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// What an HDF5 file says first.
struct hdf5_superblock {
  std::uint64_t base = 0; ///< its own position, from which addresses count
  hdf5_widths widths;
  std::uint64_t root = hdf5_nowhere; ///< address of the root group's object header
};

/// The position of the signature: 0, 512, 1024, 2048... or nothing.
[[nodiscard]] std::optional<std::uint64_t> find_hdf5_signature(const byte_source& source);

/// Reads the superblock, versions 0 to 3, at `base`.
/// \returns `bad_format`: `version`, `truncated` when the file is shorter than it says, `checksum`,
///          `header`.
[[nodiscard]] result<hdf5_superblock> read_hdf5_superblock(const byte_source& source,
                                                           std::uint64_t base);

} // namespace weightkin
