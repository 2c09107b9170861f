#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace weightkin {

/// How the shape of a layer's weight follows from the layer's parameters.
enum class coreml_shape : std::uint8_t {
  flat,        ///< as many values as there are
  rows,        ///< [a]
  matrix,      ///< [a, b]
  listed,      ///< the numbers of field a
  convolution, ///< a convolution's kernel
};

/// One weight of one kind of layer.
struct coreml_weight_row {
  std::uint32_t layer;     ///< NeuralNetworkLayer's field of the layer's parameters
  std::string_view type;   ///< of the layer
  std::uint32_t nested;    ///< the message of weights inside of the parameters, or 0
  std::uint32_t field;     ///< of the WeightParams
  std::string_view weight; ///< its name
  coreml_shape shape;
  std::uint32_t a = 0; ///< fields of the parameters that `shape` speaks of
  std::uint32_t b = 0;
};

/// Every weight of every kind of layer that has weights.
[[nodiscard]] std::span<const coreml_weight_row> coreml_weight_rows() noexcept;

} // namespace weightkin
