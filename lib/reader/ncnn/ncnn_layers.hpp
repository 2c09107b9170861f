#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

#include "reader/ncnn/ncnn_graph.hpp"

namespace weightkin {

/// One run of numbers that a layer reads from the .bin file.
struct ncnn_weight {
  std::string role; ///< "weight", "bias", "weight_scales"...
  std::vector<std::uint64_t> shape;
  bool coded = false; ///< a word in front says how the numbers are stored; else f32
};

/// What `layer` reads, in order; shapes have at least one axis, no extent is zero and their
/// products fit 63 bits.
/// \returns `unsupported` for a kind of layer that is not known, which might read anything;
///          `bad_format`/`shape` when its parameters contradict one another.
[[nodiscard]] result<std::vector<ncnn_weight>> ncnn_weights_of(const ncnn_layer& layer,
                                                               std::string_view label);

/// What decides the order of a weight's axes, for `stored_tensor::usage`: " group=8", " transB=0",
/// or nothing.
[[nodiscard]] std::string ncnn_attributes_of(const ncnn_layer& layer, std::string_view role);

} // namespace weightkin
