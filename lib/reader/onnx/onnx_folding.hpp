#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/onnx/onnx_constants.hpp"
#include "reader/onnx/onnx_file.hpp"
#include "reader/onnx/onnx_graph.hpp"

namespace weightkin {

/// A weight that a node puts together from several constants.
struct folded_weight {
  stored_tensor tensor;
  std::vector<std::size_t> parts; ///< positions among the constants; the first is the codes
  /// The node gives the weight out under its output's name; else it uses it up itself.
  bool is_output = false;
};

/// What `node` makes of constants: the weight behind a DequantizeLinear or a MatMulNBits, or that
/// of an operator that computes with integers (QLinearConv and its like). Nothing when it is
/// another node or not all it needs is constant. \returns `bad_format`: `shape`, `dtype` or
/// `header` when its parts or attributes contradict one
///          another.
[[nodiscard]] result<std::optional<folded_weight>> fold_node(onnx_file& file,
                                                             const onnx_constants& constants,
                                                             const onnx_scope& scope,
                                                             const onnx_node& node);

} // namespace weightkin
