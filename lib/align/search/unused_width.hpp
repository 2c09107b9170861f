#pragma once

#include <cstddef>

#include "align/search/dense_matrix.hpp"

namespace weightkin::detail {

/// Share of the energy of the rows that no `dimensions` directions can hold: 0 where the rows use
/// no more than those, however the space is turned. NaN for fewer rows than columns, for more than
/// 1,024 columns, and where nothing is left to be outside. *Close*. Cost: rows columns^2 + 3
/// columns^3. \pre finite values.
[[nodiscard]] double energy_outside(const dense_matrix& rows, std::size_t dimensions);

} // namespace weightkin::detail
