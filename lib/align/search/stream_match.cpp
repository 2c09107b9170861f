#include "align/search/stream_match.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include <weightkin/metric/permutation_test.hpp>
#include <weightkin/metric/tail.hpp>

#include "align/search/unit_match.hpp"
#include "align/search/unused_width.hpp"
#include "metric/trace_bound.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t held_out_every = 4;
constexpr std::size_t fewest_observations = 32;
/// A relation is named when strangers would be given one this rarely.
constexpr double named_below = -6;
constexpr std::size_t tested_dimensions = 512;
constexpr std::size_t tested_observations = 512;
/// Dimensions are plainly in order when all but this share of them resemble themselves most.
constexpr double plain_order = 0.02;

using observations = dense_matrix;

bool all_finite(std::span<const float> row) {
  return std::all_of(row.begin(), row.end(), [](float x) { return std::isfinite(x); });
}

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k)
    sum += static_cast<double>(a[k]) * static_cast<double>(b[k]);
  return sum;
}

/// Takes off the mean row and scales rows to length 1, so that neither what all tokens share nor a
/// few loud ones decide. Both commute with every rotation.
void normalise(observations& m) {
  if (m.rows == 0) return;
  std::vector<double> mean(m.columns, 0.0);
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t k = 0; k < m.columns; ++k)
      mean[k] += m.at(i, k);
  for (std::size_t i = 0; i < m.rows; ++i) {
    float* row = m.values.data() + i * m.columns;
    double square = 0;
    for (std::size_t k = 0; k < m.columns; ++k) {
      row[k] = static_cast<float>(row[k] - mean[k] / static_cast<double>(m.rows));
      square += static_cast<double>(row[k]) * static_cast<double>(row[k]);
    }
    const double scale = square > 0 ? 1 / std::sqrt(square) : 0;
    for (std::size_t k = 0; k < m.columns; ++k)
      row[k] = static_cast<float>(row[k] * scale);
  }
}

struct split_pair {
  observations fit_a, fit_b, held_a, held_b;
};

void append(observations& to, std::span<const float> row) {
  to.values.insert(to.values.end(), row.begin(), row.end());
  ++to.rows;
}

split_pair split(const observations& a, const observations& b) {
  split_pair parts;
  for (observations* m : {&parts.fit_a, &parts.held_a})
    m->columns = a.columns;
  for (observations* m : {&parts.fit_b, &parts.held_b})
    m->columns = b.columns;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < std::min(a.rows, b.rows); ++i) {
    if (!all_finite(a.row(i)) || !all_finite(b.row(i))) continue;
    const bool held = kept++ % held_out_every == held_out_every - 1;
    append(held ? parts.held_a : parts.fit_a, a.row(i));
    append(held ? parts.held_b : parts.fit_b, b.row(i));
  }
  for (observations* m : {&parts.fit_a, &parts.fit_b, &parts.held_a, &parts.held_b})
    normalise(*m);
  return parts;
}

/// Per observation the inner product of both sides, of which a cosine is made.
struct stream_agreement {
  double cosine = 0;
  double log10_p = 0; ///< that independent observations have such a mean
};

stream_agreement agree(const observations& a, const observations& b) {
  double sum = 0, squares = 0, of_a = 0, of_b = 0;
  for (std::size_t i = 0; i < a.rows; ++i) {
    const double c = dot(a.row(i), b.row(i));
    sum += c;
    squares += c * c;
    of_a += dot(a.row(i), a.row(i));
    of_b += dot(b.row(i), b.row(i));
  }
  stream_agreement answer;
  if (of_a > 0 && of_b > 0) answer.cosine = sum / std::sqrt(of_a * of_b);
  if (squares > 0 && sum > 0) {
    // Between strangers the products have mean 0, so their own squares tell the spread.
    const double z = sum / std::sqrt(squares);
    answer.log10_p = log10_normal_tail(z);
  }
  return answer;
}

observations picked(const observations& b, const unit_match& order) {
  observations out{b.rows, order.of.size(), std::vector<float>(b.rows * order.of.size())};
  for (std::size_t i = 0; i < b.rows; ++i)
    for (std::size_t k = 0; k < order.of.size(); ++k)
      if (order.of[k] >= 0)
        out.values[i * out.columns + k] =
            b.at(i, static_cast<std::size_t>(order.of[k])) * static_cast<float>(order.sign[k]);
  return out;
}

/// Dimensions (rows) seen by some observations (columns), evenly spread.
unit_matrix dimensions_of(const observations& m, std::size_t dimensions, std::size_t seen_by) {
  unit_matrix units{std::min(dimensions, m.columns), std::min(seen_by, m.rows), {}};
  units.values.resize(units.units * units.features);
  for (std::size_t i = 0; i < units.units; ++i)
    for (std::size_t j = 0; j < units.features; ++j)
      units.values[i * units.features + j] =
          m.at(j * m.rows / units.features, i * m.columns / units.units);
  return units;
}

