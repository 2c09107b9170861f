#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weightkin::test {

/// MessagePack as the tests need it, each value as its bytes; containers take their items' bytes.
namespace msgpack {

using bytes = std::string;

/// `lead` and a big-endian number of `width` bytes.
inline bytes head(unsigned lead, std::uint64_t value, int width) {
  bytes out(1, static_cast<char>(lead));
  for (int byte = width; byte-- > 0;)
    out += static_cast<char>(value >> (8 * byte) & 0xffU);
  return out;
}

inline bytes text(std::string_view value) {
  return (value.size() < 32 ? bytes(1, static_cast<char>(0xa0U | value.size()))
                            : head(0xda, value.size(), 2)) +
         bytes(value);
}
inline bytes whole(std::uint64_t value) {
  return value < 128 ? bytes(1, static_cast<char>(value)) : head(0xcf, value, 8);
}
inline bytes real(double value) { return head(0xcb, std::bit_cast<std::uint64_t>(value), 8); }
inline bytes truth() { return "\xc3"; }
inline bytes nil() { return "\xc0"; }
inline bytes binary(const bytes& value) { return head(0xc6, value.size(), 4) + value; }
inline bytes extension(int type, const bytes& payload) {
  return head(0xc9, payload.size(), 4) + static_cast<char>(type) + payload;
}
inline bytes list(const std::vector<bytes>& items) {
  bytes out = items.size() < 16 ? bytes(1, static_cast<char>(0x90U | items.size()))
                                : head(0xdc, items.size(), 2);
  for (const bytes& item : items)
    out += item;
  return out;
}
inline bytes map(const std::vector<std::pair<std::string, bytes>>& pairs) {
  bytes out = pairs.size() < 16 ? bytes(1, static_cast<char>(0x80U | pairs.size()))
                                : head(0xde, pairs.size(), 2);
  for (const auto& [key, value] : pairs)
    out += text(key) + value;
  return out;
}

} // namespace msgpack

/// The payload of a Flax array extension.
inline msgpack::bytes flax_payload(const std::vector<std::uint64_t>& shape, std::string_view type,
                                   const msgpack::bytes& data) {
  std::vector<msgpack::bytes> extents;
  for (const std::uint64_t extent : shape)
    extents.push_back(msgpack::whole(extent));
  return msgpack::list({msgpack::list(extents), msgpack::text(type), msgpack::binary(data)});
}

/// A Flax array of typed values.
template <class Value>
msgpack::bytes flax_array_of(const std::vector<std::uint64_t>& shape, std::string_view type,
                             const std::vector<Value>& values) {
  const auto raw = std::as_bytes(std::span<const Value>(values));
  const msgpack::bytes data(reinterpret_cast<const char*>(raw.data()), raw.size());
  return msgpack::extension(1, flax_payload(shape, type, data));
}

} // namespace weightkin::test
