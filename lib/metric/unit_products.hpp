#pragma once

#include <cstddef>

#include "metric/standardise_units.hpp"
#include "metric/unset_memory.hpp"

namespace weightkin::detail {

/// All inner products of the units of two matrices: entry (i, p) = <row i of A, row p of B>.
/// Square, `units` x `units`; rows are `stride` apart, padding columns hold 0.
struct unit_products {
  std::size_t units = 0;
  std::size_t stride = 0;
  unset_vector<double> values;

  [[nodiscard]] double at(std::size_t i, std::size_t p) const { return values[i * stride + p]; }
};

/// The sums over a product matrix that the moments of its permutation distribution need.
struct product_sums {
  double squares = 0;             ///< sum of c^2
  double cubes = 0;               ///< sum of c^3
  double fourths = 0;             ///< sum of c^4
  double squared_row_squares = 0; ///< sum over rows of (sum of c^2)^2
  double squared_col_squares = 0; ///< sum over columns of (sum of c^2)^2
};

/// A B^T. *Exact*: products and sums of 64 consecutive features in f32, these in f64 in order;
/// every instruction set gives the same bits. Relative accuracy about 1e-6 of |row a| |row b|.
/// Cost: units^2 * features multiplications and additions.
[[nodiscard]] unit_products multiply_units(const standardised_units& a,
                                           const standardised_units& b);

/// Rows of a matrix laid out once for many products with them.
class packed_rows {
public:
  /// \param values row-major, `units` x `features`. Memory: a copy, units rounded up to 32.
  packed_rows(const float* values, std::size_t units, std::size_t features);

  [[nodiscard]] std::size_t units() const noexcept { return units_; }
  [[nodiscard]] std::size_t features() const noexcept { return features_; }
  /// Distance of the rows of a product: `units` rounded up to 32.
  [[nodiscard]] std::size_t stride() const noexcept { return stride_; }
  [[nodiscard]] const float* values() const noexcept { return values_.data(); }

private:
  std::size_t units_;
  std::size_t features_;
  std::size_t stride_;
  unset_vector<float> values_;
};

/// The first `rows` rows of `a` (row-major, as many features as `b`) times the packed rows, as
/// accurate and *exact* as `multiply_units`; whatever `a` is cut into. \param out `rows` x stride.
void multiply_rows(const float* a, std::size_t rows, const packed_rows& b, double* out);

/// Products that are all 0, with rows as far apart as `multiply_units` has them.
[[nodiscard]] unit_products zero_products(std::size_t units);

/// Makes `to` hold `factor` times `products`. *Exact*. \pre equal shapes
void set_multiple(double factor, const unit_products& products, unit_products& to);

/// Adds `factor` times `products` to `to`. *Exact*. \pre equal shapes
void add_multiple(double factor, const unit_products& products, unit_products& to);

/// *Exact*: eight interleaved lanes per row, rows in order. Cost: one pass.
[[nodiscard]] product_sums sums_of(const unit_products& products);

} // namespace weightkin::detail
