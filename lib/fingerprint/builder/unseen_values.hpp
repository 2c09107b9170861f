#pragma once

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

namespace weightkin::detail {

/// What tensors are whose elements nobody has seen yet: `take_inventory` on noise, which is neither
/// constant nor any table that could be computed, so that only names, shapes and types decide. What
/// might be such a table nevertheless carries no verdict.
[[nodiscard]] inventory inventory_of_unseen(const std::vector<tensor_declaration>& tensors);

} // namespace weightkin::detail
