#pragma once

#include <cstdint>

#include "decoder_parts.hpp"
#include "derive_rounding.hpp"

/// Rounding that pays for each column's error with the columns after it (GPTQ): codes differ from
/// round-to-nearest ones on purpose.
namespace weightkin::zoo {

/// Second moments of what the model's tensor number `tensor` reads while it is rounded: correlated
/// channels of uneven size, damped. Width by width.
[[nodiscard]] wide_matrix calibration_moments(std::uint64_t seed, std::size_t tensor,
                                              std::size_t width);
/// \param seed of the calibration inputs.
[[nodiscard]] descendant quantised_with_compensation(const zoo_model& parent,
                                                     const integer_grid& grid, std::uint64_t seed);

} // namespace weightkin::zoo
