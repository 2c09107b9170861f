#include "reader/wire/crc32c.hpp"

#include <array>

#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

constexpr std::uint32_t reflected_polynomial = 0x82f63b78U;
constexpr std::size_t lanes = 8; ///< bytes taken at a time

using crc_table = std::array<std::array<std::uint32_t, 256>, lanes>;

/// Row k: what a byte contributes that k more bytes follow.
constexpr crc_table make_table() noexcept {
  crc_table table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1U ^ (reflected_polynomial & (0U - (crc & 1U)));
    table[0][byte] = crc;
  }
  for (std::size_t row = 1; row < lanes; ++row)
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = table[row - 1][byte];
      table[row][byte] = before >> 8U ^ table[0][before & 0xffU];
    }
  return table;
}

constexpr crc_table table = make_table();

} // namespace

void crc32c::add(std::span<const std::byte> bytes) noexcept {
  std::uint32_t crc = state_;
  for (; bytes.size() >= lanes; bytes = bytes.subspan(lanes)) {
    const std::uint64_t word = load_u64(bytes.data()) ^ crc;
    crc = 0;
    for (std::size_t i = 0; i < lanes; ++i)
      crc ^= table[lanes - 1 - i][word >> (8 * i) & 0xffU];
  }
  for (const std::byte byte : bytes)
    crc = crc >> 8U ^ table[0][(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xffU];
  state_ = crc;
}

} // namespace weightkin
