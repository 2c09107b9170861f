#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin::detail {

/// Some rows or columns of a matrix, exactly widened; line after line.
struct matrix_lines {
  std::size_t width = 0;
  std::vector<double> values;

  [[nodiscard]] std::span<const double> line(std::size_t i) const {
    return std::span(values).subspan(i * width, width);
  }
};

/// The lines of `matrix` at the positions `at` along `axis` (0: rows, 1: columns). Columns are read
/// in tiles of rows; of what lies in memory only the wanted elements are touched. \pre rank 2.
/// \returns the medium's `io` error. Memory: the answer and a tile.
[[nodiscard]] result<matrix_lines> read_lines(const tensor_view& matrix, std::size_t axis,
                                              std::span<const std::uint64_t> at);

/// The sum of a[k] * b[k] in eight lanes (docs/fingerprint-format.md, section 3.1). *Exact*.
[[nodiscard]] double sum8(std::span<const double> a, std::span<const double> b) noexcept;

} // namespace weightkin::detail
