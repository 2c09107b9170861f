// BitNet: weights of -1, 0 and 1. weight u8 [out / 4, in] holds four rows in each byte, row r + k
// out / 4 in bits 2k and 2k + 1 as value + 1, and weight_scale is one number. One class of layers
// divides by it; the other ("autobitlinear" in config.json) multiplies. Nothing in the tensors
// tells this from other uses of bytes, so only config.json makes them BitNet.
#include <array>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 1> bitnet_marks{".weight_scale"};
constexpr unsigned rows_a_byte = 4;

result<bool> fold_bitnet(const fold_request& request) {
  tensor_index& index = request.context.index;
  const std::size_t place = index.find(request.base, ".weight");
  if (place == index.size() || index[place].type != dtype::u8) return false;
  quantisation_config& config = request.context.config;
  if (auto loaded = config.load(); !loaded) return loaded.error();
  if (config.method() != "bitnet") return false;
  tensor_group group(index, "bitnet", request.base);
  const stored_tensor* codes = group.need(".weight", "codes", byte_types, 2);
  const stored_tensor* scale = group.need(".weight_scale", "scales", float_types);
  if (!group.sound()) return group.refusal();
  if (element_count(*scale) != 1) return group.wrong_shape(*scale, "one number");
  const std::uint64_t rows = codes->shape[0] * rows_a_byte;
  const std::uint64_t columns = codes->shape[1];

  const bool multiply = config.text("linear_class") == "autobitlinear";
  const auto stored = group.take(rows * columns, rows * columns);
  value_parts parts;
  parts.codes =
      stacked_parts(part_of(*stored, "codes"), columns, 2, rows_a_byte, first_part::lowest);
  parts.scales = constant_grid(1);
  parts.offsets = constant_grid(1);
  parts.global = stored_grid(part_of(*stored, "scales"), 1);
  group.put(
      stored, request.base + ".weight", {rows, columns},
      std::make_shared<grouped_values>(stored, scale_layout{rows, columns, columns},
                                       std::move(parts), value_rule::scaled_from_zero,
                                       multiply ? global_rule::multiply : global_rule::divide));
  return true;
}

} // namespace

const fold_scheme bitnet_scheme{"bitnet", bitnet_marks, fold_bitnet};

} // namespace weightkin
