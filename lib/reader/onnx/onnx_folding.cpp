#include "reader/onnx/onnx_folding.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "reader/decode/decoded_elements.hpp"
#include "reader/onnx/onnx_dequantise.hpp"
#include "reader/onnx/onnx_usage.hpp"

namespace weightkin {
namespace {

/// Folded weights inside of folded weights, at most: scales that are quantised themselves.
constexpr int most_folds = 3;
constexpr std::size_t most_inputs = 8;

/// One node whose inputs may all be constants.
struct foldable_node {
  onnx_file& file;
  const onnx_constants& constants;
  const onnx_scope& scope;
  const onnx_node& node;
  /// The constant behind each input; nothing for absent and for computed ones.
  std::array<std::optional<std::size_t>, most_inputs> inputs{};
  std::array<bool, most_inputs> is_given{};
  /// The inputs that hold codes, scales and zero points.
  std::array<std::size_t, 3> at{0, 1, 2};

  [[nodiscard]] result<void> find_inputs() {
    return for_each_input(file, node, [&](std::size_t position, const std::string& name) {
      if (position < most_inputs && !name.empty()) {
        is_given[position] = true;
        inputs[position] = constants.find(scope, name);
      }
      return result<void>();
    });
  }
  [[nodiscard]] bool is_computed(std::size_t position) const {
    return is_given[position] && !inputs[position].has_value();
  }
  [[nodiscard]] const stored_tensor& part(std::size_t position) const {
    return constants.tensors[*inputs[position]];
  }
  [[nodiscard]] std::optional<stored_tensor> part_if_given(std::size_t position) const {
    if (!inputs[position].has_value()) return std::nullopt;
    return part(position);
  }
  [[nodiscard]] error refuse(fault why, std::string_view what) const {
    return file.refuse(why, node.where.offset, part(at[0]).name,
                       node.op + ": " + std::string(what));
  }
  [[nodiscard]] result<std::int64_t> integer(std::string_view name, std::int64_t otherwise) const {
    const auto number = integer_attribute(file, node, name);
    if (!number) return number.error();
    return number->value_or(otherwise);
  }
};

int folds_of(const stored_tensor& tensor) {
  if (tensor.encoding == nullptr) return 0;
  int deepest = 0;
  for (const stored_part& part : tensor.encoding->parts)
    deepest = std::max(deepest, folds_of(part.tensor));
  return deepest + 1;
}

/// The weight made of those parts that are there; the codes give it its place in the file.
result<folded_weight> assemble(const foldable_node& from, std::string name, std::string scheme,
                               std::uint64_t block) {
  constexpr std::array<const char*, 3> roles{"codes", "scales", "zeros"};
  folded_weight folded;
  auto encoding = std::make_shared<stored_encoding>();
  encoding->scheme = std::move(scheme);
  encoding->block_values = block;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const std::size_t position = from.at[i];
    if (!from.inputs[position]) continue;
    const stored_tensor& part = from.part(position);
    if (auto charged = from.file.charge(part.name.size(), from.node.where.offset); !charged)
      return std::move(charged).error();
    folded.parts.push_back(*from.inputs[position]);
    encoding->parts.push_back({roles[i], part});
  }
  const stored_tensor& codes = from.part(from.at[0]);
  folded.tensor.name = std::move(name);
  folded.tensor.type = dtype::f32;
  folded.tensor.shape = codes.shape;
  folded.tensor.bytes = codes.bytes;
  folded.tensor.offset = codes.offset;
  folded.tensor.storage_offset = codes.storage_offset;
  folded.tensor.encoding = std::move(encoding);
  return folded;
}

double stored_bits(const stored_encoding& encoding) {
  double bits = 0;
  for (const stored_part& part : encoding.parts) {
    const stored_encoding* inner = part.tensor.encoding.get();
    const double each = inner != nullptr && inner->bits_per_value > 0
                            ? inner->bits_per_value
                            : static_cast<double>(bits_of(part.tensor.type));
    bits += each * static_cast<double>(element_count(part.tensor));
  }
  return bits;
}

void finish(folded_weight& folded, std::shared_ptr<const decoded_elements> values) {
  auto encoding = std::make_shared<stored_encoding>(*folded.tensor.encoding);
  const std::uint64_t count = element_count(folded.tensor);
  if (count != 0) encoding->bits_per_value = stored_bits(*encoding) / static_cast<double>(count);
  folded.tensor.encoding = std::move(encoding);
  folded.tensor.decoded = std::move(values);
}

bool is_float(const stored_tensor& tensor) {
  return tensor.type == dtype::f32 || tensor.type == dtype::f16 || tensor.type == dtype::bf16;
}

/// Where the scale of each element of x lies, from the shapes of both.
result<scale_places> linear_places(const foldable_node& from, std::int64_t axis,
                                   std::int64_t block) {
  const std::vector<std::uint64_t>& shape = from.part(from.at[0]).shape;
  const std::vector<std::uint64_t>& scales = from.part(from.at[1]).shape;
  const auto rank = static_cast<std::int64_t>(shape.size());
  scale_places places;
  if (element_count(from.part(from.at[1])) == 1 && block == 0) return places; // one scale for all
  if (axis < -rank || axis >= rank) return from.refuse(fault::header, "axis outside of the tensor");
  const auto at = static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
  places.extent = shape[at];
  for (std::size_t inner = at + 1; inner < shape.size(); ++inner)
    places.inner *= shape[inner];
  std::vector<std::uint64_t> wanted{places.extent};
  if (block != 0) {
    if (block < 0) return from.refuse(fault::header, "a negative block size");
    places.block = static_cast<std::uint64_t>(block);
    wanted = shape;
    wanted[at] = places.extent / places.block + (places.extent % places.block != 0 ? 1 : 0);
  }
  if (scales != wanted) return from.refuse(fault::shape, "scales of another shape than x asks for");
  return places;
}

/// Whether codes and scales are constants, zero points are none or constants, and none of them was
/// folded too often.
bool is_foldable(const foldable_node& from) {
  if (!from.inputs[from.at[0]] || !from.inputs[from.at[1]] || from.is_computed(from.at[2]))
    return false;
  return std::all_of(from.at.begin(), from.at.end(), [&](std::size_t position) {
    return !from.inputs[position] || folds_of(from.part(position)) < most_folds;
  });
}

/// Whether the parts are of types that can be scaled.
bool can_be_scaled(const foldable_node& from) {
  const auto zeros = from.part_if_given(from.at[2]);
  return is_float(from.part(from.at[1])) && !is_complex(from.part(from.at[0]).type) &&
         !(zeros.has_value() && is_complex(zeros->type));
}

result<folded_weight> scaled_weight(const foldable_node& from, std::string name, std::string scheme,
                                    const scale_places& places) {
  auto folded = assemble(from, std::move(name), std::move(scheme), places.block);
  if (!folded) return folded;
  finish(*folded, dequantised_linear(from.part(from.at[0]), from.part(from.at[1]),
                                     from.part_if_given(from.at[2]), places));
  return folded;
}

result<std::optional<folded_weight>> fold_linear(foldable_node& from) {
  if (!is_foldable(from) || from.node.output.empty()) return std::optional<folded_weight>();
  if (!can_be_scaled(from))
    return from.refuse(fault::dtype, "parts of types that cannot be scaled");
  const auto zeros = from.part_if_given(from.at[2]);
  if (zeros.has_value() && element_count(*zeros) != element_count(from.part(from.at[1])))
    return from.refuse(fault::shape, "zero points of another shape than the scales");
  const auto axis = from.integer("axis", 1);
  if (!axis) return axis.error();
  const auto block = from.integer("block_size", 0);
  if (!block) return block.error();
  const auto places = linear_places(from, *axis, *block);
  if (!places) return places.error();
  auto folded =
      scaled_weight(from, std::string(from.scope.prefix) + from.node.output, "qdq", *places);
  if (!folded) return std::move(folded).error();
  folded->is_output = true;
  return std::optional(std::move(*folded));
}

/// An operator that computes with integers, and which of its inputs are its weight's codes, scales
/// and zero points; scales are one, or one for each place along `axis`.
struct integer_operator {
  std::string_view op;
  std::array<std::size_t, 3> at;
  std::int64_t axis;
  bool of_microsoft = false;
};

constexpr std::array integer_operators{
    integer_operator{"QLinearConv", {3, 4, 5}, 0},
    integer_operator{"QLinearMatMul", {3, 4, 5}, -1},
    integer_operator{"QGemm", {3, 4, 5}, -1, true}, // 0 with transB
    integer_operator{"DynamicQuantizeMatMul", {1, 2, 3}, -1, true},
    integer_operator{"MatMulIntegerToFloat", {1, 3, 5}, -1, true},
};

const integer_operator* integer_operator_of(const onnx_node& node) {
  const auto row = std::find_if(
      integer_operators.begin(), integer_operators.end(), [&](const integer_operator& known) {
        return known.op == node.op &&
               (node.domain == "com.microsoft" ||
                (!known.of_microsoft && (node.domain.empty() || node.domain == "ai.onnx")));
      });
  return row == integer_operators.end() ? nullptr : &*row;
}

/// The weight of an operator that computes with integers. Scales for blocks of a stack, which no
/// tool writes, leave the parts as they are.
result<std::optional<folded_weight>> fold_operand(foldable_node& from,
                                                  const integer_operator& row) {
  from.at = row.at;
  if (!is_foldable(from) || !can_be_scaled(from) ||
      traits_of(from.part(from.at[0]).type).kind != number_class::integer)
    return std::optional<folded_weight>();
  std::int64_t axis = row.axis;
  if (row.op == "QGemm") {
    const auto turned = from.integer("transB", 0);
    if (!turned) return turned.error();
    if (*turned != 0) axis = 0;
  }
  const std::vector<std::uint64_t>& shape = from.part(from.at[0]).shape;
  const stored_tensor& scales = from.part(from.at[1]);
  const auto zeros = from.part_if_given(from.at[2]);
  const bool one = element_count(scales) == 1;
  const bool along = scales.shape.size() == 1 && !shape.empty() &&
                     scales.shape.front() == (axis == 0 ? shape.front() : shape.back());
  if ((!one && !along) || (zeros && element_count(*zeros) != element_count(scales)))
    return std::optional<folded_weight>();
  const auto places = linear_places(from, axis, 0);
  if (!places) return places.error();
  auto folded = scaled_weight(from, from.part(from.at[0]).name, "qoperator", *places);
  if (!folded) return std::move(folded).error();
  auto usage = usage_of(from.file, from.node, from.at[0]);
  if (!usage) return std::move(usage).error();
  folded->tensor.usage = std::move(*usage);
  return std::optional(std::move(*folded));
}

/// The matrix that the attributes of a MatMulNBits tell of.
result<code_matrix> matrix_of(const foldable_node& from) {
  constexpr std::int64_t most = INT32_MAX; // of rows, columns and their blocks: products fit
  std::array<std::int64_t, 4> numbers{};
  constexpr std::array<std::string_view, 4> names{"N", "K", "block_size", "bits"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto number = from.integer(names[i], i == 3 ? 4 : 0);
    if (!number) return number.error();
    numbers[i] = *number;
  }
  const auto [rows, columns, block, bits] = numbers;
  if (rows <= 0 || columns <= 0 || rows > most || columns > most || block < 8 || block > most ||
      block % 8 != 0)
    return from.refuse(fault::header, "N, K and block_size make no matrix");
  if (bits != 2 && bits != 4 && bits != 8)
    return detail::unsupported_at(from.file.label(), from.node.where.offset,
                                  "tensor " + detail::escaped(from.part(1).name) +
                                      ": MatMulNBits with " + std::to_string(bits) +
                                      " bits is not read");
  return code_matrix{static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns),
                     static_cast<std::uint64_t>(block), static_cast<unsigned>(bits)};
}

