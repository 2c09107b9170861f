#include "lineage/operation/symmetric_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace weightkin {
namespace {

/// A symmetric matrix with nothing but a diagonal and what is beside it.
struct tridiagonal {
  std::vector<double> diagonal;
  std::vector<double> beside; ///< beside[i] couples i and i + 1
};

/// Householder reflections from the first column on: each clears a column below its subdiagonal.
tridiagonal reduce(std::vector<double> a, std::size_t n) {
  std::vector<double> v(n), p(n);
  for (std::size_t k = 0; k + 2 < n; ++k) {
    double square = 0;
    for (std::size_t i = k + 1; i < n; ++i)
      square += a[k * n + i] * a[k * n + i];
    const double first = a[k * n + k + 1];
    if (square - first * first <= 0) continue;
    const double length = std::copysign(std::sqrt(square), first);
    std::fill(v.begin(), v.end(), 0.0);
    for (std::size_t i = k + 1; i < n; ++i)
      v[i] = a[k * n + i];
    v[k + 1] += length;
    const double half = square + length * first; // |v|^2 / 2
    // Rows of a symmetric matrix are its columns: both loops run along memory.
    std::fill(p.begin(), p.end(), 0.0);
    for (std::size_t j = k + 1; j < n; ++j)
      for (std::size_t i = k; i < n; ++i)
        p[i] += a[j * n + i] * (v[j] / half);
    double vp = 0;
    for (std::size_t i = k + 1; i < n; ++i)
      vp += v[i] * p[i];
    for (std::size_t i = k; i < n; ++i)
      p[i] -= vp / (2 * half) * v[i];
    for (std::size_t i = k; i < n; ++i)
      for (std::size_t j = k; j < n; ++j)
        a[i * n + j] -= v[i] * p[j] + p[i] * v[j];
  }
  tridiagonal t{std::vector<double>(n), std::vector<double>(n)};
  for (std::size_t i = 0; i < n; ++i) {
    t.diagonal[i] = a[i * n + i];
    if (i + 1 < n) t.beside[i] = a[i * n + i + 1];
  }
  return t;
}

/// One implicit QL step with Wilkinson's shift on the unreduced block [low, high].
void implicit_step(tridiagonal& t, std::size_t low, std::size_t high) {
  auto& d = t.diagonal;
  auto& e = t.beside;
  const double slope = (d[low + 1] - d[low]) / (2 * e[low]);
  double g = d[high] - d[low] + e[low] / (slope + std::copysign(std::hypot(slope, 1.0), slope));
  double s = 1, c = 1, p = 0;
  for (std::size_t i = high; i-- > low;) {
    const double f = s * e[i];
    const double b = c * e[i];
    const double r = std::hypot(f, g);
    e[i + 1] = r;
    if (r == 0) {
      d[i + 1] -= p;
      e[high] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    const double rest = d[i + 1] - p;
    const double turn = (d[i] - rest) * s + 2 * c * b;
    p = s * turn;
    d[i + 1] = rest + p;
    g = c * turn - b;
  }
  d[low] -= p;
  e[low] = g;
  e[high] = 0;
}

void diagonalise(tridiagonal& t) {
  constexpr double tiny = std::numeric_limits<double>::epsilon();
  constexpr int most_steps = 60; // a handful suffice; more means values that are not numbers
  const std::size_t n = t.diagonal.size();
  for (std::size_t low = 0; low < n; ++low)
    for (int step = 0; step < most_steps; ++step) {
      std::size_t high = low;
      while (high + 1 < n && std::abs(t.beside[high]) > tiny * (std::abs(t.diagonal[high]) +
                                                                std::abs(t.diagonal[high + 1])))
        ++high;
      if (high == low) break;
      implicit_step(t, low, high);
    }
}

} // namespace

std::vector<double> symmetric_spectrum(std::vector<double> matrix, std::size_t size) {
  if (size == 0) return {};
  tridiagonal t = reduce(std::move(matrix), size);
  diagonalise(t);
  std::sort(t.diagonal.begin(), t.diagonal.end(), std::greater<>());
  return std::move(t.diagonal);
}

std::vector<double> squared_singular_values(const std::vector<double>& matrix, std::size_t rows,
                                            std::size_t columns) {
  const bool of_rows = rows <= columns;
  const std::size_t n = of_rows ? rows : columns;
  const std::size_t length = of_rows ? columns : rows;
  // Products of columns come about as sums of rows' outer products, which run along memory.
  std::vector<double> lines = matrix;
  if (of_rows)
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j)
        lines[j * rows + i] = matrix[i * columns + j];
  std::vector<double> gram(n * n, 0.0);
  for (std::size_t k = 0; k < length; ++k) {
    const double* line = lines.data() + k * n;
    for (std::size_t i = 0; i < n; ++i) {
      if (line[i] == 0) continue;
      for (std::size_t j = 0; j < n; ++j)
        gram[i * n + j] += line[i] * line[j];
    }
  }
  return symmetric_spectrum(std::move(gram), n);
}

} // namespace weightkin
