#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reader/wire/byte_cursor.hpp"

namespace weightkin {

/// What the first bytes of a GGUF file say about all others.
struct gguf_header {
  std::uint32_t version = 0; ///< 1, 2 or 3
  bool big_endian = false;
  std::uint64_t tensors = 0; ///< claimed, not checked
  std::uint64_t pairs = 0;   ///< of metadata; claimed, not checked
};

/// Walks through the header of a GGUF file: numbers in the file's byte order, lengths as wide as
/// its version has them.
class gguf_cursor {
public:
  explicit gguf_cursor(const byte_source& source) noexcept : bytes_(source) {}

  /// The first step. \returns `bad_format`: `magic`, `version`, `truncated`.
  [[nodiscard]] result<gguf_header> header();

  [[nodiscard]] std::uint64_t offset() const noexcept { return bytes_.offset(); }
  [[nodiscard]] std::uint64_t remaining() const noexcept { return bytes_.remaining(); }
  [[nodiscard]] const byte_source& source() const noexcept { return bytes_.source(); }

  /// Bytes of a length or count: 4 in version 1, then 8.
  [[nodiscard]] std::uint64_t length_bytes() const noexcept { return is_first_version_ ? 4 : 8; }
  [[nodiscard]] result<std::uint64_t> length();

  [[nodiscard]] result<void> skip(std::uint64_t count) { return bytes_.skip(count); }
  [[nodiscard]] result<std::uint32_t> u32() { return bytes_.u32(big_endian_); }
  [[nodiscard]] result<std::uint64_t> u64() { return bytes_.u64(big_endian_); }
  /// A number of 1, 2, 4 or 8 bytes.
  [[nodiscard]] result<std::uint64_t> number(std::uint64_t width);

  /// So many bytes; valid until the next step.
  [[nodiscard]] result<std::string_view> text(std::uint64_t size) { return bytes_.text(size); }

  /// A length and so many bytes: a key or a name.
  /// \returns `bad_format`, naming `what`: `truncated` when they are not there, `limit` when there
  ///          are more than `most`, `header` when there are none, `encoding` when they are no text.
  [[nodiscard]] result<std::string> name(std::uint64_t most, std::string_view what);

private:
  byte_cursor bytes_;
  bool big_endian_ = false;
  bool is_first_version_ = false;
};

} // namespace weightkin
