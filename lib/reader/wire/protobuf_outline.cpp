#include "reader/wire/protobuf_outline.hpp"

#include <algorithm>

namespace weightkin {
namespace {

/// Number and wire of a field whose payload makes no sense.
proto_field broken_field(const byte_source& source, std::uint64_t at, std::uint64_t end) {
  byte_cursor cursor(source, at, end);
  proto_field field;
  const auto tag = cursor.varint();
  if (!tag || *tag >> 3 == 0 || *tag >> 32 != 0) return field;
  field.number = static_cast<std::uint32_t>(*tag >> 3);
  field.wire = static_cast<proto_wire>(*tag & 7U);
  field.offset = at;
  return field;
}

} // namespace

const proto_field* proto_outline::find(std::uint32_t number, proto_wire wire) const noexcept {
  for (const proto_field& field : fields)
    if (field.number == number && field.wire == wire) return &field;
  return nullptr;
}

bool proto_outline::contradicts(std::uint32_t number, proto_wire wire) const noexcept {
  return std::any_of(fields.begin(), fields.end(), [&](const proto_field& field) {
    return field.number == number && field.wire != wire;
  });
}

std::size_t proto_outline::count(std::uint32_t number) const noexcept {
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(),
                    [&](const proto_field& field) { return field.number == number; }));
}

proto_outline outline_of(const byte_source& source, std::uint64_t begin, std::uint64_t end) {
  proto_outline outline;
  proto_message message(source, begin, end);
  while (outline.fields.size() < most_outlined_fields) {
    const std::uint64_t at = message.offset();
    const auto field = message.next();
    if (!field) {
      outline.broken = broken_field(source, at, end);
      return outline;
    }
    if (!field->has_value()) {
      outline.whole = true;
      return outline;
    }
    outline.fields.push_back(**field);
  }
  return outline;
}

} // namespace weightkin
