#pragma once

#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "support/null_models.hpp"

namespace weightkin::test {

/// Two independent matrices of one shape with the same kind of unevenness.
struct matrix_family {
  std::string_view name;
  /// What may be shared by both (which columns are heavy) is drawn once for a pair.
  void (*fill)(random_source& random, std::size_t rows, std::size_t columns, std::vector<double>& a,
               std::vector<double>& b);
};

namespace families {

inline double student3(random_source& random) {
  double squares = 0;
  for (int i = 0; i < 3; ++i) {
    const double x = random.normal();
    squares += x * x;
  }
  return random.normal() / std::sqrt(squares / 3);
}

template <class Draw>
void each(std::vector<double>& a, std::vector<double>& b, Draw draw) {
  for (double& x : a)
    x = draw();
  for (double& x : b)
    x = draw();
}

inline void gaussian(random_source& random, std::size_t, std::size_t, std::vector<double>& a,
                     std::vector<double>& b) {
  each(a, b, [&] { return random.normal(); });
}

inline void heavy(random_source& random, std::size_t, std::size_t, std::vector<double>& a,
                  std::vector<double>& b) {
  each(a, b, [&] { return student3(random); });
}

/// Every element has a scale of its own, the same in both.
inline void lognormal(random_source& random, std::size_t, std::size_t, std::vector<double>& a,
                      std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double scale = random.lognormal(1);
    a[i] = scale * random.normal();
    b[i] = scale * random.normal();
  }
}

/// Three columns thirty times heavier than the rest, and means of columns: common to both.
inline void columns(random_source& random, std::size_t rows, std::size_t width,
                    std::vector<double>& a, std::vector<double>& b) {
  std::vector<double> scale(width, 1.0), mean(width);
  for (int i = 0; i < 3; ++i)
    scale[random.below(width)] = 30;
  for (double& m : mean)
    m = 0.3 * random.normal();
  for (std::size_t i = 0; i < rows * width; ++i) {
    a[i] = mean[i % width] + scale[i % width] * random.normal();
    b[i] = mean[i % width] + scale[i % width] * random.normal();
  }
}

/// Rows with means of their own.
inline void row_means(random_source& random, std::size_t rows, std::size_t width,
                      std::vector<double>& a, std::vector<double>& b) {
  for (std::size_t row = 0; row < rows; ++row) {
    const double of_a = random.normal(), of_b = random.normal();
    for (std::size_t i = row * width; i < (row + 1) * width; ++i) {
      a[i] = of_a + random.normal();
      b[i] = of_b + random.normal();
    }
  }
}

/// Three of four 16 x 16 blocks are zero, the same in both; the first never is.
inline void blocks(random_source& random, std::size_t rows, std::size_t width,
                   std::vector<double>& a, std::vector<double>& b) {
  std::vector<bool> kept(((rows + 15) / 16) * ((width + 15) / 16));
  for (std::size_t i = 0; i < kept.size(); ++i)
    kept[i] = i == 0 || random.below(4) == 0;
  for (std::size_t i = 0; i < rows * width; ++i) {
    const bool here = kept[(i / width / 16) * ((width + 15) / 16) + (i % width) / 16];
    a[i] = here ? random.normal() : 0.0;
    b[i] = here ? random.normal() : 0.0;
  }
}

/// Two elements hold two thirds of a 64 x 64 matrix's energy and more: the worst for a sketch.
inline void spikes(random_source& random, std::size_t, std::size_t, std::vector<double>& a,
                   std::vector<double>& b) {
  each(a, b, [&] { return random.normal(); });
  const std::size_t first = random.below(a.size()), second = random.below(a.size());
  const double much = 1.5 * std::sqrt(static_cast<double>(a.size()));
  for (const std::size_t at : {first, second}) {
    a[at] *= much;
    b[at] *= much;
  }
}

} // namespace families

inline constexpr matrix_family even_families[] = {
    {"gaussian", families::gaussian},   {"student 3", families::heavy},
    {"lognormal", families::lognormal}, {"heavy columns", families::columns},
    {"row means", families::row_means}, {"sparse blocks", families::blocks},
};
inline constexpr matrix_family spiked_family{"two spikes", families::spikes};

/// To mean 0 and mean square 1.
inline void standardise(std::vector<double>& x) {
  double sum = 0, squares = 0;
  for (const double value : x)
    sum += value;
  const double mean = sum / static_cast<double>(x.size());
  for (double& value : x) {
    value -= mean;
    squares += value * value;
  }
  const double scale = std::sqrt(static_cast<double>(x.size()) / squares);
  for (double& value : x)
    value *= scale;
}

} // namespace weightkin::test
