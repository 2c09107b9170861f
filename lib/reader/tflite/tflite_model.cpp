#include "reader/tflite/tflite_model.hpp"

#include <algorithm>
#include <utility>

#include <weightkin/core/tensor_view.hpp>

#include "reader/located_error.hpp"
#include "reader/wire/utf8.hpp"

// The tables of a TFLite model, by slot:
//   Model         0 version, 1 operator codes, 2 subgraphs, 3 description, 4 buffers
//   OperatorCode  0 old code, 3 code
//   SubGraph      0 tensors, 3 operators
//   Tensor        0 shape, 1 type, 2 buffer (a number), 3 name, 4 quantisation, 6 sparsity
//   Buffer        0 data; or 1 offset and 2 size of data behind the FlatBuffer
//   Quantisation  2 scales, 3 zero points, 4 kind of another scheme, 6 axis
// Buffer 0 is empty by agreement: tensors that are computed refer to it.

namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::uint32_t known_version = 3;
constexpr std::uint64_t most_name_bytes = 65'536;
constexpr std::uint64_t most_names_bytes = 32'000'000;
constexpr std::uint64_t most_description_bytes = 4096;

} // namespace

result<tflite_model> tflite_model::open(const byte_source& file) {
  tflite_model model(file);
  flat_buffer& tables = model.tables_;
  const auto root = tables.root();
  if (!root) return root.error();
  const auto version = tables.u32(*root, 0, 0);
  if (!version) return version.error();
  if (*version != known_version)
    return fail_at(fault::version, file.label(), root->at,
                   "TensorFlow Lite schema version " + std::to_string(*version) +
                       "; version 3 is known");
  if (auto read = model.read_operator_codes(*root); !read) return std::move(read).error();
  const auto subgraphs = model.items(*root, 2);
  if (!subgraphs) return subgraphs.error();
  model.subgraphs_ = *subgraphs;
  const auto buffers = tables.vector(*root, 4, 4);
  if (!buffers) return buffers.error();
  model.buffers_ = *buffers;
  // Only a note for people: a longer one is left out.
  if (auto description = tables.text(*root, 3, most_description_bytes))
    model.description_ = std::move(*description);
  else if (description.error().why != fault::limit)
    return std::move(description).error();
  return model;
}

result<flat_vector> tflite_model::items(const flat_table& table, unsigned slot) {
  auto found = tables_.vector(table, slot, 4);
  if (!found) return found;
  if (found->count > items_left_)
    return fail_at(fault::limit, file_.label(), found->at,
                   "the tables list more items than there is room for in the file");
  items_left_ -= found->count;
  return found;
}

/// OperatorCode: 0 the code as it was while it fitted seven bits, 3 the code.
result<void> tflite_model::read_operator_codes(const flat_table& root) {
  const auto tables = items(root, 1);
  if (!tables) return tables.error();
  for (std::uint64_t i = 0; i < tables->count; ++i) {
    const auto table = tables_.table_at(*tables, i);
    if (!table) return table.error();
    const auto old_code = tables_.u8(*table, 0, 0);
    if (!old_code) return old_code.error();
    const auto code = tables_.u32(*table, 3, 0);
    if (!code) return code.error();
    operator_codes_.push_back(std::max<std::uint32_t>(*old_code, *code));
  }
  return {};
}

result<tflite_data> tflite_model::data_of(std::uint32_t buffer) {
  if (buffer >= buffers_.count)
    return fail_at(fault::bounds, file_.label(), buffers_.at,
                   "buffer " + std::to_string(buffer) + " of " + std::to_string(buffers_.count));
  const auto table = tables_.table_at(buffers_, buffer);
  if (!table) return table.error();
  const auto bytes = tables_.vector(*table, 0, 1);
  if (!bytes) return bytes.error();
  if (bytes->count > 0) return tflite_data{bytes->at, bytes->count};
  const auto offset = tables_.u64(*table, 1, 0);
  const auto size = offset ? tables_.u64(*table, 2, 0) : offset;
  if (!size) return size.error();
  if (*offset <= 1) return tflite_data{};
  if (*offset > file_.size() || *size > file_.size() - *offset)
    return fail_at(fault::bounds, file_.label(), table->at,
                   "buffer " + std::to_string(buffer) + ": " + std::to_string(*size) +
                       " bytes at byte " + std::to_string(*offset) + " leave the file");
  return tflite_data{*offset, *size};
}

