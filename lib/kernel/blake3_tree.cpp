#include "kernel/blake3_tree.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include <weightkin/core/parallel_for.hpp>

namespace weightkin::detail {
namespace {

/// A subtree smaller than this is not worth a thread of its own.
constexpr std::size_t least_thread_chunks = 64;

/// Values of the topmost level of a subtree that still has `kernel.lanes` nodes (or of its leaves,
/// if they are fewer), so that every step below works on full vectors.
/// \returns how many
std::size_t upper_level(const blake3_kernel& kernel, const std::byte* bytes, std::size_t chunks,
                        std::uint64_t counter, words8* values) {
  if (chunks <= kernel.lanes) {
    kernel.chunks(bytes, chunks, counter, values);
    return chunks;
  }
  const std::size_t half = chunks / 2;
  std::array<words8, 2 * blake3_most_lanes> children;
  const std::size_t left = upper_level(kernel, bytes, half, counter, children.data());
  upper_level(kernel, bytes + half * blake3_chunk, half, counter + half, children.data() + left);
  kernel.parents(children.data(), left, values);
  return left;
}

words8 reduce(const blake3_kernel& kernel, words8* values, std::size_t count) {
  for (; count > 1; count /= 2)
    kernel.parents(values, count / 2, values);
  return values[0];
}

} // namespace

words8 blake3_subtree(const blake3_kernel& kernel, const std::byte* bytes, std::size_t chunks,
                      std::uint64_t counter, unsigned threads) {
  const std::size_t wanted = std::bit_ceil(std::size_t{4} * threads);
  const std::size_t parts =
      std::min(wanted, std::max<std::size_t>(chunks / least_thread_chunks, 1));
  if (threads <= 1 || parts <= 1) {
    std::array<words8, blake3_most_lanes> values;
    return reduce(kernel, values.data(),
                  upper_level(kernel, bytes, chunks, counter, values.data()));
  }
  std::vector<words8> values(parts);
  const std::size_t each = chunks / parts;
  parallel_for(parts, threads, [&](std::size_t part) {
    values[part] =
        blake3_subtree(kernel, bytes + part * each * blake3_chunk, each, counter + part * each, 1);
  });
  return reduce(kernel, values.data(), parts);
}

digest blake3_root(const blake3_node& top) noexcept {
  const words8 words = blake3_compress(top, root);
  digest out;
  for (std::size_t i = 0; i < out.bytes.size(); ++i)
    out.bytes[i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
  return out;
}

} // namespace weightkin::detail
