#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "align/search/search_options.hpp"

namespace weightkin::detail {

/// A plain matrix, row-major.
struct dense_matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;

  [[nodiscard]] float at(std::size_t i, std::size_t j) const { return values[i * columns + j]; }
  [[nodiscard]] std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * columns, columns);
  }
};

[[nodiscard]] dense_matrix transpose(const dense_matrix& m);

/// A B^T, rows of A against rows of B. *Exact*: sums of 64 features in f32, these in f64 in order,
/// rounded once; threads do not matter. \pre equally many columns. Cost: a.rows * b.rows * columns.
[[nodiscard]] dense_matrix row_products(const dense_matrix& a, const dense_matrix& b,
                                        unsigned threads);

/// The factor U of M = U P with P symmetric and not negative: the matrix with orthonormal rows (or
/// columns, whichever are fewer) nearest to M. Directions much weaker than the strongest (about
/// 1e-5 of it) keep less than unit length, those that M does not have stay empty. *Close*: accurate
/// to about 1e-4. \returns nothing for a matrix that is empty, zero or not finite, or when time is
/// up. Cost: 45 products of rows * columns * min(rows, columns) beyond 192.
[[nodiscard]] std::optional<dense_matrix> polar_factor(const dense_matrix& m,
                                                       const search_options& options);

} // namespace weightkin::detail
