#pragma once

#include <cstddef>

namespace weightkin::zoo {

/// A matrix to read at any steps: element (i, j) is data[i * row_step + j * column_step].
struct strided_matrix {
  const float* data = nullptr;
  std::size_t row_step = 0;
  std::size_t column_step = 1;
};

/// C (m by n) += A (m by k) * B (k by n); rows of B and C are contiguous, `b_step` and `c_step`
/// apart. Exact: every element is ((c + a0 b0) + a1 b1) + ..., each product and sum rounded, on
/// every machine.
void add_product(std::size_t m, std::size_t n, std::size_t k, const strided_matrix& a,
                 const float* b, std::size_t b_step, float* c, std::size_t c_step);

/// out (columns by rows) = transpose of `in` (rows by columns, `step` apart).
void transpose(std::size_t rows, std::size_t columns, const float* in, std::size_t step,
               float* out);

} // namespace weightkin::zoo
