#include "reader/wire/msgpack.hpp"

#include <bit>
#include <cstring>
#include <string>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

using kind = msgpack_kind;

/// A big-endian number of 1, 2, 4 or 8 bytes.
result<std::uint64_t> number(byte_cursor& cursor, unsigned bytes) {
  const auto found = cursor.bytes(bytes);
  if (!found) return found.error();
  std::uint64_t value = 0;
  for (const std::byte byte : *found)
    value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}

result<msgpack_token> unsigned_number(byte_cursor& cursor, unsigned bytes) {
  const auto value = number(cursor, bytes);
  if (!value) return value.error();
  return msgpack_token{kind::whole, *value};
}

result<msgpack_token> signed_number(byte_cursor& cursor, unsigned bytes) {
  const auto value = number(cursor, bytes);
  if (!value) return value.error();
  const unsigned unused = 64 - 8 * bytes;
  const std::int64_t widened = static_cast<std::int64_t>(*value << unused) >> unused;
  return msgpack_token{widened < 0 ? kind::negative : kind::whole,
                       static_cast<std::uint64_t>(widened)};
}

result<msgpack_token> real_number(byte_cursor& cursor, unsigned bytes) {
  const auto bits = number(cursor, bytes);
  if (!bits) return bits.error();
  msgpack_token token{kind::real};
  token.real = bytes == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(*bits))
                          : std::bit_cast<double>(*bits);
  return token;
}

result<msgpack_token> sized(byte_cursor& cursor, kind what, unsigned bytes) {
  const auto size = number(cursor, bytes);
  if (!size) return size.error();
  return msgpack_token{what, *size};
}

/// An extension: its size, given or still to be read, then its type.
result<msgpack_token> extension(byte_cursor& cursor, std::uint64_t size) {
  const auto type = cursor.u8();
  if (!type) return type.error();
  return msgpack_token{kind::extension, size, 0, static_cast<std::int8_t>(*type)};
}
result<msgpack_token> sized_extension(byte_cursor& cursor, unsigned bytes) {
  const auto size = number(cursor, bytes);
  if (!size) return size.error();
  return extension(cursor, *size);
}

result<msgpack_token> head(byte_cursor& cursor, std::uint8_t first) {
  if (first < 0x80) return msgpack_token{kind::whole, first};
  if (first < 0x90) return msgpack_token{kind::map, first & 0x0fU};
  if (first < 0xa0) return msgpack_token{kind::array, first & 0x0fU};
  if (first < 0xc0) return msgpack_token{kind::text, first & 0x1fU};
  if (first >= 0xe0)
    return msgpack_token{kind::negative,
                         static_cast<std::uint64_t>(static_cast<std::int8_t>(first))};
  switch (first) {
  case 0xc0: return msgpack_token{kind::nil};
  case 0xc2: return msgpack_token{kind::boolean, 0};
  case 0xc3: return msgpack_token{kind::boolean, 1};
  case 0xc4: return sized(cursor, kind::binary, 1);
  case 0xc5: return sized(cursor, kind::binary, 2);
  case 0xc6: return sized(cursor, kind::binary, 4);
  case 0xc7: return sized_extension(cursor, 1);
  case 0xc8: return sized_extension(cursor, 2);
  case 0xc9: return sized_extension(cursor, 4);
  case 0xca: return real_number(cursor, 4);
  case 0xcb: return real_number(cursor, 8);
  case 0xcc: return unsigned_number(cursor, 1);
  case 0xcd: return unsigned_number(cursor, 2);
  case 0xce: return unsigned_number(cursor, 4);
  case 0xcf: return unsigned_number(cursor, 8);
  case 0xd0: return signed_number(cursor, 1);
  case 0xd1: return signed_number(cursor, 2);
  case 0xd2: return signed_number(cursor, 4);
  case 0xd3: return signed_number(cursor, 8);
  case 0xd4: return extension(cursor, 1);
  case 0xd5: return extension(cursor, 2);
  case 0xd6: return extension(cursor, 4);
  case 0xd7: return extension(cursor, 8);
  case 0xd8: return extension(cursor, 16);
  case 0xd9: return sized(cursor, kind::text, 1);
  case 0xda: return sized(cursor, kind::text, 2);
  case 0xdb: return sized(cursor, kind::text, 4);
  case 0xdc: return sized(cursor, kind::array, 2);
  case 0xdd: return sized(cursor, kind::array, 4);
  case 0xde: return sized(cursor, kind::map, 2);
  case 0xdf: return sized(cursor, kind::map, 4);
  default:
    return detail::fail_at(fault::format, cursor.source().label(), cursor.offset() - 1,
                           "the byte 0xc1 begins no MessagePack value");
  }
}

/// The fewest bytes that what a head announces can have.
std::uint64_t announced_bytes(const msgpack_token& token) noexcept {
  switch (token.kind) {
  case kind::text:
  case kind::binary:
  case kind::extension:
  case kind::array: return token.value;
  case kind::map: return 2 * token.value; // counts have at most 32 bits
  default: return 0;
  }
}

} // namespace

result<msgpack_token> read_msgpack_token(byte_cursor& cursor) {
  const std::uint64_t begin = cursor.offset();
  const auto first = cursor.u8();
  if (!first) return first.error();
  auto token = head(cursor, *first);
  if (!token) return token;
  token->offset = begin;
  if (const std::uint64_t needed = announced_bytes(*token); needed > cursor.remaining())
    return detail::fail_at(fault::truncated, cursor.source().label(), begin,
                           "a MessagePack value of at least " + std::to_string(needed) +
                               " bytes where only " + std::to_string(cursor.remaining()) +
                               " are left");
  return token;
}

} // namespace weightkin
