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

result<std::uint64_t> proto_message::varint() {
  auto number = cursor_.varint();
  if (!number && number.error().why == fault::overflow)
    return error{errc::bad_format, std::move(number).error().message, fault::protobuf};
  return number;
}

/// A field, or one numbered 0 in place of a group that was skipped.
result<proto_field> proto_message::read_field(std::uint64_t start) {
  const auto tag = varint();
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
    const auto value = varint();
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
    const auto length = varint();
    if (!length) return length.error();
    if (*length > cursor_.remaining())
      // A message that ends with its file was cut; inside of another one the lengths contradict.
      return detail::fail_at(cursor_.end() == cursor_.source().size() ? fault::truncated
                                                                      : fault::bounds,
                             cursor_.source().label(), start,
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
    const auto tag = varint();
    if (!tag) return tag.error();
    result<void> skipped;
    switch (*tag & 7U) {
    case 0:
      if (auto value = varint(); !value) return value.error();
      break;
    case 1: skipped = cursor_.skip(8); break;
    case 5: skipped = cursor_.skip(4); break;
    case 2: {
      const auto length = varint();
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

result<std::uint64_t> proto_numbers_cursor::next() {
  const std::uint64_t start = cursor_.offset();
  result<std::uint64_t> number = std::uint64_t{0};
  switch (wire_) {
  case proto_wire::fixed64: number = cursor_.u64(); break;
  case proto_wire::fixed32:
    if (const auto word = cursor_.u32(); !word)
      number = word.error();
    else
      number = std::uint64_t{*word};
    break;
  default: number = cursor_.varint(); break;
  }
  if (!number && number.error().code == errc::bad_format)
    return refuse(cursor_, start, "a packed protobuf field ends inside a number");
  return number;
}

result<void> check_wire(const byte_source& source, const proto_field& field, proto_wire wire) {
  if (field.wire == wire) return {};
  return detail::fail_at(fault::protobuf, source.label(), field.offset,
                         "protobuf field " + std::to_string(field.number) + " has wire type " +
                             std::to_string(static_cast<unsigned>(field.wire)) + " instead of " +
                             std::to_string(static_cast<unsigned>(wire)));
}

result<std::string> proto_text(const byte_source& source, const proto_field& field,
                               std::uint64_t most_bytes) {
  if (auto text = check_wire(source, field, proto_wire::bytes); !text)
    return std::move(text).error();
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
