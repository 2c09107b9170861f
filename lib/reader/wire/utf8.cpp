#include "reader/wire/utf8.hpp"

namespace weightkin::detail {
namespace {

/// What may follow a lead byte: how many bytes, and the range of the first of them, which is where
/// overlong forms, surrogates and values beyond U+10FFFF are excluded.
struct continuation {
  std::size_t count;
  unsigned char lowest;
  unsigned char highest;
};

std::optional<continuation> continuation_of(unsigned char lead) noexcept {
  if (lead < 0x80) return continuation{0, 0, 0};
  if (lead >= 0xc2 && lead <= 0xdf) return continuation{1, 0x80, 0xbf};
  if (lead == 0xe0) return continuation{2, 0xa0, 0xbf};
  if (lead == 0xed) return continuation{2, 0x80, 0x9f};
  if (lead >= 0xe1 && lead <= 0xef) return continuation{2, 0x80, 0xbf};
  if (lead == 0xf0) return continuation{3, 0x90, 0xbf};
  if (lead >= 0xf1 && lead <= 0xf3) return continuation{3, 0x80, 0xbf};
  if (lead == 0xf4) return continuation{3, 0x80, 0x8f};
  return std::nullopt;
}

} // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto rest = continuation_of(static_cast<unsigned char>(text[at]));
    if (!rest || text.size() - at - 1 < rest->count) return at;
    for (std::size_t i = 1; i <= rest->count; ++i) {
      const auto byte = static_cast<unsigned char>(text[at + i]);
      const unsigned char lowest = i == 1 ? rest->lowest : 0x80;
      const unsigned char highest = i == 1 ? rest->highest : 0xbf;
      if (byte < lowest || byte > highest) return at;
    }
    at += 1 + rest->count;
  }
  return std::nullopt;
}

} // namespace weightkin::detail
