#include "derive_compensated.hpp"

#include <algorithm>
#include <cmath>

namespace weightkin::zoo {
namespace {

/// Lower triangular L with L L' = a. \pre positive definite
wide_matrix cholesky(const wide_matrix& a) {
  wide_matrix l(a.rows, a.rows);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = a.at(i, j);
      for (std::size_t k = 0; k < j; ++k)
        rest -= l.at(i, k) * l.at(j, k);
      l.at(i, j) = i == j ? std::sqrt(rest) : rest / l.at(j, j);
    }
  return l;
}

/// Of a symmetric positive definite matrix.
wide_matrix inverse(const wide_matrix& a) {
  const wide_matrix l = cholesky(a);
  wide_matrix back(a.rows, a.rows); // inverse of L
  for (std::size_t i = 0; i < a.rows; ++i) {
    back.at(i, i) = 1 / l.at(i, i);
    for (std::size_t j = 0; j < i; ++j) {
      double sum = 0;
      for (std::size_t k = j; k < i; ++k)
        sum -= l.at(i, k) * back.at(k, j);
      back.at(i, j) = sum / l.at(i, i);
    }
  }
  return test::product(test::transposed(back), back);
}

void round_row(float* row, const integer_grid& grid, const wide_matrix& factor) {
  const std::size_t columns = factor.rows;
  std::vector<double> wanted(row, row + columns);
  group_grid fitted;
  for (std::size_t j = 0; j < columns; ++j) {
    if (j % grid.group == 0) {
      const std::vector<float> now(
          wanted.begin() + static_cast<std::ptrdiff_t>(j),
          wanted.begin() + static_cast<std::ptrdiff_t>(std::min(columns, j + grid.group)));
      fitted = fitted_grid(now.data(), now.size(), grid);
    }
    row[j] = fitted.rounded(wanted[j]);
    // factor is lower: its transpose is the upper triangle that the method walks along.
    const double error = (wanted[j] - static_cast<double>(row[j])) / factor.at(j, j);
    for (std::size_t k = j + 1; k < columns; ++k)
      wanted[k] -= error * factor.at(k, j);
  }
}

} // namespace

wide_matrix calibration_moments(std::uint64_t seed, std::size_t tensor, std::size_t width) {
  random_source random = scattered_source(seed + 7919 * tensor);
  const std::size_t samples = 2 * width, directions = width / 4 + 1;
  wide_matrix mixing(directions, width), inputs(samples, width);
  std::vector<double> channel(width);
  for (double& x : mixing.values)
    x = random.normal();
  for (double& x : channel)
    x = random.lognormal(0.5);
  for (std::size_t s = 0; s < samples; ++s)
    for (std::size_t k = 0; k < directions; ++k) {
      const double strength = random.normal() / (1 + 0.2 * static_cast<double>(k));
      for (std::size_t j = 0; j < width; ++j)
        inputs.at(s, j) += channel[j] * (strength * mixing.at(k, j) +
                                         0.3 * random.normal() / static_cast<double>(k + 1));
    }
  wide_matrix moments = test::product(test::transposed(inputs), inputs);
  double trace = 0;
  for (std::size_t j = 0; j < width; ++j)
    trace += moments.at(j, j);
  for (std::size_t j = 0; j < width; ++j)
    moments.at(j, j) += 0.01 * trace / static_cast<double>(width);
  return moments;
}

descendant quantised_with_compensation(const zoo_model& parent, const integer_grid& grid,
                                       std::uint64_t seed) {
  descendant child =
      copy_of(parent, "quantised_with_compensation",
              std::to_string(grid.bits) + " bits, groups of " + std::to_string(grid.group));
  child.truth.operations = {operation_kind::quantised};
  child.truth.provable = descent_direction::subject_from_reference;
  for (std::size_t number = 0; number < child.model.tensors.size(); ++number) {
    zoo_tensor& tensor = child.model.tensors[number];
    if (!is_linear_map(tensor)) continue;
    const std::size_t columns = tensor.columns();
    const wide_matrix factor = cholesky(inverse(calibration_moments(seed, number, columns)));
    for (std::size_t row = 0; row < tensor.rows(); ++row)
      round_row(tensor.values.data() + row * columns, grid, factor);
  }
  return child;
}

} // namespace weightkin::zoo
