#include "align/search/dense_matrix.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include <weightkin/core/parallel_for.hpp>

#include "metric/unit_products.hpp"

namespace weightkin::detail {
namespace {

using row_major = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::size_t rows_at_once = 64;
/// Up to here singular vectors in f64 are cheaper than iterating, and better.
constexpr std::size_t decomposed_below = 193;
constexpr int growing_steps = 9;
constexpr int settling_steps = 6;

double sum_of_squares(const dense_matrix& m) {
  double sum = 0;
  for (const float x : m.values)
    sum += static_cast<double>(x) * static_cast<double>(x);
  return sum;
}

std::optional<dense_matrix> by_singular_vectors(const dense_matrix& m) {
  const Eigen::MatrixXd wide =
      Eigen::Map<const row_major>(m.values.data(), static_cast<Eigen::Index>(m.rows),
                                  static_cast<Eigen::Index>(m.columns))
          .cast<double>();
  const Eigen::BDCSVD<Eigen::MatrixXd> parts(wide, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const auto& values = parts.singularValues();
  // Rounding of f32 fills directions that are not there up to about 1e-7 of the strongest.
  const double weakest = values.size() == 0 ? 0 : values(0) * 1e-6;
  Eigen::MatrixXd left = parts.matrixU();
  for (Eigen::Index k = 0; k < values.size(); ++k)
    if (!(values(k) > weakest)) left.col(k).setZero();
  dense_matrix polar{m.rows, m.columns, std::vector<float>(m.values.size())};
  Eigen::Map<row_major>(polar.values.data(), static_cast<Eigen::Index>(m.rows),
                        static_cast<Eigen::Index>(m.columns)) =
      (left * parts.matrixV().transpose()).cast<float>();
  return polar;
}

/// An upper bound of the largest singular value that is seldom much above it.
double spectral_bound(const dense_matrix& gram) {
  // The fourth root of |G^2|_F^2 costs a product more; the largest row sum is free.
  double largest = 0;
  for (std::size_t i = 0; i < gram.rows; ++i) {
    double sum = 0;
    for (const float x : gram.row(i))
      sum += std::abs(static_cast<double>(x));
    largest = std::max(largest, sum);
  }
  return std::sqrt(std::min(largest, std::sqrt(sum_of_squares(gram))));
}

/// X <- a X + (b G + c G^2) X with G = X X^T, for rows <= columns.
dense_matrix iterate(const dense_matrix& x, const dense_matrix& gram, double a, double b, double c,
                     unsigned threads) {
  dense_matrix mixed = c == 0 ? gram : row_products(gram, gram, threads);
  for (std::size_t k = 0; k < mixed.values.size(); ++k)
    mixed.values[k] = static_cast<float>(c == 0 ? b * static_cast<double>(gram.values[k])
                                                : b * static_cast<double>(gram.values[k]) +
                                                      c * static_cast<double>(mixed.values[k]));
  dense_matrix next = row_products(mixed, transpose(x), threads);
  for (std::size_t k = 0; k < next.values.size(); ++k)
    next.values[k] = static_cast<float>(a * static_cast<double>(x.values[k]) +
                                        static_cast<double>(next.values[k]));
  return next;
}

/// Newton and Schulz: steps that lift small singular values by 3.44 each, then steps that settle
/// all of them at 1.
std::optional<dense_matrix> by_iteration(dense_matrix x, const search_options& options) {
  dense_matrix gram = row_products(x, x, options.threads);
  const double bound = spectral_bound(gram);
  if (!(bound > 0)) return std::nullopt;
  for (float& value : x.values)
    value = static_cast<float>(static_cast<double>(value) / bound);
  for (int step = 0; step < growing_steps + settling_steps; ++step) {
    if (out_of_time(options)) return std::nullopt;
    gram = row_products(x, x, options.threads);
    x = step < growing_steps ? iterate(x, gram, 3.4445, -4.7750, 2.0315, options.threads)
                             : iterate(x, gram, 1.875, -1.25, 0.375, options.threads);
  }
  return x;
}

} // namespace

dense_matrix transpose(const dense_matrix& m) {
  constexpr std::size_t tile = 16;
  dense_matrix t{m.columns, m.rows, std::vector<float>(m.values.size())};
  for (std::size_t row = 0; row < m.rows; row += tile)
    for (std::size_t column = 0; column < m.columns; column += tile)
      for (std::size_t i = row; i < std::min(row + tile, m.rows); ++i)
        for (std::size_t j = column; j < std::min(column + tile, m.columns); ++j)
          t.values[j * m.rows + i] = m.values[i * m.columns + j];
  return t;
}

dense_matrix row_products(const dense_matrix& a, const dense_matrix& b, unsigned threads) {
  dense_matrix products{a.rows, b.rows, std::vector<float>(a.rows * b.rows)};
  const packed_rows right(b.values.data(), b.rows, b.columns);
  const std::size_t blocks = (a.rows + rows_at_once - 1) / rows_at_once;
  parallel_for(blocks, threads, [&](std::size_t block) {
    const std::size_t first = block * rows_at_once;
    const std::size_t count = std::min(rows_at_once, a.rows - first);
    std::vector<double> wide(count * right.stride());
    multiply_rows(a.values.data() + first * a.columns, count, right, wide.data());
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < b.rows; ++j)
        products.values[(first + i) * b.rows + j] =
            static_cast<float>(wide[i * right.stride() + j]);
  });
  return products;
}

std::optional<dense_matrix> polar_factor(const dense_matrix& m, const search_options& options) {
  const double size = std::sqrt(sum_of_squares(m));
  if (!(size > 0) || !std::isfinite(size)) return std::nullopt;
  // Products of four values must stay inside f32.
  dense_matrix scaled = m;
  for (float& value : scaled.values)
    value = static_cast<float>(static_cast<double>(value) / size);
  if (std::min(m.rows, m.columns) < decomposed_below) return by_singular_vectors(scaled);
  if (m.rows <= m.columns) return by_iteration(std::move(scaled), options);
  auto turned = by_iteration(transpose(scaled), options);
  if (!turned) return std::nullopt;
  return transpose(*turned);
}

} // namespace weightkin::detail
