#pragma once

#include <string_view>
#include <vector>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Sets what the graph of a model does with its weights, in the words of a TensorFlow graph. A
/// model that is described by its layers has no graph and sets nothing. \param text model.json;
/// \param tensors all weights, by the names of their nodes, which are unique \returns what
/// `parse_json` refuses; `bad_format`: `duplicate` for a second "modelTopology",
///          `limit` for a node with too many inputs.
[[nodiscard]] result<void> note_tfjs_uses(std::string_view text, std::string_view label,
                                          const reader_limits& limits,
                                          std::vector<stored_tensor>& tensors);

} // namespace weightkin
