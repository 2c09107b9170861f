#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reader/onnx/onnx_file.hpp"

namespace weightkin {

/// What a model says about itself: who produced it, the operator sets it is written for, and the
/// pairs of its `metadata_props`, of which the first few thousand are read.
[[nodiscard]] result<std::vector<std::pair<std::string, std::string>>>
read_onnx_metadata(const onnx_file& file);

} // namespace weightkin
