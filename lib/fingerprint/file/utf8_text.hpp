#pragma once

#include <cstddef>
#include <string_view>

namespace weightkin::detail {

/// True when `text` is well-formed UTF-8 (Unicode 15, table 3-7).
[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() - at < length) return false;
    for (std::size_t i = 1; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(text[at + i]);
      if (byte < 0x80 || byte > 0xBF) return false;
      if (i > 1) continue;
      // Overlong forms, surrogates, beyond U+10FFFF.
      if ((lead == 0xE0 && byte < 0xA0) || (lead == 0xED && byte > 0x9F) ||
          (lead == 0xF0 && byte < 0x90) || (lead == 0xF4 && byte > 0x8F))
        return false;
    }
    at += length;
  }
  return true;
}

} // namespace weightkin::detail
