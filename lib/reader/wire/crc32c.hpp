#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace weightkin {

/// CRC-32C (Castagnoli polynomial) of a run of bytes that arrives in pieces.
class crc32c {
public:
  void add(std::span<const std::byte> bytes) noexcept;
  [[nodiscard]] std::uint32_t value() const noexcept { return ~state_; }

private:
  std::uint32_t state_ = 0xffffffffU;
};

/// The disguise under which LevelDB and TensorFlow store a CRC-32C, so that checksums of bytes that
/// hold checksums do not go wrong.
[[nodiscard]] constexpr std::uint32_t masked_crc(std::uint32_t crc) noexcept {
  return (crc >> 15U | crc << 17U) + 0xa282ead8U;
}

} // namespace weightkin
