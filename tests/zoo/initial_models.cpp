// Models before training.
#include <cmath>
#include <string>
#include <utility>

#include "backbone_graph.hpp"
#include "zoo_random.hpp"

namespace weightkin::zoo {

namespace {

/// Adds tensors to a model, in one stream of random numbers.
class model_maker {
public:
  model_maker(backbone kind, std::uint64_t seed)
      : random_(seed_of({seed, static_cast<std::uint64_t>(kind), 0x696e6974U})) {
    model_.kind = kind;
  }

  using extents = std::vector<std::uint64_t>;
  void constant(const std::string& name, const extents& shape, float value) {
    std::size_t count = 1;
    for (const std::uint64_t extent : shape)
      count *= static_cast<std::size_t>(extent);
    model_.tensors.push_back({name, shape, std::vector<float>(count, value)});
  }
  void normal(const std::string& name, const extents& shape, double spread) {
    constant(name, shape, 0);
    for (float& value : model_.tensors.back().values)
      value = static_cast<float>(spread * random_.normal());
  }
  void uniform(const std::string& name, const extents& shape, double bound) {
    constant(name, shape, 0);
    for (float& value : model_.tensors.back().values)
      value = static_cast<float>(random_.between(-bound, bound));
  }
  /// A matrix of a network with norms; `damping` for what writes to a residual stream. Smaller than
  /// what keeps lengths, as in large models: training then outweighs the start sooner.
  void matrix(const std::string& name, std::size_t rows, std::size_t columns, double damping = 1) {
    normal(name, {rows, columns}, 0.4 * damping / std::sqrt(static_cast<double>(columns)));
  }
  /// Weight and bias as torch.nn.Linear and Conv2d start.
  void torch_layer(const std::string& prefix, const extents& shape) {
    double inputs = 1;
    for (std::size_t axis = 1; axis < shape.size(); ++axis)
      inputs *= static_cast<double>(shape[axis]);
    uniform(prefix + "weight", shape, std::sqrt(3 / inputs));
    uniform(prefix + "bias", {shape[0]}, 1 / std::sqrt(inputs));
  }
  void layer_norm(const std::string& prefix, std::size_t width) {
    constant(prefix + "weight", {width}, 1);
    constant(prefix + "bias", {width}, 0);
  }
  zoo_model& model() { return model_; }

private:
  zoo_model model_;
  zoo_random random_;
};

void add_decoder(model_maker& make, const std::string& prefix, const decoder_sizes& s) {
  const double damping = 1 / std::sqrt(2.0 * static_cast<double>(s.layers));
  make.model().decoder = s;
  make.normal(prefix + "embed_tokens.weight", {s.vocabulary, s.width}, 0.1);
  for (std::size_t layer = 0; layer < s.layers; ++layer) {
    const std::string at = prefix + "layers." + std::to_string(layer) + ".";
    make.constant(at + "input_layernorm.weight", {s.width}, 1);
    make.matrix(at + "self_attn.q_proj.weight", s.heads * s.head_width, s.width);
    make.matrix(at + "self_attn.k_proj.weight", s.key_heads * s.head_width, s.width);
    make.matrix(at + "self_attn.v_proj.weight", s.key_heads * s.head_width, s.width);
    make.matrix(at + "self_attn.o_proj.weight", s.width, s.heads * s.head_width, damping);
    make.constant(at + "post_attention_layernorm.weight", {s.width}, 1);
    make.matrix(at + "mlp.gate_proj.weight", s.hidden, s.width);
    make.matrix(at + "mlp.up_proj.weight", s.hidden, s.width);
    make.matrix(at + "mlp.down_proj.weight", s.width, s.hidden, damping);
  }
  make.constant(prefix + "norm.weight", {s.width}, 1);
  make.matrix("lm_head.weight", s.vocabulary, s.width);
}

struct vision_sizes {
  std::size_t width = 64, hidden = 160, layers = 4;
  bool class_token = true;
};

void add_vision(model_maker& make, const std::string& prefix, const vision_sizes& s) {
  constexpr std::size_t patches = 16;
  const double damping = 1 / std::sqrt(2.0 * static_cast<double>(s.layers));
  if (s.class_token) make.normal(prefix + "cls_token", {1, 1, s.width}, 0.1);
  make.normal(prefix + "pos_embed", {1, patches + (s.class_token ? 1 : 0), s.width}, 0.1);
  make.normal(prefix + "patch_embed.proj.weight", {s.width, 1, 4, 4}, 0.25);
  make.constant(prefix + "patch_embed.proj.bias", {s.width}, 0);
  const auto layer_with_bias = [&](const std::string& at, std::size_t rows, std::size_t columns,
                                   double factor) {
    make.matrix(at + "weight", rows, columns, factor);
    make.constant(at + "bias", {rows}, 0);
  };
  for (std::size_t layer = 0; layer < s.layers; ++layer) {
    const std::string at = prefix + "blocks." + std::to_string(layer) + ".";
    make.layer_norm(at + "norm1.", s.width);
    layer_with_bias(at + "attn.qkv.", 3 * s.width, s.width, 1);
    layer_with_bias(at + "attn.proj.", s.width, s.width, damping);
    make.layer_norm(at + "norm2.", s.width);
    layer_with_bias(at + "mlp.fc1.", s.hidden, s.width, 1);
    layer_with_bias(at + "mlp.fc2.", s.width, s.hidden, damping);
  }
  make.layer_norm(prefix + "norm.", s.width);
}

void add_lstm(model_maker& make, std::size_t inputs, std::size_t width) {
  const double bound = 1 / std::sqrt(static_cast<double>(width));
  make.normal("embedding.weight", {symbol_count, inputs}, 1);
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const std::string end = "l" + std::to_string(layer);
    make.uniform("rnn.weight_ih_" + end, {4 * width, layer == 0 ? inputs : width}, bound);
    make.uniform("rnn.weight_hh_" + end, {4 * width, width}, bound);
    make.uniform("rnn.bias_ih_" + end, {4 * width}, bound);
    make.uniform("rnn.bias_hh_" + end, {4 * width}, bound);
    // Forget gates start open, as is customary.
    for (std::size_t i = 0; i < width; ++i)
      make.model().find("rnn.bias_ih_" + end)->values[width + i] += 1.0F;
  }
  make.torch_layer("classifier.", {sequence_classes, width});
}

void add_convolutions(model_maker& make, std::size_t channels) {
  make.torch_layer("features.0.", {channels, 1, 3, 3});
  make.torch_layer("features.2.", {2 * channels, channels, 3, 3});
  make.torch_layer("features.4.", {4 * channels, 2 * channels, 3, 3});
  make.torch_layer("classifier.", {image_classes, 4 * channels});
}

void add_perceptron(model_maker& make, std::size_t width) {
  make.torch_layer("fc1.", {width, vector_features});
  make.torch_layer("fc2.", {width, width});
  make.torch_layer("fc3.", {width, width});
  make.torch_layer("fc4.", {vector_classes, width});
}

} // namespace

