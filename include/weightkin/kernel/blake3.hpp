#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <weightkin/core/digest.hpp>

namespace weightkin {

/// The BLAKE3 hash (default mode, 32 bytes) of `bytes`. Exact: the same on every machine and for
/// any number of threads. Uses the widest vectors the processor has.
/// Source: J. O'Connor, J.-P. Aumasson, S. Neves, Z. Wilcox-O'Hearn, BLAKE3, 2020.
[[nodiscard]] digest blake3(std::span<const std::byte> bytes, unsigned threads = 1);

/// The same for bytes that come in pieces. A value: copies go on independently. 3 KiB.
class blake3_hasher {
public:
  /// Appends `bytes`. Pieces of 16 KiB and more run at full speed, threads help from 1 MiB on; how
  /// the bytes are cut never changes the hash.
  blake3_hasher& update(std::span<const std::byte> bytes, unsigned threads = 1);

  /// The hash of all bytes so far. More may be appended afterwards.
  [[nodiscard]] digest finish() const noexcept;

private:
  using chaining_value = std::array<std::uint32_t, 8>;

  void push(chaining_value value, std::uint64_t chunks) noexcept;

  std::array<chaining_value, 54> subtrees_{}; ///< complete ones, largest first
  std::size_t subtree_count_ = 0;
  std::uint64_t chunks_ = 0; ///< of 1024 bytes, in `subtrees_`
  std::array<std::byte, 1024> tail_{};
  std::size_t tail_size_ = 0;
};

} // namespace weightkin
