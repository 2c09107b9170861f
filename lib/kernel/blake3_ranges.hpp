#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <weightkin/core/digest.hpp>

#include "kernel/blake3_compress.hpp"
#include "kernel/index_ranges.hpp"

namespace weightkin::detail {

/// The BLAKE3 hash of bytes whose number is known and which arrive in ranges, in any order, cut
/// anywhere. The tree makes that possible: of whatever range is there, the chaining values of the
/// largest complete subtrees are kept, and the bytes of chunks that are not whole yet.
/// Memory: for each range that has not met its neighbours at most 2 KiB and 108 chaining values.
class blake3_ranges {
public:
  explicit blake3_ranges(std::uint64_t size) noexcept : size_(size) {}

  /// \pre the range lies within the size, and none of its bytes was added before. \param threads
  /// help from 1 MiB on and change no bit.
  void add(std::uint64_t first, std::span<const std::byte> bytes, unsigned threads = 1);

  /// \pre the same size, and no byte that both have.
  void merge(const blake3_ranges& other);

  [[nodiscard]] const index_ranges& added() const noexcept { return added_; }
  [[nodiscard]] bool complete() const noexcept { return added_.count() == size_; }

  /// \pre complete().
  [[nodiscard]] digest finish() const;

  /// The same bytes however the ranges were cut and ordered.
  void save(std::vector<std::byte>& bytes) const;
  /// Reads what `save` wrote for the same size from the front of `bytes`, which it advances.
  /// \returns false for anything else. Memory: at most 64 times the bytes read.
  [[nodiscard]] bool load(std::span<const std::byte>& bytes);

private:
  using chunk_bytes = std::array<std::byte, blake3_chunk>;
  struct subtree {
    std::uint64_t chunks;
    words8 value;
  };

  [[nodiscard]] std::uint64_t last_chunk() const noexcept;
  [[nodiscard]] std::uint64_t largest_subtree(std::uint64_t first, std::uint64_t end) const;
  [[nodiscard]] std::vector<index_ranges::range> open_pieces() const;
  void push(std::uint64_t first, subtree grown);
  void close_if_whole(std::uint64_t chunk);

  std::uint64_t size_;
  index_ranges added_;
  /// By number. The last chunk stays here even when it is whole: only what certainly has something
  /// to its right can enter the tree, because the root is compressed differently.
  std::map<std::uint64_t, chunk_bytes> open_;
  std::map<std::uint64_t, subtree> subtrees_; ///< by first chunk
};

} // namespace weightkin::detail
