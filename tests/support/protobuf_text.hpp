#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Protobuf fields for tests, as text.
namespace weightkin::test {

inline std::string varint_text(std::uint64_t number) {
  std::string text;
  for (; number >= 0x80; number >>= 7U)
    text += static_cast<char>(number % 0x80 + 0x80);
  return text + static_cast<char>(number);
}

/// The lowest bytes of a number, lowest first.
inline std::string fixed_text(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i, number >>= 8U)
    text += static_cast<char>(number & 0xffU);
  return text;
}

inline std::string varint_field(int number, std::uint64_t value) {
  return varint_text(static_cast<std::uint64_t>(number) * 8) + varint_text(value);
}
inline std::string fixed32_field(int number, std::uint32_t value) {
  return varint_text(static_cast<std::uint64_t>(number) * 8 + 5) + fixed_text(value, 4);
}
/// Text, bytes or a message.
inline std::string message_field(int number, std::string_view content) {
  return varint_text(static_cast<std::uint64_t>(number) * 8 + 2) + varint_text(content.size()) +
         std::string(content);
}

inline std::vector<std::byte> bytes_of_text(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

} // namespace weightkin::test
