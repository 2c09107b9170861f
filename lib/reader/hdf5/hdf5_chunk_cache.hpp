#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace weightkin {

/// The last few chunks of a file that were decompressed, so that reading a dataset piece by piece
/// does not decompress each chunk again for every piece. Holds at most 64 MiB, or one chunk if
/// that is more. Concurrent calls are safe.
class hdf5_chunk_cache {
public:
  using bytes = std::shared_ptr<const std::vector<std::byte>>;

  /// The chunk `number` of `dataset`, or null.
  [[nodiscard]] bytes find(const void* dataset, std::uint64_t number) const;

  void keep(const void* dataset, std::uint64_t number, bytes chunk);

private:
  struct entry {
    const void* dataset;
    std::uint64_t number;
    bytes chunk;
  };

  mutable std::mutex mutex_;
  std::deque<entry> entries_; ///< oldest first
  std::size_t held_bytes_ = 0;
};

} // namespace weightkin
