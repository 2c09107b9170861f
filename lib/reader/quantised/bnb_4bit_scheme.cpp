// The 4-bit layouts of bitsandbytes, NF4 and FP4. A parameter `p` of any shape is stored as
//   p                                       u8, two codes a byte, the HIGH four bits first
//   p.quant_map                             f32 [16], the value of each code
//   p.absmax                                f32, one scale for each `blocksize` values in C order
//   p.quant_state.bitsandbytes__nf4|fp4     u8, JSON: quant_type, blocksize, shape, ...
// With nested statistics absmax is itself u8: a code into p.nested_quant_map (256 values), scaled
// by p.nested_absmax for each `nested_blocksize` of them, plus the nested_offset of the JSON.
#include <array>
#include <memory>
#include <utility>

#include "reader/located_error.hpp"
#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"
#include "reader/quantised/packed_grids.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

constexpr std::string_view nf4_state = ".quant_state.bitsandbytes__nf4";
constexpr std::string_view fp4_state = ".quant_state.bitsandbytes__fp4";
constexpr std::array<std::string_view, 4> bnb_4bit_marks{".quant_map", nf4_state, fp4_state,
                                                         ".nested_quant_map"};

/// What the JSON says.
struct quant_state {
  std::string type;
  std::uint64_t block = 0;
  std::vector<std::uint64_t> shape;
  std::uint64_t nested_block = 0; ///< 0: scales are plain
  float nested_offset = 0;
};

result<json_value> parse_state(const stored_tensor& state, const reader_limits& limits) {
  const std::uint64_t size = element_count(state);
  if (size > limits.config_bytes)
    return detail::fail_at(fault::limit, state.bytes->label(), state.offset,
                           "the state of a quantised tensor has " + std::to_string(size) +
                               " bytes");
  std::vector<std::byte> scratch(static_cast<std::size_t>(size));
  const auto text = elements_of(state)->read(0, scratch.size(), scratch);
  if (!text) return text.error();
  return parse_json_value(as_text(*text), state.bytes->label(), state.offset, limits);
}

result<std::uint64_t> block_of(const tensor_group& group, const json_value& state,
                               std::string_view key) {
  const json_value* block = state.find(key);
  if (block == nullptr || block->whole() == nullptr || *block->whole() == 0)
    return group.refuse(fault::header, "its state gives no '" + std::string(key) + "'");
  return *block->whole();
}

result<std::vector<std::uint64_t>> shape_of(const tensor_group& group, const json_value& state) {
  const json_value* shape = state.find("shape");
  if (shape == nullptr || shape->items() == nullptr)
    return group.refuse(fault::header, "its state gives no shape");
  std::vector<std::uint64_t> extents;
  for (const json_value& extent : *shape->items()) {
    if (extent.whole() == nullptr || extents.size() == max_rank)
      return group.refuse(fault::shape, "its state gives an impossible shape");
    extents.push_back(*extent.whole());
  }
  return extents;
}

result<quant_state> read_state(const tensor_group& group, const stored_tensor& stored,
                               const reader_limits& limits) {
  const auto json = parse_state(stored, limits);
  if (!json) return json.error();
  quant_state state;
  if (const json_value* type = json->find("quant_type"); type != nullptr && type->text() != nullptr)
    state.type = *type->text();
  if (state.type.empty() || !stored.name.ends_with("bitsandbytes__" + state.type))
    return group.refuse(fault::header, "its state is not of the type that its name says");
  const auto block = block_of(group, *json, "blocksize");
  if (!block) return block.error();
  state.block = *block;
  auto shape = shape_of(group, *json);
  if (!shape) return shape.error();
  state.shape = std::move(*shape);
  if (json->find("nested_blocksize") == nullptr) return state;
  const auto nested = block_of(group, *json, "nested_blocksize");
  if (!nested) return nested.error();
  state.nested_block = *nested;
  const json_value* offset = json->find("nested_offset");
  if (offset == nullptr || !offset->number())
    return group.refuse(fault::header, "its state gives no 'nested_offset'");
  state.nested_offset = static_cast<float>(*offset->number());
  return state;
}

