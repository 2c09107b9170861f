#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "reader/tflite/tflite_model.hpp"

namespace weightkin {

/// What the operators of one subgraph use its tensors for: tensor number to
/// "DEPTHWISE_CONV_2D.filter", first consumer in the order of the file.
/// A tensor that is only dequantised is used as the result is.
[[nodiscard]] result<std::unordered_map<std::uint32_t, std::string>>
tflite_usages(tflite_model& model, const flat_table& subgraph);

} // namespace weightkin
