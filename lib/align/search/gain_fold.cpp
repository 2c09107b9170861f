#include "align/search/gain_fold.hpp"

#include <cmath>

#include "align/search/carried_units.hpp"
#include "align/search/order_evidence.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t units_seen = 256;
constexpr std::size_t fewest_dimensions = 8;

/// Per dimension the root mean square over some of the units.
result<std::vector<double>> column_lengths(const tensor_view& matrix, std::size_t axis) {
  const auto units = static_cast<std::size_t>(matrix.shape[1 - axis]);
  const std::vector<std::size_t> some = spread_positions(units, units_seen);
  auto lines = read_matrix_lines(matrix, 1 - axis, some);
  if (!lines) return std::move(lines).error();
  std::vector<double> lengths(lines->columns, 0.0);
  for (std::size_t i = 0; i < lines->rows; ++i)
    for (std::size_t k = 0; k < lines->columns; ++k)
      lengths[k] += static_cast<double>(lines->at(i, k)) * static_cast<double>(lines->at(i, k));
  for (double& x : lengths)
    x = std::sqrt(x / static_cast<double>(some.empty() ? 1 : some.size()));
  return lengths;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto count = static_cast<double>(x.size());
  double sum_x = 0, sum_y = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    sum_x += x[k];
    sum_y += y[k];
  }
  for (std::size_t k = 0; k < x.size(); ++k) {
    xx += (x[k] - sum_x / count) * (x[k] - sum_x / count);
    yy += (y[k] - sum_y / count) * (y[k] - sum_y / count);
    xy += (x[k] - sum_x / count) * (y[k] - sum_y / count);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

} // namespace

result<bool> gains_were_moved(const gain_pair_view& gains, const tensor_view& subject,
                              std::size_t subject_axis, const tensor_view& reference,
                              std::size_t reference_axis, const axis_change& carry) {
  if (gains.subject.empty() && gains.reference.empty()) return false;
  auto of_subject = column_lengths(subject, subject_axis);
  if (!of_subject) return std::move(of_subject).error();
  auto of_reference = column_lengths(reference, reference_axis);
  if (!of_reference) return std::move(of_reference).error();
  std::vector<double> of_gains, of_lengths;
  for (std::size_t k = 0; k < of_subject->size(); ++k) {
    const std::int64_t from = carry.from.empty() ? static_cast<std::int64_t>(k) : carry.from[k];
    if (from < 0 || static_cast<std::size_t>(from) >= of_reference->size()) continue;
    const auto at = static_cast<std::size_t>(from);
    const double a = gains.subject.empty() ? 1 : std::abs(gains.subject[k]);
    const double b = gains.reference.empty() ? 1 : std::abs(gains.reference[at]);
    const double gain = std::log(a / b);
    const double length = std::log((*of_subject)[k] / (*of_reference)[at]);
    if (!std::isfinite(gain) || !std::isfinite(length)) continue;
    of_gains.push_back(gain);
    of_lengths.push_back(length);
  }
  return of_gains.size() >= fewest_dimensions && correlation(of_gains, of_lengths) < -0.5;
}

} // namespace weightkin::detail
