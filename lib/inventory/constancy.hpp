#pragma once

#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin::detail {

/// A bounded look at a tensor's values.
struct value_sample {
  std::vector<double> head; ///< the first elements, all of a small tensor
  std::vector<double> rest; ///< a few blocks spread over the others
  bool complete = false;    ///< `head` is the whole tensor
};

/// Reads at most a few KiB: the front, and blocks at evenly spread places up to the end.
/// \returns the medium's error.
[[nodiscard]] result<value_sample> sample_values(const tensor_view& view);

/// True when all elements equal the first. Reads further only when the sample says so, and then up
/// to 2^24 elements; larger tensors are never called constant.
[[nodiscard]] result<bool> is_constant(const tensor_view& view, const value_sample& sample);

/// True when there are exactly two values, one of them zero: a mask. Same bound.
[[nodiscard]] result<bool> is_two_valued_mask(const tensor_view& view, const value_sample& sample);

} // namespace weightkin::detail
