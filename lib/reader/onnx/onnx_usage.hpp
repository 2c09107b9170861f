#pragma once

#include <cstddef>
#include <string>

#include "reader/onnx/onnx_file.hpp"
#include "reader/onnx/onnx_graph.hpp"

namespace weightkin {

/// What `stored_tensor::usage` says of input `position` of a node: "Conv.W", "Gemm.B transB=1",
/// and the position where an input's name does not matter: "Slice.1". Operators of foreign domains
/// go by "domain::Operator".
[[nodiscard]] result<std::string> usage_of(const onnx_file& file, const onnx_node& node,
                                           std::size_t position);

} // namespace weightkin
