#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include <weightkin/kernel/blake3.hpp>

// BLAKE3 as its specification (J. O'Connor, J.-P. Aumasson, S. Neves, Z. Wilcox-O'Hearn, 2020)
// defines it: chunks of 1024 bytes are hashed to chaining values, those are the leaves of a binary
// tree whose left subtrees are complete.
namespace weightkin {
namespace {

using words8 = std::array<std::uint32_t, 8>;
using words16 = std::array<std::uint32_t, 16>;

constexpr std::size_t block_size = 64;
constexpr std::size_t chunk_size = 1024;

constexpr words8 initial_value{0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U, 0xa54ff53aU,
                               0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U};
constexpr std::array<std::size_t, 16> word_permutation{2, 6,  3,  10, 7, 0,  4,  13,
                                                       1, 11, 12, 5,  9, 14, 15, 8};

enum flag : std::uint32_t { chunk_start = 1, chunk_end = 2, parent = 4, root = 8 };

/// The input of one compression whose output is still to be asked for: inside the tree or as root.
struct node {
  words8 chaining;
  words16 block;
  std::uint64_t counter;
  std::uint32_t length;
  std::uint32_t flags;
};

void quarter(words16& v, std::size_t a, std::size_t b, std::size_t c, std::size_t d,
             std::uint32_t x, std::uint32_t y) noexcept {
  v[a] = v[a] + v[b] + x;
  v[d] = std::rotr(v[d] ^ v[a], 16);
  v[c] = v[c] + v[d];
  v[b] = std::rotr(v[b] ^ v[c], 12);
  v[a] = v[a] + v[b] + y;
  v[d] = std::rotr(v[d] ^ v[a], 8);
  v[c] = v[c] + v[d];
  v[b] = std::rotr(v[b] ^ v[c], 7);
}

void mix(words16& v, const words16& m) noexcept {
  quarter(v, 0, 4, 8, 12, m[0], m[1]);
  quarter(v, 1, 5, 9, 13, m[2], m[3]);
  quarter(v, 2, 6, 10, 14, m[4], m[5]);
  quarter(v, 3, 7, 11, 15, m[6], m[7]);
  quarter(v, 0, 5, 10, 15, m[8], m[9]);
  quarter(v, 1, 6, 11, 12, m[10], m[11]);
  quarter(v, 2, 7, 8, 13, m[12], m[13]);
  quarter(v, 3, 4, 9, 14, m[14], m[15]);
}

/// The first eight output words: all that a chaining value or a 32-byte hash needs.
words8 compress(const node& input, std::uint32_t extra_flags = 0) noexcept {
  words16 v{};
  for (std::size_t i = 0; i < 8; ++i)
    v[i] = input.chaining[i];
  for (std::size_t i = 0; i < 4; ++i)
    v[8 + i] = initial_value[i];
  v[12] = static_cast<std::uint32_t>(input.counter);
  v[13] = static_cast<std::uint32_t>(input.counter >> 32);
  v[14] = input.length;
  v[15] = input.flags | extra_flags;
  words16 message = input.block;
  for (int round = 0;; ++round) {
    mix(v, message);
    if (round == 6) break;
    words16 permuted;
    for (std::size_t i = 0; i < permuted.size(); ++i)
      permuted[i] = message[word_permutation[i]];
    message = permuted;
  }
  words8 out;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = v[i] ^ v[i + 8];
  return out;
}

words16 load_block(std::span<const std::byte> bytes) noexcept {
  words16 block{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    block[i / 4] |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * (i % 4));
  return block;
}

/// Chunk number `counter`, all but its last block compressed. At most `chunk_size` bytes.
node chunk_node(std::span<const std::byte> bytes, std::uint64_t counter) noexcept {
  node next{initial_value, {}, counter, 0, chunk_start};
  while (bytes.size() > block_size) {
    next.block = load_block(bytes.first(block_size));
    next.length = block_size;
    next.chaining = compress(next);
    next.flags = 0;
    bytes = bytes.subspan(block_size);
  }
  next.block = load_block(bytes);
  next.length = static_cast<std::uint32_t>(bytes.size());
  next.flags |= chunk_end;
  return next;
}

node parent_node(const words8& left, const words8& right) noexcept {
  node next{initial_value, {}, 0, block_size, parent};
  for (std::size_t i = 0; i < 8; ++i) {
    next.block[i] = left[i];
    next.block[8 + i] = right[i];
  }
  return next;
}

/// Chaining values of complete subtrees, largest first: one per set bit of the chunks so far.
class subtree_stack {
public:
  void push(words8 value, std::uint64_t chunks_so_far) noexcept {
    for (; (chunks_so_far & 1U) == 0; chunks_so_far >>= 1)
      value = compress(parent_node(values_[--size_], value));
    values_[size_++] = value;
  }

  /// The root of everything pushed with `last` at the right end.
  [[nodiscard]] node close(node last) noexcept {
    while (size_ > 0)
      last = parent_node(values_[--size_], compress(last));
    return last;
  }

private:
  std::array<words8, 64> values_;
  std::size_t size_ = 0;
};

} // namespace

digest blake3(std::span<const std::byte> bytes) {
  subtree_stack subtrees;
  std::uint64_t chunks = 0;
  for (; bytes.size() > chunk_size; bytes = bytes.subspan(chunk_size)) {
    const words8 value = compress(chunk_node(bytes.first(chunk_size), chunks));
    ++chunks;
    subtrees.push(value, chunks);
  }
  const words8 words = compress(subtrees.close(chunk_node(bytes, chunks)), root);
  digest out;
  for (std::size_t i = 0; i < out.bytes.size(); ++i)
    out.bytes[i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
  return out;
}

} // namespace weightkin