/// Share of the dimensions whose column is most like the column of the same number.
double share_in_order(const dense_matrix& cosines) {
  std::size_t in_order = 0, usable = 0;
  for (std::size_t i = 0; i < cosines.rows; ++i) {
    std::size_t best = 0;
    for (std::size_t j = 1; j < cosines.columns; ++j)
      if (std::abs(cosines.at(i, j)) > std::abs(cosines.at(i, best))) best = j;
    if (cosines.at(i, best) == 0) continue;
    ++usable;
    in_order += best == i && cosines.at(i, i) > 0;
  }
  return usable == 0 ? 0 : static_cast<double>(in_order) / static_cast<double>(usable);
}

dense_matrix column_cosines(const dense_matrix& products, const observations& a,
                            const observations& b) {
  const auto inverse_lengths = [](const observations& m) {
    std::vector<double> lengths(m.columns, 0.0);
    for (std::size_t i = 0; i < m.rows; ++i)
      for (std::size_t k = 0; k < m.columns; ++k)
        lengths[k] += static_cast<double>(m.at(i, k)) * static_cast<double>(m.at(i, k));
    for (double& x : lengths)
      x = x > 0 ? 1 / std::sqrt(x) : 0;
    return lengths;
  };
  const std::vector<double> of_a = inverse_lengths(a);
  const std::vector<double> of_b = inverse_lengths(b);
  dense_matrix cosines = products;
  for (std::size_t i = 0; i < cosines.rows; ++i)
    for (std::size_t j = 0; j < cosines.columns; ++j)
      cosines.values[i * cosines.columns + j] =
          static_cast<float>(products.at(i, j) * of_a[i] * of_b[j]);
  return cosines;
}

double trace_along(const dense_matrix& turn, const unit_match& order) {
  double trace = 0;
  for (std::size_t i = 0; i < turn.rows; ++i)
    if (order.of[i] >= 0)
      trace += static_cast<double>(order.sign[i]) *
               static_cast<double>(turn.at(i, static_cast<std::size_t>(order.of[i])));
  return trace;
}

/// What was found out, while it is being found out.
struct candidates {
  stream_statistics statistics;
  unit_match order;
  std::optional<dense_matrix> turn;
};

void try_same(const split_pair& parts, candidates& found) {
  if (parts.held_a.columns != parts.held_b.columns) return;
  found.statistics.same = agree(parts.held_a, parts.held_b).cosine;
  const auto evidence = permutation_group::prepare(
                            dimensions_of(parts.held_a, tested_dimensions, tested_observations),
                            dimensions_of(parts.held_b, tested_dimensions, tested_observations))
                            .evidence();
  if (evidence.null != null_kind::none) found.statistics.log10_p_same = evidence.log10_p;
}

/// Keeps the order that explains the held-out observations better.
void try_order(unit_match order, const split_pair& parts, candidates& found) {
  const double cosine = agree(parts.held_a, picked(parts.held_b, order)).cosine;
  if (!found.order.of.empty() && !(cosine > found.statistics.permuted)) return;
  found.statistics.permuted = cosine;
  found.statistics.log10_p_permuted = log10_best_pairing_bound(
      trace_along(*found.turn, order), parts.held_a.columns, parts.held_b.columns);
  found.order = std::move(order);
}

void try_turn(const split_pair& parts, const search_options& options, candidates& found) {
  stream_statistics& s = found.statistics;
  const auto carried = [&](const observations& b) {
    return row_products(b, *found.turn, options.threads);
  };
  const double widest = static_cast<double>(std::max(parts.fit_a.columns, parts.fit_b.columns));
  s.fitted = agree(parts.fit_a, carried(parts.fit_b)).cosine;
  s.fitted_by_chance =
      std::min(1.0, 0.849 * std::sqrt(widest / static_cast<double>(parts.fit_a.rows)));
  const stream_agreement held = agree(parts.held_a, carried(parts.held_b));
  s.rotated = held.cosine;
  s.log10_p_rotated = held.log10_p;
}

/// log10 p of an order by the products alone: the regression of the subject's columns on the
/// reference's single ones, which of copies is the order itself.
double order_p(const dense_matrix& products, const observations& b, const unit_match& order) {
  std::vector<double> squares(b.columns, 0.0);
  for (std::size_t i = 0; i < b.rows; ++i)
    for (std::size_t k = 0; k < b.columns; ++k)
      squares[k] += static_cast<double>(b.at(i, k)) * static_cast<double>(b.at(i, k));
  double norm = 0, trace = 0;
  for (std::size_t i = 0; i < products.rows; ++i)
    for (std::size_t j = 0; j < products.columns; ++j) {
      const double entry = squares[j] > 0 ? products.at(i, j) / squares[j] : 0;
      norm += entry * entry;
      if (order.of[i] == static_cast<std::int64_t>(j)) trace += order.sign[i] * entry;
    }
  return std::min(0.0, log10_turned_trace_bound(trace, std::sqrt(norm), products.rows) +
                           log10_signed_pairings(products.rows, products.columns));
}

