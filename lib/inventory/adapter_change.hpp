#pragma once

#include <cstdint>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin::detail {

/// True for a tensor that a reader computes from the factors of an adapter: a change to a weight
/// that is elsewhere, under that weight's name.
[[nodiscard]] bool is_adapter_change(const tensor_view& tensor) noexcept;

/// Elements that were trained: those of the stored factors for a change computed from factors, else
/// the tensor's own.
[[nodiscard]] std::uint64_t trained_elements(const tensor_view& tensor) noexcept;

} // namespace weightkin::detail
