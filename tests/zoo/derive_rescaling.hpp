#pragma once

#include <cstdint>

#include "descent.hpp"

/// Factors moved between a decoder's tensors without changing what it computes.
namespace weightkin::zoo {

/// T6: up times c, down by c; `per_unit`: a factor for every hidden unit, else one a layer.
/// Factors are lognormal with the given spread.
[[nodiscard]] descendant feed_forward_rescaled(const zoo_model& parent, bool per_unit,
                                               double log_spread, std::uint64_t seed);
/// T6: v times c, o by c; `per_unit`: a factor for every row of v, else one a layer.
[[nodiscard]] descendant values_rescaled(const zoo_model& parent, bool per_unit, double log_spread,
                                         std::uint64_t seed);
/// T6: everything that writes the stream times `factor` (RMSNorm forgets it, but for its epsilon).
[[nodiscard]] descendant stream_rescaled(const zoo_model& parent, double factor);
/// T5: all norm gains moved into the matrices behind them; gains are one. A tied output head gets
/// weights of its own.
[[nodiscard]] descendant gains_folded(const zoo_model& parent);
/// T5: gains replaced by lognormal ones, matrices behind them accordingly.
[[nodiscard]] descendant gains_replaced(const zoo_model& parent, double log_spread,
                                        std::uint64_t seed);

} // namespace weightkin::zoo
