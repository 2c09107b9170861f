#include "reader/caffe/caffe_layer.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "reader/wire/protobuf_array.hpp"

namespace weightkin {
namespace {

/// BlobProto's fields.
constexpr std::uint32_t blob_data = 5;
constexpr std::uint32_t blob_shape = 7;
constexpr std::uint32_t blob_double_data = 8;
constexpr std::uint32_t legacy_extents = 4; ///< fields 1 to 4: num, channels, height, width

struct numbered_type {
  std::uint64_t number;
  std::string_view name;
};

/// The old numbers of the layer types that have weights.
constexpr std::array<numbered_type, 3> v1_types{
    {{4, "Convolution"}, {14, "InnerProduct"}, {39, "Deconvolution"}}};

std::string v1_type_name(std::uint64_t number) {
  for (const numbered_type& row : v1_types)
    if (row.number == number) return std::string(row.name);
  return "layer type " + std::to_string(number);
}

constexpr std::uint32_t inner_product_transpose = 6; ///< InnerProductParameter's field

/// A layer's name and type, and whether its matrix is stored [in, out].
struct layer_head {
  std::string name;
  std::string type;
  bool transposed = false;
};

/// The last of several values counts, in every reader of protobuf.
result<bool> is_transposed(const proto_file& file, const proto_field& parameters) {
  bool transposed = false;
  auto read = file.each_field(parameters, [&](const proto_field& field) -> result<void> {
    if (field.number == inner_product_transpose && field.wire == proto_wire::varint)
      transposed = field.value != 0;
    return {};
  });
  if (!read) return std::move(read).error();
  return transposed;
}

result<layer_head> read_head(const proto_file& file, const proto_field& where,
                             const caffe_layer_fields& fields) {
  layer_head head;
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number == fields.name) return file.read_name(field, head.name);
    if (field.number == fields.inner_product && field.wire == proto_wire::bytes) {
      const auto transposed = is_transposed(file, field);
      if (!transposed) return transposed.error();
      head.transposed = *transposed;
      return {};
    }
    if (field.number != fields.type) return {};
    if (field.wire != proto_wire::varint) return file.read_name(field, head.type);
    head.type = v1_type_name(field.value);
    return {};
  });
  if (!read) return std::move(read).error();
  return head;
}

std::string usage_of(const layer_head& head, std::size_t blob) {
  std::string usage = head.type + "." + std::to_string(blob);
  if (head.transposed && usage == "InnerProduct.0") usage += " transpose=1";
  return usage;
}

/// A blob's extents and which of its fields holds the numbers.
struct blob_head {
  std::vector<std::uint64_t> extents;
  bool has_floats = false;
  bool has_doubles = false;
};

result<void> read_extents(const proto_file& file, const proto_field& shape,
                          std::vector<std::uint64_t>& extents) {
  return file.each_field(shape, [&](const proto_field& field) -> result<void> {
    if (field.number != 1) return {};
    return proto_numbers(*file.bytes, field, [&](std::uint64_t extent) -> result<void> {
      if (extents.size() == max_rank)
        return detail::fail_at(fault::limit, file.label(), field.offset,
                               "a blob has more than " + std::to_string(max_rank) + " dimensions");
      extents.push_back(extent);
      return {};
    });
  });
}

result<blob_head> read_blob_head(const proto_file& file, const proto_field& where) {
  blob_head head;
  std::array<std::uint64_t, legacy_extents> legacy{};
  bool has_shape = false;
  bool has_legacy = false;
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    head.has_floats |= field.number == blob_data;
    head.has_doubles |= field.number == blob_double_data;
    if (field.number <= legacy_extents && field.wire == proto_wire::varint) {
      legacy[field.number - 1] = field.value;
      has_legacy = true;
    }
    if (field.number != blob_shape) return {};
    has_shape = true;
    return read_extents(file, field, head.extents);
  });
  if (!read) return std::move(read).error();
  if (!has_shape && has_legacy) head.extents.assign(legacy.begin(), legacy.end());
  return head;
}

result<std::uint64_t> count_elements(const proto_file& file, const proto_field& where,
                                     const std::vector<std::uint64_t>& extents,
                                     std::string_view name) {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : extents) {
    if (extent > INT64_MAX)
      return file.refuse(fault::shape, where.offset, name, "has a negative dimension");
    if (extent != 0 && count > UINT64_MAX / sizeof(double) / extent)
      return file.refuse(fault::overflow, where.offset, name,
                         "has more elements than 64 bits can count");
    count *= extent;
  }
  return count;
}

result<stored_tensor> place_blob(proto_file& file, const proto_field& where, std::string name) {
  auto head = read_blob_head(file, where);
  if (!head) return std::move(head).error();
  const auto count = count_elements(file, where, head->extents, name);
  if (!count) return count.error();
  if (head->has_floats && head->has_doubles)
    return file.refuse(fault::format, where.offset, name, "holds floats and doubles");
  if (*count != 0 && !head->has_floats && !head->has_doubles)
    return file.refuse(fault::missing, where.offset, name, "has no elements");
  const proto_number number = head->has_doubles ? proto_double : proto_float;
  const auto place =
      place_proto_array(file, where, head->has_doubles ? blob_double_data : blob_data, number,
                        *count * number.bytes, name);
  if (!place) return place.error();
  stored_tensor tensor;
  tensor.name = std::move(name);
  tensor.type = head->has_doubles ? dtype::f64 : dtype::f32;
  tensor.shape = std::move(head->extents);
  tensor.bytes = place->bytes;
  tensor.offset = tensor.storage_offset = place->offset;
  return tensor;
}

} // namespace

result<void> add_caffe_layer(proto_file& file, const proto_field& where,
                             const caffe_layer_fields& fields, std::size_t most_tensors,
                             std::vector<stored_tensor>& tensors) {
  const auto head = read_head(file, where, fields);
  if (!head) return head.error();
  std::size_t index = 0;
  return file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number != fields.blobs) return {};
    if (tensors.size() == most_tensors)
      return detail::fail_at(fault::limit, file.label(), field.offset,
                             "more than " + std::to_string(most_tensors) + " tensors");
    if (auto charged = file.charge(head->name.size() + head->type.size(), field.offset); !charged)
      return charged;
    auto tensor = place_blob(file, field, head->name + "/blobs/" + std::to_string(index));
    if (!tensor) return std::move(tensor).error();
    tensor->usage = usage_of(*head, index++);
    tensors.push_back(std::move(*tensor));
    return {};
  });
}

} // namespace weightkin
