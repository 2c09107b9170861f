#include "reader/onnx/onnx_tensor.hpp"

#include <utility>

#include "reader/decode/packed_codes.hpp"
#include "reader/onnx/onnx_external_data.hpp"
#include "reader/wire/protobuf_array.hpp"

namespace weightkin {
namespace {

/// TensorProto's fields.
enum : std::uint32_t {
  dims_field = 1,
  data_type_field = 2,
  segment_field = 3,
  float_data_field = 4,
  int32_data_field = 5,
  int64_data_field = 7,
  name_field = 8,
  raw_data_field = 9,
  double_data_field = 10,
  uint64_data_field = 11,
  data_location_field = 14,
};

constexpr std::uint64_t stored_outside = 1;

/// Fields that stand once: protobuf would let the last one win, and two readers could then see two
/// tensors.
template <class Value>
result<void> set_once(const onnx_file& file, std::optional<Value>& member, const proto_field& field,
                      Value value) {
  if (member.has_value())
    return detail::fail_at(fault::duplicate, file.label(), field.offset,
                           "a tensor has its field " + std::to_string(field.number) + " twice");
  member = std::move(value);
  return {};
}

result<void> read_dims(const onnx_file& file, const proto_field& field,
                       std::vector<std::uint64_t>& dims) {
  return proto_numbers(*file.bytes, field, [&](std::uint64_t extent) -> result<void> {
    if (dims.size() == max_rank)
      return detail::fail_at(fault::limit, file.label(), field.offset,
                             "a tensor has more than " + std::to_string(max_rank) + " dimensions");
    dims.push_back(extent);
    return {};
  });
}

result<void> read_number_once(const onnx_file& file, std::optional<std::uint64_t>& member,
                              const proto_field& field) {
  if (auto number = check_wire(*file.bytes, field, proto_wire::varint); !number) return number;
  return set_once(file, member, field, field.value);
}

result<void> read_field(const onnx_file& file, const proto_field& field, onnx_tensor_proto& proto) {
  switch (field.number) {
  case dims_field: return read_dims(file, field, proto.dims);
  case data_type_field: return read_number_once(file, proto.type, field);
  case data_location_field: return read_number_once(file, proto.data_location, field);
  case segment_field: proto.segmented = true; return {};
  case name_field: return file.read_name(field, proto.name);
  case raw_data_field:
    if (auto raw = check_wire(*file.bytes, field, proto_wire::bytes); !raw) return raw;
    return set_once(file, proto.raw_data, field, field);
  case float_data_field:
  case int32_data_field:
  case int64_data_field:
  case double_data_field:
  case uint64_data_field: {
    const auto typed = static_cast<onnx_typed_field>(field.number);
    proto.several_typed |= proto.typed != onnx_typed_field::none && proto.typed != typed;
    proto.typed = typed;
    return {};
  }
  default: return {};
  }
}

/// The bytes of a tensor's elements, wherever they are.
result<placed_bytes> place_bytes(onnx_file& file, const onnx_tensor_proto& proto,
                                 const onnx_element_type& type, std::uint64_t expected_bytes,
                                 std::string_view name) {
  const auto refuse = [&](fault why, std::string_view what) {
    return file.refuse(why, proto.where.offset, name, what);
  };
  const bool outside = proto.data_location == stored_outside;
  const bool typed = proto.typed != onnx_typed_field::none;
  if (proto.data_location.value_or(0) > stored_outside)
    return refuse(fault::format, "unknown data location " + std::to_string(*proto.data_location));
  if (int{outside} + int{typed} + int{proto.raw_data.has_value()} > 1 || proto.several_typed)
    return refuse(fault::format, "gives its elements in more than one way");
  if (outside) return place_external_data(file, proto.where, expected_bytes, name);
  if (proto.raw_data.has_value()) {
    if (proto.raw_data->length != expected_bytes)
      return refuse(fault::shape, "has " + std::to_string(proto.raw_data->length) +
                                      " bytes where its shape needs " +
                                      std::to_string(expected_bytes));
    return placed_bytes{file.bytes, proto.raw_data->offset, expected_bytes};
  }
  if (typed && proto.typed != type.field)
    return refuse(fault::dtype, std::string(type.name) + " elements in a field of another type");
  if (!typed && expected_bytes != 0) return refuse(fault::missing, "has no elements");
  return place_proto_array(file, proto.where, static_cast<std::uint32_t>(type.field), type.number,
                           expected_bytes, name);
}

} // namespace

result<onnx_tensor_proto> read_tensor_proto(const onnx_file& file, const proto_field& where) {
  onnx_tensor_proto proto;
  proto.where = where;
  auto read = file.each_field(
      where, [&](const proto_field& field) { return read_field(file, field, proto); });
  if (!read) return std::move(read).error();
  return proto;
}

result<onnx_shape> check_shape(const onnx_file& file, const proto_field& where,
                               const std::vector<std::uint64_t>& dims, std::string_view tensor) {
  onnx_shape shape;
  for (const std::uint64_t extent : dims) {
    if (extent > INT64_MAX)
      return file.refuse(fault::shape, where.offset, tensor, "has a negative dimension");
    if (extent != 0 && shape.count > UINT64_MAX / 16 / extent)
      return file.refuse(fault::overflow, where.offset, tensor,
                         "has more elements than 64 bits can count");
    shape.count *= extent;
    shape.extents.push_back(extent);
  }
  return shape;
}

stored_tensor tensor_of_raw(std::string name, const onnx_element_type& type, onnx_shape shape,
                            const placed_bytes& place) {
  stored_tensor tensor;
  tensor.name = std::move(name);
  tensor.type = type.type;
  tensor.shape = std::move(shape.extents);
  tensor.bytes = place.bytes;
  tensor.offset = place.offset;
  tensor.storage_offset = place.offset;
  const bool splits_byte = shape.count * type.bits % 8 != 0; // a plain tensor fills whole bytes
  if (type.codes == onnx_codes::none && !splits_byte) return tensor;

  const code_values values =
      type.codes == onnx_codes::none
          ? float4_codes()
          : integer_codes(type.bits, type.codes == onnx_codes::signed_integer);
  tensor.type = dtype::f32;
  tensor.decoded =
      std::make_shared<packed_codes>(place.bytes, place.offset, shape.count, type.bits, values);
  stored_tensor codes;
  codes.name = tensor.name;
  codes.type = dtype::u8;
  codes.shape = {place.length};
  codes.bytes = place.bytes;
  codes.offset = codes.storage_offset = place.offset;
  auto encoding = std::make_shared<stored_encoding>();
  encoding->scheme = type.name;
  encoding->bits_per_value = type.bits;
  encoding->parts.push_back({"codes", std::move(codes)});
  tensor.encoding = std::move(encoding);
  return tensor;
}

result<stored_tensor> place_tensor(onnx_file& file, const onnx_tensor_proto& proto,
                                   std::string name) {
  const auto refuse = [&](fault why, std::string_view what) {
    return file.refuse(why, proto.where.offset, name, what);
  };
  if (proto.segmented)
    return detail::unsupported_at(file.label(), proto.where.offset,
                                  "tensor " + detail::escaped(name) + " is split into segments");
  const onnx_element_type* type =
      proto.type.has_value() ? onnx_element_type_of(*proto.type) : nullptr;
  if (type == nullptr)
    return refuse(fault::dtype, proto.type.has_value()
                                    ? "has element type " + std::to_string(*proto.type) +
                                          ", which is no number type that is known"
                                    : std::string("has no element type"));
  auto shape = check_shape(file, proto.where, proto.dims, name);
  if (!shape) return std::move(shape).error();
  if (shape->count > UINT64_MAX / type->bits)
    return refuse(fault::overflow, "has more bits than 64 bits can count");
  const std::uint64_t bits = shape->count * type->bits;
  const std::uint64_t expected_bytes = bits / 8 + (bits % 8 != 0 ? 1 : 0);
  const auto place = place_bytes(file, proto, *type, expected_bytes, name);
  if (!place) return place.error();
  return tensor_of_raw(std::move(name), *type, std::move(*shape), *place);
}

} // namespace weightkin
