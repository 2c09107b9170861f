#include "reader/onnx/onnx_sparse.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "reader/decode/decoded_elements.hpp"
#include "reader/onnx/onnx_tensor.hpp"

namespace weightkin {
namespace {

constexpr std::size_t piece_values = 4096;

/// Few values at ascending places, zeros everywhere else.
class sparse_elements final : public decoded_elements {
public:
  sparse_elements(std::uint64_t count, std::vector<std::uint64_t> places, stored_tensor values)
      : decoded_elements(count, 1), places_(std::move(places)), values_(std::move(values)) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    std::fill(out.begin(), out.end(), 0.0F);
    const auto begin = std::lower_bound(places_.begin(), places_.end(), first);
    const auto end = std::lower_bound(begin, places_.end(), first + out.size());
    std::vector<float> piece;
    for (auto at = begin; at != end; at += static_cast<std::ptrdiff_t>(piece.size())) {
      piece.resize(std::min(piece_values, static_cast<std::size_t>(end - at)));
      const auto value = static_cast<std::uint64_t>(at - places_.begin());
      if (auto read = read_f32(values_, value, piece); !read) return read;
      for (std::size_t i = 0; i < piece.size(); ++i)
        out[static_cast<std::size_t>(at[static_cast<std::ptrdiff_t>(i)] - first)] = piece[i];
    }
    return {};
  }

private:
  std::vector<std::uint64_t> places_;
  stored_tensor values_;
};

/// The fields of a SparseTensorProto.
struct sparse_proto {
  std::optional<proto_field> values;
  std::optional<proto_field> indices;
  std::vector<std::uint64_t> dims;
};

result<sparse_proto> read_sparse_proto(const onnx_file& file, const proto_field& where) {
  sparse_proto proto;
  const auto take_dim = [&](std::uint64_t extent) -> result<void> {
    if (proto.dims.size() == max_rank)
      return detail::fail_at(fault::limit, file.label(), where.offset,
                             "a sparse tensor has more than " + std::to_string(max_rank) +
                                 " dimensions");
    proto.dims.push_back(extent);
    return {};
  };
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number == 1) proto.values = field;
    if (field.number == 2) proto.indices = field;
    return field.number == 3 ? proto_numbers(*file.bytes, field, take_dim) : result<void>();
  });
  if (!read) return std::move(read).error();
  return proto;
}

/// One sparse tensor while its parts are held against each other.
struct sparse_parts {
  onnx_file& file;
  const proto_field& where;
  const std::string& name;
  const onnx_shape& shape;

  [[nodiscard]] error refuse(fault why, std::string_view what) const {
    return file.refuse(why, where.offset, name, what);
  }

  /// The place in C order that one row of indices means.
  [[nodiscard]] result<std::uint64_t> place_of(std::span<const std::int64_t> row) const {
    std::uint64_t place = 0;
    for (std::size_t axis = 0; axis < row.size(); ++axis) {
      const std::uint64_t extent =
          row.size() == 1 && shape.extents.size() != 1 ? shape.count : shape.extents[axis];
      const auto index = static_cast<std::uint64_t>(row[axis]); // negative ones become large
      if (index >= extent)
        return refuse(fault::bounds, "index " + std::to_string(row[axis]) + " of an axis of " +
                                         std::to_string(extent));
      place = place * extent + index;
    }
    return place;
  }

  /// Numbers of one row of indices: 1 when they are linear, else the rank.
  [[nodiscard]] result<std::size_t> row_width(const stored_tensor& indices,
                                              std::uint64_t values) const {
    const std::size_t rank = shape.extents.size();
    const bool linear = indices.shape.size() == 1;
    const bool by_axis = indices.shape.size() == 2 && indices.shape[1] == rank && rank != 0;
    if ((!linear && !by_axis) || indices.shape[0] != values)
      return refuse(fault::shape, "its indices have another shape than its values or its rank");
    return linear ? 1 : rank;
  }

