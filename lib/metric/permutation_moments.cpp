#include "metric/permutation_moments.hpp"

#include <cmath>

// Derivation. E S^k is a sum over k-tuples of (row, column) pairs; tuples are sorted by which of
// their indices coincide, and sums over distinct indices are expanded by inclusion and exclusion.
// Because rows and columns of c sum to 0, only these survive:
//   E S^2 = F / (h-1)
//   E S^3 = h / ((h-1)(h-2)) sum c^3
//   E S^4 = [1/h + 7/(h)_2 + 24/(h)_3 + 36/(h)_4] sum c^4
//         - [3/(h)_2 + 12/(h)_3 + 18/(h)_4] (sum_i r_i^2 + sum_p q_p^2)
//         + [3/(h)_2 + 6/(h)_3 + 3/(h)_4] F^2 + 6/(h)_4 |C C^T|_F^2
// with (h)_k = h(h-1)..(h-k+1), r_i and q_p the sums of squares of a row and of a column, F their
// total. tests/metric checks each against full enumeration.

namespace weightkin::detail {
namespace {

/// Units up to which |C C^T|^2 (cubic cost) is computed; above, its bound F^2 is good enough.
constexpr std::size_t exact_gram_units = 64;

double gram_squares(const unit_products& products) {
  double total = 0;
  for (std::size_t i = 0; i < products.units; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double product = 0;
      for (std::size_t p = 0; p < products.units; ++p)
        product += products.at(i, p) * products.at(j, p);
      total += (i == j ? 1 : 2) * product * product;
    }
  return total;
}

} // namespace

permutation_moments moments_of(const unit_products& products, const product_sums& sums) {
  permutation_moments moments;
  const double h = static_cast<double>(products.units);
  moments.variance = sums.squares / (h - 1);
  if (!(moments.variance > 0)) return {};
  const double deviation = std::sqrt(moments.variance);
  moments.skewness = h / ((h - 1) * (h - 2)) * sums.cubes / moments.variance / deviation;

  const double pairs = h * (h - 1);
  const double triples = pairs * (h - 2);
  const double quadruples = triples * (h - 3);
  const double gram =
      products.units <= exact_gram_units ? gram_squares(products) : sums.squares * sums.squares;
  const double fourth = (1 / h + 7 / pairs + 24 / triples + 36 / quadruples) * sums.fourths -
                        (3 / pairs + 12 / triples + 18 / quadruples) *
                            (sums.squared_row_squares + sums.squared_col_squares) +
                        (3 / pairs + 6 / triples + 3 / quadruples) * sums.squares * sums.squares +
                        6 / quadruples * gram;
  moments.excess_kurtosis = fourth / moments.variance / moments.variance - 3;
  return moments;
}

} // namespace weightkin::detail
