#include "align/search/unit_match.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <weightkin/align/correspondence.hpp>
#include <weightkin/core/parallel_for.hpp>

#include "align/assignment.hpp"
#include "align/search/matched_rows.hpp"
#include "metric/unit_products.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t unit_rows_at_once = 64;
/// An assignment of more rows than this is left to rounds of mutual best matches.
constexpr std::size_t most_units_assigned = 1024;
/// So few are assigned without looking for mutual best matches first.
constexpr std::size_t assigned_at_once = 384;
/// Rounds that pair less than this share are met by copies of one unit only: the rest is paired in
/// order, since one of them is as good as another.
constexpr std::size_t poorest_round = 16;

struct best_entry {
  float value = -std::numeric_limits<float>::infinity();
  std::size_t at = 0;

  void offer(float other, std::size_t where) {
    if (other > value) {
      value = other;
      at = where;
    }
  }
};

/// The best column of every row and the best row of every column; ties go to the lower index.
struct best_table {
  std::vector<best_entry> of_row;
  std::vector<best_entry> of_column;
};

/// Similarities of rows to columns, computed a block of rows at a time.
class similarity_source {
public:
  virtual ~similarity_source() = default;
  [[nodiscard]] virtual std::size_t rows() const = 0;
  [[nodiscard]] virtual std::size_t columns() const = 0;
  /// Writes rows [first, first + count), row-major.
  virtual void fill(std::size_t first, std::size_t count, float* out) const = 0;
};

class cosine_source final : public similarity_source {
public:
  cosine_source(const matched_rows& a, const matched_rows& b, bool magnitude)
      : a_(a), b_(b.values.data(), b.size(), b.features), magnitude_(magnitude) {}

  [[nodiscard]] std::size_t rows() const override { return a_.size(); }
  [[nodiscard]] std::size_t columns() const override { return b_.units(); }
  void fill(std::size_t first, std::size_t count, float* out) const override {
    std::vector<double> wide(count * b_.stride());
    multiply_rows(a_.row(first), count, b_, wide.data());
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < b_.units(); ++j) {
        const double c = wide[i * b_.stride() + j];
        out[i * b_.units() + j] = static_cast<float>(magnitude_ ? std::abs(c) : c);
      }
  }

private:
  const matched_rows& a_;
  packed_rows b_;
  bool magnitude_;
};

/// Some rows and columns of a table that is there already.
class table_source final : public similarity_source {
public:
  table_source(std::span<const float> table, std::size_t stride, std::vector<std::size_t> rows,
               std::vector<std::size_t> columns, bool magnitude)
      : table_(table), stride_(stride), rows_(std::move(rows)), columns_(std::move(columns)),
        magnitude_(magnitude) {}

  [[nodiscard]] std::size_t rows() const override { return rows_.size(); }
  [[nodiscard]] std::size_t columns() const override { return columns_.size(); }
  void fill(std::size_t first, std::size_t count, float* out) const override {
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < columns_.size(); ++j) {
        const float c = table_[rows_[first + i] * stride_ + columns_[j]];
        out[i * columns_.size() + j] = magnitude_ ? std::abs(c) : c;
      }
  }

private:
  std::span<const float> table_;
  std::size_t stride_;
  std::vector<std::size_t> rows_;
  std::vector<std::size_t> columns_;
  bool magnitude_;
};

best_table find_best(const similarity_source& source, unsigned threads) {
  const std::size_t rows = source.rows();
  const std::size_t columns = source.columns();
  const std::size_t blocks = (rows + unit_rows_at_once - 1) / unit_rows_at_once;
  best_table best{std::vector<best_entry>(rows), std::vector<best_entry>(columns)};
  std::vector<std::vector<best_entry>> of_column(blocks);
  parallel_for(blocks, threads, [&](std::size_t block) {
    const std::size_t first = block * unit_rows_at_once;
    const std::size_t count = std::min(unit_rows_at_once, rows - first);
    std::vector<float> values(count * columns);
    source.fill(first, count, values.data());
    of_column[block].resize(columns);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < columns; ++j) {
        best.of_row[first + i].offer(values[i * columns + j], j);
        of_column[block][j].offer(values[i * columns + j], first + i);
      }
  });
  for (const auto& block : of_column)
    for (std::size_t j = 0; j < columns; ++j)
      best.of_column[j].offer(block[j].value, block[j].at);
  return best;
}

