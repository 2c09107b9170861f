#include "reader/ncnn/ncnn_layers.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "reader/located_error.hpp"

// Which numbers each kind of layer reads, and how many, follows from its parameters; these are the
// numbers that ncnn gives them. What the layers compute is of no concern here.
namespace weightkin {
namespace {

/// Collects what one layer reads. The first contradiction stops the collecting.
class weight_list {
public:
  explicit weight_list(const ncnn_layer& layer) : layer_(layer) {}

  [[nodiscard]] std::int64_t number(std::int64_t key, std::int64_t otherwise) {
    const auto found = std::find_if(layer_.parameters.rbegin(), layer_.parameters.rend(),
                                    [&](const auto& parameter) { return parameter.first == key; });
    if (found == layer_.parameters.rend()) return otherwise;
    if (!found->second.has_value()) refuse("parameter " + std::to_string(key) + " is not whole");
    return found->second.value_or(0);
  }
  [[nodiscard]] bool flag(std::int64_t key, bool otherwise = false) {
    return number(key, otherwise ? 1 : 0) != 0;
  }

  void add(std::string role, const std::vector<std::int64_t>& shape, bool coded = false) {
    ncnn_weight weight{std::move(role), {}, coded};
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
      if (extent <= 0 || __builtin_mul_overflow(count, extent, &count) || count > INT64_MAX / 8)
        return refuse("its " + weight.role + " would have an impossible size");
      weight.shape.push_back(static_cast<std::uint64_t>(extent));
    }
    weights_.push_back(std::move(weight));
  }
  void add_coded(std::string role, const std::vector<std::int64_t>& shape) {
    add(std::move(role), shape, true);
  }

  /// `total` shared evenly, or 0 (which no shape allows) when that does not come out even.
  [[nodiscard]] static std::int64_t share(std::int64_t total, std::int64_t among) {
    return among > 0 && total % among == 0 ? total / among : 0;
  }

  void refuse(const std::string& why) {
    if (!failure_.has_value()) failure_ = why;
  }
  void leave_out(const std::string& what) { unsupported_ = what; }

