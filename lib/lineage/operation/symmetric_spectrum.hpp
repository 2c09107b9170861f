#pragma once

#include <cstddef>
#include <vector>

namespace weightkin {

/// Eigenvalues, descending, and eigenvectors of a symmetric matrix; vector k is
/// `vectors[k * size + i]`. *Close*: eigenvalues within about size * 1e-16 of the largest.
struct symmetric_spectrum {
  std::size_t size = 0;
  std::vector<double> values;
  std::vector<double> vectors;
};

/// \param matrix size x size, row-major; only finite values. Cost: about 5 size^3.
[[nodiscard]] symmetric_spectrum spectrum_of(std::vector<double> matrix, std::size_t size);

/// The spectrum of a rows x columns matrix's Gram product along its shorter side: squared singular
/// values, and singular vectors of that side.
struct short_side_spectrum {
  symmetric_spectrum gram;
  bool of_rows = false; ///< vectors index rows; else columns
};
[[nodiscard]] short_side_spectrum singular_spectrum(const std::vector<double>& matrix,
                                                    std::size_t rows, std::size_t columns);

} // namespace weightkin
