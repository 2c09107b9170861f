#include "lineage/residual_texture.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace weightkin {
namespace {

/// a - c b with c the least-squares factor, as doubles.
std::vector<double> residual_of(const unit_matrix& a, const unit_matrix& b) {
  double ab = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    ab += static_cast<double>(a.values[i]) * b.values[i];
    bb += static_cast<double>(b.values[i]) * b.values[i];
  }
  const double factor = bb > 0 ? ab / bb : 0;
  std::vector<double> residual(a.values.size());
  for (std::size_t i = 0; i < residual.size(); ++i)
    residual[i] = a.values[i] - factor * b.values[i];
  return residual;
}

/// Largest singular value of a rows x columns matrix by power iteration on its Gram product.
/// Approaches from below, so structure is never claimed because the iteration stopped early.
double largest_singular_value(const std::vector<double>& matrix, std::size_t rows,
                              std::size_t columns) {
  std::vector<double> right(columns);
  for (std::size_t j = 0; j < columns; ++j)
    right[j] = 1.0 + 0.5 * std::cos(static_cast<double>(j * j % 97));
  double sigma = 0;
  for (int step = 0; step < 24; ++step) {
    double norm = 0;
    for (const double x : right)
      norm += x * x;
    norm = std::sqrt(norm);
    if (norm == 0) return 0;
    for (double& x : right)
      x /= norm;
    std::vector<double> next(columns, 0.0);
    double energy = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const double* row = matrix.data() + i * columns;
      double dot = 0;
      for (std::size_t j = 0; j < columns; ++j)
        dot += row[j] * right[j];
      energy += dot * dot;
      for (std::size_t j = 0; j < columns; ++j)
        next[j] += dot * row[j];
    }
    sigma = std::sqrt(energy);
    right = std::move(next);
  }
  return sigma;
}

struct spread {
  double mean_square = 0;
  double excess_kurtosis = 0;
  double row_evenness = 0;       ///< participation ratio of row energies over the number of rows
  double weight_correlation = 0; ///< of squared residual with squared weight
};

spread spread_of(const std::vector<double>& residual, const unit_matrix& weights) {
  const auto n = static_cast<double>(residual.size());
  spread s;
  double fourth = 0;
  double sum_w2 = 0;
  double sum_w4 = 0;
  double cross = 0;
  double rows_sum = 0;
  double rows_square = 0;
  for (std::size_t i = 0; i < weights.units; ++i) {
    double row = 0;
    for (std::size_t j = 0; j < weights.features; ++j) {
      const std::size_t at = i * weights.features + j;
      const double d2 = residual[at] * residual[at];
      const double w2 = static_cast<double>(weights.values[at]) * weights.values[at];
      row += d2;
      fourth += d2 * d2;
      sum_w2 += w2;
      sum_w4 += w2 * w2;
      cross += d2 * w2;
    }
    s.mean_square += row;
    rows_sum += row;
    rows_square += row * row;
  }
  s.mean_square /= n;
  if (s.mean_square <= 0) return s;
  const double variance_d2 = fourth / n - s.mean_square * s.mean_square;
  const double variance_w2 = sum_w4 / n - (sum_w2 / n) * (sum_w2 / n);
  s.excess_kurtosis = fourth / n / (s.mean_square * s.mean_square) - 3.0;
  s.row_evenness = rows_sum * rows_sum / rows_square / static_cast<double>(weights.units);
  if (variance_d2 > 0 && variance_w2 > 0)
    s.weight_correlation =
        (cross / n - s.mean_square * (sum_w2 / n)) / std::sqrt(variance_d2 * variance_w2);
  return s;
}

} // namespace

texture texture_of(const unit_matrix& a, const unit_matrix& b) {
  const auto residual = residual_of(a, b);
  const spread s = spread_of(residual, b);
  if (s.mean_square <= 0 || a.units < 8 || a.features < 8) return texture::neither;
  const double rows = static_cast<double>(a.units);
  const double columns = static_cast<double>(a.features);
  const double edge = std::sqrt(s.mean_square) * (std::sqrt(rows) + std::sqrt(columns));
  // Finite matrices exceed the edge by a few Tracy-Widom widths, n^(-2/3) in relative terms.
  const double slack = 1.0 + 3.0 * std::pow(std::min(rows, columns), -2.0 / 3.0);
  if (largest_singular_value(residual, a.units, a.features) > edge * slack)
    return texture::structured;
  const double even = 0.9 / (1.0 + 2.0 / columns);
  const double wobble =
      6.0 / std::sqrt(rows * columns); // about six standard errors of a correlation
  const bool white = s.row_evenness > even && std::abs(s.excess_kurtosis) < 5.0 * wobble &&
                     std::abs(s.weight_correlation) < wobble;
  return white ? texture::white : texture::neither;
}

} // namespace weightkin
