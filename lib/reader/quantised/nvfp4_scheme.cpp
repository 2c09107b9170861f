// NVFP4: 4-bit floats (e2m1), a scale in FP8 for each 16 of a row, and one scale for the tensor.
//   ModelOpt             weight u8 [..., in / 2], weight_scale f8 [..., in / 16], weight_scale_2
//   compressed-tensors   weight_packed, weight_scale, weight_global_scale
// Two values a byte, the low four bits first. ModelOpt multiplies by the last scale,
// compressed-tensors divides by it; either way the product of value and block scale comes first.
#include <array>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::string_view multiplied_scale = ".weight_scale_2";
constexpr std::string_view dividing_scale = ".weight_global_scale";
constexpr std::array<std::string_view, 4> nvfp4_marks{multiplied_scale, dividing_scale,
                                                      ".weight_packed", ".weight_scale"};
constexpr std::uint64_t nvfp4_block_values = 16;

const part_types block_scale_types{
    [](dtype type) { return type == dtype::f8_e4m3fn || type == dtype::f8_e5m2; }, "8-bit floats"};

result<std::vector<std::uint64_t>> shape_of(const tensor_group& group, const stored_tensor& codes,
                                            const stored_tensor& scales) {
  std::vector<std::uint64_t> wanted = codes.shape;
  if (wanted.empty() || wanted.back() % (nvfp4_block_values / 2) != 0)
    return group.wrong_shape(codes, "whole blocks of 8 bytes");
  wanted.back() /= nvfp4_block_values / 2;
  if (scales.shape != wanted) return group.wrong_shape(scales, shape_text(wanted));
  wanted.back() *= nvfp4_block_values;
  return wanted;
}

bool has_part(const tensor_index& index, std::string_view base, std::string_view suffix) {
  return index.find(base, suffix) != index.size();
}

/// Two values a byte beside scales in FP8 are known even when the last scale is missing.
bool is_model_opt(tensor_index& index, std::string_view base) {
  if (has_part(index, base, multiplied_scale)) return true;
  const std::size_t codes = index.find(base, ".weight");
  const std::size_t scales = index.find(base, ".weight_scale");
  return codes != index.size() && scales != index.size() && index[codes].type == dtype::u8 &&
         block_scale_types.allow(index[scales].type);
}

bool is_compressed(const tensor_index& index, std::string_view base) {
  return has_part(index, base, ".weight_packed") || has_part(index, base, dividing_scale);
}

result<bool> fold_nvfp4(const fold_request& request) {
  tensor_index& index = request.context.index;
  const bool model_opt = is_model_opt(index, request.base);
  if (!model_opt && !is_compressed(index, request.base)) return false;
  tensor_group group(index, "nvfp4", request.base);
  const stored_tensor* codes =
      group.need(model_opt ? ".weight" : ".weight_packed", "codes", byte_types);
  const stored_tensor* scales = group.need(".weight_scale", "scales", block_scale_types);
  const stored_tensor* global =
      group.need(model_opt ? multiplied_scale : dividing_scale, "global_scale", float_types);
  group.find(".input_scale", "input_scale", real_types);
  group.find(".input_global_scale", "input_scale", real_types);
  if (!group.sound()) return group.refusal();
  if (element_count(*global) != 1) return group.wrong_shape(*global, "one number");
  auto shape = shape_of(group, *codes, *scales);
  if (!shape) return shape.error();
  const std::uint64_t columns = shape->back();
  const std::uint64_t values = element_count(*codes) * 2;

  const auto stored = group.take(values, nvfp4_block_values);
  value_parts parts;
  parts.codes = mapped_grid(
      nibble_rows(part_of(*stored, "codes"), columns, nibble_order::low_first), e2m1_table());
  parts.scales = stored_grid(part_of(*stored, "scales"), columns / nvfp4_block_values);
  parts.global = stored_grid(part_of(*stored, "global_scale"), 1);
  group.put(stored, request.base + ".weight", std::move(*shape),
            std::make_shared<grouped_values>(
                stored, scale_layout{values / columns, columns, nvfp4_block_values},
                std::move(parts), value_rule::scaled,
                model_opt ? global_rule::multiply : global_rule::divide));
  return true;
}

} // namespace

const fold_scheme nvfp4_scheme{"nvfp4", nvfp4_marks, fold_nvfp4};

} // namespace weightkin
