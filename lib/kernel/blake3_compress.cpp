#include "kernel/blake3_compress.hpp"

namespace weightkin::detail {
namespace {

void quarter(words16& v, const std::array<std::uint8_t, 4>& at, std::uint32_t x,
             std::uint32_t y) noexcept {
  std::uint32_t& a = v[at[0]];
  std::uint32_t& b = v[at[1]];
  std::uint32_t& c = v[at[2]];
  std::uint32_t& d = v[at[3]];
  a = a + b + x;
  d = std::rotr(d ^ a, 16);
  c = c + d;
  b = std::rotr(b ^ c, 12);
  a = a + b + y;
  d = std::rotr(d ^ a, 8);
  c = c + d;
  b = std::rotr(b ^ c, 7);
}

} // namespace

words8 blake3_compress(const blake3_node& input, std::uint32_t extra_flags) noexcept {
  words16 v{};
  for (std::size_t i = 0; i < 8; ++i)
    v[i] = input.chaining[i];
  for (std::size_t i = 0; i < 4; ++i)
    v[8 + i] = blake3_initial[i];
  v[12] = static_cast<std::uint32_t>(input.counter);
  v[13] = static_cast<std::uint32_t>(input.counter >> 32);
  v[14] = input.length;
  v[15] = input.flags | extra_flags;
  for (const auto& order : blake3_schedule)
    for (std::size_t q = 0; q < blake3_quarters.size(); ++q)
      quarter(v, blake3_quarters[q], input.block[order[2 * q]], input.block[order[2 * q + 1]]);
  words8 out;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = v[i] ^ v[i + 8];
  return out;
}

words16 blake3_load(std::span<const std::byte> bytes) noexcept {
  words16 block{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    block[i / 4] |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * (i % 4));
  return block;
}

blake3_node blake3_chunk_node(std::span<const std::byte> bytes, std::uint64_t counter) noexcept {
  blake3_node next{blake3_initial, {}, counter, 0, chunk_start};
  while (bytes.size() > blake3_block) {
    next.block = blake3_load(bytes.first(blake3_block));
    next.length = blake3_block;
    next.chaining = blake3_compress(next);
    next.flags = 0;
    bytes = bytes.subspan(blake3_block);
  }
  next.block = blake3_load(bytes);
  next.length = static_cast<std::uint32_t>(bytes.size());
  next.flags |= chunk_end;
  return next;
}

blake3_node blake3_parent_node(const words8& left, const words8& right) noexcept {
  blake3_node next{blake3_initial, {}, 0, blake3_block, parent};
  for (std::size_t i = 0; i < 8; ++i) {
    next.block[i] = left[i];
    next.block[8 + i] = right[i];
  }
  return next;
}

} // namespace weightkin::detail
