#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "inventory/regenerate.hpp"

// How like a known table a tensor still is that may have been trained on from it.
namespace weightkin::detail {

/// Sums for one Pearson correlation.
struct correlation_sums {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

  void add(double a, double b) noexcept {
    n += 1;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  [[nodiscard]] double value() const noexcept {
    const double vx = xx - x * x / n;
    const double vy = yy - y * y / n;
    return vx > 0 && vy > 0 ? (xy - x * y / n) / std::sqrt(vx * vy) : 0;
  }
};

/// |Pearson correlation| of a tensor with a regenerated table, over 64 rows spread evenly.
/// \param fill called as fill(row, expected_row&) for rising rows.
template <class Fill>
[[nodiscard]] result<double> likeness_of(const tensor_view& view, row_shape shape,
                                         const Fill& fill) {
  constexpr std::uint64_t rows_looked_at = 64;
  const std::uint64_t step = std::max<std::uint64_t>(1, shape.rows / rows_looked_at);
  const auto columns = static_cast<std::size_t>(shape.columns);
  expected_row expected(columns);
  correlation_sums sums;
  for (std::uint64_t row = 0; row < shape.rows; row += step) {
    const auto stored = read_as_f64(view, row * shape.columns, columns);
    if (!stored) return stored.error();
    fill(row, expected);
    for (std::size_t i = 0; i < columns; ++i)
      sums.add((*stored)[i], expected.value[i]);
  }
  return std::fabs(sums.value());
}

} // namespace weightkin::detail
