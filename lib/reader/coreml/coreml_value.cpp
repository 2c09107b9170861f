#include "reader/coreml/coreml_value.hpp"

#include <array>
#include <utility>

#include "reader/coreml/coreml_blob.hpp"
#include "reader/decode/decoded_elements.hpp"

namespace weightkin {
namespace {

/// Value's, ValueType's, TensorType's and TensorValue's fields.
constexpr std::uint32_t value_type = 2;
constexpr std::uint32_t value_immediate = 3;
constexpr std::uint32_t value_blob_file = 5;
constexpr std::uint32_t type_tensor = 1;
constexpr std::uint32_t tensor_data_type = 1;
constexpr std::uint32_t tensor_dimensions = 3;
constexpr std::uint32_t dimension_constant = 1;
constexpr std::uint32_t immediate_tensor = 1;
constexpr std::uint32_t numbers_floats = 1;
constexpr std::uint32_t numbers_integers = 2;
constexpr std::uint32_t numbers_long_integers = 5;
constexpr std::uint32_t numbers_doubles = 6;
constexpr std::uint32_t numbers_bytes = 7;

/// MIL's numbers of element types, and the type of the blobs that hold them.
struct mil_type {
  std::uint64_t code;
  std::uint32_t blob;
};
constexpr std::array<mil_type, 17> mil_types{{{10, 1},
                                              {11, 2},
                                              {13, 5},
                                              {21, 4},
                                              {22, 6},
                                              {23, 14},
                                              {25, 8},
                                              {31, 3},
                                              {32, 7},
                                              {33, 15},
                                              {35, 11},
                                              {36, 10},
                                              {37, 9},
                                              {38, 13},
                                              {39, 12},
                                              {40, 16},
                                              {41, 17}}};

const coreml_blob_type* blob_type_of_mil(std::uint64_t code) noexcept {
  for (const mil_type& row : mil_types)
    if (row.code == code) return coreml_blob_type_of(row.blob);
  return nullptr;
}

/// The extent of one Dimension; unknown ones have none.
result<void> read_dimension(const coreml_file& file, const proto_field& where,
                            std::vector<std::uint64_t>& shape) {
  if (shape.size() == max_rank)
    return detail::fail_at(fault::limit, file.label(), where.offset,
                           "a tensor has more than " + std::to_string(max_rank) + " dimensions");
  std::optional<std::uint64_t> extent;
  auto read = file.each_field(where, [&](const proto_field& dimension) -> result<void> {
    if (dimension.number != dimension_constant) return {};
    extent = 0;
    return file.each_field(dimension, [&](const proto_field& size) -> result<void> {
      if (size.number == 1 && size.wire == proto_wire::varint) extent = size.value;
      return {};
    });
  });
  if (!read) return read;
  if (!extent.has_value())
    return detail::fail_at(fault::shape, file.label(), where.offset,
                           "a constant without a fixed shape");
  shape.push_back(*extent);
  return {};
}

result<void> read_type(const coreml_file& file, const proto_field& where, coreml_value& value) {
  return file.each_field(where, [&](const proto_field& type) -> result<void> {
    if (type.number != type_tensor) return {};
    return file.each_field(type, [&](const proto_field& field) -> result<void> {
      if (field.number == tensor_data_type && field.wire == proto_wire::varint)
        value.data_type = field.value;
      if (field.number != tensor_dimensions) return {};
      return read_dimension(file, field, value.shape);
    });
  });
}

result<void> read_blob_file(const coreml_file& file, const proto_field& where,
                            coreml_value& value) {
  value.blob_file = std::string();
  return file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number == 1) return file.read_name(field, *value.blob_file);
    if (field.number == 2 && field.wire == proto_wire::varint) value.blob_record = field.value;
    return {};
  });
}

