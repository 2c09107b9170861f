#include "reader/onnx/onnx_usage.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace weightkin {
namespace {

/// What the specification calls the inputs of an operator that has weights.
struct operator_inputs {
  std::string_view op;
  std::array<std::string_view, 8> inputs;
};

constexpr std::array<operator_inputs, 28> operators{{
    {"BatchNormalization", {"X", "scale", "B", "input_mean", "input_var"}},
    {"Conv", {"X", "W", "B"}},
    {"ConvInteger", {"x", "w", "x_zero_point", "w_zero_point"}},
    {"ConvTranspose", {"X", "W", "B"}},
    {"DequantizeLinear", {"x", "x_scale", "x_zero_point"}},
    {"Add", {"A", "B"}},
    {"DynamicQuantizeMatMul", {"A", "B", "b_scale", "b_zero_point", "bias"}},
    {"Gather", {"data", "indices"}},
    {"Gemm", {"A", "B", "C"}},
    {"GroupNormalization", {"X", "scale", "bias"}},
    {"GRU", {"X", "W", "R", "B", "sequence_lens", "initial_h"}},
    {"InstanceNormalization", {"input", "scale", "B"}},
    {"LayerNormalization", {"X", "Scale", "B"}},
    {"LSTM", {"X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"}},
    {"MatMul", {"A", "B"}},
    {"MatMulInteger", {"A", "B", "a_zero_point", "b_zero_point"}},
    {"MatMulIntegerToFloat",
     {"A", "B", "a_scale", "b_scale", "a_zero_point", "b_zero_point", "bias"}},
    {"MatMulNBits", {"A", "B", "scales", "zero_points", "g_idx", "bias"}},
    {"Mul", {"A", "B"}},
    {"PRelu", {"X", "slope"}},
    {"QGemm", {"A", "a_scale", "a_zero_point", "B", "b_scale", "b_zero_point", "C", "y_scale"}},
    {"QLinearConv",
     {"x", "x_scale", "x_zero_point", "w", "w_scale", "w_zero_point", "y_scale", "y_zero_point"}},
    {"QLinearMatMul",
     {"a", "a_scale", "a_zero_point", "b", "b_scale", "b_zero_point", "y_scale", "y_zero_point"}},
    {"QuantizeLinear", {"x", "y_scale", "y_zero_point"}},
    {"RMSNormalization", {"X", "scale"}},
    {"RNN", {"X", "W", "R", "B", "sequence_lens", "initial_h"}},
    {"SimplifiedLayerNormalization", {"X", "scale"}},
    {"SkipSimplifiedLayerNormalization", {"input", "skip", "gamma", "bias"}},
}};

bool is_known_domain(std::string_view domain) noexcept {
  return domain.empty() || domain == "ai.onnx" || domain == "com.microsoft";
}

std::string input_name(std::string_view op, std::size_t position) {
  const auto row = std::find_if(operators.begin(), operators.end(),
                                [&](const operator_inputs& known) { return known.op == op; });
  if (row != operators.end() && position < row->inputs.size() && !row->inputs[position].empty())
    return std::string(row->inputs[position]);
  return std::to_string(position);
}

} // namespace

result<std::string> usage_of(const onnx_file& file, const onnx_node& node, std::size_t position) {
  if (!is_known_domain(node.domain))
    return node.domain + "::" + node.op + "." + std::to_string(position);
  std::string usage = node.op + "." + input_name(node.op, position);
  const bool may_turn =
      (node.op == "Gemm" && position == 1) || (node.op == "QGemm" && position == 3);
  if (!may_turn) return usage;
  const auto transposed = integer_attribute(file, node, "transB");
  if (!transposed) return transposed.error();
  return usage + " transB=" + (transposed->value_or(0) != 0 ? "1" : "0");
}

} // namespace weightkin
