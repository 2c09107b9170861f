// The 8-bit layout of bitsandbytes: weight i8 [out, in], SCB f32 [out] with the largest magnitude
// of each row, and weight_format u8, where 0 means rows as they are. W[o, i] = q[o, i] * SCB[o] /
// 127. Other values of weight_format are tilings for particular processors and are refused.
#include <array>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 1> bnb_int8_marks{".SCB"};

result<bool> fold_bnb_int8(const fold_request& request) {
  tensor_group group(request.context.index, "int8", request.base);
  const stored_tensor* codes = group.need(".weight", "codes", byte_types, 2);
  const stored_tensor* scales = group.need(".SCB", "scales", float_types);
  const stored_tensor* format = group.find(".weight_format", "format", index_types);
  if (!group.sound()) return group.refusal();
  if (codes->type != dtype::i8) return group.refuse(fault::dtype, "its codes are unsigned");
  if (element_count(*scales) != codes->shape[0])
    return group.wrong_shape(*scales, std::to_string(codes->shape[0]) + " row scales");
  if (format != nullptr) {
    const auto order = read_integers(*format, 1);
    if (!order) return order.error();
    if (order->front() != 0)
      return group.not_read("weight format " + std::to_string(order->front()) + " is not read");
  }
  const std::uint64_t rows = codes->shape[0];
  const std::uint64_t columns = codes->shape[1];
  const auto stored = group.take(rows * columns, columns);
  value_parts parts;
  parts.codes = stored_grid(part_of(*stored, "codes"), columns);
  parts.scales = stored_grid(part_of(*stored, "scales"), 1);
  parts.global = constant_grid(127);
  group.put(stored, request.base + ".weight", {rows, columns},
            std::make_shared<grouped_values>(stored, scale_layout{rows, columns, columns},
                                             std::move(parts), value_rule::scaled,
                                             global_rule::divide));
  return true;
}

} // namespace

const fold_scheme bnb_int8_scheme{"int8", bnb_int8_marks, fold_bnb_int8};

} // namespace weightkin
