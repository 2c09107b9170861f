#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

/// Small models with known lineage: bases that are really trained, and everything people do to
/// weights afterwards, with the truth written beside it.
namespace weightkin::zoo {

/// A tensor by its name, in C order.
struct zoo_tensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::vector<float> values;

  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(shape.at(0)); }
  /// Elements of a row: the product of all other extents.
  [[nodiscard]] std::size_t columns() const { return values.size() / rows(); }
};

enum class backbone : std::uint8_t {
  decoder,     ///< language model: grouped-query attention, RMSNorm, gated feed-forward network
  vision,      ///< vision transformer: LayerNorm, biases, plain feed-forward network
  convolution, ///< convolutions and a classifier
  perceptron,  ///< fully connected
  lstm,        ///< two recurrent layers and a classifier
  two_tower,   ///< a vision transformer, a projector and a decoder
};
[[nodiscard]] std::string_view name_of(backbone kind) noexcept;

/// Sizes of a decoder (and of the decoder of a two-tower model).
struct decoder_sizes {
  std::size_t vocabulary = 512;
  std::size_t width = 64; ///< residual stream
  std::size_t hidden = 160;
  std::size_t layers = 4;
  std::size_t heads = 4;
  std::size_t key_heads = 2; ///< groups of keys and values
  std::size_t head_width = 16;
};

/// A model with the names that the field gives its tensors ("model.layers.0.mlp.up_proj.weight").
struct zoo_model {
  backbone kind = backbone::decoder;
  decoder_sizes decoder; ///< meaningful for `decoder` and `two_tower`
  std::vector<zoo_tensor> tensors;

  [[nodiscard]] zoo_tensor* find(std::string_view name);
  [[nodiscard]] const zoo_tensor* find(std::string_view name) const;
  /// f32 views of all tensors; valid while the tensors stay where they are.
  [[nodiscard]] std::vector<tensor_view> views() const;
};

/// Writes and reads a model as safetensors (f32; sizes in the metadata). `load` throws
/// std::runtime_error naming the file when it is not a zoo model.
void save(const zoo_model& model, const std::string& path);
[[nodiscard]] zoo_model load(const std::string& path);

} // namespace weightkin::zoo
