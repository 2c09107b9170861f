#pragma once

#include <cstddef>
#include <cstdint>

#include "descent.hpp"

/// Changes of basis of a decoder that change no output.
namespace weightkin::zoo {

/// T3 and T5: gains folded, the residual stream turned by a random orthogonal matrix, then new
/// lognormal gains of the given spread (0: gains stay one).
[[nodiscard]] descendant rotated(const zoo_model& parent, double gain_spread, std::uint64_t seed);
/// T4: every frequency pair between q and k turned by an angle of its own and rescaled.
[[nodiscard]] descendant query_planes_turned(const zoo_model& parent, double log_spread,
                                             std::uint64_t seed);
/// T4: v and o mixed by a random invertible matrix a key head: orthogonal, then columns scaled with
/// the given spread.
[[nodiscard]] descendant values_mixed(const zoo_model& parent, double log_spread,
                                      std::uint64_t seed);

/// e1: rotation with new gains, hidden units reordered, heads reordered, query planes turned,
/// values mixed, factors moved between up and down.
[[nodiscard]] descendant attacked_e1(const zoo_model& parent, std::uint64_t seed);
/// e2: e1, then noise of rank 8 and relative size 0.02, then 8 bits in groups of 32.
[[nodiscard]] descendant attacked_e2(const zoo_model& parent, std::uint64_t seed);
/// e3: gains folded, the stream `added` zero dimensions wider and then turned as a whole.
[[nodiscard]] descendant padded_and_rotated(const zoo_model& parent, std::size_t added,
                                            std::uint64_t seed);

} // namespace weightkin::zoo
