#include "reader/coreml/coreml_layers.hpp"

#include <array>

namespace weightkin {
namespace {

using enum coreml_shape;

// Recurrent layers: field 1 is the input's size, field 2 the output's.
constexpr std::array rows_of_layers{
    coreml_weight_row{100, "convolution", 0, 90, "weights", convolution},
    coreml_weight_row{100, "convolution", 0, 91, "bias", rows, 1},
    coreml_weight_row{130, "PReLU", 25, 1, "alpha", flat},
    coreml_weight_row{140, "innerProduct", 0, 20, "weights", matrix, 2, 1},
    coreml_weight_row{140, "innerProduct", 0, 21, "bias", rows, 2},
    coreml_weight_row{150, "embedding", 0, 20, "weights", matrix, 2, 1},
    coreml_weight_row{150, "embedding", 0, 21, "bias", rows, 2},
    coreml_weight_row{160, "batchnorm", 0, 15, "gamma", rows, 1},
    coreml_weight_row{160, "batchnorm", 0, 16, "beta", rows, 1},
    coreml_weight_row{160, "batchnorm", 0, 17, "mean", rows, 1},
    coreml_weight_row{160, "batchnorm", 0, 18, "variance", rows, 1},
    coreml_weight_row{245, "scale", 0, 2, "scale", listed, 1},
    coreml_weight_row{245, "scale", 0, 5, "bias", listed, 4},
    coreml_weight_row{250, "bias", 0, 2, "bias", listed, 1},
    coreml_weight_row{290, "loadConstant", 0, 2, "data", listed, 1},
    coreml_weight_row{400, "simpleRecurrent", 0, 30, "weightMatrix", matrix, 2, 1},
    coreml_weight_row{400, "simpleRecurrent", 0, 31, "recursionMatrix", matrix, 2, 2},
    coreml_weight_row{400, "simpleRecurrent", 0, 32, "biasVector", rows, 2},
    coreml_weight_row{410, "gru", 0, 30, "updateGateWeightMatrix", matrix, 2, 1},
    coreml_weight_row{410, "gru", 0, 31, "resetGateWeightMatrix", matrix, 2, 1},
    coreml_weight_row{410, "gru", 0, 32, "outputGateWeightMatrix", matrix, 2, 1},
    coreml_weight_row{410, "gru", 0, 50, "updateGateRecursionMatrix", matrix, 2, 2},
    coreml_weight_row{410, "gru", 0, 51, "resetGateRecursionMatrix", matrix, 2, 2},
    coreml_weight_row{410, "gru", 0, 52, "outputGateRecursionMatrix", matrix, 2, 2},
    coreml_weight_row{410, "gru", 0, 70, "updateGateBiasVector", rows, 2},
    coreml_weight_row{410, "gru", 0, 71, "resetGateBiasVector", rows, 2},
    coreml_weight_row{410, "gru", 0, 72, "outputGateBiasVector", rows, 2},
    coreml_weight_row{420, "lstm", 20, 1, "inputGateWeightMatrix", matrix, 2, 1},
    coreml_weight_row{420, "lstm", 20, 2, "forgetGateWeightMatrix", matrix, 2, 1},
    coreml_weight_row{420, "lstm", 20, 3, "blockInputWeightMatrix", matrix, 2, 1},
    coreml_weight_row{420, "lstm", 20, 4, "outputGateWeightMatrix", matrix, 2, 1},
    coreml_weight_row{420, "lstm", 20, 20, "inputGateRecursionMatrix", matrix, 2, 2},
    coreml_weight_row{420, "lstm", 20, 21, "forgetGateRecursionMatrix", matrix, 2, 2},
    coreml_weight_row{420, "lstm", 20, 22, "blockInputRecursionMatrix", matrix, 2, 2},
    coreml_weight_row{420, "lstm", 20, 23, "outputGateRecursionMatrix", matrix, 2, 2},
    coreml_weight_row{420, "lstm", 20, 40, "inputGateBiasVector", rows, 2},
    coreml_weight_row{420, "lstm", 20, 41, "forgetGateBiasVector", rows, 2},
    coreml_weight_row{420, "lstm", 20, 42, "blockInputBiasVector", rows, 2},
    coreml_weight_row{420, "lstm", 20, 43, "outputGateBiasVector", rows, 2},
    coreml_weight_row{420, "lstm", 20, 60, "inputGatePeepholeVector", rows, 2},
    coreml_weight_row{420, "lstm", 20, 61, "forgetGatePeepholeVector", rows, 2},
    coreml_weight_row{420, "lstm", 20, 62, "outputGatePeepholeVector", rows, 2},
    coreml_weight_row{500, "custom", 0, 20, "weights", flat},
    coreml_weight_row{1040, "embeddingND", 0, 20, "weights", matrix, 2, 1},
    coreml_weight_row{1040, "embeddingND", 0, 21, "bias", rows, 2},
    coreml_weight_row{1045, "batchedMatmul", 0, 8, "weights", matrix, 5, 6},
    coreml_weight_row{1045, "batchedMatmul", 0, 9, "bias", rows, 6},
    coreml_weight_row{1070, "loadConstantND", 0, 2, "data", listed, 1},
    coreml_weight_row{1350, "layerNormalization", 0, 3, "gamma", listed, 1},
    coreml_weight_row{1350, "layerNormalization", 0, 4, "beta", listed, 1},
};

} // namespace

std::span<const coreml_weight_row> coreml_weight_rows() noexcept { return rows_of_layers; }

} // namespace weightkin
