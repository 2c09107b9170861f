#pragma once

#include <cstdint>
#include <vector>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// How the chunks of a dataset are found.
enum class hdf5_chunk_index : std::uint8_t {
  none,          ///< not chunked
  old_tree,      ///< B-tree of the older kind
  single,        ///< one chunk is all
  implicit,      ///< one after the other
  fixed_array,   ///< a table
  growing_array, ///< a table that grows along one axis
  new_tree,      ///< B-tree of the newer kind
};

/// Where the elements of a dataset are.
struct hdf5_layout {
  std::uint64_t at = 0;                 ///< position of the message, for messages
  std::uint64_t address = hdf5_nowhere; ///< contiguous: of the elements; chunked: of the index
  std::uint64_t size = 0;               ///< contiguous and compact: bytes
  bool is_compact = false;
  std::uint64_t compact_at = 0; ///< file position of elements kept in the header
  hdf5_chunk_index index = hdf5_chunk_index::none;
  std::vector<std::uint64_t> chunk; ///< extents of a chunk; the last is an element's bytes
  bool edges_unfiltered = false;    ///< chunks that reach over the edge are stored as they are
  std::uint64_t single_bytes = 0;   ///< single chunk: as stored, when filtered
  std::uint32_t single_mask = 0;
  bool is_single_filtered = false;
};

/// Reads a data layout message, versions 1 to 4.
/// \returns `unsupported` for virtual datasets and newer versions, `bad_format`/`header`.
[[nodiscard]] result<hdf5_layout> read_hdf5_layout(const hdf5_file& file, hdf5_fields fields);

} // namespace weightkin
