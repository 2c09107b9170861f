#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// Walks through a range of a source from front to back: the one way binary headers are read.
/// Every step is checked against the end of the range; nothing is allocated for a length that the
/// range does not hold. Uses the bytes in place where it can, else a window of 64 KiB.
class byte_cursor {
public:
  /// The bytes [begin, end) of `source`, which must outlive the cursor. \pre begin <= end <= size
  byte_cursor(const byte_source& source, std::uint64_t begin, std::uint64_t end) noexcept
      : source_(&source), at_(begin), end_(end) {}
  explicit byte_cursor(const byte_source& source) noexcept
      : byte_cursor(source, 0, source.size()) {}

  [[nodiscard]] std::uint64_t offset() const noexcept { return at_; } ///< in the source
  [[nodiscard]] std::uint64_t end() const noexcept { return end_; }
  [[nodiscard]] std::uint64_t remaining() const noexcept { return end_ - at_; }
  [[nodiscard]] const byte_source& source() const noexcept { return *source_; }

  /// Moves on by `count` bytes. Like every step: `bad_format`/`truncated`, naming the offset, when
  /// the range has fewer.
  [[nodiscard]] result<void> skip(std::uint64_t count);

  /// The next `count` bytes; valid until the next step. For headers and names, not for tensors.
  [[nodiscard]] result<std::span<const std::byte>> bytes(std::uint64_t count);

  /// The next `count` bytes as text, whatever they are; valid until the next step.
  [[nodiscard]] result<std::string_view> text(std::uint64_t count);

  [[nodiscard]] result<std::uint8_t> u8();
  [[nodiscard]] result<std::uint16_t> u16(bool big_endian = false);
  [[nodiscard]] result<std::uint32_t> u32(bool big_endian = false);
  [[nodiscard]] result<std::uint64_t> u64(bool big_endian = false);

  /// An unsigned LEB128 number of at most ten bytes (protobuf, LevelDB, Snappy).
  /// \returns `bad_format`/`overflow` when it does not fit 64 bits.
  [[nodiscard]] result<std::uint64_t> varint();

private:
  template <class Number>
  [[nodiscard]] result<Number> number(bool big_endian);

  const byte_source* source_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::vector<std::byte> window_; ///< copied sources: [window_begin_, + size)
  std::uint64_t window_begin_ = 0;
};

} // namespace weightkin
