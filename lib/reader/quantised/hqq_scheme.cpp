// HQQ. A weight is first seen as a matrix: [groups, group_size] when `axis` is 1, its transpose
// [group_size, groups] when it is 0. Rows of that matrix are packed in parts (the first part in the
// highest bits): two parts a byte with 4 bits, four with 2, eight with 1, and ten in an i32 with 3
// bits, where rows are padded to a multiple of ten.
//   W_q           u8 or i32 [rows / parts, columns]
//   scale, zero   [groups, 1] or [1, groups]
//   shape         the weight's own shape; nbits, group_size, axis and others may be tensors too
// and W = (q - zero) * scale. Scales that are quantised themselves and codes disguised as floats
// are refused.
#include <array>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 1> hqq_marks{".W_q"};
const part_types any_types{[](dtype) { return true; }, "anything"};
const part_types flag_types{
    [](dtype type) { return type == dtype::boolean || index_types.allow(type); }, "a flag"};

/// Settings that come as tensors; which there are depends on the version that wrote them.
constexpr std::array<std::string_view, 9> other_settings{
    ".packing",  ".unpack_view_dtype", ".offload_meta", ".compute_dtype",      ".channel_wise",
    ".optimize", ".round_zero",        ".quant_config", ".stores_quant_config"};

/// How the codes lie.
struct hqq_packing {
  unsigned bits = 0;
  unsigned parts = 0;
};
constexpr std::array<hqq_packing, 5> packings{{{8, 1}, {4, 2}, {2, 4}, {1, 8}, {3, 10}}};

/// The number in a tensor of one number, or nothing when there is no such tensor.
result<std::optional<std::int64_t>> number_in(tensor_group& group, std::string_view suffix) {
  const stored_tensor* stored = group.find(suffix, "settings", index_types);
  if (stored == nullptr || !group.sound()) return std::optional<std::int64_t>();
  if (element_count(*stored) != 1) return group.wrong_shape(*stored, "one number");
  const auto number = read_integers(*stored, 1);
  if (!number) return number.error();
  return std::optional(number->front());
}

result<void> check_flags(tensor_group& group) {
  for (const std::string_view flag : {".quant_scale", ".quant_zero", ".view_as_float"}) {
    const stored_tensor* stored = group.find(flag, "settings", flag_types);
    if (!group.sound()) return group.refusal();
    if (stored == nullptr) continue;
    if (element_count(*stored) != 1) return group.wrong_shape(*stored, "one number");
    float value = 0;
    if (auto read = read_f32(*stored, 0, {&value, 1}); !read) return read;
    if (value != 0) return group.not_read("'" + std::string(flag.substr(1)) + "' is not read");
  }
  for (const std::string_view suffix : other_settings)
    group.find(suffix, "settings", any_types);
  return {};
}

/// The packing whose number of rows fits, and that `bits` names if it names one.
result<hqq_packing> packing_of(const tensor_group& group, const stored_tensor& codes,
                               std::uint64_t rows, const std::optional<std::int64_t>& bits) {
  for (const hqq_packing& packing : packings) {
    const bool words = packing.bits == 3;
    if (word_types.allow(codes.type) != words) continue;
    if (bits && *bits != static_cast<std::int64_t>(packing.bits)) continue;
    const bool fits = words ? blocks_of(rows, packing.parts) == codes.shape[0]
                            : codes.shape[0] * packing.parts == rows;
    if (fits) return packing;
  }
  return group.wrong_shape(codes, "a packing of " + std::to_string(rows) + " rows" +
                                      (bits ? " of " + std::to_string(*bits) + " bits" : ""));
}

result<std::vector<std::uint64_t>> shape_in(const tensor_group& group,
                                            const stored_tensor& stored) {
  const auto extents = read_integers(stored, max_rank);
  if (!extents) return extents.error();
  std::vector<std::uint64_t> shape;
  for (const std::int64_t extent : *extents) {
    if (extent <= 0) return group.refuse(fault::shape, "its shape has an extent below 1");
    shape.push_back(static_cast<std::uint64_t>(extent));
  }
  return shape;
}

/// Scales lie along the rows or the columns of the matrix of codes.
result<scale_layout> layout_of(const tensor_group& group, const stored_tensor& scales,
                               std::uint64_t rows, std::uint64_t columns,
                               const std::optional<std::int64_t>& axis) {
  const std::vector<std::uint64_t> by_rows{rows, 1};
  const std::vector<std::uint64_t> by_columns{1, columns};
  if (scales.shape == by_rows && axis.value_or(1) == 1) return scale_layout{rows, columns, columns};
  if (scales.shape == by_columns && axis.value_or(0) == 0)
    return scale_layout{rows, columns, 1, rows};
  return group.wrong_shape(scales, shape_text(by_rows) + " or " + shape_text(by_columns));
}

result<bool> fold_hqq(const fold_request& request) {
  tensor_group group(request.context.index, "hqq", request.base);
  const stored_tensor* codes = group.need(".W_q", "codes", any_types, 2);
  const stored_tensor* scales = group.need(".scale", "scales", float_types);
  const stored_tensor* zeros = group.need(".zero", "zeros", float_types);
  const stored_tensor* extents = group.need(".shape", "shape", index_types);
  if (auto read = check_flags(group); !read) return read.error();
  const auto bits = number_in(group, ".nbits");
  if (!bits) return bits.error();
  const auto axis = number_in(group, ".axis");
  if (!axis) return axis.error();
  const auto size = number_in(group, ".group_size");
  if (!size) return size.error();
  if (!group.sound()) return group.refusal();
  if (codes->type != dtype::u8 && codes->type != dtype::i32)
    return group.refuse(fault::dtype, "its codes are neither bytes nor 32-bit integers");
  auto shape = shape_in(group, *extents);
  if (!shape) return shape.error();
  const std::uint64_t columns = codes->shape[1];
  const auto values = checked_product(*shape);
  if (!values || *values % columns != 0)
    return group.wrong_shape(*codes, "rows of a weight of " + shape_text(*shape));
  const std::uint64_t rows = *values / columns;
  const auto packing = packing_of(group, *codes, rows, *bits);
  if (!packing) return packing.error();
  const auto layout = layout_of(group, *scales, rows, columns, *axis);
  if (!layout) return layout.error();
  if (zeros->shape != scales->shape) return group.wrong_shape(*zeros, "the shape of the scales");
  const std::uint64_t group_size = layout->row_block == 1 ? columns : rows;
  if (*size && static_cast<std::uint64_t>(**size) != group_size)
    return group.wrong_shape(*codes, "groups of " + std::to_string(**size));

  const std::uint64_t scale_columns = blocks_of(columns, layout->column_block);
  const auto stored = group.take(*values, layout->row_block == 1 ? columns : 0);
  value_parts parts;
  parts.codes = stacked_parts(part_of(*stored, "codes"), columns, packing->bits, packing->parts,
                              first_part::highest);
  parts.scales = stored_grid(part_of(*stored, "scales"), scale_columns);
  parts.offsets = stored_grid(part_of(*stored, "zeros"), scale_columns);
  group.put(stored, request.base + ".weight", std::move(*shape),
            std::make_shared<grouped_values>(stored, *layout, std::move(parts),
                                             value_rule::scaled_from_zero));
  return true;
}

} // namespace

const fold_scheme hqq_scheme{"hqq", hqq_marks, fold_hqq};

} // namespace weightkin