result<std::vector<std::uint64_t>> tflite_model::shape_of(const flat_table& table,
                                                          const std::string& where) {
  const auto extents = tables_.vector(table, 0, 4);
  if (!extents) return extents.error();
  if (extents->count > max_rank)
    return fail_at(fault::limit, file_.label(), extents->at,
                   where + ": more than " + std::to_string(max_rank) + " dimensions");
  std::vector<std::uint64_t> shape;
  std::uint64_t count = 1;
  for (std::uint64_t axis = 0; axis < extents->count; ++axis) {
    const auto bits = tables_.u32_at(*extents, axis);
    if (!bits) return bits.error();
    const auto extent = static_cast<std::int32_t>(*bits);
    if (extent < 0)
      return fail_at(fault::shape, file_.label(), extents->at,
                     where + ": negative extent " + std::to_string(extent));
    if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(extent), &count))
      return fail_at(fault::overflow, file_.label(), extents->at,
                     where + ": the number of elements does not fit 64 bits");
    shape.push_back(static_cast<std::uint64_t>(extent));
  }
  return shape;
}

result<tflite_quantisation> tflite_model::quantisation_of(const flat_table& table,
                                                          const std::string& where) {
  tflite_quantisation found;
  const auto parameters = tables_.table(table, 4);
  if (!parameters) return parameters.error();
  if (parameters->at == 0) return found;
  const auto other_scheme = tables_.u8(*parameters, 4, 0);
  if (!other_scheme) return other_scheme.error();
  if (*other_scheme != 0)
    return detail::unsupported_at(file_.label(), parameters->at,
                                  where + ": quantisation of kind " +
                                      std::to_string(*other_scheme) + " is not read");
  const auto scales = tables_.vector(*parameters, 2, 4);
  if (!scales) return scales.error();
  const auto zero_points = tables_.vector(*parameters, 3, 8);
  if (!zero_points) return zero_points.error();
  const auto axis = tables_.u32(*parameters, 6, 0);
  if (!axis) return axis.error();
  found.scales = *scales;
  found.zero_points = *zero_points;
  found.axis = static_cast<std::int32_t>(*axis);
  return found;
}

result<std::optional<tflite_tensor>> tflite_model::tensor(const flat_table& table,
                                                          std::uint32_t index) {
  const auto buffer = tables_.u32(table, 2, 0);
  if (!buffer) return buffer.error();
  const auto data = data_of(*buffer);
  if (!data) return data.error();
  if (data->size == 0) return std::optional<tflite_tensor>();
  tflite_tensor tensor;
  tensor.index = index;
  tensor.data = *data;
  auto name = tables_.text(table, 3, most_name_bytes);
  if (!name) return std::move(name).error();
  if (const auto invalid = detail::first_invalid_utf8(*name))
    return fail_at(fault::encoding, file_.label(), table.at,
                   "the name of tensor " + std::to_string(index) + " is not valid UTF-8");
  name_bytes_ += name->size();
  if (name_bytes_ > most_names_bytes)
    return fail_at(fault::limit, file_.label(), table.at,
                   "the names of the tensors have more than " + std::to_string(most_names_bytes) +
                       " bytes");
  const std::string where = "tensor " + detail::escaped(*name);
  tensor.name = std::move(*name);
  const auto type = tables_.u8(table, 1, 0);
  if (!type) return type.error();
  tensor.type = static_cast<std::int8_t>(*type);
  const auto sparsity = tables_.table(table, 6);
  if (!sparsity) return sparsity.error();
  if (sparsity->at != 0)
    return detail::unsupported_at(file_.label(), table.at, where + ": sparse tensors are not read");
  auto shape = shape_of(table, where);
  if (!shape) return std::move(shape).error();
  tensor.shape = std::move(*shape);
  auto quantisation = quantisation_of(table, where);
  if (!quantisation) return std::move(quantisation).error();
  tensor.quantisation = *quantisation;
  return std::optional(std::move(tensor));
}

} // namespace weightkin
