#include "reader/gguf/block_elements.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace weightkin {
namespace {

constexpr std::size_t scratch_bytes = std::size_t{1} << 16;

/// Turns the big-endian numbers of whole blocks little-endian.
void swap_halves(const ggml_type& type, std::span<std::byte> blocks) {
  for (std::size_t block = 0; block < blocks.size(); block += type.block_bytes)
    for (const std::uint8_t at : *type.halves)
      std::swap(blocks[block + at], blocks[block + at + 1]);
}

} // namespace

result<void> block_elements::decode(std::uint64_t first, std::span<float> out) const {
  const ggml_type& type = *run_.type;
  const std::uint64_t offset = run_.offset + first / type.block_values * type.block_bytes;
  const bool as_they_lie = run_.bytes->in_place() != nullptr && !run_.big_endian;
  if (!as_they_lie) return decode_pieces(offset, out);
  const std::size_t blocks = out.size() / type.block_values;
  const auto stored = run_.bytes->read(offset, blocks * type.block_bytes, {});
  if (!stored) return stored.error();
  type.decode(stored->data(), blocks, out.data());
  return {};
}

result<void> block_elements::decode_pieces(std::uint64_t offset, std::span<float> out) const {
  const ggml_type& type = *run_.type;
  const std::size_t blocks = out.size() / type.block_values;
  const std::size_t most = scratch_bytes / type.block_bytes;
  std::vector<std::byte> scratch(std::min(blocks, most) * type.block_bytes);
  for (std::size_t done = 0; done < blocks;) {
    const std::size_t now = std::min(blocks - done, most);
    const std::span<std::byte> piece = std::span(scratch).first(now * type.block_bytes);
    const auto stored = run_.bytes->read(offset + done * type.block_bytes, piece.size(), piece);
    if (!stored) return stored.error();
    const std::byte* blocks_at = stored->data();
    if (run_.big_endian) {
      if (blocks_at != piece.data()) std::copy(stored->begin(), stored->end(), piece.begin());
      swap_halves(type, piece);
      blocks_at = piece.data();
    }
    type.decode(blocks_at, now, out.data() + done * type.block_values);
    done += now;
  }
  return {};
}

} // namespace weightkin
