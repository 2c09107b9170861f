#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weightkin {

/// The little-endian number at `bytes`, on any host.
[[nodiscard]] inline std::uint64_t load_u64(const std::byte* bytes) noexcept {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  return value;
}
[[nodiscard]] inline std::uint32_t load_u32(const std::byte* bytes) noexcept {
  return std::to_integer<std::uint32_t>(bytes[0]) | std::to_integer<std::uint32_t>(bytes[1]) << 8 |
         std::to_integer<std::uint32_t>(bytes[2]) << 16 |
         std::to_integer<std::uint32_t>(bytes[3]) << 24;
}
[[nodiscard]] inline std::uint16_t load_u16(const std::byte* bytes) noexcept {
  return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[0]) |
                                    std::to_integer<unsigned>(bytes[1]) << 8);
}

/// Bytes seen as characters.
[[nodiscard]] inline std::string_view as_text(std::span<const std::byte> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace weightkin