/// The file that a program calls "@model_path/...".
result<std::shared_ptr<const byte_source>> open_blob_file(coreml_file& file,
                                                          const coreml_value& value,
                                                          const proto_field& where,
                                                          std::string_view name) {
  constexpr std::string_view model_path = "@model_path/";
  std::string_view path = *value.blob_file;
  if (path.starts_with(model_path)) path.remove_prefix(model_path.size());
  auto opened = file.beside.open(path);
  if (opened) return opened;
  const error& failure = opened.error();
  return error{failure.code, file.refuse(failure.why, where.offset, name, failure.message).message,
               failure.why};
}

result<stored_tensor> place_blob(coreml_file& file, const coreml_value& value, std::uint64_t count,
                                 const proto_field& where, std::string name) {
  const auto blobs = open_blob_file(file, value, where, name);
  if (!blobs) return blobs.error();
  const auto blob = read_coreml_blob(**blobs, value.blob_record);
  if (!blob)
    return error{blob.error().code,
                 file.refuse(blob.error().why, where.offset, name, blob.error().message).message,
                 blob.error().why};
  if (blob->type != blob_type_of_mil(value.data_type))
    return file.refuse(fault::dtype, where.offset, name,
                       "its blob holds " + std::string(blob->type->name) +
                           ", not what the program says");
  if (blob->count != count)
    return file.refuse(fault::shape, where.offset, name,
                       "its blob has " + std::to_string(blob->count) +
                           " elements where its shape needs " + std::to_string(count));
  return tensor_of_blob(*blobs, *blob, std::move(name), value.shape);
}

/// The field of a TensorValue that is there, with what its numbers are once raw.
result<std::optional<proto_field>> numbers_field(const coreml_file& file,
                                                 const proto_field& numbers) {
  std::optional<proto_field> found;
  auto read = file.each_field(numbers, [&](const proto_field& field) -> result<void> {
    found = field;
    return {};
  });
  if (!read) return std::move(read).error();
  return found;
}

/// The raw bytes of numbers that stand in the program.
result<placed_bytes> place_numbers(coreml_file& file, const proto_field& list,
                                   std::uint64_t expected_bytes, const proto_field& where,
                                   const std::string& name) {
  if (list.number == numbers_floats)
    return place_proto_array(file, list, 1, proto_float, expected_bytes, name);
  if (list.number == numbers_doubles)
    return place_proto_array(file, list, 1, proto_double, expected_bytes, name);
  std::optional<proto_field> raw;
  auto read = file.each_field(list, [&](const proto_field& field) -> result<void> {
    if (field.number == 1) raw = field;
    return field.number == 1 ? check_wire(*file.bytes, field, proto_wire::bytes) : result<void>();
  });
  if (!read) return std::move(read).error();
  const std::uint64_t length = raw.has_value() ? raw->length : 0;
  if (length != expected_bytes)
    return file.refuse(fault::shape, where.offset, name,
                       "has " + std::to_string(length) + " bytes where its shape needs " +
                           std::to_string(expected_bytes));
  return placed_bytes{file.bytes, raw.has_value() ? raw->offset : list.offset, length};
}

/// Numbers of less than a byte that stand in the program, packed as a blob has them.
result<std::optional<stored_tensor>> place_packed(coreml_file& file, const proto_field& list,
                                                  const coreml_blob_type& type, std::uint64_t count,
                                                  const proto_field& where, std::string name,
                                                  const std::vector<std::uint64_t>& shape) {
  const std::uint64_t length = count / 8 * type.bits + (count % 8 * type.bits + 7) / 8;
  const auto place = place_numbers(file, list, length, where, name);
  if (!place) return place.error();
  const coreml_blob packed{&type, place->offset, place->length, count};
  return std::optional(tensor_of_blob(place->bytes, packed, std::move(name), shape));
}

} // namespace

