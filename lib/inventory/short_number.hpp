#pragma once

#include <charconv>
#include <string>

namespace weightkin::detail {

/// A number for people, six digits at most; the same in every locale.
[[nodiscard]] inline std::string short_number(double value) {
  char text[32];
  const auto done = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 6);
  return std::string(text, done.ptr);
}

} // namespace weightkin::detail
