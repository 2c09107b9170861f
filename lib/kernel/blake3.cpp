#include <algorithm>
#include <bit>
#include <cstring>

#include <weightkin/kernel/blake3.hpp>

#include "kernel/blake3_tree.hpp"

// Chunks of 1024 bytes are the leaves of a binary tree whose left subtrees are complete. Only what
// certainly has something to its right enters the tree: the last node alone is the root, and is
// compressed as such.
namespace weightkin {

using namespace detail;

void blake3_hasher::push(chaining_value value, std::uint64_t chunks) noexcept {
  chunks_ += chunks;
  // One complete subtree per set bit of the number of chunks: equal neighbours are joined.
  for (std::uint64_t count = chunks_ / chunks; (count & 1U) == 0; count >>= 1)
    value = blake3_compress(blake3_parent_node(subtrees_[--subtree_count_], value));
  subtrees_[subtree_count_++] = value;
}

blake3_hasher& blake3_hasher::update(std::span<const std::byte> bytes, unsigned threads) {
  const blake3_kernel& kernel = all_blake3_kernels().back();
  while (!bytes.empty()) {
    if (tail_size_ == blake3_chunk) {
      push(blake3_compress(blake3_chunk_node(tail_, chunks_)), 1);
      tail_size_ = 0;
    }
    if (tail_size_ > 0 || bytes.size() <= blake3_chunk) {
      const std::size_t taken = std::min(bytes.size(), blake3_chunk - tail_size_);
      std::memcpy(tail_.data() + tail_size_, bytes.data(), taken);
      tail_size_ += taken;
      bytes = bytes.subspan(taken);
      continue;
    }
    std::size_t chunks = std::bit_floor((bytes.size() - 1) / blake3_chunk);
    if (chunks_ != 0) // a subtree begins at a multiple of its size
      chunks = std::min<std::size_t>(chunks, std::size_t{1} << std::countr_zero(chunks_));
    push(blake3_subtree(kernel, bytes.data(), chunks, chunks_, threads), chunks);
    bytes = bytes.subspan(chunks * blake3_chunk);
  }
  return *this;
}

digest blake3_hasher::finish() const noexcept {
  blake3_node last = blake3_chunk_node({tail_.data(), tail_size_}, chunks_);
  for (std::size_t i = subtree_count_; i-- > 0;)
    last = blake3_parent_node(subtrees_[i], blake3_compress(last));
  return blake3_root(last);
}

namespace {

/// The node over `bytes`, whose first chunk is number `counter`. Where the end is known, a complete
/// subtree on the right is hashed as one: a hasher would have to expect more bytes behind it.
blake3_node node_over(const blake3_kernel& kernel, std::span<const std::byte> bytes,
                      std::uint64_t counter, unsigned threads) {
  if (bytes.size() <= blake3_chunk) return blake3_chunk_node(bytes, counter);
  const std::size_t chunks = std::bit_floor((bytes.size() - 1) / blake3_chunk);
  const auto rest = bytes.subspan(chunks * blake3_chunk);
  const words8 left = blake3_subtree(kernel, bytes.data(), chunks, counter, threads);
  const bool complete = rest.size() == chunks * blake3_chunk;
  const words8 right = complete
                           ? blake3_subtree(kernel, rest.data(), chunks, counter + chunks, threads)
                           : blake3_compress(node_over(kernel, rest, counter + chunks, threads));
  return blake3_parent_node(left, right);
}

} // namespace

digest blake3(std::span<const std::byte> bytes, unsigned threads) {
  return blake3_root(node_over(all_blake3_kernels().back(), bytes, 0, threads));
}

} // namespace weightkin
