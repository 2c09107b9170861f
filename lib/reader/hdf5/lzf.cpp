#include "reader/hdf5/lzf.hpp"

#include <algorithm>

/// LZF is a run of items. A control byte below 32 announces that many and one more bytes to copy.
/// Otherwise its upper three bits are a length and its lower five the upper bits of a distance: a
/// length of seven is continued in the next byte, then comes the distance's lower byte; length and
/// two more bytes are repeated from distance and one more bytes back.
namespace weightkin {

bool lzf_decompress(std::span<const std::byte> in, std::span<std::byte> out) noexcept {
  std::size_t at = 0;
  std::size_t made = 0;
  const auto number = [&] { return std::to_integer<std::size_t>(in[at++]); };
  while (at < in.size()) {
    const std::size_t control = number();
    if (control < 32) {
      const std::size_t count = control + 1;
      if (count > in.size() - at || count > out.size() - made) return false;
      std::copy_n(in.begin() + static_cast<std::ptrdiff_t>(at), count,
                  out.begin() + static_cast<std::ptrdiff_t>(made));
      at += count;
      made += count;
      continue;
    }
    std::size_t count = (control >> 5) + 2;
    if (in.size() - at < (control >> 5 == 7 ? 2U : 1U)) return false;
    if (control >> 5 == 7) count += number();
    const std::size_t distance = ((control & 0x1fU) << 8 | number()) + 1;
    if (distance > made || count > out.size() - made) return false;
    for (std::size_t i = 0; i < count; ++i, ++made) // may repeat what it has just written
      out[made] = out[made - distance];
  }
  return made == out.size();
}

} // namespace weightkin
