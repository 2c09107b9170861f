#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "reader/wire/byte_cursor.hpp"

namespace weightkin {

/// How a protobuf field is written (protobuf encoding guide, "Message structure").
enum class proto_wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

/// One field as it lies in the file; `bytes` fields are only located, never copied.
struct proto_field {
  std::uint32_t number = 0;
  proto_wire wire = proto_wire::varint;
  std::uint64_t value = 0;  ///< of varint, fixed64 and fixed32 fields, as unsigned bits
  std::uint64_t offset = 0; ///< of the payload in the source
  std::uint64_t length = 0; ///< of the payload in bytes
};

/// Messages inside messages, at most.
inline constexpr std::size_t proto_depth = 100;

/// Walks over the fields of one message without building anything. A nested message is the range
/// [offset, offset + length) of its `bytes` field. Groups (long obsolete) are skipped, bounded.
class proto_message {
public:
  /// The message in [begin, end) of `source`. \pre begin <= end <= size
  proto_message(const byte_source& source, std::uint64_t begin, std::uint64_t end) noexcept
      : cursor_(source, begin, end) {}
  proto_message(const byte_source& source, const proto_field& field) noexcept
      : proto_message(source, field.offset, field.offset + field.length) {}

  /// The next field, or nothing at the end.
  /// \returns `bad_format`/`protobuf` for a field number of zero, an unknown wire type, a number of
  ///          more than 64 bits or groups that do not nest, `bounds` for a payload that leaves its
  ///          message, `truncated` for one that leaves the source.
  [[nodiscard]] result<std::optional<proto_field>> next();

  [[nodiscard]] std::uint64_t offset() const noexcept { return cursor_.offset(); }

private:
  [[nodiscard]] result<std::uint64_t> varint();
  [[nodiscard]] result<proto_field> read_field(std::uint64_t start);
  [[nodiscard]] result<void> skip_group(std::uint32_t number, std::uint64_t start);

  byte_cursor cursor_;
};

/// The numbers of a packed field, one after the other, as unsigned bits.
class proto_numbers_cursor {
public:
  proto_numbers_cursor(const byte_source& source, const proto_field& packed,
                       proto_wire wire) noexcept
      : cursor_(source, packed.offset, packed.offset + packed.length), wire_(wire) {}

  [[nodiscard]] bool at_end() const noexcept { return cursor_.remaining() == 0; }
  /// \returns `bad_format`/`protobuf` when the rest holds no whole number.
  [[nodiscard]] result<std::uint64_t> next();

private:
  byte_cursor cursor_;
  proto_wire wire_;
};

/// The payload of a `bytes` field, copied: for names and other short text.
/// \returns `bad_format`/`limit` when it is longer than `most_bytes`.
[[nodiscard]] result<std::string> proto_text(const byte_source& source, const proto_field& field,
                                             std::uint64_t most_bytes);

/// Refuses a field that is not written as `wire`: `bad_format`/`protobuf`.
[[nodiscard]] result<void> check_wire(const byte_source& source, const proto_field& field,
                                      proto_wire wire);

/// Calls `use(std::uint64_t)` -> result<void> for each number of one piece of a repeated field,
/// packed or not. \param wire how each number is written
template <class Use>
[[nodiscard]] result<void> proto_numbers(const byte_source& source, const proto_field& field,
                                         Use use, proto_wire wire = proto_wire::varint) {
  if (field.wire == wire) return use(field.value);
  if (auto packed = check_wire(source, field, proto_wire::bytes); !packed) return packed;
  proto_numbers_cursor numbers(source, field, wire);
  while (!numbers.at_end()) {
    const auto value = numbers.next();
    if (!value) return value.error();
    if (auto used = use(*value); !used) return used;
  }
  return {};
}

} // namespace weightkin
