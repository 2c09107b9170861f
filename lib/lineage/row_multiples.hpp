#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// Every row (entry of the first axis) of one tensor is a multiple of the other's, up to rounding
/// of f32: what folding a norm's factors into weights leaves, and chance does not. False for rows
/// of fewer than 8 values, for other shapes, and for values that are not finite. Stops at the first
/// row that is none. Sums are f64 in the order of the elements: *exact*. \returns the medium's `io`
/// error. Cost: at most one pass; for other tensors one row.
[[nodiscard]] result<bool> rows_are_multiples(const tensor_view& a, const tensor_view& b);

} // namespace weightkin
