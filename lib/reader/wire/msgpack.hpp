#pragma once

#include <cstdint>

#include <weightkin/core/result.hpp>

#include "reader/wire/byte_cursor.hpp"

namespace weightkin {

enum class msgpack_kind : std::uint8_t {
  nil,
  boolean,
  whole,    ///< an integer >= 0
  negative, ///< an integer < 0
  real,
  text,
  binary,
  extension,
  array,
  map,
};

/// One MessagePack value without what it contains: a number, or the head of a payload or container.
struct msgpack_token {
  msgpack_kind kind = msgpack_kind::nil;
  /// boolean, whole: the value; negative: the value's two's complement bits; text, binary,
  /// extension: bytes of payload, which follow; array: items; map: pairs.
  std::uint64_t value = 0;
  double real = 0;
  std::int8_t extension = 0; ///< the extension's type
  std::uint64_t offset = 0;  ///< where the value begins in the source
};

/// Reads the head of the next value. The payload is checked to be there and left in the cursor; a
/// container's count is held against the bytes that remain (an item has at least one).
/// \returns `bad_format`: `truncated`, or `format` for the one byte that means nothing.
[[nodiscard]] result<msgpack_token> read_msgpack_token(byte_cursor& cursor);

} // namespace weightkin
