#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// True when `subject` looks like `reference` rounded to a uniform grid per block of 32, 64 or 128
/// neighbours: its values in a block are steps of one size (at most 255 of them), the reference's
/// are not, and nearly all elements lie within about one step of the reference's. Where one side's
/// file declares its grid, that is believed instead of guessed, on either side. Looks at a bounded
/// sample. Grids stored in a float type too coarse to hold them (8-bit steps in bf16) are
/// not recognised.
[[nodiscard]] result<bool> is_requantised(const tensor_view& subject, const tensor_view& reference);

} // namespace weightkin
