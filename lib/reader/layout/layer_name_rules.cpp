#include "reader/layout/layer_name_rules.hpp"

#include <algorithm>
#include <array>

#include "reader/layout/kernel_axes.hpp"

namespace weightkin {
namespace {

using std::string_view;

constexpr std::array<string_view, 6> all_formats{
    "keras", "hdf5", "tensorflow-checkpoint", "tensorflow-saved-model", "tfjs", "flax"};
constexpr std::span<const string_view> tensorflow_formats = std::span(all_formats).first(5);
constexpr std::span<const string_view> keras_formats = std::span(all_formats).first(2);
constexpr std::span<const string_view> checkpoints = std::span(all_formats).subspan(2, 2);
constexpr std::array<string_view, 1> flax{"flax"};

constexpr string_view keras_layers = "the shapes that Keras' layers give their weights";
constexpr string_view flax_layers = "the shapes that Flax' modules give their parameters";
constexpr string_view slim_layers = "the shapes that the slim layers of TensorFlow 1 use";

using rule = layer_name_rule;

// First match wins. Kernels of three axes are left alone unless the layer is called a convolution:
// attention keeps [in, heads, size] under the same name.
constexpr rule name_rules[] = {
    {flax, "kernel", "*convtranspose*", 2, 5, nullptr, "kernel", "", flax_layers},
    {tensorflow_formats, "kernel", "einsumdense", 2, 5, nullptr, "kernel", "", keras_layers},
    {tensorflow_formats, "kernel", "multiheadattention", 2, 5, nullptr, "kernel", "", keras_layers},
    {tensorflow_formats, "kernel", "*depthwise*", 3, 4, depthwise_outputs_first, "weight", "HWCM",
     keras_layers},
    {all_formats, "kernel", "*conv*", 3, 3, outputs_first, "weight", "WIO", keras_layers},
    {all_formats, "kernel", "*", 4, 4, outputs_first, "weight", "HWIO", keras_layers},
    {all_formats, "kernel", "*", 5, 5, outputs_first, "weight", "DHWIO", keras_layers},
    {all_formats, "kernel", "*", 2, 2, outputs_first, "weight", "transpose", keras_layers},
    {tensorflow_formats, "depthwise_kernel", "*", 3, 4, depthwise_outputs_first, "depthwise/weight",
     "HWCM", keras_layers},
    {tensorflow_formats, "pointwise_kernel", "*", 3, 4, outputs_first, "pointwise/weight", "HWIO",
     keras_layers},
    {checkpoints, "weights", "*", 4, 4, outputs_first, "weight", "HWIO", slim_layers},
    {checkpoints, "weights", "*", 2, 2, outputs_first, "weight", "transpose", slim_layers},
    {checkpoints, "depthwise_weights", "*", 4, 4, depthwise_outputs_first, "depthwise/weight",
     "HWCM", slim_layers},
    {checkpoints, "pointwise_weights", "*", 4, 4, outputs_first, "pointwise/weight", "HWIO",
     slim_layers},
    // Keras 3 numbers the weights of a layer and calls the layer after its class.
    {keras_formats, "vars/0", "conv1d", 3, 3, outputs_first, "weight", "WIO", keras_layers},
    {keras_formats, "vars/0", "conv2d", 4, 4, outputs_first, "weight", "HWIO", keras_layers},
    {keras_formats, "vars/0", "conv3d", 5, 5, outputs_first, "weight", "DHWIO", keras_layers},
    {keras_formats, "vars/0", "conv*dtranspose", 3, 5, outputs_first, "weight", "HWOI",
     keras_layers},
    {keras_formats, "vars/0", "depthwiseconv*", 3, 4, depthwise_outputs_first, "weight", "HWCM",
     keras_layers},
    {keras_formats, "vars/0", "separableconv*", 3, 4, depthwise_outputs_first, "depthwise/weight",
     "HWCM", keras_layers},
    {keras_formats, "vars/1", "separableconv*", 3, 4, outputs_first, "pointwise/weight", "HWIO",
     keras_layers},
    {keras_formats, "vars/0", "dense", 2, 2, outputs_first, "weight", "transpose", keras_layers},
    {keras_formats, "vars/1", "dense", 1, 1, nullptr, "bias", "", keras_layers},
    {keras_formats, "vars/1", "conv*", 1, 1, nullptr, "bias", "", keras_layers},
    {keras_formats, "vars/0", "embedding", 2, 2, nullptr, "weight", "", keras_layers},
};

/// The first two axes have the size of a window; a table of other things would be larger there.
std::optional<stored_tensor> window_first(const stored_tensor& tensor) {
  constexpr std::uint64_t largest_window = 16;
  const bool window = tensor.shape[0] <= largest_window && tensor.shape[1] <= largest_window;
  return window ? outputs_first(tensor) : std::nullopt;
}

// A program may give its filters names of its own; four axes are a filter all the same.
constexpr rule free_filter{
    checkpoints, "",     "*",
    4,           4,      window_first,
    keeps_name,  "HWIO", "the shape that TensorFlow's convolutions ask of their filters"};

// Keras' gates are i f c o as PyTorch's, but z r h where PyTorch has r z n.
constexpr std::array<std::size_t, 3> from_zrh{1, 0, 2};

std::optional<stored_tensor> gru_bias(const stored_tensor& tensor) {
  return reorder_gates(tensor, tensor.shape.size() - 1, 1, from_zrh);
}

std::optional<stored_tensor> gru_kernel(const stored_tensor& tensor) {
  const auto reordered = gru_bias(tensor);
  return reordered ? outputs_first(*reordered) : std::nullopt;
}

struct gate_row {
  std::size_t gates;
  rule what;
};

constexpr gate_row gate_rules[] = {
    {1,
     {tensorflow_formats, "kernel", "*", 2, 2, outputs_first, "weight_ih_l0", "transpose",
      keras_layers}},
    {1,
     {tensorflow_formats, "recurrent_kernel", "*", 2, 2, outputs_first, "weight_hh_l0", "transpose",
      keras_layers}},
    {3,
     {tensorflow_formats, "kernel", "*", 2, 2, gru_kernel, "weight_ih_l0", "gates zrh, transpose",
      keras_layers}},
    {3,
     {tensorflow_formats, "recurrent_kernel", "*", 2, 2, gru_kernel, "weight_hh_l0",
      "gates zrh, transpose", keras_layers}},
    {3, {tensorflow_formats, "bias", "*", 1, 2, gru_bias, "bias", "gates zrh", keras_layers}},
    {4,
     {tensorflow_formats, "kernel", "*", 2, 2, outputs_first, "weight_ih_l0", "transpose",
      keras_layers}},
    {4,
     {tensorflow_formats, "recurrent_kernel", "*", 2, 2, outputs_first, "weight_hh_l0", "transpose",
      keras_layers}},
};

/// The weights of a recurrent layer go by names, or in Keras 3 by numbers in its cell.
string_view recurrent_weight(const layer_path& path) noexcept {
  constexpr std::array<string_view, 3> numbered{"kernel", "recurrent_kernel", "bias"};
  const bool in_cell =
      path.kind == "lstm/cell" || path.kind == "gru/cell" || path.kind == "simplernn/cell";
  for (std::size_t i = 0; in_cell && i < numbered.size(); ++i)
    if (path.weight == "vars/" + std::to_string(i)) return numbered[i];
  return path.weight;
}

bool matches(string_view text, string_view pattern) noexcept {
  const std::size_t star = pattern.find('*');
  if (star == string_view::npos) return text == pattern;
  const string_view head = pattern.substr(0, star);
  const string_view tail = pattern.substr(star + 1);
  if (head.empty() && tail.ends_with('*'))
    return text.find(tail.substr(0, tail.size() - 1)) != string_view::npos;
  return text.size() >= head.size() + tail.size() && text.starts_with(head) && text.ends_with(tail);
}

} // namespace

bool layer_name_rule::suits(string_view format, std::size_t rank) const noexcept {
  return rank >= least_rank && rank <= most_rank &&
         std::find(formats.begin(), formats.end(), format) != formats.end();
}

const layer_name_rule* find_layer_name_rule(string_view format, const layer_path& path,
                                            std::size_t rank) noexcept {
  for (const rule& candidate : name_rules)
    if (candidate.weight == path.weight && matches(path.kind, candidate.kind) &&
        candidate.suits(format, rank))
      return &candidate;
  return free_filter.suits(format, rank) ? &free_filter : nullptr;
}

recurrent_layers::recurrent_layers(const file_contents& contents, const layer_paths& paths) {
  if (!paths.apply()) return;
  std::map<std::string, std::uint64_t, std::less<>> units;
  for (const stored_tensor& tensor : contents.tensors) {
    const layer_path path = paths.split(tensor.name);
    if (recurrent_weight(path) != "recurrent_kernel" || tensor.shape.size() != 2) continue;
    const std::uint64_t rows = tensor.shape[0];
    if (rows == 0) continue;
    units.emplace(path.layer, rows);
    gates_.emplace(path.layer, tensor.shape[1] % rows == 0 ? tensor.shape[1] / rows : 0);
  }
  // A flat bias of twice the gates belongs to a layer made for one accelerator library, which keeps
  // its kernels in an order of its own.
  for (const stored_tensor& tensor : contents.tensors) {
    if (tensor.shape.size() != 1) continue;
    const layer_path path = paths.split(tensor.name);
    const auto layer = gates_.find(path.layer);
    if (layer == gates_.end() || recurrent_weight(path) != "bias") continue;
    const std::uint64_t width = units.find(path.layer)->second;
    if (tensor.shape[0] % width != 0 || tensor.shape[0] / width != layer->second) layer->second = 0;
  }
}

std::optional<std::size_t> recurrent_layers::gates_of(string_view layer) const {
  const auto found = gates_.find(layer);
  if (found == gates_.end()) return std::nullopt;
  return found->second;
}

const layer_name_rule* find_gate_rule(string_view format, std::size_t gates, const layer_path& path,
                                      std::size_t rank) noexcept {
  const string_view weight = recurrent_weight(path);
  for (const gate_row& row : gate_rules)
    if (row.gates == gates && row.what.weight == weight && row.what.suits(format, rank))
      return &row.what;
  return nullptr;
}

} // namespace weightkin