/// Finds and checks the scales, plain or nested.
result<void> check_scales(tensor_group& group, const quant_state& state, std::uint64_t blocks) {
  const bool nested = state.nested_block != 0;
  const stored_tensor* outer =
      nested ? group.need(".nested_absmax", "nested_scales", float_types) : nullptr;
  const stored_tensor* map =
      nested ? group.need(".nested_quant_map", "nested_values", float_types) : nullptr;
  const stored_tensor* scales = group.need(".absmax", "scales", nested ? byte_types : float_types);
  if (!group.sound()) return group.refusal();
  if (element_count(*scales) != blocks)
    return group.wrong_shape(*scales, std::to_string(blocks) + " scales");
  if (!nested) return {};
  if (scales->type != dtype::u8) return group.refuse(fault::dtype, "its scales are signed codes");
  if (element_count(*outer) != blocks_of(blocks, state.nested_block))
    return group.wrong_shape(*outer,
                             "one for each " + std::to_string(state.nested_block) + " scales");
  if (element_count(*map) != 256) return group.wrong_shape(*map, "256 values");
  return {};
}

std::unique_ptr<const value_grid> scale_grid(const std::shared_ptr<const stored_encoding>& stored,
                                             const quant_state& state, std::uint64_t blocks) {
  const stored_tensor& scales = part_of(*stored, "scales");
  if (state.nested_block == 0) return stored_grid(scales, blocks);
  value_parts parts;
  parts.codes = mapped_grid(stored_grid(scales, blocks), part_of(*stored, "nested_values"));
  const stored_tensor& outer = part_of(*stored, "nested_scales");
  parts.scales = stored_grid(outer, element_count(outer));
  parts.offsets = constant_grid(state.nested_offset);
  return source_grid(std::make_shared<grouped_values>(stored,
                                                      scale_layout{1, blocks, state.nested_block},
                                                      std::move(parts), value_rule::scaled_plus),
                     blocks);
}

result<bool> fold_bnb_4bit(const fold_request& request) {
  tensor_index& index = request.context.index;
  const bool is_fp4 = index.find(request.base, nf4_state) == index.size() &&
                      index.find(request.base, fp4_state) != index.size();
  tensor_group group(index, is_fp4 ? "fp4" : "nf4", request.base);
  const stored_tensor* codes = group.need("", "codes", byte_types);
  const stored_tensor* map = group.need(".quant_map", "values", float_types);
  const stored_tensor* text = group.need(is_fp4 ? fp4_state : nf4_state, "state", byte_types);
  if (!group.sound()) return group.refusal();
  const auto state = read_state(group, *text, request.context.limits);
  if (!state) return state.error();
  const auto values = checked_product(state->shape);
  if (!values || *values == 0 || element_count(*codes) != blocks_of(*values, 2))
    return group.wrong_shape(*codes, "half a byte for each value of " + shape_text(state->shape));
  if (element_count(*map) != 16) return group.wrong_shape(*map, "16 values");
  const std::uint64_t blocks = blocks_of(*values, state->block);
  if (auto scales = check_scales(group, *state, blocks); !scales) return scales.error();

  const std::shared_ptr<const stored_encoding> stored = group.take(*values, state->block);
  value_parts parts;
  parts.codes =
      mapped_grid(nibble_rows(part_of(*stored, "codes"), *values, nibble_order::high_first),
                  part_of(*stored, "values"));
  parts.scales = scale_grid(stored, *state, blocks);
  group.put(stored, request.base, state->shape,
            std::make_shared<grouped_values>(stored, scale_layout{1, *values, state->block},
                                             std::move(parts), value_rule::scaled));
  return true;
}

} // namespace

const fold_scheme bnb_4bit_scheme{"nf4", bnb_4bit_marks, fold_bnb_4bit};

} // namespace weightkin
