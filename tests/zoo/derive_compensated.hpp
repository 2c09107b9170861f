#pragma once

#include <cstdint>

#include "derive_rounding.hpp"

/// Rounding that pays for each column's error with the columns after it (GPTQ): codes differ from
/// round-to-nearest ones on purpose.
namespace weightkin::zoo {

/// \param seed of the calibration inputs: correlated, with a few large channels, per tensor.
[[nodiscard]] descendant quantised_with_compensation(const zoo_model& parent,
                                                     const integer_grid& grid, std::uint64_t seed);

} // namespace weightkin::zoo
