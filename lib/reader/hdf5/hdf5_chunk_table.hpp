#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reader/hdf5/hdf5_datatype.hpp"
#include "reader/hdf5/hdf5_layout.hpp"

namespace weightkin {

/// How a dataset is cut into chunks. The last axis counts bytes, so that an element needs no axis
/// of its own.
struct hdf5_chunk_grid {
  std::vector<std::uint64_t> shape;
  std::vector<std::uint64_t> chunk;  ///< extents of one chunk
  std::vector<std::uint64_t> counts; ///< chunks along each axis
  std::uint64_t chunk_bytes = 0;

  /// The chunk at `place` (chunks along each axis) among all in C order.
  [[nodiscard]] std::uint64_t number_of(const std::vector<std::uint64_t>& place) const noexcept;
};

/// Where one chunk is stored.
struct hdf5_chunk {
  std::uint64_t number = 0;  ///< in the grid
  std::uint64_t at = 0;      ///< position in the file; all its bytes lie inside
  std::uint32_t bytes = 0;   ///< as stored
  std::uint32_t skipped = 0; ///< filters that were left out
};

/// The stored chunks of a dataset, by number. Those that were never written are not in it.
class hdf5_chunk_table {
public:
  /// Reads the index that `layout` names.
  /// \param is_filtered the dataset has filters
  /// \returns `unsupported` for arrays that grow; `bad_format`: `header`, `bounds`, `duplicate`...
  [[nodiscard]] static result<hdf5_chunk_table> read(hdf5_file& file, const hdf5_layout& layout,
                                                     const hdf5_dataspace& space,
                                                     const hdf5_chunk_grid& grid, bool is_filtered);

  [[nodiscard]] std::optional<hdf5_chunk> find(std::uint64_t number) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return chunks_.size(); }

private:
  std::vector<hdf5_chunk> chunks_; ///< sorted by number, no two equal
};

/// The grid of a chunked dataset with at least one element.
/// \returns `bad_format`: `header`, `limit` for chunks over `reader_limits::hdf5_chunk_bytes`,
///          `overflow`.
[[nodiscard]] result<hdf5_chunk_grid> make_hdf5_grid(const hdf5_file& file,
                                                     const hdf5_layout& layout,
                                                     const hdf5_dataspace& space,
                                                     std::uint32_t element_bytes, std::uint64_t at);

} // namespace weightkin
