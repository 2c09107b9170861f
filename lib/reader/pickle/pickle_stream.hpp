#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// Reads a pickle front to back: in place where the bytes are at an address, otherwise through a
/// bounded buffer. The end of a pickle is only known once it has been read.
class pickle_stream {
public:
  /// \param begin,end where it may lie in `source`; `end` <= source.size()
  pickle_stream(const byte_source& source, std::uint64_t begin, std::uint64_t end);

  /// Position in the source of the next byte.
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
  [[nodiscard]] std::uint64_t left() const noexcept { return end_ - position_; }
  [[nodiscard]] const std::string& label() const noexcept { return source_.label(); }

  /// The next `length` bytes (<= 65536), valid until the next call, or null when there are not so
  /// many or the medium failed (see `failure`).
  [[nodiscard]] const std::byte* take(std::size_t length);

  /// The next byte as a number, or -1.
  [[nodiscard]] int next();

  /// The text up to the next line feed, without it; nothing when none follows within `longest`
  /// bytes. Valid until the next call.
  [[nodiscard]] std::optional<std::string_view> line(std::size_t longest);

  /// The next `length` bytes appended to `out`. \pre length <= left()
  [[nodiscard]] bool copy(std::uint64_t length, std::string& out);

  /// Passes over `length` bytes without reading them. \pre length <= left()
  void skip(std::uint64_t length) noexcept;

  /// Why a read failed, when it was the medium.
  [[nodiscard]] const std::optional<error>& failure() const noexcept { return failure_; }

private:
  /// Makes at least `length` bytes available at `cursor_`.
  [[nodiscard]] bool refill(std::size_t length);

  const byte_source& source_;
  std::uint64_t position_;
  std::uint64_t end_;
  const std::byte* cursor_ = nullptr;
  std::size_t available_ = 0;
  std::vector<std::byte> buffer_;
  std::optional<error> failure_;
};

} // namespace weightkin
