#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin::detail {

/// For each tensor the first earlier one that is the same stored elements under another name: same
/// storage, dtype, shape and strides. Empty tensors and unknown storages are tied to nothing.
[[nodiscard]] std::vector<std::optional<std::size_t>>
find_tied(std::span<const tensor_view> tensors);

} // namespace weightkin::detail
