#include "reader/wire/protobuf_array.hpp"

#include <string>
#include <vector>

#include "reader/wire/held_bytes.hpp"

namespace weightkin {
namespace {

/// Whether a number, as the 64 bits protobuf gives, is one that `form` allows.
bool is_in_range(std::uint64_t number, const proto_number& form) noexcept {
  if (form.range == proto_range::booleans) return number <= 1;
  const unsigned bits = form.bytes * 8;
  if (bits == 64) return true;
  if (form.range == proto_range::any_bits) return number >> bits == 0;
  const auto value = static_cast<std::int64_t>(number);
  const std::int64_t half = std::int64_t{1} << (bits - 1);
  return value >= -half && value < half;
}

/// How the pieces of a repeated field lie in their message.
struct field_pieces {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  proto_field only; ///< the piece, when there is one
};

result<field_pieces> find_pieces(const proto_file& file, const proto_field& where,
                                 std::uint32_t number) {
  field_pieces pieces;
  auto walked = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number != number) return {};
    ++pieces.count;
    pieces.bytes += field.length;
    pieces.only = field;
    return {};
  });
  if (!walked) return std::move(walked).error();
  return pieces;
}

/// Calls `take(std::uint64_t)` for each number of all pieces.
template <class Take>
result<void> each_number(const proto_file& file, const proto_field& where, std::uint32_t number,
                         proto_wire wire, Take take) {
  return file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number != number) return {};
    return proto_numbers(*file.bytes, field, take, wire);
  });
}

/// The numbers of all pieces, put together.
result<std::vector<std::byte>> gather(const proto_file& file, const proto_field& where,
                                      std::uint32_t field, const proto_number& form,
                                      std::uint64_t expected_bytes, std::string_view tensor) {
  std::vector<std::byte> raw;
  raw.reserve(static_cast<std::size_t>(expected_bytes));
  const auto take = [&](std::uint64_t value) -> result<void> {
    if (raw.size() == expected_bytes)
      return file.refuse(fault::shape, where.offset, tensor,
                         "holds more numbers than its shape has elements");
    if (!is_in_range(value, form))
      return file.refuse(fault::format, where.offset, tensor,
                         "its type cannot hold the number " +
                             std::to_string(static_cast<std::int64_t>(value)));
    for (unsigned i = 0; i < form.bytes; ++i)
      raw.push_back(static_cast<std::byte>(value >> (8 * i) & 0xffU));
    return {};
  };
  if (auto taken = each_number(file, where, field, form.wire, take); !taken)
    return std::move(taken).error();
  return raw;
}

} // namespace

result<placed_bytes> place_proto_array(proto_file& file, const proto_field& where,
                                       std::uint32_t field, proto_number number,
                                       std::uint64_t expected_bytes, std::string_view tensor) {
  const auto pieces = find_pieces(file, where, field);
  if (!pieces) return pieces.error();
  const auto wrong_count = [&](std::uint64_t found_bytes) {
    return file.refuse(fault::shape, where.offset, tensor,
                       "its numbers fill at most " + std::to_string(found_bytes) +
                           " bytes where its shape needs " + std::to_string(expected_bytes));
  };
  const bool is_fixed = number.wire != proto_wire::varint;
  if (is_fixed && pieces->count == 1 && pieces->only.wire == proto_wire::bytes) {
    if (pieces->bytes != expected_bytes) return wrong_count(pieces->bytes);
    return placed_bytes{file.bytes, pieces->only.offset, expected_bytes};
  }
  // Every number takes at least one byte in the file, so a shape cannot ask for memory alone.
  if (expected_bytes / number.bytes > pieces->bytes)
    return wrong_count(pieces->bytes * number.bytes);
  if (auto charged = file.charge(expected_bytes, where.offset); !charged)
    return std::move(charged).error();
  auto raw = gather(file, where, field, number, expected_bytes, tensor);
  if (!raw) return std::move(raw).error();
  if (raw->size() != expected_bytes) return wrong_count(raw->size());
  return placed_bytes{std::make_shared<held_bytes>(std::move(*raw), file.label()), 0,
                      expected_bytes};
}

result<std::uint64_t> count_proto_array(const proto_file& file, const proto_field& where,
                                        std::uint32_t field, proto_wire wire) {
  std::uint64_t count = 0;
  const auto take = [&](std::uint64_t /*number*/) -> result<void> {
    ++count;
    return {};
  };
  if (auto counted = each_number(file, where, field, wire, take); !counted)
    return std::move(counted).error();
  return count;
}

} // namespace weightkin
