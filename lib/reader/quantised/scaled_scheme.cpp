// Weights of 8 bits with scales beside them: FP8 by DeepSeek's convention, by fbgemm, ModelOpt and
// Mistral, of diffusion models (scaled FP8), and the plain formats of compressed-tensors
// (float-quantized, int-quantized, naive).
//   weight        f8 or i8, any shape
//   scale         one number, one for each row, or one for each block; called weight_scale_inv (it
//                 is multiplied all the same), weight_scale, weight.scale, qscale_weight,
//                 scale_weight or scale
//   weight_zero_point   integers shaped like the scales, optional
// W = q * scale, or (q - zero) * scale. Blocks are those of config.json's weight_block_size, else
// 128 by 128; the last block of an axis may be short. Parameters that are no modules (stacks of
// experts) have `p_scale_inv` or `p_scale` beside `p`. Scales for activations are kept as parts and
// not used.
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "reader/located_error.hpp"
#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/scale_blocks.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 5> scaled_marks{"_scale_inv", "_scale", ".qscale_weight",
                                                       ".scale_weight", ".scale"};
constexpr std::string_view scaled_weight_ending = ".weight";
constexpr std::string_view scaled_weight_before_scale = ".weight_";

const part_types scale_types{
    [](dtype type) { return type == dtype::u8 || (is_real(type) && is_byte_sized(type)); },
    "floats"};

bool is_eight_bits(dtype type) {
  return (is_real(type) && bits_of(type) == 8 && type != dtype::f8_e8m0) || type == dtype::i8;
}

/// The names around a scale: those of a module's weight, or of a parameter by itself.
struct scaled_names {
  std::string base;
  std::string weight; ///< ending of the weight's name
  std::string scale;
};

scaled_names names_of(const fold_request& request) {
  const std::string mark(request.mark);
  const bool follows_weight = request.base.ends_with(scaled_weight_ending);
  if (!mark.starts_with('_') && !follows_weight)
    return {request.base, std::string(scaled_weight_ending), mark};
  if (!follows_weight) return {request.base, "", mark};
  return {request.base.substr(0, request.base.size() - scaled_weight_ending.size()),
          std::string(scaled_weight_ending), std::string(scaled_weight_ending) + mark};
}

/// The setting that gives the blocks, as config.json of one tool or another has it.
result<std::optional<block_extents>> configured_block(const tensor_group& group,
                                                      const quantisation_config& config) {
  const json_value* setting = config.find("weight_block_size");
  if (setting == nullptr) setting = config.group_weights("block_structure");
  if (setting == nullptr) {
    const auto columns = whole_setting(config.group_weights("group_size"), "group_size");
    if (!columns) return group.refuse(columns.error().why, columns.error().message);
    if (!*columns || **columns <= 0) return std::optional<block_extents>();
    return std::optional(block_extents{1, static_cast<std::uint64_t>(**columns)});
  }
  const auto bad = [&] {
    return group.refuse(fault::header, "config.json: block sizes are not two positive numbers");
  };
  if (setting->items() == nullptr || setting->items()->size() != 2) return bad();
  block_extents block{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::uint64_t* extent = (*setting->items())[axis].whole();
    if (extent == nullptr || *extent == 0) return bad();
    block[axis] = *extent;
  }
  return std::optional(block);
}

/// True when there is a weight that such a scale can belong to.
/// \returns an error when config.json says that there must be one.
result<bool> has_weight(const fold_request& request, const scaled_names& names) {
  tensor_index& index = request.context.index;
  const std::size_t place = index.find(names.base, names.weight);
  if (place != index.size() && is_eight_bits(index[place].type)) return true;
  if (names.weight.empty() || !names.scale.starts_with(scaled_weight_before_scale)) return false;
  if (auto loaded = request.context.config.load(); !loaded) return loaded.error();
  if (!request.context.config.present()) return false;
  tensor_group group(index, "fp8", names.base);
  group.need(names.scale, "scales", scale_types);
  if (place == index.size()) {
    if (group.sound())
      return group.refuse(fault::missing,
                          "has neither " + detail::escaped(names.base + names.weight) + " nor " +
                              detail::escaped(names.base + ".weight_packed") + " beside it");
  } else if (index[place].type != dtype::u8)
    return group.refuse(fault::dtype, "its weight holds " +
                                          std::string(name_of(index[place].type)) +
                                          ", not 8-bit codes");
  if (!group.sound()) return group.refusal();
  return false;
}

void find_activation_scales(tensor_group& group) {
  for (const std::string_view suffix :
       {".input_scale", ".output_scale", ".activation_scale", ".qscale_act", ".scale_input"})
    group.find(suffix, "input_scale", real_types);
  group.find(".input_zero_point", "input_zero", index_types);
}

result<bool> fold_scaled(const fold_request& request) {
  const scaled_names names = names_of(request);
  if (auto weight = has_weight(request, names); !weight || !*weight) return weight;
  quantisation_config& config = request.context.config;
  if (auto loaded = config.load(); !loaded) return loaded.error();
  tensor_group group(request.context.index, "fp8", names.base);
  const stored_tensor* codes = group.need(names.weight, "codes", {is_eight_bits, "8-bit codes"});
  const stored_tensor* scales = group.need(names.scale, "scales", scale_types);
  const stored_tensor* zeros = group.find(names.weight + "_zero_point", "zeros", index_types);
  find_activation_scales(group);
  if (!group.sound()) return group.refusal();
  if (scales->type == dtype::u8 && config.text("scale_fmt") != "ue8m0")
    return group.refuse(fault::dtype, "its scales are bytes, and config.json does not say why");
  const auto block = configured_block(group, config);
  if (!block) return block.error();
  auto layout = scale_blocks(codes->shape, scales->shape, *block);
  if (!layout)
    return group.wrong_shape(*scales,
                             "one for each block of " + shape_text(codes->shape) +
                                 (*block ? "" : ", whose size no config.json beside it gives"));
  if (zeros != nullptr && zeros->shape != scales->shape)
    return group.wrong_shape(*zeros, "the shape of the scales");

  const bool blocks = layout->row_block > 1 || layout->column_block < layout->columns;
  const std::string scheme = codes->type == dtype::i8 ? "int8" : (blocks ? "fp8-block" : "fp8");
  const std::vector<std::uint64_t> shape = codes->shape;
  const std::uint64_t scale_columns = blocks_of(layout->columns, layout->column_block);
  const bool shifted = zeros != nullptr;
  const auto stored = group.take(layout->rows * layout->columns, layout->column_block, scheme);
  value_parts parts;
  parts.codes = stored_grid(part_of(*stored, "codes"), layout->columns);
  const stored_tensor& scale = part_of(*stored, "scales");
  parts.scales = scale.type == dtype::u8 ? exponent_grid(scale, scale_columns)
                                         : stored_grid(scale, scale_columns);
  if (shifted) parts.offsets = stored_grid(part_of(*stored, "zeros"), scale_columns);
  group.put(stored, names.base + names.weight, shape,
            std::make_shared<grouped_values>(stored, *layout, std::move(parts),
                                             shifted ? value_rule::scaled_from_zero
                                                     : value_rule::scaled));
  return true;
}

} // namespace

const fold_scheme scaled_scheme{"fp8", scaled_marks, fold_scaled};

} // namespace weightkin
