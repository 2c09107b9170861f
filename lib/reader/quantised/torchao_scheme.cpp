// Tensor subclasses of torchao, flattened into safetensors: `<module>._weight_qdata`,
// `<module>._weight_scale`, ..., or, in an earlier version, `<name>:qdata`, `<name>:scale`. The
// file's metadata has an entry for the weight's name, JSON whose `_type` names the subclass.
// Float8Tensor is qdata * scale, the scales laid out in blocks of `block_size`; other subclasses
// are refused.
#include <array>
#include <memory>
#include <utility>

#include "reader/located_error.hpp"
#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/scale_blocks.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 2> torchao_marks{"_qdata", ":qdata"};

/// "0._weight" becomes "0.weight": the flattened names hide the parameter behind an underscore.
std::string weight_name(const fold_request& request) {
  if (request.mark == ":qdata") return request.base;
  const std::size_t dot = request.base.rfind('.');
  const std::size_t at = dot == std::string::npos ? 0 : dot + 1;
  if (request.base.size() <= at || request.base[at] != '_') return {};
  return request.base.substr(0, at) + request.base.substr(at + 1);
}

/// One extent of a block for each axis, where the subclass gives them.
std::optional<block_extents> block_in(const json_value& description) {
  const json_value* data = description.find("_data");
  const json_value* size = data == nullptr ? nullptr : data->find("block_size");
  if (size == nullptr || size->items() == nullptr || size->items()->size() != 2)
    return std::nullopt;
  const std::uint64_t* rows = size->items()->front().whole();
  const std::uint64_t* columns = size->items()->back().whole();
  if (rows == nullptr || columns == nullptr || *rows == 0 || *columns == 0) return std::nullopt;
  return block_extents{*rows, *columns};
}

result<bool> fold_torchao(const fold_request& request) {
  const std::string name = weight_name(request);
  const auto described = request.context.metadata.find(name);
  if (name.empty() || described == request.context.metadata.end()) return false;
  tensor_group group(request.context.index, "fp8", request.base);
  const stored_tensor* codes = group.need(request.mark, "codes", real_types);
  if (codes == nullptr) return group.refusal();
  const auto description =
      parse_json_value(described->second, codes->bytes->label(), 0, request.context.limits);
  if (!description) return description.error();
  const json_value* type = description->find("_type");
  if (type == nullptr || type->text() == nullptr)
    return group.refuse(fault::header, "its metadata names no type");
  if (*type->text() != "Float8Tensor")
    return group.not_read("torchao's " + detail::escaped(*type->text()) + " is not read");
  const std::string separator(request.mark.substr(0, 1));
  const stored_tensor* scales = group.need(separator + "scale", "scales", real_types);
  if (!group.sound()) return group.refusal();
  const auto layout = scale_blocks(codes->shape, scales->shape, block_in(*description));
  if (!layout)
    return group.wrong_shape(*scales, "one for each block of " + shape_text(codes->shape));

  const std::vector<std::uint64_t> shape = codes->shape;
  const auto stored = group.take(layout->rows * layout->columns, layout->column_block);
  value_parts parts;
  parts.codes = stored_grid(part_of(*stored, "codes"), layout->columns);
  parts.scales =
      stored_grid(part_of(*stored, "scales"), blocks_of(layout->columns, layout->column_block));
  group.put(
      stored, name, shape,
      std::make_shared<grouped_values>(stored, *layout, std::move(parts), value_rule::scaled));
  return true;
}

} // namespace

const fold_scheme torchao_scheme{"fp8", torchao_marks, fold_torchao};

} // namespace weightkin
