#include "lineage/operation/gaussian_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace weightkin {
namespace {

/// Of the Tracy-Widom law for real matrices, at 0.999.
constexpr double tracy_widom_quantile = 3.2724;

/// Values of mean one whose counterparts above them make up (i + 1/2) / n of the law, i = 0, 1...
/// With x = 1 + c + 2 sqrt(c) cos(t) the density of t is 2 sin(t)^2 / (pi x): no poles at the ends.
std::vector<double> marchenko_pastur_quantiles(double c, std::size_t n, std::size_t most) {
  constexpr int steps = 8192;
  const double root = std::sqrt(c);
  std::vector<double> values;
  double above = 0;
  for (int k = 0; k < steps && values.size() < most; ++k) {
    const double t = std::numbers::pi * (k + 0.5) / steps;
    const double x = 1 + c + 2 * root * std::cos(t);
    const double mass =
        2 * std::sin(t) * std::sin(t) / (std::numbers::pi * x) * (std::numbers::pi / steps);
    while (values.size() < most) {
      const double wanted = (static_cast<double>(values.size()) + 0.5) / static_cast<double>(n);
      if (above + mass < wanted) break;
      const double at = std::numbers::pi * (k + (wanted - above) / mass) / steps;
      values.push_back(1 + c + 2 * root * std::cos(at));
    }
    above += mass;
  }
  return values;
}

} // namespace

gaussian_spectrum expect_gaussian(std::size_t rows, std::size_t columns, std::size_t most) {
  const std::size_t n = std::min(rows, columns);
  const std::size_t length = std::max(rows, columns);
  const auto narrow = static_cast<double>(n);
  const auto wide = static_cast<double>(length);
  gaussian_spectrum expected;
  expected.shares = marchenko_pastur_quantiles(narrow / wide, n, std::min(most, n));
  for (double& value : expected.shares)
    value /= narrow;
  const double sum = std::sqrt(wide - 1) + std::sqrt(narrow);
  const double scale = sum * std::cbrt(1 / std::sqrt(wide - 1) + 1 / std::sqrt(narrow));
  expected.edge = std::min((sum * sum + tracy_widom_quantile * scale) / (wide * narrow), 1.0);
  return expected;
}

} // namespace weightkin
