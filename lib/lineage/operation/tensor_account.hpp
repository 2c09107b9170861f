#pragma once

#include <cstdint>

#include "lineage/operation/type_operations.hpp"

namespace weightkin {

/// What became of one tensor, by the most special account that holds.
enum class tensor_account : std::uint8_t {
  unknown = 0, ///< not looked at, or too little of it to say
  unrelated,   ///< a matrix without dependence, though it would show
  equal,
  rounded, ///< f32 values that differ in their last places only
  cast,
  quantised,
  zeroed, ///< single values set to 0, survivors kept
  rescaled,
  direction_removed,
  low_rank,
  lost,  ///< NaN or infinity on one side, all else the same or rounded
  white, ///< independent noise added
  dense, ///< changed all over, nothing special about it
};

/// \param typical_effect of the component's kin: how strong a dependence would be if there were
/// one.
[[nodiscard]] tensor_account account_of(const operation_evidence& seen, double typical_effect,
                                        const typing_options& options);

/// The matrix depends on its counterpart.
[[nodiscard]] bool is_kin(const operation_evidence& seen, const typing_options& options);

/// Zeros of one side that no grid explains.
[[nodiscard]] bool has_zeros(const zero_pattern& zeros) noexcept;

/// One side lies on a coarser grid than the other.
[[nodiscard]] bool is_quantised(const operation_evidence& seen) noexcept;
/// \pre is_quantised. The subject's grid is the coarser one.
[[nodiscard]] bool subject_is_quantised(const operation_evidence& seen) noexcept;

/// The difference is larger than the grid or the zeros of either side explain.
[[nodiscard]] bool changed_besides(const operation_evidence& seen) noexcept;

} // namespace weightkin
