#include "reader/tensorflow/tensor_type.hpp"

#include <optional>
#include <string>

#include <weightkin/core/tensor_view.hpp>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::uint64_t first_reference = 101;
constexpr std::uint64_t last_known = 33;

/// Quantised types have the bytes of the integers below them; their scale is in the graph.
std::optional<dtype> number_type(std::uint64_t number) noexcept {
  switch (number) {
  case 1: return dtype::f32;
  case 2: return dtype::f64;
  case 3:
  case 13: return dtype::i32;
  case 4:
  case 12: return dtype::u8;
  case 5:
  case 15: return dtype::i16;
  case 6:
  case 11: return dtype::i8;
  case 8: return dtype::c64;
  case 9: return dtype::i64;
  case 10: return dtype::boolean;
  case 14: return dtype::bf16;
  case 16:
  case 17: return dtype::u16;
  case 18: return dtype::c128;
  case 19: return dtype::f16;
  case 22: return dtype::u32;
  case 23: return dtype::u64;
  case 24: return dtype::f8_e5m2;
  case 25: return dtype::f8_e4m3fn;
  default: return std::nullopt;
  }
}

/// The size in one Dim {1: size, 2: name}; absent means 0.
result<std::uint64_t> extent_of(const byte_source& source, const proto_field& dim,
                                std::string_view where) {
  std::uint64_t extent = 0;
  proto_message message(source, dim);
  while (true) {
    const auto field = message.next();
    if (!field) return field.error();
    if (!*field) break;
    if ((*field)->number == 1 && (*field)->wire == proto_wire::varint) extent = (*field)->value;
  }
  if (extent > INT64_MAX)
    return fail_at(fault::shape, source.label(), dim.offset,
                   std::string(where) + ": negative extent " +
                       std::to_string(static_cast<std::int64_t>(extent)));
  return extent;
}

} // namespace

result<tensor_type> tensor_type_of(std::uint64_t number, std::string_view label,
                                   std::uint64_t offset, std::string_view where) {
  using kind = tensor_type::kind;
  if (const auto type = number_type(number)) return tensor_type{kind::number, *type};
  if (number == 7) return tensor_type{kind::text, dtype::u8};
  if (number == 20 || number == 21) return tensor_type{kind::handle, dtype::u8};
  const std::string what = std::string(where) + ": data type " + std::to_string(number);
  if (number == 0 || number >= first_reference || number > last_known)
    return fail_at(fault::dtype, label, offset, what + " is none of a stored tensor");
  return detail::unsupported_at(label, offset, what + " is not read");
}

result<std::vector<std::uint64_t>>
tensor_shape_of(const byte_source& source, const proto_field& field, std::string_view where) {
  std::vector<std::uint64_t> shape;
  std::uint64_t count = 1;
  proto_message message(source, field);
  while (true) {
    const auto part = message.next();
    if (!part) return part.error();
    if (!*part) return shape;
    if ((*part)->number == 3 && (*part)->value != 0)
      return fail_at(fault::shape, source.label(), (*part)->offset,
                     std::string(where) + ": unknown rank");
    if ((*part)->number != 2 || (*part)->wire != proto_wire::bytes) continue;
    const auto extent = extent_of(source, **part, where);
    if (!extent) return extent.error();
    if (shape.size() == max_rank)
      return fail_at(fault::limit, source.label(), field.offset,
                     std::string(where) + ": more than " + std::to_string(max_rank) +
                         " dimensions");
    if (__builtin_mul_overflow(count, *extent, &count))
      return fail_at(fault::overflow, source.label(), field.offset,
                     std::string(where) + ": the number of elements does not fit 64 bits");
    shape.push_back(*extent);
  }
}

result<std::uint64_t> packed_bytes_of(dtype type, const std::vector<std::uint64_t>& shape,
                                      std::string_view label, std::uint64_t offset,
                                      std::string_view where) {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    count *= extent; // fits: tensor_shape_of
  const auto bytes = bytes_of(type, count);
  if (!bytes)
    return fail_at(fault::overflow, label, offset,
                   std::string(where) + ": the size does not fit 64 bits");
  return *bytes;
}

} // namespace weightkin
