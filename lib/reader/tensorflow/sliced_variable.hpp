#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/tensorflow/bundle_entry.hpp"

namespace weightkin {

/// A slice of a partitioned variable and where its own elements lie.
struct variable_slice {
  std::vector<slice_extent> extents;
  stored_tensor tensor;
};

/// The whole of a variable that was cut into slices along one axis, as TensorFlow's partitioners
/// cut. Its elements are gathered from the slices as they are read.
/// \returns `unsupported` for slices along several axes; `bad_format`: `shape` for a slice whose
///          tensor has another shape, `bounds`, `hole` and `overlap` for what they leave or cover.
[[nodiscard]] result<stored_tensor> join_slices(const std::vector<std::uint64_t>& shape,
                                                std::vector<variable_slice> slices,
                                                std::string_view label, std::uint64_t offset,
                                                const std::string& where);

} // namespace weightkin
