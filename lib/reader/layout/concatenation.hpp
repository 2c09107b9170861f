#pragma once

#include <optional>
#include <span>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The tensors one behind the other along `axis`, as one tensor; bits and type stay. Takes its
/// place and its encoding from the first; the parts of all encodings are listed.
/// \returns nothing when types differ, extents differ along another axis, or the elements do not
///          fill whole bytes.
[[nodiscard]] std::optional<stored_tensor> concatenate(std::span<const stored_tensor> tensors,
                                                       std::size_t axis);

/// The axis cut into `order.size()` equal blocks, of which block `order[i]` comes i-th.
/// \pre the extent of `axis` is a multiple, `rearrangement::possible(tensor)`
[[nodiscard]] stored_tensor reorder_blocks(const stored_tensor& tensor, std::size_t axis,
                                           std::span<const std::size_t> order);

} // namespace weightkin
