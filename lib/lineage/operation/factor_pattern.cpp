#include "lineage/operation/factor_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace weightkin {
namespace {

constexpr double most_pattern_floors = 9.0; ///< three times the size that rounding has
constexpr double most_left = 0.1;           ///< of the subject's energy: more was not explained
constexpr int most_sweeps = 200;

struct factor_fit {
  std::vector<double> rows;
  std::vector<double> columns;
  double left = 0; ///< mean square
};

double mean_square_left(const pair_panel& panel, const factor_fit& fit) {
  double sum = 0;
  for (std::size_t i = 0; i < panel.rows; ++i)
    for (std::size_t j = 0; j < panel.columns; ++j) {
      const std::size_t at = i * panel.columns + j;
      const double rest = panel.subject[at] - fit.rows[i] * fit.columns[j] * panel.reference[at];
      sum += rest * rest;
    }
  return sum / static_cast<double>(panel.size());
}

double quotient(double ab, double bb) { return bb > 0 ? ab / bb : 1.0; }

void fit_rows(const pair_panel& panel, factor_fit& fit) {
  for (std::size_t i = 0; i < panel.rows; ++i) {
    double ab = 0;
    double bb = 0;
    for (std::size_t j = 0; j < panel.columns; ++j) {
      const double b = fit.columns[j] * panel.reference[i * panel.columns + j];
      ab += panel.subject[i * panel.columns + j] * b;
      bb += b * b;
    }
    fit.rows[i] = quotient(ab, bb);
  }
}

void fit_columns(const pair_panel& panel, factor_fit& fit) {
  std::vector<double> ab(panel.columns), bb(panel.columns);
  for (std::size_t i = 0; i < panel.rows; ++i)
    for (std::size_t j = 0; j < panel.columns; ++j) {
      const double b = fit.rows[i] * panel.reference[i * panel.columns + j];
      ab[j] += panel.subject[i * panel.columns + j] * b;
      bb[j] += b * b;
    }
  for (std::size_t j = 0; j < panel.columns; ++j)
    fit.columns[j] = quotient(ab[j], bb[j]);
}

double log_spread(const factor_fit& fit) {
  double sum = 0;
  double square = 0;
  double count = 0;
  for (const double r : fit.rows)
    for (const double c : fit.columns) {
      const double factor = std::abs(r * c);
      if (factor == 0) continue;
      const double x = std::log(factor);
      sum += x;
      square += x * x;
      ++count;
    }
  return count == 0 ? 0 : std::sqrt(std::max(square / count - (sum / count) * (sum / count), 0.0));
}

/// Rows times columns are 1 or -1 throughout, and both occur.
bool only_signs(const factor_fit& fit) {
  bool negative = false;
  for (const double r : fit.rows)
    for (const double c : fit.columns) {
      if (std::abs(std::abs(r * c) - 1) > 1e-3) return false;
      negative = negative || r * c < 0;
    }
  return negative;
}

/// How many directions share the matrix's energy. Matrices of one direction are each other's up to
/// factors, whatever they are.
double shared_directions(const pair_panel& panel) {
  const std::size_t rows = std::min<std::size_t>(panel.rows, 32);
  double trace = 0, square = 0;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k <= i; ++k) {
      double dot = 0;
      for (std::size_t j = 0; j < panel.columns; ++j)
        dot += panel.reference[i * panel.columns + j] * panel.reference[k * panel.columns + j];
      if (i == k) trace += dot;
      square += (i == k ? 1 : 2) * dot * dot;
    }
  return square > 0 ? trace * trace / square : 0;
}

} // namespace

factor_pattern find_factors(const pair_panel& panel, double floor) {
  factor_pattern found;
  const auto n = static_cast<double>(panel.size());
  if (n == 0) return found;
  factor_fit fit{std::vector<double>(panel.rows, 1.0), std::vector<double>(panel.columns, 1.0), 0};
  double aa = 0, ab = 0, bb = 0;
  for (std::size_t i = 0; i < panel.size(); ++i) {
    aa += panel.subject[i] * panel.subject[i];
    ab += panel.subject[i] * panel.reference[i];
    bb += panel.reference[i] * panel.reference[i];
  }
  found.scale = quotient(ab, bb);
  const double generic = mean_square_left(panel, fit);
  const double enough = most_pattern_floors * std::max(floor, 1e-14 * bb / n);
  const auto accept = [&](factor_form form, double factors) {
    fit.left = mean_square_left(panel, fit);
    if (fit.left > std::min(enough, most_left * aa / n)) return false;
    found.form = form;
    found.spread = log_spread(fit);
    found.signs_only = only_signs(fit);
    const double gain =
        0.5 * n * std::log10(generic / std::max(fit.left, enough / most_pattern_floors));
    found.log10_margin = gain - 0.5 * factors * std::log10(n);
    return true;
  };
  if (generic <= enough) return found; // nothing to explain
  std::fill(fit.rows.begin(), fit.rows.end(), found.scale);
  if (accept(factor_form::one, 1)) return found;
  // A factor for each row says nothing when a row has no more than one value.
  if (panel.columns < 4 || panel.rows < 4) return found;
  fit_rows(panel, fit);
  if (accept(factor_form::rows, static_cast<double>(panel.rows))) return found;
  std::fill(fit.rows.begin(), fit.rows.end(), 1.0);
  fit_columns(panel, fit);
  if (accept(factor_form::columns, static_cast<double>(panel.columns))) return found;
  if (shared_directions(panel) < 2.5) return found;
  double before = generic;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    fit_rows(panel, fit);
    fit_columns(panel, fit);
    const double left = mean_square_left(panel, fit);
    if (left <= enough || left > 0.98 * before) break;
    before = left;
  }
  accept(factor_form::both, static_cast<double>(panel.rows + panel.columns));
  return found;
}

} // namespace weightkin
