#pragma once

#include <string_view>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Adds what a Keras configuration says about its layers to the metadata: a pair
/// "keras.layer_class.<layer>", "<class>" each, a layer inside another as "<outer>/<inner>".
/// The text is only text: nothing it names is looked up or run. What is no configuration gives a
/// warning.
void add_keras_layers(std::string_view config, std::string_view label, const reader_limits& limits,
                      file_contents& contents);

} // namespace weightkin
