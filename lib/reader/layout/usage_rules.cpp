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
constexpr std::array<std::size_t, 3> gru_order{1, 0, 2};
constexpr std::array<std::size_t, 4> from_ifoc{0, 1, 3, 2};
constexpr std::array<std::size_t, 3> from_rhz{0, 2, 1};

std::optional<stored_tensor> lstm_gates(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 1, from_iofc));
}
std::optional<stored_tensor> lstm_biases(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 2, from_iofc));
}
std::optional<stored_tensor> gru_gates(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 1, gru_order));
}
std::optional<stored_tensor> gru_biases(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 2, gru_order));
}

std::optional<stored_tensor> stacked_lstm_gates(const stored_tensor& tensor) {
  return reorder_gates(tensor, 0, 1, from_ifoc);
}
std::optional<stored_tensor> stacked_gru_gates(const stored_tensor& tensor) {
  return reorder_gates(tensor, 0, 1, from_rhz);
}

// ncnn's stacks: matrices [directions, gates * size, in], biases [directions, gates, size].
bool has_one_direction(const stored_tensor& tensor) {
  return tensor.shape.size() == 3 && tensor.shape[0] == 1 && rearrangement::possible(tensor);
}
std::optional<stored_tensor> only_direction(const stored_tensor& tensor) {
  if (!has_one_direction(tensor)) return std::nullopt;
  return rearrangement(tensor).drop(0).tensor();
}
std::optional<stored_tensor> only_direction_biases(const stored_tensor& tensor) {
  if (!has_one_direction(tensor)) return std::nullopt;
  return rearrangement(tensor).drop(0).merge(0, 2).tensor();
}
std::optional<stored_tensor> directed_lstm_gates(const stored_tensor& tensor) {
  return without_direction(reorder_gates(tensor, 1, 1, from_ifoc));
}
std::optional<stored_tensor> directed_lstm_biases(const stored_tensor& tensor) {
  auto reordered = reorder_gates(tensor, 1, 1, from_ifoc);
  return reordered && has_one_direction(*reordered) ? only_direction_biases(*reordered) : reordered;
}

/// [out, in, spatial...] -> [in, out, spatial...]
std::optional<stored_tensor> inputs_first(const stored_tensor& tensor) {
  if (tensor.shape.size() < 3 || tensor.shape.size() > 5 || !rearrangement::possible(tensor))
    return std::nullopt;
  constexpr std::array<std::size_t, 5> order{1, 0, 2, 3, 4};
  return rearrangement(tensor).permute(std::span(order).first(tensor.shape.size())).tensor();
}

constexpr std::array<string_view, 3> tensorflow_graphs{"tensorflow-graph", "tensorflow-saved-model",
                                                       "tfjs"};
constexpr std::array<string_view, 1> tflite{"tflite"};
constexpr std::array<string_view, 1> onnx{"onnx"};
constexpr std::array<string_view, 1> coreml{"coreml"};
constexpr std::array<string_view, 1> ncnn{"ncnn"};
constexpr std::array<string_view, 1> caffe{"caffemodel"};