  [[nodiscard]] const std::optional<std::string>& failure() const { return failure_; }
  [[nodiscard]] const std::string& unsupported() const { return unsupported_; }
  [[nodiscard]] std::vector<ncnn_weight>& weights() { return weights_; }

private:
  const ncnn_layer& layer_;
  std::vector<ncnn_weight> weights_;
  std::optional<std::string> failure_;
  std::string unsupported_;
};

/// Scales of 8-bit weights and activations. \param weight_scales how many the weights have
void add_scales(weight_list& list, std::int64_t term, std::int64_t weight_scales) {
  if (term == 0) return;
  list.add("weight_scales", {weight_scales});
  list.add("input_scale", {1});
  if (term > 100) list.add("output_scale", {1});
}

/// Convolutions of `axes` axes, and deconvolutions: [outputs, inputs of a group, kernel].
void add_kernel(weight_list& list, int axes, std::int64_t dynamic_key, bool grouped) {
  if (list.flag(dynamic_key)) return; // the weights are an input of the layer
  const std::int64_t outputs = list.number(0, 0);
  const std::int64_t width = list.number(1, 0);
  std::vector<std::int64_t> kernel{width};
  if (axes >= 2) kernel.insert(kernel.begin(), list.number(11, width));
  if (axes == 3) kernel.insert(kernel.begin(), list.number(21, width));
  std::int64_t inputs = weight_list::share(list.number(6, 0), outputs);
  for (const std::int64_t extent : kernel)
    inputs = weight_list::share(inputs, extent);
  std::vector<std::int64_t> shape{outputs, inputs};
  shape.insert(shape.end(), kernel.begin(), kernel.end());
  list.add_coded("weight", shape);
  if (list.flag(5)) list.add("bias", {outputs});
  const std::int64_t term = list.number(8, 0);
  const bool shared = term == 2 || term == 102;
  if (grouped)
    add_scales(list, term, shared ? 1 : list.number(7, 1));
  else
    add_scales(list, term, outputs);
}

void convolution(weight_list& list) { add_kernel(list, 2, 19, false); }
void convolution_1d(weight_list& list) { add_kernel(list, 1, 19, false); }
void convolution_3d(weight_list& list) { add_kernel(list, 3, 19, false); }
void depthwise(weight_list& list) { add_kernel(list, 2, 19, true); }
void depthwise_1d(weight_list& list) { add_kernel(list, 1, 19, true); }
void depthwise_3d(weight_list& list) { add_kernel(list, 3, 19, true); }
void deconvolution(weight_list& list) { add_kernel(list, 2, 28, false); }
void deconvolution_1d(weight_list& list) { add_kernel(list, 1, 28, false); }
void deconvolution_3d(weight_list& list) { add_kernel(list, 3, 28, false); }
void deformable(weight_list& list) { add_kernel(list, 2, -1, false); }

void inner_product(weight_list& list) {
  const std::int64_t outputs = list.number(0, 0);
  list.add_coded("weight", {outputs, weight_list::share(list.number(2, 0), outputs)});
  if (list.flag(1)) list.add("bias", {outputs});
  if (list.flag(8)) {
    list.add("weight_scales", {outputs});
    list.add("input_scale", {1});
  }
}

void embed(weight_list& list) {
  const std::int64_t outputs = list.number(0, 0);
  list.add_coded("weight", {weight_list::share(list.number(3, 0), outputs), outputs});
  if (list.flag(2)) list.add("bias", {outputs});
  if (list.flag(18)) list.add("weight_scales", {1});
}

void batch_norm(weight_list& list) {
  const std::int64_t channels = list.number(0, 0);
  for (const char* role : {"weight", "mean", "variance", "bias"})
    list.add(role, {channels});
}

void scale(weight_list& list) {
  const std::int64_t size = list.number(0, 0);
  constexpr std::int64_t from_input = -233;
  if (size == from_input) return;
  list.add("weight", {size});
  if (list.flag(1)) list.add("bias", {size});
}

void bias(weight_list& list) { list.add("bias", {list.number(0, 0)}); }
void slopes(weight_list& list) { list.add("weight", {list.number(0, 0)}); }
void normalize(weight_list& list) { list.add("weight", {list.number(3, 0)}); }
void quantize(weight_list& list) { list.add("scale", {list.number(0, 1)}); }

void dequantize(weight_list& list) {
  list.add("scale", {list.number(0, 1)});
  if (list.number(1, 0) != 0) list.add("bias", {list.number(1, 0)});
}

void requantize(weight_list& list) {
  list.add("input_scale", {list.number(0, 1)});
  list.add("output_scale", {list.number(1, 1)});
  if (list.number(2, 0) != 0) list.add("bias", {list.number(2, 0)});
}

void padding(weight_list& list) {
  if (list.number(6, 0) != 0) list.add("pad_values", {list.number(6, 0)});
}

void instance_norm(weight_list& list) {
  if (!list.flag(2, true)) return;
  list.add("weight", {list.number(0, 0)});
  list.add("bias", {list.number(0, 0)});
}

void layer_norm(weight_list& list) { instance_norm(list); }

void rms_norm(weight_list& list) {
  if (list.flag(2, true)) list.add("weight", {list.number(0, 0)});
}

void group_norm(weight_list& list) {
  if (!list.flag(3, true)) return;
  list.add("weight", {list.number(1, 0)});
  list.add("bias", {list.number(1, 0)});
}

void memory_data(weight_list& list) {
  std::vector<std::int64_t> shape;
  for (const std::int64_t key : {2, 11, 1, 0}) // channels, depth, height, width
    if (const std::int64_t extent = list.number(key, 0); extent != 0) shape.push_back(extent);
  if (shape.empty()) shape.push_back(1);
  list.add("data", shape, list.number(21, 1) == 0);
}

/// Recurrent layers: input weights, biases, hidden weights, by direction.
void add_recurrent(weight_list& list, std::int64_t gates, std::int64_t biases, std::int64_t hidden,
                   std::int64_t outputs) {
  if (list.flag(8)) return list.leave_out("with 8-bit weights");
  const std::int64_t directions = list.number(2, 0) == 2 ? 2 : 1;
  std::int64_t inputs = list.number(1, 0);
  for (const std::int64_t divisor : {directions, hidden, gates})
    inputs = weight_list::share(inputs, divisor);
  if (hidden > INT32_MAX) return list.refuse("its hidden size is impossible");
  list.add_coded("weight_xc", {directions, gates * hidden, inputs});
  list.add_coded("bias_c", {directions, biases, hidden});
  list.add_coded("weight_hc", {directions, gates * hidden, outputs});
  if (outputs != hidden) list.add_coded("weight_hr", {directions, outputs, hidden});
}

void lstm(weight_list& list) {
  const std::int64_t outputs = list.number(0, 0);
  add_recurrent(list, 4, 4, list.number(3, outputs), outputs);
}
void gru(weight_list& list) {
  const std::int64_t outputs = list.number(0, 0);
  add_recurrent(list, 3, 4, outputs, outputs);
}
void rnn(weight_list& list) {
  const std::int64_t outputs = list.number(0, 0);
  add_recurrent(list, 1, 1, outputs, outputs);
}

void attention(weight_list& list) {
  if (list.flag(18)) return list.leave_out("with 8-bit weights");
  const std::int64_t embedded = list.number(0, 0);
  const std::int64_t queries = weight_list::share(list.number(2, 0), embedded);
  const std::int64_t keys = list.number(3, embedded);
  const std::int64_t values = list.number(4, embedded);
  list.add_coded("q_weight", {embedded, queries});
  list.add("q_bias", {embedded});
  list.add_coded("k_weight", {embedded, keys});
  list.add("k_bias", {embedded});
  list.add_coded("v_weight", {embedded, values});
  list.add("v_bias", {embedded});
  list.add_coded("out_weight", {queries, embedded});
  list.add("out_bias", {queries});
}

void gemm(weight_list& list) {
  if (list.flag(18)) return list.leave_out("with 8-bit weights");
  const std::int64_t rows = list.number(7, 0);
  const std::int64_t columns = list.number(8, 0);
  const std::int64_t inner = list.number(9, 0);
  using shape = std::vector<std::int64_t>;
  if (list.flag(4)) list.add_coded("A", list.flag(2) ? shape{inner, rows} : shape{rows, inner});
  if (list.flag(5))
    list.add_coded("B", list.flag(3) ? shape{columns, inner} : shape{inner, columns});
  if (!list.flag(6)) return;
  switch (list.number(10, 0)) {
  case -1: return;
  case 0: return list.add_coded("C", {1});
  case 1: return list.add_coded("C", {rows});
  case 2: return list.add_coded("C", {rows, 1});
  case 3: return list.add_coded("C", {rows, columns});
  case 4: return list.add_coded("C", {1, columns});
  default: return list.refuse("its C is broadcast in an unknown way");
  }
}

struct layer_kind {
  std::string_view type;
  void (*weights)(weight_list&);
};

constexpr std::array kinds{
    layer_kind{"Convolution", convolution},
    layer_kind{"Convolution1D", convolution_1d},
    layer_kind{"Convolution3D", convolution_3d},
    layer_kind{"ConvolutionDepthWise", depthwise},
    layer_kind{"ConvolutionDepthWise1D", depthwise_1d},
    layer_kind{"ConvolutionDepthWise3D", depthwise_3d},
    layer_kind{"Deconvolution", deconvolution},
    layer_kind{"Deconvolution1D", deconvolution_1d},
    layer_kind{"Deconvolution3D", deconvolution_3d},
    layer_kind{"DeconvolutionDepthWise", deconvolution},
    layer_kind{"DeconvolutionDepthWise1D", deconvolution_1d},
    layer_kind{"DeconvolutionDepthWise3D", deconvolution_3d},
    layer_kind{"DeformableConv2D", deformable},
    layer_kind{"InnerProduct", inner_product},
    layer_kind{"Embed", embed},
    layer_kind{"BatchNorm", batch_norm},
    layer_kind{"Scale", scale},
    layer_kind{"Bias", bias},
    layer_kind{"PReLU", slopes},
    layer_kind{"Normalize", normalize},
    layer_kind{"Quantize", quantize},
    layer_kind{"Dequantize", dequantize},
    layer_kind{"Requantize", requantize},
    layer_kind{"Padding", padding},
    layer_kind{"InstanceNorm", instance_norm},
    layer_kind{"LayerNorm", layer_norm},
    layer_kind{"RMSNorm", rms_norm},
    layer_kind{"GroupNorm", group_norm},
    layer_kind{"MemoryData", memory_data},
    layer_kind{"LSTM", lstm},
    layer_kind{"GRU", gru},
    layer_kind{"RNN", rnn},
    layer_kind{"MultiHeadAttention", attention},
    layer_kind{"Gemm", gemm},
};

constexpr std::array<std::string_view, 77> kinds_without_weights{"AbsVal",
                                                                 "ArgMax",
                                                                 "BNLL",
                                                                 "BinaryOp",
                                                                 "CELU",
                                                                 "Cast",
                                                                 "Clip",
                                                                 "Concat",
                                                                 "CopyTo",
                                                                 "Crop",
                                                                 "CumulativeSum",
                                                                 "DeepCopy",
                                                                 "DetectionOutput",
                                                                 "Diag",
                                                                 "Dropout",
                                                                 "ELU",
                                                                 "Einsum",
                                                                 "Eltwise",
                                                                 "Erf",
                                                                 "Exp",
                                                                 "ExpandDims",
                                                                 "Flatten",
                                                                 "Flip",
                                                                 "Fold",
                                                                 "GELU",
                                                                 "GLU",
                                                                 "GridSample",
                                                                 "HardSigmoid",
                                                                 "HardSwish",
                                                                 "Input",
                                                                 "Interp",
                                                                 "InverseSpectrogram",
                                                                 "LRN",
                                                                 "Log",
                                                                 "MVN",
                                                                 "MatMul",
                                                                 "Mish",
                                                                 "Noop",
                                                                 "PSROIPooling",
                                                                 "Packing",
                                                                 "Permute",
                                                                 "PixelShuffle",
                                                                 "Pooling",
                                                                 "Pooling1D",
                                                                 "Pooling3D",
                                                                 "Power",
                                                                 "PriorBox",
                                                                 "Proposal",
                                                                 "ROIAlign",
                                                                 "ROIPooling",
                                                                 "ReLU",
                                                                 "Reduction",
                                                                 "Reorg",
                                                                 "Reshape",
                                                                 "RotaryEmbed",
                                                                 "SDPA",
                                                                 "SELU",
                                                                 "SPP",
                                                                 "ShuffleChannel",
                                                                 "Shrink",
                                                                 "Sigmoid",
                                                                 "Silence",
                                                                 "Slice",
                                                                 "Softmax",
                                                                 "Softplus",
                                                                 "Spectrogram",
                                                                 "Split",
                                                                 "Squeeze",
                                                                 "StatisticsPooling",
                                                                 "Swish",
                                                                 "TanH",
                                                                 "Threshold",
                                                                 "Tile",
                                                                 "UnaryOp",
                                                                 "Unfold",
                                                                 "YoloDetectionOutput",
                                                                 "Yolov3DetectionOutput"};

/// A parameter that decides the order of a weight's axes.
struct decisive_parameter {
  std::string_view type_part; ///< of the layer's type
  std::string_view role;      ///< of the weight; empty: of all
  std::int64_t key;
  std::string_view name;
  std::int64_t otherwise;
};

constexpr std::array decisive_parameters{
    decisive_parameter{"DepthWise", "", 7, "group", 1},
    decisive_parameter{"Gemm", "B", 3, "transB", 0},
};

} // namespace

