#pragma once

#include <cstdint>

#include "descent.hpp"

/// White noise on the linear maps and token tables; vectors stay.
namespace weightkin::zoo {

/// Noise of `relative` times each tensor's root mean square.
[[nodiscard]] descendant noised(const zoo_model& parent, double relative, std::uint64_t seed);
/// One size of noise for all tensors: `relative` times the root mean square over all of them, as
/// somebody adds it who does not look. 1/708 on weights of size 0.02 is 0.0706.
[[nodiscard]] descendant noised_alike(const zoo_model& parent, double relative, std::uint64_t seed);

} // namespace weightkin::zoo
