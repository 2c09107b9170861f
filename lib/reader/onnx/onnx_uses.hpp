#pragma once

#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/onnx/onnx_constants.hpp"
#include "reader/onnx/onnx_file.hpp"

namespace weightkin {

/// Follows the constants into the nodes that use them: says of each what its first user does with
/// it (through Identity nodes), and folds the parts of quantised weights. A part stays in the list
/// when anything else uses it too.
/// \returns the tensors of the model in the order of the file, or what `fold_node` refused.
[[nodiscard]] result<std::vector<stored_tensor>> trace_uses(onnx_file& file,
                                                            onnx_constants constants);

} // namespace weightkin
