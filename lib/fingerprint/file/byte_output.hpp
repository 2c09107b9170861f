#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <weightkin/core/digest.hpp>

namespace weightkin::detail {

/// Appends numbers to a file in memory, little-endian whatever the host is.
class byte_output {
public:
  void u8(std::uint8_t value) { bytes_.push_back(static_cast<std::byte>(value)); }
  void u16(std::uint16_t value) { fixed(value, 2); }
  void u32(std::uint32_t value) { fixed(value, 4); }
  void u64(std::uint64_t value) { fixed(value, 8); }
  void i8(std::int8_t value) { u8(static_cast<std::uint8_t>(value)); }
  void i16(std::int16_t value) { u16(static_cast<std::uint16_t>(value)); }
  void f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }
  void f64(double value) { u64(std::bit_cast<std::uint64_t>(value)); }

  /// Seven bits a byte, lowest first; the top bit says that more follow (LEB128).
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
      u8(static_cast<std::uint8_t>(value | 0x80));
    u8(static_cast<std::uint8_t>(value));
  }

  void raw(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void hash(const digest& value) { raw(std::as_bytes(std::span(value.bytes))); }

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::vector<std::byte> take() && noexcept { return std::move(bytes_); }

private:
  void fixed(std::uint64_t value, unsigned width) {
    for (unsigned i = 0; i < width; ++i)
      u8(static_cast<std::uint8_t>(value >> (8 * i)));
  }

  std::vector<std::byte> bytes_;
};

} // namespace weightkin::detail
