// MXFP4: 4-bit floats (e2m1) in blocks of 32 that share a power of two. A parameter `p` of gpt-oss
// is
//   p_blocks  u8 [..., rows, G, 16]   two values a byte, the low four bits first
//   p_scales  u8 [..., rows, G]       exponent + 127
// and p[..., row, 32 g + i] = e2m1 * 2^(scale - 127). The same values packed as u8 [..., in / 2]
// with scales [..., in / 32] come as weight_packed and weight_scale (compressed-tensors) and, with
// E8M0 scales, as weight and scale (DeepSeek's experts). Rows are as stored: frameworks that
// transpose a stack of experts do so after reading, and so does the layout stage here.
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 6> mxfp4_marks{
    "_blocks", "_scales", ".weight_packed", ".weight_scale", ".weight_scale_inv", ".scale"};
constexpr std::uint64_t block_values = 32;

const part_types exponent_types{
    [](dtype type) { return type == dtype::u8 || type == dtype::f8_e8m0; }, "bytes of exponents"};

/// Names of the parts for each tool, the scales of what others store as well told by their type.
struct mxfp4_names {
  std::string_view codes;
  std::string_view scales;
  std::string_view weight;
  bool blocked; ///< codes have an axis of 16 bytes
};
constexpr std::array<mxfp4_names, 4> dialects{{
    {"_blocks", "_scales", "", true},
    {".weight_packed", ".weight_scale", ".weight", false},
    {".weight", ".scale", ".weight", false},
    {".weight", ".weight_scale_inv", ".weight", false},
}};

const mxfp4_names* dialect_of(const fold_request& request) {
  tensor_index& index = request.context.index;
  const auto type_of = [&](std::string_view suffix, dtype absent) {
    const std::size_t place = index.find(request.base, suffix);
    return place == index.size() ? absent : index[place].type;
  };
  for (const mxfp4_names& names : dialects) {
    if (request.mark != names.codes && request.mark != names.scales) continue;
    const dtype codes = type_of(names.codes, dtype::f64);
    const dtype scales = type_of(names.scales, dtype::f64);
    const bool exponents = names.blocked ? byte_types.allow(scales) : exponent_types.allow(scales);
    const bool e8m0 = names.codes != ".weight" || scales == dtype::f8_e8m0;
    if (byte_types.allow(codes) && exponents && e8m0) return &names;
  }
  return nullptr;
}

/// The weight's shape, or an error when codes and scales do not fit.
result<std::vector<std::uint64_t>> shape_of(const tensor_group& group, const mxfp4_names& names,
                                            const stored_tensor& codes,
                                            const stored_tensor& scales) {
  std::vector<std::uint64_t> shape = codes.shape;
  if (names.blocked) {
    if (shape.size() < 3 || shape.back() != block_values / 2)
      return group.wrong_shape(codes, "blocks of 16 bytes");
    shape.pop_back();
    if (scales.shape != shape) return group.wrong_shape(scales, shape_text(shape));
    shape.back() *= block_values;
    return shape;
  }
  if (shape.size() < 2 || shape.back() % (block_values / 2) != 0)
    return group.wrong_shape(codes, "whole blocks of 16 bytes");
  std::vector<std::uint64_t> wanted = shape;
  wanted.back() /= block_values / 2;
  if (scales.shape != wanted) return group.wrong_shape(scales, shape_text(wanted));
  shape.back() *= 2;
  return shape;
}

result<bool> fold_mxfp4(const fold_request& request) {
  const mxfp4_names* names = dialect_of(request);
  tensor_group group(request.context.index, "mxfp4", request.base);
  if (names == nullptr) {
    if (request.mark != dialects[0].codes && request.mark != dialects[0].scales) return false;
    quantisation_config& config = request.context.config;
    if (!config.load() || config.method() != "mxfp4") return false;
    names = dialects.data();
  }
  const stored_tensor* codes = group.need(names->codes, "codes", byte_types);
  const stored_tensor* scales = group.need(names->scales, "scales", exponent_types);
  if (!group.sound()) return group.refusal();
  auto shape = shape_of(group, *names, *codes, *scales);
  if (!shape) return shape.error();
  const std::uint64_t columns = shape->back();
  const std::uint64_t values = element_count(*codes) * 2;

  const auto stored = group.take(values, block_values);
  value_parts parts;
  parts.codes = mapped_grid(
      nibble_rows(part_of(*stored, "codes"), columns, nibble_order::low_first), e2m1_table());
  parts.scales = exponent_grid(part_of(*stored, "scales"), columns / block_values);
  group.put(stored, request.base + std::string(names->weight), std::move(*shape),
            std::make_shared<grouped_values>(stored,
                                             scale_layout{values / columns, columns, block_values},
                                             std::move(parts), value_rule::scaled));
  return true;
}

} // namespace

const fold_scheme mxfp4_scheme{"mxfp4", mxfp4_marks, fold_mxfp4};

} // namespace weightkin
