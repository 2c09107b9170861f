#pragma once

#include <string>

#include "backbone_graph.hpp"
#include "tape_operations.hpp"

/// Parts that several backbones are made of; tensors are found by the prefix of their names.
namespace weightkin::zoo {

/// prefix + "weight", and prefix + "bias" where there is one.
var linear_layer(tape& t, weight_set& w, var x, const std::string& prefix);
var layer_norm_layer(tape& t, weight_set& w, var x, const std::string& prefix);

/// Blocks prefix + "layers.N." and the final norm, over sequences of `length` rows.
var decoder_stack(tape& t, weight_set& w, var x, const std::string& prefix, std::size_t length);

/// Pictures to rows of the width: patches, positions, blocks, norm. `patches + 1` rows a picture
/// when there is a class token, which comes first.
var vision_stack(tape& t, weight_set& w, const example_batch& batch, const std::string& prefix);

var recurrent_logits(tape& t, weight_set& w, const example_batch& batch);
var convolution_logits(tape& t, weight_set& w, const example_batch& batch);
var perceptron_logits(tape& t, weight_set& w, const example_batch& batch);

/// The batch's inputs as a matrix of `columns`.
var inputs_of(tape& t, const example_batch& batch, std::size_t columns);

} // namespace weightkin::zoo
