// MLX, affine mode. A weight [..., out, in] of b bits is stored as
//   weight  u32 [..., out, in * b / 32]   a bit stream along each row
//   scales, biases  [..., out, in / group_size]
// and W = q * scale + bias. Bits and group size stand in config.json under "quantization", for
// single layers under the layer's name there; the shapes alone do not determine them.
#include <array>
#include <memory>
#include <utility>

#include "reader/located_error.hpp"
#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 2> mlx_marks{".scales", ".biases"};

struct mlx_settings {
  std::uint64_t bits = 0;
  std::uint64_t group = 0;
};

result<mlx_settings> settings_of(const tensor_group& group, const quantisation_config& config) {
  const json_value* own = config.find(group.base());
  const auto setting = [&](std::string_view key) {
    const json_value* of_layer = own == nullptr ? nullptr : own->find(key);
    return of_layer == nullptr ? config.find(key) : of_layer;
  };
  const json_value* mode = setting("mode");
  if (mode != nullptr && mode->text() != nullptr && *mode->text() != "affine")
    return group.not_read("mode " + detail::escaped(*mode->text()) + " is not read");
  const auto bits = whole_setting(setting("bits"), "bits");
  if (!bits) return group.refuse(bits.error().why, bits.error().message);
  const auto size = whole_setting(setting("group_size"), "group_size");
  if (!size) return group.refuse(size.error().why, size.error().message);
  if (!*bits || !*size)
    return group.refuse(fault::missing, "no config.json gives its bits and its group size");
  if (**bits <= 0 || **size <= 0)
    return group.refuse(fault::header, "config.json: bits and group size are not positive");
  const auto width = static_cast<std::uint64_t>(**bits);
  if (width != 2 && width != 3 && width != 4 && width != 5 && width != 6 && width != 8)
    return group.not_read("codes of " + std::to_string(width) + " bits are not read");
  return mlx_settings{width, static_cast<std::uint64_t>(**size)};
}

result<bool> fold_mlx(const fold_request& request) {
  tensor_index& index = request.context.index;
  const std::size_t place = index.find(request.base, ".weight");
  if (place == index.size() || index[place].type != dtype::u32) return false;
  quantisation_config& config = request.context.config;
  if (auto loaded = config.load(); !loaded) return loaded.error();
  tensor_group group(index, "mlx", request.base);
  const auto settings = settings_of(group, config);
  if (!settings) return settings.error();
  const stored_tensor* codes = group.need(".weight", "codes", word_types);
  const stored_tensor* scales = group.need(".scales", "scales", float_types);
  const stored_tensor* biases = group.need(".biases", "offsets", float_types);
  if (!group.sound()) return group.refusal();
  std::vector<std::uint64_t> shape = codes->shape;
  if (shape.empty() || shape.back() * 32 % settings->bits != 0)
    return group.wrong_shape(*codes, "whole codes of " + std::to_string(settings->bits) + " bits");
  shape.back() = shape.back() * 32 / settings->bits;
  const std::uint64_t columns = shape.back();
  std::vector<std::uint64_t> wanted = shape;
  wanted.back() = columns / settings->group;
  if (columns % settings->group != 0 || scales->shape != wanted)
    return group.wrong_shape(*scales, "one for each " + std::to_string(settings->group) +
                                          " values of " + shape_text(shape));
  if (biases->shape != wanted) return group.wrong_shape(*biases, "the shape of the scales");

  const std::uint64_t groups = wanted.back();
  const std::uint64_t rows = element_count(*scales) / groups;
  const auto stored = group.take(rows * columns, settings->group);
  const stored_tensor& packed = part_of(*stored, "codes");
  value_parts parts;
  parts.codes = bit_rows(packed, packed.shape.back(), static_cast<unsigned>(settings->bits));
  parts.scales = stored_grid(part_of(*stored, "scales"), groups);
  parts.offsets = stored_grid(part_of(*stored, "offsets"), groups);
  group.put(stored, request.base + ".weight", std::move(shape),
            std::make_shared<grouped_values>(stored, scale_layout{rows, columns, settings->group},
                                             std::move(parts), value_rule::scaled_plus));
  return true;
}

} // namespace

const fold_scheme mlx_scheme{"mlx", mlx_marks, fold_mlx};

} // namespace weightkin