result<std::vector<ncnn_weight>> ncnn_weights_of(const ncnn_layer& layer, std::string_view label) {
  const auto which =
      "layer " + detail::escaped(layer.name) + " of type " + detail::escaped(layer.type);
  const auto* kind = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const layer_kind& row) { return row.type == layer.type; });
  if (kind == kinds.end()) {
    const bool has_none = std::find(kinds_without_weights.begin(), kinds_without_weights.end(),
                                    layer.type) != kinds_without_weights.end();
    if (has_none) return std::vector<ncnn_weight>{};
    return detail::unsupported_file(label, which + " is not known, so that what it reads from the "
                                                   "weights is not either");
  }
  weight_list list(layer);
  kind->weights(list);
  if (list.failure().has_value())
    return detail::bad_file(fault::shape, label, which + ": " + *list.failure());
  if (!list.unsupported().empty())
    return detail::unsupported_file(label, which + " " + list.unsupported() + " is not read");
  return std::move(list.weights());
}

std::string ncnn_attributes_of(const ncnn_layer& layer, std::string_view role) {
  for (const decisive_parameter& row : decisive_parameters) {
    if (layer.type.find(row.type_part) == std::string::npos) continue;
    if (!row.role.empty() && row.role != role) continue;
    const std::int64_t value = weight_list(layer).number(row.key, row.otherwise);
    return " " + std::string(row.name) + "=" + std::to_string(value);
  }
  return {};
}

} // namespace weightkin
