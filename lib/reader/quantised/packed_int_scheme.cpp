// The pack-quantized format of compressed-tensors. A linear layer W [out, in] of b bits is stored
// as
//   weight_packed      i32 [out, ceil(in / (32 / b))]   a bit stream along each row
//   weight_scale       [out, groups]
//   weight_shape       i64 [2]
//   weight_zero_point  i32 [ceil(out * b / 32), groups], optional: a bit stream down each column
//   weight_g_idx       i32 [in], optional
// and W = (q - z) * scale with z = 2^(b-1) where no zero points are stored. Read are the widths
// that divide 32. config.json gives bits and group size; where it does not give one for all
// layers, they must follow from the shapes.
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

/// True when rows of `columns` codes fill `words`. Codes do not straddle words.
bool fills(std::uint64_t columns, unsigned bits, std::uint64_t words) {
  return blocks_of(columns, 32 / bits) == words;
}

/// The only width whose codes fill the words, or 0 when there are several. Widths that are not read
/// compete too, except 7 bits, which fill as many words as 8 and which nobody writes.
unsigned bits_of_shapes(std::uint64_t columns, std::uint64_t words) {
  unsigned found = 0;
  for (const unsigned bits : {1U, 2U, 3U, 4U, 5U, 6U, 8U}) {
    if (!fills(columns, bits, words)) continue;
    if (found != 0) return 0;
    found = bits;
  }
  return found;
}

result<unsigned> packed_bits(const tensor_group& group, const json_value* configured,
                             std::uint64_t columns, std::uint64_t words) {
  const auto claimed = whole_setting(configured, "num_bits");
  if (!claimed) return group.refuse(claimed.error().why, claimed.error().message);
  if (*claimed && (**claimed < 1 || **claimed > 8))
    return group.refuse(fault::header,
                        "config.json: codes of " + std::to_string(**claimed) + " bits");
  const unsigned bits =
      *claimed ? static_cast<unsigned>(**claimed) : bits_of_shapes(columns, words);
  if (bits == 0)
    return group.refuse(fault::missing, std::to_string(columns) + " codes in " +
                                            std::to_string(words) +
                                            " words leave their bits open; config.json must give "
                                            "them");
  if (32 % bits != 0)
    return group.not_read("codes of " + std::to_string(bits) + " bits are not read");
  return bits;
}

result<packed_extents> extents_of(const tensor_group& group, const stored_tensor& codes,
                                  const stored_tensor& shape, const json_value* configured) {
  if (element_count(shape) != 2) return group.wrong_shape(shape, "two numbers");
  const auto extents = read_integers(shape, 2);
  if (!extents) return extents.error();
  constexpr std::int64_t most = std::int64_t{1} << 56;
  const std::int64_t rows = (*extents)[0];
  const std::int64_t columns = (*extents)[1];
  const auto inputs = static_cast<std::uint64_t>(columns);
  const bool possible = rows > 0 && columns > 0 && columns < most &&
                        static_cast<std::uint64_t>(rows) == codes.shape[0];
  // Between one word for 32 codes and one for 4.
  if (possible && blocks_of(inputs, 32) <= codes.shape[1] &&
      codes.shape[1] <= blocks_of(inputs, 4)) {
    const auto bits = packed_bits(group, configured, inputs, codes.shape[1]);
    if (!bits) return bits.error();
    if (fills(inputs, *bits, codes.shape[1])) return packed_extents{codes.shape[0], inputs, *bits};
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
