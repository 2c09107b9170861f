#include "kernel/blake3_kernels.hpp"

#include <utility>

namespace weightkin::detail {
namespace {

void hash_chunks(const std::byte* bytes, std::size_t count, std::uint64_t counter, words8* values) {
  for (std::size_t i = 0; i < count; ++i)
    values[i] =
        blake3_compress(blake3_chunk_node({bytes + i * blake3_chunk, blake3_chunk}, counter + i));
}

void hash_parents(const words8* children, std::size_t count, words8* values) {
  for (std::size_t i = 0; i < count; ++i)
    values[i] = blake3_compress(blake3_parent_node(children[2 * i], children[2 * i + 1]));
}

} // namespace

std::span<const blake3_kernel> all_blake3_kernels() noexcept {
  static const kernel_list<blake3_kernel> kernels = [] {
    kernel_list<blake3_kernel> all({"portable", 1, hash_chunks, hash_parents});
    add_simd_blake3_kernels(all);
    return all;
  }();
  return kernels.rows();
}

} // namespace weightkin::detail