result<void> check_matrix(const foldable_node& from, code_matrix& matrix) {
  if (from.part(1).type != dtype::u8 || from.part(1).decoded != nullptr)
    return from.refuse(fault::dtype, "codes that are no bytes");
  if (element_count(from.part(1)) != matrix.rows * matrix.row_bytes())
    return from.refuse(fault::shape, "not as many codes as N, K, bits and block_size ask for");
  if (!is_float(from.part(2))) return from.refuse(fault::dtype, "scales that are no floats");
  const std::uint64_t scales = matrix.rows * matrix.blocks_per_row();
  if (element_count(from.part(2)) != scales)
    return from.refuse(fault::shape, "not one scale for each block");
  if (!from.inputs[3]) return {};
  const stored_tensor& zeros = from.part(3);
  matrix.packed_zeros = zeros.type == dtype::u8;
  if (!matrix.packed_zeros && !is_float(zeros))
    return from.refuse(fault::dtype, "zero points that are neither bytes nor floats");
  if (element_count(zeros) !=
      (matrix.packed_zeros ? matrix.rows * matrix.zero_row_bytes() : scales))
    return from.refuse(fault::shape, "not one zero point for each block");
  return {};
}

result<std::optional<folded_weight>> fold_matrix(foldable_node& from) {
  from.at = {1, 2, 3};
  if (!is_foldable(from) || from.is_given[4]) return std::optional<folded_weight>();
  auto matrix = matrix_of(from);
  if (!matrix) return matrix.error();
  if (auto checked = check_matrix(from, *matrix); !checked) return std::move(checked).error();
  auto folded = assemble(from, from.part(1).name, "matmulnbits", matrix->block);
  if (!folded) return std::move(folded).error();
  folded->tensor.shape = {matrix->rows, matrix->columns};
  folded->tensor.usage = "MatMulNBits.B";
  finish(*folded, dequantised_codes(from.part(1), from.part(2), from.part_if_given(3), *matrix));
  return std::optional(std::move(*folded));
}

} // namespace

result<std::optional<folded_weight>> fold_node(onnx_file& file, const onnx_constants& constants,
                                               const onnx_scope& scope, const onnx_node& node) {
  const bool is_linear =
      node.op == "DequantizeLinear" &&
      (node.domain.empty() || node.domain == "ai.onnx" || node.domain == "com.microsoft");
  const bool is_matrix = node.op == "MatMulNBits" && node.domain == "com.microsoft";
  const integer_operator* integers = integer_operator_of(node);
  if (!is_linear && !is_matrix && integers == nullptr) return std::optional<folded_weight>();
  foldable_node from{file, constants, scope, node};
  if (auto found = from.find_inputs(); !found) return std::move(found).error();
  if (integers != nullptr) return fold_operand(from, *integers);
  return is_linear ? fold_linear(from) : fold_matrix(from);
}

} // namespace weightkin