/// Pairs of (row, column) of a source that are each other's best.
std::vector<std::pair<std::size_t, std::size_t>> mutual_pairs(const best_table& best) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  if (best.of_column.empty()) return pairs;
  for (std::size_t i = 0; i < best.of_row.size(); ++i)
    if (best.of_column[best.of_row[i].at].at == i) pairs.emplace_back(i, best.of_row[i].at);
  return pairs;
}

/// The whole of a source as costs, turned so that rows are no more than columns.
std::vector<std::pair<std::size_t, std::size_t>> assign_all(const similarity_source& source) {
  const std::size_t rows = source.rows();
  const std::size_t columns = source.columns();
  if (rows == 0 || columns == 0) return {};
  std::vector<float> values(rows * columns);
  for (std::size_t first = 0; first < rows; first += unit_rows_at_once)
    source.fill(first, std::min(unit_rows_at_once, rows - first), values.data() + first * columns);
  const bool turned = rows > columns;
  cost_table table{std::min(rows, columns), std::max(rows, columns), {}};
  table.cost.resize(values.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      table.cost[turned ? j * rows + i : i * columns + j] =
          1 - static_cast<double>(values[i * columns + j]);
  const std::vector<std::size_t> chosen = cheapest_assignment(table);
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  pairs.reserve(chosen.size());
  for (std::size_t i = 0; i < chosen.size(); ++i)
    pairs.push_back(turned ? std::pair(chosen[i], i) : std::pair(i, chosen[i]));
  return pairs;
}

bool small_enough(std::size_t rows, std::size_t columns) {
  const std::size_t fewer = std::min(rows, columns);
  return fewer <= most_units_assigned &&
         fewer * fewer <= (std::size_t{1} << 31) / (rows + columns + 1);
}

/// Positions of rows and columns that are not paired yet.
struct remaining {
  std::vector<std::size_t> rows;
  std::vector<std::size_t> columns;

  remaining(std::size_t row_count, std::size_t column_count)
      : rows(row_count), columns(column_count) {
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::iota(columns.begin(), columns.end(), std::size_t{0});
  }
  void drop(const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
    std::vector<bool> row_done(rows.size()), column_done(columns.size());
    for (const auto& [i, j] : pairs)
      row_done[i] = column_done[j] = true;
    keep(rows, row_done);
    keep(columns, column_done);
  }

private:
  static void keep(std::vector<std::size_t>& of, const std::vector<bool>& done) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < of.size(); ++i)
      if (!done[i]) of[kept++] = of[i];
    of.resize(kept);
  }
};

struct pairing {
  std::vector<std::pair<std::size_t, std::size_t>> pairs; ///< (row, column)
  std::size_t mutual = 0;                                 ///< of the first round
};

/// \param source_of makes the source of the rows and columns that remain.
template <class MakeSource>
pairing pair_up(std::size_t rows, std::size_t columns, MakeSource source_of, unsigned threads) {
  pairing done;
  remaining left(rows, columns);
  for (bool first = true; !left.rows.empty() && !left.columns.empty(); first = false) {
    const auto source = source_of(left);
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    if (first) {
      pairs = mutual_pairs(find_best(source, threads));
      done.mutual = pairs.size();
    }
    // The best assignment of all is better than mutual best first, where it can be had.
    const std::size_t fewer = std::min(left.rows.size(), left.columns.size());
    if (first ? fewer <= assigned_at_once : small_enough(left.rows.size(), left.columns.size()))
      pairs = assign_all(source);
    else if (!first)
      pairs = mutual_pairs(find_best(source, threads));
    const std::size_t wanted = std::min(left.rows.size(), left.columns.size());
    for (const auto& [i, j] : pairs)
      done.pairs.emplace_back(left.rows[i], left.columns[j]);
    left.drop(pairs);
    if (pairs.size() * poorest_round < wanted &&
        !small_enough(left.rows.size(), left.columns.size())) {
      for (std::size_t k = 0; k < std::min(left.rows.size(), left.columns.size()); ++k)
        done.pairs.emplace_back(left.rows[k], left.columns[k]);
      break;
    }
  }
  return done;
}

