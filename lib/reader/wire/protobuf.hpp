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
  /// \returns `bad_format`/`protobuf` for a field number of zero, an unknown wire type or groups
  ///          that do not nest, `bounds` for a payload that leaves the message, `truncated`.
  [[nodiscard]] result<std::optional<proto_field>> next();

  [[nodiscard]] std::uint64_t offset() const noexcept { return cursor_.offset(); }

private:
  [[nodiscard]] result<proto_field> read_field(std::uint64_t start);
  [[nodiscard]] result<void> skip_group(std::uint32_t number, std::uint64_t start);

  byte_cursor cursor_;
};

/// The payload of a `bytes` field, copied: for names and other short text.
/// \returns `bad_format`/`limit` when it is longer than `most_bytes`.
[[nodiscard]] result<std::string> proto_text(const byte_source& source, const proto_field& field,
                                             std::uint64_t most_bytes);

/// Calls `use(std::uint64_t)` -> result<void> for each number of a repeated varint field, packed or
/// not.
template <class Use>
[[nodiscard]] result<void> proto_numbers(const byte_source& source, const proto_field& field,
                                         Use use) {
  if (field.wire != proto_wire::bytes) return use(field.value);
  byte_cursor packed(source, field.offset, field.offset + field.length);
  while (packed.remaining() > 0) {
    const auto value = packed.varint();
    if (!value) return value.error();
    if (auto used = use(*value); !used) return used;
  }
  return {};
}

} // namespace weightkin
