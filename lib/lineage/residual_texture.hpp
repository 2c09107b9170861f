#pragma once

#include <cstdint>

#include <weightkin/metric/permutation_test.hpp>

namespace weightkin {

/// What a residual resembles.
enum class texture : std::uint8_t {
  neither = 0,
  white = 1,      ///< independent noise: no direction stands out, rows alike, blind to the weights
  structured = 2, ///< some direction carries more than noise could
};

/// Compares the residual a - c b, c the least-squares factor, with independent Gaussian noise of
/// its own size: largest singular value against the Marchenko-Pastur edge, evenness of rows, tails,
/// and whether it grows with the weights. \pre equal sizes.
[[nodiscard]] texture texture_of(const unit_matrix& a, const unit_matrix& b);

} // namespace weightkin
