#include "reader/tensorflow/tensor_proto.hpp"

#include <string>

#include "reader/located_error.hpp"
#include "reader/tensorflow/listed_values.hpp"
#include "reader/tensorflow/tensor_type.hpp"

// A TensorProto holds its elements in one of two ways. Packed, as the machine has them, in
// `tensor_content` (field 4): those are read where they lie. Or as numbers of the protobuf, in a
// field of its own for each kind of number: then the last one given stands for all that follow,
// so one number can spell a tensor of any size. listed_values.cpp reads those.

namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::uint32_t type_field = 1;
constexpr std::uint32_t shape_field = 2;
constexpr std::uint32_t content_field = 4;

struct proto_parts {
  std::uint64_t data_type = 0;
  std::optional<proto_field> shape;
  std::optional<proto_field> content;
};

result<proto_parts> find_parts(const byte_source& file, const proto_field& message) {
  proto_parts parts;
  proto_message fields(file, message);
  while (true) {
    const auto field = fields.next();
    if (!field) return field.error();
    if (!*field) return parts;
    const bool is_bytes = (*field)->wire == proto_wire::bytes;
    if ((*field)->number == type_field && !is_bytes) parts.data_type = (*field)->value;
    if ((*field)->number == shape_field && is_bytes) parts.shape = **field;
    if ((*field)->number == content_field && is_bytes && (*field)->length > 0)
      parts.content = **field;
  }
}

} // namespace

result<std::optional<stored_tensor>>
read_tensor_proto(const std::shared_ptr<const byte_source>& file, const proto_field& message,
                  std::string_view where) {
  const std::string& label = file->label();
  const auto parts = find_parts(*file, message);
  if (!parts) return parts.error();
  const auto type = tensor_type_of(parts->data_type, label, message.offset, where);
  if (!type) return type.error();
  if (type->what != tensor_type::kind::number) return std::optional<stored_tensor>();
  stored_tensor tensor;
  tensor.type = type->type;
  if (parts->shape) {
    auto shape = tensor_shape_of(*file, *parts->shape, where);
    if (!shape) return std::move(shape).error();
    tensor.shape = std::move(*shape);
  }
  const auto size = packed_bytes_of(tensor.type, tensor.shape, label, message.offset, where);
  if (!size) return size.error();
  if (*size == 0) return std::optional<stored_tensor>();
  tensor.bytes = file;
  tensor.offset = parts->content ? parts->content->offset : message.offset;
  tensor.storage_offset = tensor.offset;
  if (!parts->content)
    tensor.decoded = std::make_shared<listed_values>(file, message, tensor.type,
                                                     *size / (bits_of(tensor.type) / 8));
  else if (parts->content->length != *size)
    return fail_at(fault::shape, label, parts->content->offset,
                   std::string(where) + ": " + std::to_string(parts->content->length) +
                       " bytes of data where its shape needs " + std::to_string(*size));
  return std::optional(std::move(tensor));
}

} // namespace weightkin
