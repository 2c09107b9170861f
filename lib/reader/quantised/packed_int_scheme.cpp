// The pack-quantized format of compressed-tensors. A linear layer W [out, in] of b bits is stored
// as
//   weight_packed      i32 [out, ceil(in * b / 32)]   a bit stream along each row
//   weight_scale       [out, groups]
//   weight_shape       i64 [2]
//   weight_zero_point  i32 [ceil(out * b / 32), groups], optional: a bit stream down each column
//   weight_g_idx       i32 [in], optional
// and W = (q - z) * scale with z = 2^(b-1) where no zero points are stored. Bits follow from the
// shapes; config.json's group size must agree where it gives one for all layers.
#include <array>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/group_columns.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 3> packed_int_marks{".weight_packed", ".weight_shape",
                                                           ".weight_scale"};

/// The extents that weight_shape gives, held against the packed codes.
struct packed_extents {
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
  unsigned bits = 0;
};

result<packed_extents> extents_of(const tensor_group& group, const stored_tensor& codes,
                                  const stored_tensor& shape, const json_value* configured) {
  const auto claimed = whole_setting(configured, "num_bits");
  if (!claimed) return group.refuse(claimed.error().why, claimed.error().message);
  if (element_count(shape) != 2) return group.wrong_shape(shape, "two numbers");
  const auto extents = read_integers(shape, 2);
  if (!extents) return extents.error();
  constexpr std::int64_t most = std::int64_t{1} << 56;
  const std::int64_t rows = (*extents)[0];
  const std::int64_t columns = (*extents)[1];
  if (rows > 0 && columns > 0 && columns < most &&
      static_cast<std::uint64_t>(rows) == codes.shape[0])
    for (const unsigned bits : {4U, 8U, 2U, 1U}) {
      const auto inputs = static_cast<std::uint64_t>(columns);
      const bool fits = blocks_of(inputs * bits, 32) == codes.shape[1];
      if (fits && (!*claimed || **claimed == static_cast<std::int64_t>(bits)))
        return packed_extents{codes.shape[0], inputs, bits};
    }
  return group.refuse(fault::shape, "codes of shape " + shape_text(codes.shape) +
                                        " do not hold a weight of [" + std::to_string(rows) + ", " +
                                        std::to_string(columns) + "]");
}

result<bool> fold_packed_int(const fold_request& request) {
  tensor_index& index = request.context.index;
  const std::size_t place = index.find(request.base, ".weight_packed");
  if (place == index.size() && request.mark == ".weight_scale") return false;
  if (place != index.size() && index[place].type == dtype::u8) return false; // 4-bit floats
  quantisation_config& config = request.context.config;
  if (auto loaded = config.load(); !loaded) return loaded.error();
  tensor_group group(index, "compressed-tensors", request.base);
  const stored_tensor* codes = group.need(".weight_packed", "codes", word_types, 2);
  const stored_tensor* scales = group.need(".weight_scale", "scales", float_types);
  const stored_tensor* shape = group.need(".weight_shape", "shape", index_types);
  const stored_tensor* zeros = group.find(".weight_zero_point", "zeros", word_types);
  const stored_tensor* order = group.find(".weight_g_idx", "group_index", index_types);
  group.find(".input_scale", "input_scale", real_types);
  if (!group.sound()) return group.refusal();
  const auto extents = extents_of(group, *codes, *shape, config.group_weights("num_bits"));
  if (!extents) return extents.error();
  const std::uint64_t groups = element_count(*scales) / extents->rows;
  if (scales->shape[0] != extents->rows || groups * extents->rows != element_count(*scales))
    return group.wrong_shape(*scales, "scales for " + std::to_string(extents->rows) + " rows");
  auto columns =
      group_columns(group, extents->columns, groups, config.group_weights("group_size"), order);
  if (!columns) return columns.error();
  const std::vector<std::uint64_t> zero_shape{blocks_of(extents->rows * extents->bits, 32), groups};
  if (zeros != nullptr && zeros->shape != zero_shape)
    return group.wrong_shape(*zeros, shape_text(zero_shape));

  const bool shifted = zeros != nullptr;
  const auto stored = group.take(extents->rows * extents->columns, columns->block);
  const stored_tensor& packed = part_of(*stored, "codes");
  value_parts parts;
  parts.codes = bit_rows(packed, packed.shape[1], extents->bits);
  parts.scales = stored_grid(part_of(*stored, "scales"), groups);
  parts.offsets = shifted ? bit_columns(part_of(*stored, "zeros"), groups, extents->bits)
                          : constant_grid(static_cast<float>(1U << (extents->bits - 1)));
  scale_layout layout{extents->rows, extents->columns, columns->block};
  layout.scale_of_column = std::move(columns->of_column);
  group.put(stored, request.base + ".weight", {extents->rows, extents->columns},
            std::make_shared<grouped_values>(stored, std::move(layout), std::move(parts),
                                             value_rule::scaled_from_zero));
  return true;
}

} // namespace

const fold_scheme packed_int_scheme{"compressed-tensors", packed_int_marks, fold_packed_int};

} // namespace weightkin