unit_match empty_match(std::size_t units) {
  return {std::vector<std::int64_t>(units, no_counterpart), std::vector<std::int8_t>(units, 1),
          std::vector<double>(units, std::numeric_limits<double>::quiet_NaN()), 0};
}

double unit_cosine(const float* a, const float* b, std::size_t features) {
  double sum = 0;
  for (std::size_t j = 0; j < features; ++j)
    sum += static_cast<double>(a[j]) * static_cast<double>(b[j]);
  return sum;
}

unit_match match_rows(const matched_rows& a, const matched_rows& b, std::size_t units,
                      bool signed_too, unsigned threads) {
  unit_match match = empty_match(units);
  if (a.size() == 0 || b.size() == 0) return match;
  matched_rows some_a, some_b;
  const pairing found = pair_up(
      a.size(), b.size(),
      [&](const remaining& left) {
        some_a = pick_rows(a, left.rows);
        some_b = pick_rows(b, left.columns);
        return cosine_source(some_a, some_b, signed_too);
      },
      threads);
  for (const auto& [i, j] : found.pairs) {
    const double c = unit_cosine(a.row(i), b.row(j), a.features);
    match.of[a.unit[i]] = static_cast<std::int64_t>(b.unit[j]);
    match.sign[a.unit[i]] = signed_too && c < 0 ? -1 : 1;
    match.similarity[a.unit[i]] = signed_too ? std::abs(c) : c;
  }
  match.mutual_share = static_cast<double>(found.mutual) / static_cast<double>(a.size());
  return match;
}

} // namespace

unit_match match_units(const unit_matrix& a, const unit_matrix& b, unsigned threads) {
  if (a.features != b.features) return empty_match(a.units);
  return match_rows(comparable_rows(a, centring::columns), comparable_rows(b, centring::columns),
                    a.units, false, threads);
}

unit_match match_dimensions(const unit_matrix& a, const unit_matrix& b, unsigned threads) {
  if (a.features != b.features) return empty_match(a.units);
  return match_rows(comparable_rows(a, centring::rows), comparable_rows(b, centring::rows), a.units,
                    true, threads);
}

unit_match match_by_table(std::span<const float> similarity, std::size_t rows, std::size_t columns,
                          bool signed_too) {
  unit_match match = empty_match(rows);
  if (rows == 0 || columns == 0) return match;
  const pairing found = pair_up(
      rows, columns,
      [&](const remaining& left) {
        return table_source(similarity, columns, left.rows, left.columns, signed_too);
      },
      1);
  for (const auto& [i, j] : found.pairs) {
    const double c = similarity[i * columns + j];
    match.of[i] = static_cast<std::int64_t>(j);
    match.sign[i] = signed_too && c < 0 ? -1 : 1;
    match.similarity[i] = signed_too ? std::abs(c) : c;
  }
  match.mutual_share = static_cast<double>(found.mutual) / static_cast<double>(rows);
  return match;
}

std::vector<std::int64_t> nearest_units(const unit_matrix& a, const unit_matrix& b,
                                        std::span<const std::size_t> asked, bool signed_too,
                                        unsigned threads) {
  std::vector<std::int64_t> nearest(asked.size(), no_counterpart);
  if (a.features != b.features) return nearest;
  const centring what = signed_too ? centring::rows : centring::columns;
  const matched_rows rows = comparable_rows(a, what);
  const matched_rows others = comparable_rows(b, what);
  if (others.size() == 0) return nearest;
  std::vector<std::size_t> at, answer;
  for (std::size_t k = 0; k < asked.size(); ++k) {
    const auto found = std::lower_bound(rows.unit.begin(), rows.unit.end(), asked[k]);
    if (found == rows.unit.end() || *found != asked[k]) continue;
    at.push_back(static_cast<std::size_t>(found - rows.unit.begin()));
    answer.push_back(k);
  }
  const matched_rows some = pick_rows(rows, at);
  const best_table best = find_best(cosine_source(some, others, signed_too), threads);
  for (std::size_t i = 0; i < answer.size(); ++i)
    nearest[answer[i]] = static_cast<std::int64_t>(others.unit[best.of_row[i].at]);
  return nearest;
}

} // namespace weightkin::detail