  [[nodiscard]] result<std::vector<std::uint64_t>> places(const stored_tensor& indices,
                                                          std::uint64_t values) const {
    const auto width = row_width(indices, values);
    if (!width) return width.error();
    if (values > shape.count) return refuse(fault::shape, "has more values than elements");
    const auto numbers = read_integers(indices, indices.shape[0] * *width);
    if (!numbers) return numbers.error();
    std::vector<std::uint64_t> places;
    places.reserve(static_cast<std::size_t>(values));
    for (std::size_t at = 0; at < numbers->size(); at += *width) {
      const auto place = place_of(std::span(*numbers).subspan(at, *width));
      if (!place) return place.error();
      if (!places.empty() && *place == places.back())
        return refuse(fault::duplicate, "has two values at one place");
      if (!places.empty() && *place < places.back())
        return refuse(fault::format, "its indices do not ascend");
      places.push_back(*place);
    }
    return places;
  }
};

stored_tensor assemble(std::string name, onnx_shape shape, std::vector<std::uint64_t> places,
                       stored_tensor values, stored_tensor indices) {
  stored_tensor dense;
  dense.name = std::move(name);
  dense.type = dtype::f32;
  dense.shape = std::move(shape.extents);
  dense.bytes = values.bytes;
  dense.offset = values.offset;
  dense.storage_offset = values.storage_offset;
  dense.decoded = std::make_shared<sparse_elements>(shape.count, std::move(places), values);
  auto encoding = std::make_shared<stored_encoding>();
  encoding->scheme = "sparse";
  const auto stored_bits =
      element_count(values) * bits_of(values.type) + element_count(indices) * 64;
  if (shape.count != 0)
    encoding->bits_per_value = static_cast<double>(stored_bits) / static_cast<double>(shape.count);
  encoding->parts.push_back({"values", std::move(values)});
  encoding->parts.push_back({"indices", std::move(indices)});
  dense.encoding = std::move(encoding);
  return dense;
}

} // namespace

result<stored_tensor> place_sparse_tensor(onnx_file& file, const proto_field& where,
                                          std::string_view prefix, std::string_view name) {
  const auto proto = read_sparse_proto(file, where);
  if (!proto) return proto.error();
  if (!proto->values.has_value() || !proto->indices.has_value())
    return detail::fail_at(fault::missing, file.label(), where.offset,
                           "a sparse tensor without values or without indices");
  const auto values_proto = read_tensor_proto(file, *proto->values);
  if (!values_proto) return values_proto.error();
  const auto indices_proto = read_tensor_proto(file, *proto->indices);
  if (!indices_proto) return indices_proto.error();
  std::string full_name =
      std::string(prefix) + (name.empty() ? values_proto->name : std::string(name));
  auto shape = check_shape(file, where, proto->dims, full_name);
  if (!shape) return std::move(shape).error();
  const sparse_parts parts{file, where, full_name, *shape};
  if (shape->count > file.limits.sparse_elements)
    return parts.refuse(fault::limit, "would have " + std::to_string(shape->count) +
                                          " elements, more than allowed");
  if (values_proto->holds_text() || indices_proto->holds_text())
    return parts.refuse(fault::dtype, "is sparse and holds text");
  auto values = place_tensor(file, *values_proto, full_name + ".values");
  if (!values) return values;
  auto indices = place_tensor(file, *indices_proto, full_name + ".indices");
  if (!indices) return indices;
  if (indices->type != dtype::i64 || values->shape.size() != 1)
    return parts.refuse(indices->type != dtype::i64 ? fault::dtype : fault::shape,
                        "needs one row of values and indices of type int64");
  if (is_complex(values->type) || !is_byte_sized(values->type))
    return detail::unsupported_at(file.label(), where.offset,
                                  "tensor " + detail::escaped(full_name) + " is sparse with " +
                                      std::string(name_of(values->type)) + " values");
  auto places = parts.places(*indices, values->shape[0]);
  if (!places) return std::move(places).error();
  return assemble(std::move(full_name), std::move(*shape), std::move(*places), std::move(*values),
                  std::move(*indices));
}

} // namespace weightkin
