#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/byte_source.hpp>

#include "reader/zarr/zarr_metadata.hpp"

namespace weightkin {

/// The elements of one chunk: in the place where the file is mapped, or in memory of its own.
struct zarr_chunk {
  std::shared_ptr<const byte_source> file; ///< null when there is no such file: all fill value
  std::vector<std::byte> unpacked;
  [[nodiscard]] const std::byte* data() const noexcept {
    return unpacked.empty() && file != nullptr ? file->in_place() : unpacked.data();
  }
};

/// The chunks used last, of all arrays of one store, so that rows of elements that cross a row of
/// chunks unpack each of them once. Thread-safe.
class zarr_chunk_cache {
public:
  /// The chunk of this file name, or null.
  [[nodiscard]] std::shared_ptr<const zarr_chunk> find(const std::string& name);
  /// Keeps a chunk in place of those unused longest.
  void keep(const std::string& name, std::shared_ptr<const zarr_chunk> chunk);

private:
  using entry = std::pair<std::string, std::shared_ptr<const zarr_chunk>>;

  std::mutex mutex_;
  std::list<entry> recent_; ///< the last one used first
  std::unordered_map<std::string, std::list<entry>::iterator> by_name_;
  std::uint64_t bytes_ = 0;
};

/// The elements of one zarr array, in its own type.
/// \param folder where its chunks lie: "" or a path that ends in '/'
[[nodiscard]] std::shared_ptr<const element_source>
zarr_elements(zarr_array array, std::string folder, std::shared_ptr<const file_set> files,
              std::shared_ptr<zarr_chunk_cache> cache);

} // namespace weightkin