/// Tries the order of the columns' cosines. True when it is so plain that a rotation need not be
/// looked for: all but a few dimensions are each other's nearest.
bool plainly_reordered(const dense_matrix& products, const unit_match& order,
                       const split_pair& parts, candidates& found) {
  const std::size_t fewer = std::min(products.rows, products.columns);
  const double mutual = order.mutual_share * static_cast<double>(products.rows);
  if (mutual < (1 - plain_order) * static_cast<double>(fewer)) return false;
  const double log10_p = order_p(products, parts.fit_b, order);
  if (!(log10_p < named_below)) return false;
  found.statistics.log10_p_permuted = log10_p;
  found.statistics.permuted = agree(parts.held_a, picked(parts.held_b, order)).cosine;
  found.order = order;
  return true;
}

/// At least half of what `simpler` leaves unexplained is explained by `better`.
bool explains_much_more(double better, double simpler) {
  return better > simpler && (1 - better * better) < (1 - simpler * simpler) / 2;
}

stream_relation choose(candidates&& found) {
  stream_relation relation;
  stream_statistics& s = found.statistics;
  double explained = 0;
  if (s.log10_p_same < named_below && s.same > 0) {
    relation.basis = basis_relation::same;
    explained = s.same;
  }
  if (s.log10_p_permuted < named_below && s.permuted > explained) {
    relation.basis = basis_relation::permuted;
    explained = s.permuted;
  }
  const bool turns = found.turn && s.log10_p_rotated < named_below;
  if (turns &&
      (relation.basis == basis_relation::unknown || explains_much_more(s.rotated, explained)))
    relation.basis = basis_relation::rotated;
  if (relation.basis == basis_relation::permuted) {
    relation.carry.from = std::move(found.order.of);
    relation.carry.sign = std::move(found.order.sign);
  } else if (relation.basis == basis_relation::rotated) {
    auto turn = std::make_shared<stream_turn>();
    turn->to = found.turn->rows;
    turn->from = found.turn->columns;
    turn->values = std::move(found.turn->values);
    relation.carry.turn = std::move(turn);
  }
  relation.statistics = s;
  return relation;
}

stream_relation best_relation(const dense_matrix& subject, const dense_matrix& reference,
                              const split_pair& parts, const search_options& options) {
  candidates found;
  stream_statistics& s = found.statistics;
  s.fitted_to = parts.fit_a.rows;
  s.held_out = parts.held_a.rows;
  if (s.fitted_to + s.held_out < fewest_observations || subject.columns == 0 ||
      reference.columns == 0)
    return {basis_relation::unknown, {}, s};
  s.chance = 1 / std::sqrt(static_cast<double>(s.held_out) *
                           static_cast<double>(std::min(subject.columns, reference.columns)));
  try_same(parts, found);
  const dense_matrix products =
      row_products(transpose(parts.fit_a), transpose(parts.fit_b), options.threads);
  const dense_matrix cosines = column_cosines(products, parts.fit_a, parts.fit_b);
  if (s.log10_p_same < named_below && share_in_order(cosines) >= 1 - plain_order)
    return choose(std::move(found));
  const auto order_by = [&](const dense_matrix& table) {
    return match_by_table(table.values, table.rows, table.columns, true);
  };
  unit_match by_cosines = order_by(cosines);
  if (plainly_reordered(products, by_cosines, parts, found)) return choose(std::move(found));
  found.turn = polar_factor(products, options);
  if (!found.turn) return choose(std::move(found));
  try_order(order_by(*found.turn), parts, found);
  try_order(std::move(by_cosines), parts, found);
  // With fewer observations than dimensions the rotation is not determined.
  if (parts.fit_a.rows >= std::min(subject.columns, reference.columns))
    try_turn(parts, options, found);
  return choose(std::move(found));
}

} // namespace

stream_relation relate_streams(const dense_matrix& subject, const dense_matrix& reference,
                               const search_options& options) {
  const split_pair parts = split(subject, reference);
  stream_relation relation = best_relation(subject, reference, parts, options);
  if (relation.basis != basis_relation::unknown && subject.columns > reference.columns)
    relation.statistics.outside = energy_outside(parts.fit_a, reference.columns);
  return relation;
}

} // namespace weightkin::detail
