#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <weightkin/lineage/comparison.hpp>

#include "lineage/pair_measurements.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// What the difference between subject and reference looks like, over the largest tested pairs of a
/// component.
struct residual_profile {
  std::size_t pairs = 0; ///< looked at
  std::size_t white = 0; ///< residual like independent noise: no direction stands out, rows alike,
                         ///< not heavier where weights are
  std::size_t structured = 0; ///< some direction carries more than noise could
  std::size_t gridded = 0;    ///< subject lies on a coarse per-block grid, reference does not, and
                              ///< they differ by at most about one step
  std::size_t rescaled = 0;   ///< one factor other than 1 explains the difference
  /// A factor for each row explains the difference, as folding a batch norm leaves it. Counted over
  /// all pairs that were chosen, also those without units to test.
  std::size_t scaled_by_rows = 0;
  std::uint64_t scaled_parameters = 0; ///< of those pairs
};

/// Profiles the given pairs (indices of one component that are not bit-equal), at most eight, the
/// largest first. Deterministic. \returns the medium's `io` error.
[[nodiscard]] result<residual_profile> profile_residual(const paired_models& models,
                                                        const pair_measurements& measured,
                                                        std::span<const tensor_evidence> pairs,
                                                        std::span<const std::size_t> chosen,
                                                        const ruling_options& options);

} // namespace weightkin
