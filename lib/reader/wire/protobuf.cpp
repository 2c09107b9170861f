#include "reader/wire/protobuf.hpp"

#include <string>
#include <vector>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t begin_group = 3;
constexpr std::uint64_t end_group = 4;

error refuse(const byte_cursor& cursor, std::uint64_t start, const std::string& what) {
  return detail::fail_at(fault::protobuf, cursor.source().label(), start, what);
}

} // namespace

result<std::optional<proto_field>> proto_message::next() {
  while (cursor_.remaining() > 0) {
    const std::uint64_t start = cursor_.offset();
    const auto field = read_field(start);
    if (!field) return field.error();
    if (field->number != 0) return std::optional(*field);
  }
  return std::optional<proto_field>();
}

/// A field, or one numbered 0 in place of a group that was skipped.
result<proto_field> proto_message::read_field(std::uint64_t start) {
  const auto tag = cursor_.varint();
  if (!tag) return tag.error();
  const std::uint64_t number = *tag >> 3;
  const std::uint64_t wire = *tag & 7U;
  if (number == 0 || number >> 29 != 0)
    return refuse(cursor_, start, "protobuf field number " + std::to_string(number));
  proto_field field;
  field.number = static_cast<std::uint32_t>(number);
  field.wire = static_cast<proto_wire>(wire);
  switch (wire) {
  case 0: {
    field.offset = cursor_.offset();
    const auto value = cursor_.varint();
    if (!value) return value.error();
    field.value = *value;
    field.length = cursor_.offset() - field.offset;
    return field;
  }
  case 1:
  case 5: {
    field.offset = cursor_.offset();
    field.length = wire == 1 ? 8 : 4;
    if (wire == 1) {
      const auto value = cursor_.u64();
      if (!value) return value.error();
      field.value = *value;
    } else {
      const auto value = cursor_.u32();
      if (!value) return value.error();
      field.value = *value;
    }
    return field;
  }
  case 2: {
    const auto length = cursor_.varint();
    if (!length) return length.error();
    if (*length > cursor_.remaining())
      return detail::fail_at(fault::bounds, cursor_.source().label(), start,
                             "protobuf field " + std::to_string(number) + " of " +
                                 std::to_string(*length) + " bytes leaves its message, which has " +
                                 std::to_string(cursor_.remaining()) + " more");
    field.offset = cursor_.offset();
    field.length = *length;
    if (auto skipped = cursor_.skip(*length); !skipped) return std::move(skipped).error();
    return field;
  }
  case begin_group: {
    if (auto skipped = skip_group(field.number, start); !skipped) return std::move(skipped).error();
    field.number = 0;
    return field;
  }
  default: return refuse(cursor_, start, "protobuf wire type " + std::to_string(wire));
  }
}

result<void> proto_message::skip_group(std::uint32_t number, std::uint64_t start) {
  std::vector<std::uint64_t> open{number};
  while (!open.empty()) {
    if (cursor_.remaining() == 0) return refuse(cursor_, start, "a protobuf group has no end");
    const auto tag = cursor_.varint();
    if (!tag) return tag.error();
    result<void> skipped;
    switch (*tag & 7U) {
    case 0:
      if (auto value = cursor_.varint(); !value) return value.error();
      break;
    case 1: skipped = cursor_.skip(8); break;
    case 5: skipped = cursor_.skip(4); break;
    case 2: {
      const auto length = cursor_.varint();
      if (!length) return length.error();
      skipped = cursor_.skip(*length);
      break;
    }
    case begin_group:
      if (open.size() == proto_depth)
        return detail::fail_at(fault::limit, cursor_.source().label(), start,
                               "protobuf groups nest too deeply");
      open.push_back(*tag >> 3);
      break;
    case end_group:
      if (open.back() != *tag >> 3) return refuse(cursor_, start, "protobuf groups do not nest");
      open.pop_back();
      break;
    default: return refuse(cursor_, start, "protobuf wire type " + std::to_string(*tag & 7U));
    }
    if (!skipped) return skipped;
  }
  return {};
}

result<std::string> proto_text(const byte_source& source, const proto_field& field,
                               std::uint64_t most_bytes) {
  if (field.wire != proto_wire::bytes)
    return detail::fail_at(fault::protobuf, source.label(), field.offset,
                           "protobuf field " + std::to_string(field.number) + " is not text");
  if (field.length > most_bytes)
    return detail::fail_at(fault::limit, source.label(), field.offset,
                           "text of " + std::to_string(field.length) +
                               " bytes exceeds the limit of " + std::to_string(most_bytes));
  byte_cursor cursor(source, field.offset, field.offset + field.length);
  const auto text = cursor.text(field.length);
  if (!text) return text.error();
  return std::string(*text);
}

} // namespace weightkin
