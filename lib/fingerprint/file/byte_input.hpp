#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/result.hpp>

namespace weightkin::detail {

/// What was wrong, and where.
struct refusal {
  fault why = fault::none; ///< none: nothing was
  std::uint64_t offset = 0;
  std::string what;
};

/// Reads numbers from untrusted bytes. The first refusal stays; from then on everything read is
/// zero, so that callers ask once, before they use or allocate.
class byte_input {
public:
  /// \param base offset of the first byte in the file, for messages
  explicit byte_input(std::span<const std::byte> bytes, std::uint64_t base = 0) noexcept
      : bytes_(bytes), base_(base) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(fixed(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(fixed(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(fixed(4)); }
  std::uint64_t u64() { return fixed(8); }
  std::int8_t i8() { return static_cast<std::int8_t>(u8()); }
  std::int16_t i16() { return static_cast<std::int16_t>(u16()); }
  float f32() { return std::bit_cast<float>(u32()); }
  double f64() { return std::bit_cast<double>(u64()); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = u8();
      const auto bits = static_cast<std::uint64_t>(byte & 0x7F);
      if (shift == 63 && bits > 1) break;
      value |= bits << shift;
      if ((byte & 0x80) != 0) continue;
      if (byte == 0 && shift > 0) break; // a longer form of the same number
      return value;
    }
    refuse(fault::encoding, "a number is not in its shortest form of at most 64 bits");
    return 0;
  }

  /// A count of things of at least `least` bytes each, checked against what is left.
  std::size_t count(std::size_t least, const char* of_what) {
    const std::uint64_t value = varint();
    if (value <= left() / least) return static_cast<std::size_t>(value);
    refuse(fault::bounds,
           std::to_string(value) + " " + of_what + " in " + std::to_string(left()) + " bytes");
    return 0;
  }

  std::span<const std::byte> raw(std::uint64_t size) {
    if (!ok()) return {};
    if (size > left()) {
      refuse(fault::truncated, "ends early: " + std::to_string(size) + " bytes wanted, " +
                                   std::to_string(left()) + " left");
      return {};
    }
    const auto taken = bytes_.subspan(at_, static_cast<std::size_t>(size));
    at_ += taken.size();
    return taken;
  }

  /// The next `size` bytes as an input of their own.
  byte_input part(std::uint64_t size) {
    const std::uint64_t base = offset();
    return byte_input(raw(size), base);
  }

  digest hash() {
    digest value;
    const auto bytes = raw(value.bytes.size());
    std::transform(bytes.begin(), bytes.end(), value.bytes.begin(),
                   [](std::byte byte) { return std::to_integer<std::uint8_t>(byte); });
    return value;
  }

  void refuse(fault why, std::string what) { refuse_at(offset(), why, std::move(what)); }
  void refuse_at(std::uint64_t offset, fault why, std::string what) {
    if (ok()) refusal_ = {why, offset, std::move(what)};
  }
  /// Takes over what a part was refused for.
  void refuse(const refusal& other) {
    if (ok()) refusal_ = other;
  }

  [[nodiscard]] bool ok() const noexcept { return refusal_.why == fault::none; }
  [[nodiscard]] const refusal& refused() const noexcept { return refusal_; }
  [[nodiscard]] std::uint64_t offset() const noexcept { return base_ + at_; }
  [[nodiscard]] std::size_t left() const noexcept { return bytes_.size() - at_; }

private:
  std::uint64_t fixed(std::size_t width) {
    std::uint64_t value = 0;
    const auto bytes = raw(width);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
  }

  std::span<const std::byte> bytes_;
  std::uint64_t base_;
  std::size_t at_ = 0;
  refusal refusal_;
};

} // namespace weightkin::detail
