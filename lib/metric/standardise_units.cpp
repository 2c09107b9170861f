#include "metric/standardise_units.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <span>

namespace weightkin::detail {
namespace {

/// Sum of squares of one row in eight fixed lanes, so that it can be vectorised without changing a
/// bit.
double row_sum_squares(const double* row, std::size_t count) {
  double lanes[8] = {};
  std::size_t j = 0;
  for (; j + 8 <= count; j += 8)
    for (std::size_t lane = 0; lane < 8; ++lane)
      lanes[lane] += row[j + lane] * row[j + lane];
  for (std::size_t lane = 0; j < count; ++j, ++lane)
    lanes[lane] += row[j] * row[j];
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

std::vector<double> column_sums(const float* values, std::size_t units, std::size_t features) {
  std::vector<double> sums(features, 0.0);
  for (std::size_t i = 0; i < units; ++i)
    for (std::size_t j = 0; j < features; ++j)
      sums[j] += static_cast<double>(values[i * features + j]);
  return sums;
}

/// Reciprocal deviation of each column; 0 where there is none.
std::vector<double> column_scales(const float* values, std::size_t units,
                                  const std::vector<double>& means) {
  const std::size_t features = means.size();
  std::vector<double> scales(features, 0.0);
  for (std::size_t i = 0; i < units; ++i)
    for (std::size_t j = 0; j < features; ++j) {
      const double centred = static_cast<double>(values[i * features + j]) - means[j];
      scales[j] += centred * centred;
    }
  for (double& scale : scales)
    scale = scale > 0 ? 1 / std::sqrt(scale / static_cast<double>(units)) : 0;
  return scales;
}

/// Sets the columns with a non-finite sum to 0. Sums of f32 cannot overflow f64, so a sum is finite
/// exactly when all its terms are (an infinity stays, opposite infinities make NaN).
void clear_bad_columns(std::vector<float>& values, std::vector<double>& sums) {
  const std::size_t features = sums.size();
  for (std::size_t j = 0; j < features; ++j) {
    if (std::isfinite(sums[j])) continue;
    sums[j] = 0;
    for (std::size_t at = j; at < values.size(); at += features)
      values[at] = 0;
  }
}

bool any_bad(const std::vector<double>& sums) {
  return std::any_of(sums.begin(), sums.end(), [](double sum) { return !std::isfinite(sum); });
}

void standardise_columns_and_rows(std::span<const float> values, std::vector<double>& means,
                                  standardised_units& answer) {
  const std::size_t units = answer.units;
  const std::size_t features = answer.features;
  for (double& mean : means)
    mean /= static_cast<double>(units);
  const std::vector<double> scales = column_scales(values.data(), units, means);
  std::vector<double> work(units * features);
  std::vector<double> new_means(features, 0.0);
  for (std::size_t i = 0; i < units; ++i) {
    double* row = work.data() + i * features;
    for (std::size_t j = 0; j < features; ++j)
      row[j] = (static_cast<double>(values[i * features + j]) - means[j]) * scales[j];
    const double length = std::sqrt(row_sum_squares(row, features));
    const double inverse = length > 0 ? 1 / length : 0;
    for (std::size_t j = 0; j < features; ++j) {
      row[j] *= inverse;
      new_means[j] += row[j];
    }
  }
  for (double& mean : new_means)
    mean /= static_cast<double>(units);
  answer.values.resize(units * features);
  for (std::size_t i = 0; i < units; ++i) {
    const double* row = work.data() + i * features;
    for (std::size_t j = 0; j < features; ++j)
      answer.values[i * features + j] = static_cast<float>(row[j] - new_means[j]);
  }
}

void standardise_ranks(std::span<const float> values, standardised_units& answer) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  const double middle = (static_cast<double>(values.size()) - 1) / 2;
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
      ++last;
    const double rank = static_cast<double>(first + last) / 2 - middle;
    for (; first <= last; ++first)
      ranks[order[first]] = rank;
  }
  const double sum_squares = row_sum_squares(ranks.data(), ranks.size());
  const double scale =
      sum_squares > 0 ? std::sqrt(static_cast<double>(values.size()) / sum_squares) : 0;
  answer.values.resize(values.size());
  for (std::size_t i = 0; i < ranks.size(); ++i)
    answer.values[i] = static_cast<float>(ranks[i] * scale);
}

} // namespace

standardised_units standardise(const unit_matrix& matrix) {
  standardised_units answer{matrix.units, matrix.features, {}, 0};
  assert(matrix.values.size() == matrix.units * matrix.features);
  if (matrix.values.size() != matrix.units * matrix.features || matrix.values.empty())
    return answer;
  std::vector<double> sums = column_sums(matrix.values.data(), matrix.units, matrix.features);
  std::vector<float> cleaned;
  std::span<const float> values(matrix.values);
  if (any_bad(sums)) {
    cleaned = matrix.values;
    clear_bad_columns(cleaned, sums);
    values = cleaned;
  }
  if (matrix.features == 1)
    standardise_ranks(values, answer);
  else
    standardise_columns_and_rows(values, sums, answer);
  answer.sum_squares = inner_product(answer.values, answer.values);
  return answer;
}

double inner_product(const std::vector<float>& a, const std::vector<float>& b) {
  assert(a.size() == b.size());
  double lanes[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= a.size(); i += 8)
    for (std::size_t lane = 0; lane < 8; ++lane)
      lanes[lane] += static_cast<double>(a[i + lane]) * static_cast<double>(b[i + lane]);
  for (std::size_t lane = 0; i < a.size(); ++i, ++lane)
    lanes[lane] += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

} // namespace weightkin::detail
