#pragma once

#include <cstdint>
#include <functional>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// What the entries of a table of chunks consist of.
struct chunk_entries {
  bool is_filtered = false;      ///< each with its size and mask
  std::uint64_t chunk_bytes = 0; ///< of a chunk that is not filtered
};

/// Visits the entries of the fixed array whose header is at `address`, those of chunks that were
/// never written left out.
[[nodiscard]] result<void> read_fixed_array(
    hdf5_file& file, std::uint64_t address, const chunk_entries& entries,
    const std::function<result<void>(std::uint64_t entry, std::uint64_t address,
                                     std::uint64_t bytes, std::uint32_t skipped)>& visit);

} // namespace weightkin
