#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weightkin::test {

/// Writes protobuf messages for tests, field by field, in the order of the calls.
class protobuf_writer {
public:
  protobuf_writer& varint(std::uint32_t field, std::uint64_t value) {
    tag(field, 0);
    number(value);
    return *this;
  }
  protobuf_writer& fixed32(std::uint32_t field, float value) {
    tag(field, 5);
    return raw(std::as_bytes(std::span(&value, 1)));
  }
  protobuf_writer& fixed64(std::uint32_t field, double value) {
    tag(field, 1);
    return raw(std::as_bytes(std::span(&value, 1)));
  }
  protobuf_writer& bytes(std::uint32_t field, std::span<const std::byte> value) {
    tag(field, 2);
    number(value.size());
    return raw(value);
  }
  protobuf_writer& text(std::uint32_t field, std::string_view value) {
    return bytes(field, std::as_bytes(std::span<const char>(value)));
  }
  protobuf_writer& message(std::uint32_t field, const protobuf_writer& value) {
    return bytes(field, value.content());
  }
  /// Floats, doubles or anything else of fixed size, one after the other.
  template <class Value>
  protobuf_writer& packed(std::uint32_t field, const std::vector<Value>& values) {
    return bytes(field, std::as_bytes(std::span<const Value>(values)));
  }
  protobuf_writer& packed_varints(std::uint32_t field, const std::vector<std::int64_t>& values) {
    protobuf_writer list;
    for (const std::int64_t value : values)
      list.number(static_cast<std::uint64_t>(value));
    return message(field, list);
  }
  /// A tag alone: for groups, and for what no message may hold.
  protobuf_writer& tag(std::uint32_t field, unsigned wire) {
    number(std::uint64_t{field} << 3 | wire);
    return *this;
  }
  protobuf_writer& raw(std::span<const std::byte> value) {
    content_.insert(content_.end(), value.begin(), value.end());
    return *this;
  }

  [[nodiscard]] const std::vector<std::byte>& content() const noexcept { return content_; }

private:
  void number(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7)
      content_.push_back(static_cast<std::byte>((value & 0x7fU) | 0x80U));
    content_.push_back(static_cast<std::byte>(value));
  }

  std::vector<std::byte> content_;
};

} // namespace weightkin::test
