#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

// The compression function of BLAKE3 (J. O'Connor, J.-P. Aumasson, S. Neves, Z. Wilcox-O'Hearn,
// 2020, section 2), one input at a time.
namespace weightkin::detail {

using words8 = std::array<std::uint32_t, 8>;
using words16 = std::array<std::uint32_t, 16>;

inline constexpr std::size_t blake3_block = 64;
inline constexpr std::size_t blake3_chunk = 1024;

inline constexpr words8 blake3_initial{0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U, 0xa54ff53aU,
                                       0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U};

/// Which message word stands where, per round; each row permutes the one before.
inline constexpr std::array<std::array<std::uint8_t, 16>, 7> blake3_schedule = [] {
  constexpr std::array<std::uint8_t, 16> permutation{2, 6,  3,  10, 7, 0,  4,  13,
                                                     1, 11, 12, 5,  9, 14, 15, 8};
  std::array<std::array<std::uint8_t, 16>, 7> rounds{};
  for (std::uint8_t i = 0; i < 16; ++i)
    rounds[0][i] = i;
  for (std::size_t round = 1; round < rounds.size(); ++round)
    for (std::size_t i = 0; i < 16; ++i)
      rounds[round][i] = rounds[round - 1][permutation[i]];
  return rounds;
}();

/// The four words that one quarter-round mixes: columns first, then diagonals.
inline constexpr std::array<std::array<std::uint8_t, 4>, 8> blake3_quarters{{{0, 4, 8, 12},
                                                                             {1, 5, 9, 13},
                                                                             {2, 6, 10, 14},
                                                                             {3, 7, 11, 15},
                                                                             {0, 5, 10, 15},
                                                                             {1, 6, 11, 12},
                                                                             {2, 7, 8, 13},
                                                                             {3, 4, 9, 14}}};

enum blake3_flag : std::uint32_t { chunk_start = 1, chunk_end = 2, parent = 4, root = 8 };

/// The input of one compression whose output is still to be asked for: inside the tree or as root.
struct blake3_node {
  words8 chaining = blake3_initial;
  words16 block{};
  std::uint64_t counter = 0;
  std::uint32_t length = 0;
  std::uint32_t flags = 0;
};

/// The first eight output words: all that a chaining value or a 32-byte hash needs.
[[nodiscard]] words8 blake3_compress(const blake3_node& input,
                                     std::uint32_t extra_flags = 0) noexcept;

/// At most `blake3_block` bytes as little-endian words, zeros behind.
[[nodiscard]] words16 blake3_load(std::span<const std::byte> bytes) noexcept;

/// Chunk number `counter`, all but its last block compressed. At most `blake3_chunk` bytes.
[[nodiscard]] blake3_node blake3_chunk_node(std::span<const std::byte> bytes,
                                            std::uint64_t counter) noexcept;

[[nodiscard]] blake3_node blake3_parent_node(const words8& left, const words8& right) noexcept;

} // namespace weightkin::detail
