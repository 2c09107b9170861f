#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin::detail {

/// A tensor seen as rows, axes of length one dropped and the slow axes flattened.
struct row_shape {
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
};

/// One regenerated row: its values, and how far an honest f32 computation may be off each.
struct expected_row {
  std::vector<double> value;
  std::vector<double> slack;

  explicit expected_row(std::size_t columns) : value(columns), slack(columns, base_slack) {}

  /// Absolute error allowed of every table: a few roundings of f32 numbers near one.
  static constexpr double base_slack = 0x1p-20;
};

/// Relative error of one rounding to `type`, taken twice: tables are computed in f32 and then cast.
[[nodiscard]] inline double storage_tolerance(dtype type) noexcept {
  const int bits = traits_of(type).mantissa_bits;
  return std::ldexp(1.0, -(bits < 22 ? bits : 22));
}

/// Half the spacing of the smallest numbers of `type`.
[[nodiscard]] inline double smallest_step(dtype type) noexcept {
  const dtype_traits traits = traits_of(type);
  if (traits.exponent_bits < 2) return 0;
  return std::ldexp(1.0, 1 - (1 << (traits.exponent_bits - 1)) - traits.mantissa_bits);
}

/// True when every element of `view`, read as `shape`, equals the regenerated one within
/// |x - y| <= slack + step + tolerance * |y|; equal infinities are equal. Reads row after row and
/// stops at the first difference. \param fill called as fill(row, expected_row&) for rows 0, 1, 2,
/// ... in order.
template <class Fill>
[[nodiscard]] result<bool> matches_rows(const tensor_view& view, row_shape shape, Fill&& fill) {
  const double tolerance = storage_tolerance(view.type);
  const double step = smallest_step(view.type);
  const auto columns = static_cast<std::size_t>(shape.columns);
  expected_row expected(columns);
  for (std::uint64_t row = 0; row < shape.rows; ++row) {
    const auto stored = read_as_f64(view, row * shape.columns, columns);
    if (!stored) return stored.error();
    fill(row, expected);
    for (std::size_t i = 0; i < columns; ++i) {
      const double y = expected.value[i];
      const double x = (*stored)[i];
      if (x == y) continue;
      // Written so that a NaN on either side is a difference.
      if (!(std::fabs(x - y) <= expected.slack[i] + step + tolerance * std::fabs(y))) return false;
    }
  }
  return true;
}

} // namespace weightkin::detail
