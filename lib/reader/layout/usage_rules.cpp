#include "reader/layout/usage_rules.hpp"

#include <algorithm>
#include <array>

#include "reader/layout/kernel_axes.hpp"
#include "reader/layout/rearrangement.hpp"

namespace weightkin {
namespace {

using std::string_view;

std::optional<stored_tensor> transpose_matrix(const stored_tensor& tensor) {
  return tensor.shape.size() == 2 ? outputs_first(tensor) : std::nullopt;
}

/// A stack for one direction is what it stacks; two directions stay stacked.
std::optional<stored_tensor> without_direction(std::optional<stored_tensor> tensor) {
  if (!tensor || tensor->shape[0] != 1) return tensor;
  return rearrangement(*tensor).drop(0).tensor();
}

// PyTorch's gates are i f g o and r z n; the cell gate g is called c and the new gate n is called h
// elsewhere.
constexpr std::array<std::size_t, 4> from_iofc{0, 2, 3, 1};
constexpr std::array<std::size_t, 3> from_zrh{1, 0, 2};

std::optional<stored_tensor> lstm_gates(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 1, from_iofc));
}
std::optional<stored_tensor> lstm_biases(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 2, from_iofc));
}
std::optional<stored_tensor> gru_gates(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 1, from_zrh));
}
std::optional<stored_tensor> gru_biases(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 2, from_zrh));
}

constexpr std::array<string_view, 2> tensorflow_graphs{"tensorflow-graph", "tfjs"};
constexpr std::array<string_view, 1> tflite{"tflite"};
constexpr std::array<string_view, 1> onnx{"onnx"};

constexpr string_view tensorflow_ops = "the definition of TensorFlow's operator";
constexpr string_view tflite_ops = "the TFLite kernel's checks of its filter";
constexpr string_view onnx_ops = "the operator's specification";

constexpr usage_rule rules[] = {
    {tensorflow_graphs, "Conv2D.filter", outputs_first, "HWIO", tensorflow_ops},
    {tensorflow_graphs, "_FusedConv2D.filter", outputs_first, "HWIO", tensorflow_ops},
    {tensorflow_graphs, "Conv2DBackpropInput.filter", outputs_first, "HWOI", tensorflow_ops},
    {tensorflow_graphs, "Conv3D.filter", outputs_first, "DHWIO", tensorflow_ops},
    {tensorflow_graphs, "Conv3DBackpropInputV2.filter", outputs_first, "DHWOI", tensorflow_ops},
    {tensorflow_graphs, "DepthwiseConv2dNative.filter", depthwise_outputs_first, "HWCM",
     tensorflow_ops},
    {tensorflow_graphs, "_FusedDepthwiseConv2dNative.filter", depthwise_outputs_first, "HWCM",
     tensorflow_ops},
    {tensorflow_graphs, "MatMul.b transpose_b=0", transpose_matrix, "transpose", tensorflow_ops},
    {tensorflow_graphs, "_FusedMatMul.b transpose_b=0", transpose_matrix, "transpose",
     tensorflow_ops},
    {tflite, "CONV_2D.filter", inputs_second, "OHWI", tflite_ops},
    {tflite, "DEPTHWISE_CONV_2D.filter", last_axis_first, "1HWC", tflite_ops},
    {tflite, "TRANSPOSE_CONV.weights", last_axis_first, "OHWI", tflite_ops},
    {tflite, "CONV_3D.filter", outputs_first, "DHWIO", tflite_ops},
    {tflite, "CONV_3D_TRANSPOSE.filter", outputs_first, "DHWOI", tflite_ops},
    {onnx, "MatMul.B", transpose_matrix, "transpose", onnx_ops},
    {onnx, "MatMulInteger.B", transpose_matrix, "transpose", onnx_ops},
    {onnx, "DynamicQuantizeMatMul.B", transpose_matrix, "transpose", onnx_ops},
    {onnx, "QLinearMatMul.b", transpose_matrix, "transpose", onnx_ops},
    {onnx, "Gemm.B transB=0", transpose_matrix, "transpose", onnx_ops},
    {onnx, "LSTM.W", lstm_gates, "gates iofc", onnx_ops},
    {onnx, "LSTM.R", lstm_gates, "gates iofc", onnx_ops},
    {onnx, "LSTM.B", lstm_biases, "gates iofc", onnx_ops},
    {onnx, "GRU.W", gru_gates, "gates zrh", onnx_ops},
    {onnx, "GRU.R", gru_gates, "gates zrh", onnx_ops},
    {onnx, "GRU.B", gru_biases, "gates zrh", onnx_ops},
};

} // namespace

const usage_rule* find_usage_rule(string_view format, const stored_tensor& tensor) noexcept {
  if (tensor.usage.empty()) return nullptr;
  for (const usage_rule& rule : rules)
    if (rule.usage == tensor.usage &&
        std::find(rule.formats.begin(), rule.formats.end(), format) != rule.formats.end())
      return &rule;
  return nullptr;
}

} // namespace weightkin
