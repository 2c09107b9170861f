#pragma once

#include <cstddef>
#include <vector>

namespace weightkin {

/// Eigenvalues, descending, of a symmetric matrix. *Close*: within about size * 1e-16 of the
/// largest. \param matrix size x size, row-major; only finite values. Cost: about 2 size^3.
[[nodiscard]] std::vector<double> symmetric_spectrum(std::vector<double> matrix, std::size_t size);

/// Squared singular values, descending, of a rows x columns matrix: as many as its shorter side.
/// Cost: rows * columns * that side, and the above.
[[nodiscard]] std::vector<double> squared_singular_values(const std::vector<double>& matrix,
                                                          std::size_t rows, std::size_t columns);

} // namespace weightkin
