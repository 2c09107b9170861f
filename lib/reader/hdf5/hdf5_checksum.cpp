#include <algorithm>
#include <array>
#include <bit>

#include "reader/hdf5/hdf5_file.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

/// The three words that lookup3 stirs.
struct lookup3_state {
  std::uint32_t a, b, c;

  /// One reversible round; `shifts` is a permutation of the words' roles written out.
  void mix() noexcept {
    a -= c, a ^= std::rotl(c, 4), c += b;
    b -= a, b ^= std::rotl(a, 6), a += c;
    c -= b, c ^= std::rotl(b, 8), b += a;
    a -= c, a ^= std::rotl(c, 16), c += b;
    b -= a, b ^= std::rotl(a, 19), a += c;
    c -= b, c ^= std::rotl(b, 4), b += a;
  }

  void finish() noexcept {
    c ^= b, c -= std::rotl(b, 14);
    a ^= c, a -= std::rotl(c, 11);
    b ^= a, b -= std::rotl(a, 25);
    c ^= b, c -= std::rotl(b, 16);
    a ^= c, a -= std::rotl(c, 4);
    b ^= a, b -= std::rotl(a, 14);
    c ^= b, c -= std::rotl(b, 24);
  }
};

} // namespace

std::uint32_t hdf5_checksum(std::span<const std::byte> bytes) noexcept {
  const std::uint32_t start = 0xdeadbeefU + static_cast<std::uint32_t>(bytes.size());
  lookup3_state state{start, start, start};
  if (bytes.empty()) return state.c;
  std::array<std::byte, 12> words;
  while (true) {
    // The last one to twelve bytes are padded with zeros and finished instead of mixed.
    const bool is_last = bytes.size() <= words.size();
    words.fill(std::byte{0});
    std::copy_n(bytes.begin(), std::min(bytes.size(), words.size()), words.begin());
    state.a += load_u32(words.data());
    state.b += load_u32(words.data() + 4);
    state.c += load_u32(words.data() + 8);
    if (is_last) break;
    state.mix();
    bytes = bytes.subspan(words.size());
  }
  state.finish();
  return state.c;
}

} // namespace weightkin