result<coreml_value> read_coreml_value(const coreml_file& file, const proto_field& where) {
  coreml_value value;
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number == value_type) return read_type(file, field, value);
    if (field.number == value_blob_file) return read_blob_file(file, field, value);
    if (field.number != value_immediate) return {};
    return file.each_field(field, [&](const proto_field& kind) -> result<void> {
      if (kind.number == immediate_tensor) value.numbers = kind;
      return {};
    });
  });
  if (!read) return std::move(read).error();
  return value;
}

result<std::optional<stored_tensor>> place_coreml_value(coreml_file& file,
                                                        const coreml_value& value,
                                                        const proto_field& where,
                                                        std::string name) {
  constexpr std::uint64_t double_type = 12; // has no blobs
  const coreml_blob_type* type = blob_type_of_mil(value.data_type);
  const auto count = count_elements(file, where.offset, value.shape, name);
  if (!count) return count.error();
  if (value.blob_file.has_value()) {
    auto tensor = place_blob(file, value, *count, where, std::move(name));
    if (!tensor) return std::move(tensor).error();
    return std::optional(std::move(*tensor));
  }
  if (!value.numbers.has_value() || (type == nullptr && value.data_type != double_type))
    return std::optional<stored_tensor>();
  const auto list = numbers_field(file, *value.numbers);
  if (!list) return list.error();
  const bool is_double = value.data_type == double_type;
  if (!list->has_value() ||
      ((*list)->number != numbers_floats && (*list)->number != numbers_doubles &&
       (*list)->number != numbers_bytes) ||
      (!is_double && type->bits < 8 && (*list)->number != numbers_bytes))
    return std::optional<stored_tensor>();
  if (!is_double && type->bits < 8)
    return place_packed(file, **list, *type, *count, where, std::move(name), value.shape);
  const unsigned bytes = is_double ? 8 : type->bits / 8;
  if (((*list)->number == numbers_floats && (is_double || type->type != dtype::f32)) ||
      ((*list)->number == numbers_doubles && !is_double))
    return file.refuse(fault::dtype, where.offset, name, "numbers of another type than it says");
  const auto place = place_numbers(file, **list, *count * bytes, where, name);
  if (!place) return place.error();
  stored_tensor tensor;
  tensor.name = std::move(name);
  tensor.type = is_double ? dtype::f64 : type->type;
  tensor.shape = value.shape;
  tensor.bytes = place->bytes;
  tensor.offset = tensor.storage_offset = place->offset;
  return std::optional(std::move(tensor));
}

result<std::vector<std::int64_t>> read_coreml_integers(coreml_file& file, const coreml_value& value,
                                                       const proto_field& where,
                                                       const std::string& name) {
  constexpr std::uint64_t most = max_rank;
  const auto count = count_elements(file, where.offset, value.shape, name);
  if (!count) return count.error();
  if (*count > most) return file.refuse(fault::limit, where.offset, name, "too many numbers");
  if (value.numbers.has_value()) {
    const auto list = numbers_field(file, *value.numbers);
    if (!list) return list.error();
    const bool is_long = list->has_value() && (*list)->number == numbers_long_integers;
    if (is_long || (list->has_value() && (*list)->number == numbers_integers)) {
      stored_tensor numbers;
      numbers.type = is_long ? dtype::i64 : dtype::i32;
      const unsigned bytes = is_long ? 8 : 4;
      const auto place = place_proto_array(
          file, **list, 1, {proto_wire::varint, bytes, proto_range::signed_integers},
          *count * bytes, name);
      if (!place) return place.error();
      numbers.shape = {*count};
      numbers.bytes = place->bytes;
      numbers.offset = place->offset;
      return read_integers(numbers, most);
    }
  }
  const auto tensor = place_coreml_value(file, value, where, name);
  if (!tensor) return tensor.error();
  if (!tensor->has_value() || traits_of((*tensor)->type).kind != number_class::integer)
    return file.refuse(fault::dtype, where.offset, name, "no whole numbers where there should be");
  return read_integers(**tensor, most);
}

} // namespace weightkin
