#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>

namespace weightkin::detail {

inline constexpr bool host_is_big = std::endian::native == std::endian::big;

/// Turns packed words of `width` bytes from the host's byte order into little-endian, in place.
inline std::span<const std::byte> make_little_endian(std::size_t width,
                                                     std::span<std::byte> words) noexcept {
  if constexpr (host_is_big)
    for (std::size_t at = 0; at + width <= words.size(); at += width)
      std::reverse(words.begin() + at, words.begin() + at + width);
  return words;
}

} // namespace weightkin::detail
