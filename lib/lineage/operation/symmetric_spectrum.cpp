#include "lineage/operation/symmetric_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace weightkin {
namespace {

/// A symmetric matrix on its way to diagonal form: `q` collects the rotations, row by row, so that
/// every inner loop runs along memory.
struct tridiagonal {
  std::size_t n = 0;
  std::vector<double> q;        ///< row k: basis vector k of the reduced matrix
  std::vector<double> diagonal; ///< n
  std::vector<double> beside;   ///< n, beside[i] couples i and i + 1
};

/// Householder reflections from the first column on: each clears a column below its subdiagonal.
tridiagonal reduce(std::vector<double> a, std::size_t n) {
  tridiagonal t{n, std::vector<double>(n * n, 0.0), std::vector<double>(n), std::vector<double>(n)};
  for (std::size_t i = 0; i < n; ++i)
    t.q[i * n + i] = 1.0;
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
    for (std::size_t i = k; i < n; ++i) {
      double dot = 0;
      for (std::size_t j = k + 1; j < n; ++j)
        dot += a[i * n + j] * v[j];
      p[i] = dot / half;
    }
    double vp = 0;
    for (std::size_t i = k + 1; i < n; ++i)
      vp += v[i] * p[i];
    for (std::size_t i = k; i < n; ++i)
      p[i] -= vp / (2 * half) * v[i];
    for (std::size_t i = k; i < n; ++i)
      for (std::size_t j = k; j < n; ++j)
        a[i * n + j] -= v[i] * p[j] + p[i] * v[j];
    // q <- H q: combines rows.
    std::vector<double> w(n, 0.0);
    for (std::size_t i = k + 1; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        w[j] += v[i] * t.q[i * n + j];
    for (std::size_t i = k + 1; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        t.q[i * n + j] -= v[i] / half * w[j];
  }
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
  const std::size_t n = t.n;
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
    double* upper = t.q.data() + i * n;
    double* lower = upper + n;
    for (std::size_t k = 0; k < n; ++k) {
      const double old = lower[k];
      lower[k] = s * upper[k] + c * old;
      upper[k] = c * upper[k] - s * old;
    }
  }
  d[low] -= p;
  e[low] = g;
  e[high] = 0;
}

void diagonalise(tridiagonal& t) {
  constexpr double tiny = std::numeric_limits<double>::epsilon();
  constexpr int most_steps = 60; // a handful suffice; more means values that are not numbers
  for (std::size_t low = 0; low < t.n; ++low)
    for (int step = 0; step < most_steps; ++step) {
      std::size_t high = low;
      while (high + 1 < t.n && std::abs(t.beside[high]) > tiny * (std::abs(t.diagonal[high]) +
                                                                  std::abs(t.diagonal[high + 1])))
        ++high;
      if (high == low) break;
      implicit_step(t, low, high);
    }
}

} // namespace

symmetric_spectrum spectrum_of(std::vector<double> matrix, std::size_t size) {
  symmetric_spectrum spectrum;
  spectrum.size = size;
  if (size == 0) return spectrum;
  tridiagonal t = reduce(std::move(matrix), size);
  diagonalise(t);
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return t.diagonal[i] > t.diagonal[j]; });
  spectrum.vectors.reserve(size * size);
  for (const std::size_t k : order) {
    spectrum.values.push_back(t.diagonal[k]);
    spectrum.vectors.insert(spectrum.vectors.end(), t.q.begin() + k * size,
                            t.q.begin() + (k + 1) * size);
  }
  return spectrum;
}

short_side_spectrum singular_spectrum(const std::vector<double>& matrix, std::size_t rows,
                                      std::size_t columns) {
  short_side_spectrum answer;
  answer.of_rows = rows <= columns;
  const std::size_t n = answer.of_rows ? rows : columns;
  std::vector<double> gram(n * n, 0.0);
  if (answer.of_rows) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double dot = 0;
        for (std::size_t k = 0; k < columns; ++k)
          dot += matrix[i * columns + k] * matrix[j * columns + k];
        gram[i * n + j] = gram[j * n + i] = dot;
      }
  } else {
    for (std::size_t k = 0; k < rows; ++k) {
      const double* row = matrix.data() + k * columns;
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j)
          gram[i * n + j] += row[i] * row[j];
    }
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < i; ++j)
        gram[j * n + i] = gram[i * n + j];
  }
  answer.gram = spectrum_of(std::move(gram), n);
  return answer;
}

} // namespace weightkin