constexpr string_view tensorflow_ops = "the definition of TensorFlow's operator";
constexpr string_view tflite_ops = "the TFLite kernel's checks of its filter";
constexpr string_view onnx_ops = "the operator's specification";
constexpr string_view coreml_ops = "the documentation of Core ML's operations";
constexpr string_view ncnn_layers = "the layer's own loop over its weights";
constexpr string_view caffe_layers = "the layer's own network of gates";
constexpr string_view caffe_products = "the layer's own multiplication";

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
    {tensorflow_graphs, "FusedDepthwiseConv2dNative.filter", depthwise_outputs_first, "HWCM",
     tensorflow_ops},
    {tensorflow_graphs, "MatMul.b transpose_b=0", transpose_matrix, "transpose", tensorflow_ops},
    {tensorflow_graphs, "_FusedMatMul.b transpose_b=0", transpose_matrix, "transpose",
     tensorflow_ops},
    {tflite, "CONV_2D.filter", inputs_second, "OHWI", tflite_ops},
    {tflite, "DEPTHWISE_CONV_2D.filter", last_axis_first, "1HWC", tflite_ops},
    {tflite, "TRANSPOSE_CONV.filter", last_axis_first, "OHWI", tflite_ops},
    {tflite, "CONV_3D.filter", outputs_first, "DHWIO", tflite_ops},
    {tflite, "CONV_3D_TRANSPOSE.filter", outputs_first, "DHWOI", tflite_ops},
    {onnx, "MatMul.B", transpose_matrix, "transpose", onnx_ops},
    {onnx, "MatMulInteger.B", transpose_matrix, "transpose", onnx_ops},
    {onnx, "DynamicQuantizeMatMul.B", transpose_matrix, "transpose", onnx_ops},
    {onnx, "MatMulIntegerToFloat.B", transpose_matrix, "transpose", onnx_ops},
    {onnx, "QGemm.B transB=0", transpose_matrix, "transpose", onnx_ops},
    {onnx, "QLinearMatMul.b", transpose_matrix, "transpose", onnx_ops},
    {onnx, "Gemm.B transB=0", transpose_matrix, "transpose", onnx_ops},
    {onnx, "LSTM.W", lstm_gates, "gates iofc", onnx_ops},
    {onnx, "LSTM.R", lstm_gates, "gates iofc", onnx_ops},
    {onnx, "LSTM.B", lstm_biases, "gates iofc", onnx_ops},
    {onnx, "GRU.W", gru_gates, "gates zrh", onnx_ops},
    {onnx, "GRU.R", gru_gates, "gates zrh", onnx_ops},
    {onnx, "GRU.B", gru_biases, "gates zrh", onnx_ops},
    {coreml, "lstm.weight_ih", stacked_lstm_gates, "gates ifoc", coreml_ops},
    {coreml, "lstm.weight_hh", stacked_lstm_gates, "gates ifoc", coreml_ops},
    {coreml, "lstm.bias", stacked_lstm_gates, "gates ifoc", coreml_ops},
    {coreml, "lstm.weight_ih_back", stacked_lstm_gates, "gates ifoc", coreml_ops},
    {coreml, "lstm.weight_hh_back", stacked_lstm_gates, "gates ifoc", coreml_ops},
    {coreml, "lstm.bias_back", stacked_lstm_gates, "gates ifoc", coreml_ops},
    {coreml, "gru.weight_ih", stacked_gru_gates, "gates rhz", coreml_ops},
    {coreml, "gru.weight_hh", stacked_gru_gates, "gates rhz", coreml_ops},
    {coreml, "gru.bias", stacked_gru_gates, "gates rhz", coreml_ops},
    // The second blob is the bias; a layer with a constant input has its matrix as third of four.
    {caffe, "LSTM.0", stacked_lstm_gates, "gates ifoc", caffe_layers},
    {caffe, "LSTM.1", stacked_lstm_gates, "gates ifoc", caffe_layers},
    {caffe, "LSTM.2", stacked_lstm_gates, "gates ifoc", caffe_layers},
    {caffe, "LSTM.3", stacked_lstm_gates, "gates ifoc", caffe_layers},
    {caffe, "InnerProduct.0 transpose=1", transpose_matrix, "transpose", caffe_products},
    {ncnn, "LSTM.weight_xc", directed_lstm_gates, "gates ifoc", ncnn_layers},
    {ncnn, "LSTM.bias_c", directed_lstm_biases, "gates ifoc", ncnn_layers},
    {ncnn, "LSTM.weight_hc", directed_lstm_gates, "gates ifoc", ncnn_layers},
    {ncnn, "LSTM.weight_hr", only_direction, "one direction", ncnn_layers},
    {ncnn, "GRU.weight_xc", only_direction, "one direction", ncnn_layers},
    {ncnn, "GRU.bias_c", only_direction_biases, "one direction", ncnn_layers},
    {ncnn, "GRU.weight_hc", only_direction, "one direction", ncnn_layers},
    {ncnn, "RNN.weight_xc", only_direction, "one direction", ncnn_layers},
    {ncnn, "RNN.bias_c", only_direction_biases, "one direction", ncnn_layers},
    {ncnn, "RNN.weight_hc", only_direction, "one direction", ncnn_layers},
    {ncnn, "Gemm.B transB=0", transpose_matrix, "transpose", ncnn_layers},
    {ncnn, "Deconvolution.weight", inputs_first, "OIHW", ncnn_layers},
    {ncnn, "Deconvolution1D.weight", inputs_first, "OIW", ncnn_layers},
    {ncnn, "Deconvolution3D.weight", inputs_first, "OIDHW", ncnn_layers},
};

} // namespace

std::span<const usage_rule> usage_rules() noexcept { return rules; }

const usage_rule* find_usage_rule(string_view format, const stored_tensor& tensor) noexcept {
  if (tensor.usage.empty()) return nullptr;
  for (const usage_rule& rule : rules)
    if (rule.usage == tensor.usage &&
        std::find(rule.formats.begin(), rule.formats.end(), format) != rule.formats.end())
      return &rule;
  return nullptr;
}

} // namespace weightkin
