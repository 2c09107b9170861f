#include "align/search/matched_rows.hpp"

#include <algorithm>
#include <cmath>

namespace weightkin::detail {
namespace {

bool all_finite(const float* row, std::size_t count) {
  return std::all_of(row, row + count, [](float x) { return std::isfinite(x); });
}

/// Sums over rows of f(value), per column, in order.
template <class Function>
std::vector<double> column_sums(const std::vector<double>& values, std::size_t features,
                                Function f) {
  std::vector<double> sums(features, 0.0);
  for (std::size_t at = 0; at < values.size(); at += features)
    for (std::size_t j = 0; j < features; ++j)
      sums[j] += f(values[at + j]);
  return sums;
}

void centre_columns(std::vector<double>& values, std::size_t features, std::size_t units) {
  const std::vector<double> sums = column_sums(values, features, [](double x) { return x; });
  for (std::size_t at = 0; at < values.size(); at += features)
    for (std::size_t j = 0; j < features; ++j)
      values[at + j] -= sums[j] / static_cast<double>(units);
}

void centre_rows(std::vector<double>& values, std::size_t features) {
  for (std::size_t at = 0; at < values.size(); at += features) {
    double sum = 0;
    for (std::size_t j = 0; j < features; ++j)
      sum += values[at + j];
    for (std::size_t j = 0; j < features; ++j)
      values[at + j] -= sum / static_cast<double>(features);
  }
}

void scale_columns(std::vector<double>& values, std::size_t features) {
  std::vector<double> scales = column_sums(values, features, [](double x) { return x * x; });
  for (double& scale : scales)
    scale = scale > 0 ? 1 / std::sqrt(scale) : 0;
  for (std::size_t at = 0; at < values.size(); at += features)
    for (std::size_t j = 0; j < features; ++j)
      values[at + j] *= scales[j];
}

} // namespace

matched_rows comparable_rows(const unit_matrix& matrix, centring what) {
  matched_rows rows;
  const std::size_t features = matrix.features;
  rows.features = features;
  if (features == 0 || matrix.values.size() != matrix.units * features) return rows;
  std::vector<std::size_t> finite;
  std::vector<double> values;
  values.reserve(matrix.values.size());
  for (std::size_t i = 0; i < matrix.units; ++i) {
    const float* row = matrix.values.data() + i * features;
    if (!all_finite(row, features)) continue;
    finite.push_back(i);
    values.insert(values.end(), row, row + features);
  }
  if (what == centring::columns)
    centre_columns(values, features, finite.size());
  else
    centre_rows(values, features);
  scale_columns(values, features);
  for (std::size_t i = 0; i < finite.size(); ++i) {
    const double* row = values.data() + i * features;
    double square = 0;
    for (std::size_t j = 0; j < features; ++j)
      square += row[j] * row[j];
    if (!(square > 0)) continue;
    const double scale = 1 / std::sqrt(square);
    rows.unit.push_back(finite[i]);
    for (std::size_t j = 0; j < features; ++j)
      rows.values.push_back(static_cast<float>(row[j] * scale));
  }
  return rows;
}

matched_rows pick_rows(const matched_rows& all, const std::vector<std::size_t>& at) {
  matched_rows some;
  some.features = all.features;
  some.values.reserve(at.size() * all.features);
  for (const std::size_t i : at) {
    some.unit.push_back(all.unit[i]);
    some.values.insert(some.values.end(), all.row(i), all.row(i) + all.features);
  }
  return some;
}

} // namespace weightkin::detail