zoo_model initial_model(backbone kind, zoo_scale scale, std::uint64_t seed) {
  model_maker make(kind, seed);
  const bool small = scale == zoo_scale::small;
  const decoder_sizes tiny{128, 32, 64, 2, 2, 1, 16};
  switch (kind) {
  case backbone::decoder: add_decoder(make, "model.", small ? tiny : decoder_sizes{}); break;
  case backbone::vision:
    add_vision(make, "", small ? vision_sizes{32, 64, 2, true} : vision_sizes{});
    make.matrix("head.weight", image_classes, small ? 32 : 64);
    make.constant("head.bias", {image_classes}, 0);
    break;
  case backbone::convolution: add_convolutions(make, small ? 8 : 16); break;
  case backbone::perceptron: add_perceptron(make, small ? 48 : 128); break;
  case backbone::lstm: add_lstm(make, small ? 16 : 32, small ? 32 : 64); break;
  case backbone::two_tower: {
    const decoder_sizes language = small ? tiny : decoder_sizes{256, 64, 160, 3, 4, 2, 16};
    const std::size_t width = small ? 32 : 48;
    add_vision(make, "model.vision_model.", {width, 2 * width, small ? 1U : 2U, false});
    make.matrix("model.mm_projector.0.weight", language.width, width);
    make.constant("model.mm_projector.0.bias", {language.width}, 0);
    make.matrix("model.mm_projector.2.weight", language.width, language.width, 0.3);
    make.constant("model.mm_projector.2.bias", {language.width}, 0);
    add_decoder(make, "model.language_model.", language);
    break;
  }
  }
  return std::move(make.model());
}

} // namespace weightkin::zoo
