#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace weightkin {

/// A 256-bit digest as a value: comparable, ordered, printable. Says nothing about the algorithm.
struct digest {
  std::array<std::uint8_t, 32> bytes{}; ///< first byte first, as printed

  friend bool operator==(const digest&, const digest&) = default;
  friend auto operator<=>(const digest&, const digest&) = default;
};

/// 64 lower-case hexadecimal digits.
[[nodiscard]] inline std::string to_hex(const digest& value) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * value.bytes.size());
  for (const std::uint8_t byte : value.bytes) {
    text.push_back(digits[byte >> 4]);
    text.push_back(digits[byte & 15]);
  }
  return text;
}

} // namespace weightkin
