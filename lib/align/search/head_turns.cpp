#include "align/search/head_turns.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace weightkin::detail {
namespace {

constexpr double nothing_to_turn = 1e-6; ///< of the square: rounding
constexpr double clearly_less = 0.25;
constexpr double clearly_more = 1.01;
constexpr double nearly_one = 0.98; ///< of a row's square, in its largest entry

dense_matrix rows_of_head(const dense_matrix& m, std::size_t head, std::size_t width) {
  const auto from = m.values.begin() + static_cast<std::ptrdiff_t>(head * width * m.columns);
  return {width, m.columns, {from, from + static_cast<std::ptrdiff_t>(width * m.columns)}};
}

double inner_product(const dense_matrix& a, const dense_matrix& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.values.size(); ++k)
    sum += static_cast<double>(a.values[k]) * static_cast<double>(b.values[k]);
  return sum;
}

double distance(const dense_matrix& a, const dense_matrix& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.values.size(); ++k) {
    const double gap = static_cast<double>(a.values[k]) - static_cast<double>(b.values[k]);
    sum += gap * gap;
  }
  return sum;
}

dense_matrix applied(const dense_matrix& turn, const dense_matrix& rows) {
  return row_products(turn, transpose(rows), 1);
}

/// The inverse by elimination with row pivots; nothing when a pivot nearly vanishes.
std::optional<std::vector<double>> inverse(std::vector<double> m, std::size_t n) {
  std::vector<double> out(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    out[i * n + i] = 1;
  double largest = 0;
  for (const double x : m)
    largest = std::max(largest, std::abs(x));
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::abs(m[i * n + k]) > std::abs(m[pivot * n + k])) pivot = i;
    if (!(std::abs(m[pivot * n + k]) > 1e-9 * largest)) return std::nullopt;
    for (std::size_t j = 0; j < n && pivot != k; ++j) {
      std::swap(m[k * n + j], m[pivot * n + j]);
      std::swap(out[k * n + j], out[pivot * n + j]);
    }
    const double by = 1 / m[k * n + k];
    for (std::size_t j = 0; j < n; ++j) {
      m[k * n + j] *= by;
      out[k * n + j] *= by;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double times = i == k ? 0 : m[i * n + k];
      for (std::size_t j = 0; j < n && times != 0; ++j) {
        m[i * n + j] -= times * m[k * n + j];
        out[i * n + j] -= times * out[k * n + j];
      }
    }
  }
  return out;
}

dense_matrix rounded(const std::vector<double>& values, std::size_t n) {
  return {n, n, {values.begin(), values.end()}};
}

/// One head's maps and what the fit leaves of the narrow factor.
struct fitted_turn {
  dense_matrix narrow, wide;
  double left = 0; ///< per degree of freedom
};

std::optional<fitted_turn> fit_rotation(const dense_matrix& subject, const dense_matrix& carried,
                                        const search_options& options) {
  auto turn = polar_factor(row_products(subject, carried, 1), options);
  if (!turn) return std::nullopt;
  fitted_turn fit{*turn, *turn, 0};
  const auto width = static_cast<double>(subject.rows);
  const auto free = static_cast<double>(subject.values.size()) - width * (width - 1) / 2;
  fit.left = distance(subject, applied(*turn, carried)) / std::max(free, 1.0);
  return fit;
}

/// M = S R^T (R R^T)^-1; the wide factor is carried by M^-T.
std::optional<fitted_turn> fit_map(const dense_matrix& subject, const dense_matrix& carried) {
  const std::size_t n = subject.rows;
  if (subject.columns < 2 * n) return std::nullopt;
  const dense_matrix gram = row_products(carried, carried, 1);
  const dense_matrix cross = row_products(subject, carried, 1);
  const auto solved = inverse({gram.values.begin(), gram.values.end()}, n);
  if (!solved) return std::nullopt;
  std::vector<double> map(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t j = 0; j < n; ++j)
        map[i * n + j] += static_cast<double>(cross.at(i, k)) * (*solved)[k * n + j];
  const auto back = inverse(map, n);
  if (!back) return std::nullopt;
  fitted_turn fit{rounded(map, n), transpose(rounded(*back, n)), 0};
  const auto free = static_cast<double>(subject.values.size() - n * n);
  fit.left = distance(subject, applied(fit.narrow, carried)) / free;
  return fit;
}

bool picks_and_flips(const dense_matrix& turn) {
  for (std::size_t i = 0; i < turn.rows; ++i) {
    double all = 0, most = 0;
    for (const float x : turn.row(i)) {
      const double square = static_cast<double>(x) * static_cast<double>(x);
      all += square;
      most = std::max(most, square);
    }
    if (!(most > nearly_one * all)) return false;
  }
  return true;
}

/// Products of the wide factor with its counterpart, as it is and turned, by lengths of the latter.
struct wide_likeness {
  double as_it_is = 0, turned = 0;
};

wide_likeness ask_wide(const ordered_heads& heads, const head_turns& turns, std::size_t width) {
  wide_likeness sum;
  const std::size_t count = heads.subject_wide.rows / width;
  for (std::size_t h = 0; h < count; ++h) {
    const dense_matrix subject = rows_of_head(heads.subject_wide, h, width);
    const dense_matrix plain = rows_of_head(heads.wide, h, width);
    const dense_matrix turned = applied(turns.wide[h * turns.wide.size() / count], plain);
    const auto cosine = [&](const dense_matrix& other) {
      const double lengths = inner_product(subject, subject) * inner_product(other, other);
      return lengths > 0 ? inner_product(subject, other) / std::sqrt(lengths) : 0.0;
    };
    sum.as_it_is += cosine(plain);
    sum.turned += cosine(turned);
  }
  return sum;
}

} // namespace

head_turns find_head_turns(const ordered_heads& heads, std::size_t width,
                           const search_options& options) {
  head_turns turns;
  if (width == 0 || heads.subject_narrow.rows != heads.narrow.rows ||
      heads.subject_wide.rows != heads.wide.rows ||
      !(distance(heads.subject_narrow, heads.narrow) >
        nothing_to_turn * inner_product(heads.narrow, heads.narrow)))
    return turns;
  bool moves = true;
  for (std::size_t group = 0; group < heads.subject_narrow.rows / width; ++group) {
    const dense_matrix subject = rows_of_head(heads.subject_narrow, group, width);
    const dense_matrix carried = rows_of_head(heads.narrow, group, width);
    auto best = fit_rotation(subject, carried, options);
    if (!best) return {};
    if (auto map = fit_map(subject, carried); map && map->left < clearly_less * best->left)
      best = std::move(map);
    moves = moves && picks_and_flips(best->narrow);
    turns.narrow.push_back(std::move(best->narrow));
    turns.wide.push_back(std::move(best->wide));
  }
  const wide_likeness likeness = ask_wide(heads, turns, width);
  if (turns.narrow.empty() || !(likeness.turned > clearly_more * std::max(likeness.as_it_is, 0.0)))
    return {};
  turns.kind = moves ? basis_relation::permuted : basis_relation::rotated;
  return turns;
}

} // namespace weightkin::detail
