#include "metric/standardise_units.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

// Compiled once per instruction set. Vectors run over columns, which have nothing to do with one
// another, or over eight fixed lanes, and no multiplication is fused with an addition: the width of
// a vector never shows in the result.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "metric/standardise_units.cpp"
#include <hwy/foreach_target.h> // NOLINT: has to precede highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using wide_tag = hn::CappedTag<double, 8>;

/// Calls `body(tag, column)` for all columns: whole vectors, then one by one.
template <class Body>
HWY_INLINE HWY_ATTR void for_columns(std::size_t columns, Body body) {
  const wide_tag d;
  std::size_t j = 0;
  for (; j + hn::Lanes(d) <= columns; j += hn::Lanes(d))
    body(d, j);
  for (; j < columns; ++j)
    body(hn::CappedTag<double, 1>(), j);
}

template <class Tag>
HWY_INLINE HWY_ATTR hn::Vec<Tag> widened(Tag d, const float* at) {
  return hn::PromoteTo(d, hn::LoadU(hn::Rebind<float, Tag>(), at));
}

/// Adds `term(tag, row, column)` of all rows to `sums`, one for a column. Columns have their rows'
/// terms added in order, whatever goes on beside them: four vectors of columns at once, since one
/// addition takes as long as four.
template <class Term>
HWY_INLINE HWY_ATTR void sum_columns(std::size_t rows, std::size_t columns, double* sums,
                                     Term term) {
  const wide_tag d;
  const std::size_t n = hn::Lanes(d);
  std::size_t j = 0;
  for (; j + 4 * n <= columns; j += 4 * n, sums += 4 * n) {
    auto s0 = hn::LoadU(d, sums), s1 = hn::LoadU(d, sums + n);
    auto s2 = hn::LoadU(d, sums + 2 * n), s3 = hn::LoadU(d, sums + 3 * n);
    for (std::size_t i = 0; i < rows; ++i) {
      s0 = hn::Add(s0, term(d, i, j));
      s1 = hn::Add(s1, term(d, i, j + n));
      s2 = hn::Add(s2, term(d, i, j + 2 * n));
      s3 = hn::Add(s3, term(d, i, j + 3 * n));
    }
    hn::StoreU(s0, d, sums);
    hn::StoreU(s1, d, sums + n);
    hn::StoreU(s2, d, sums + 2 * n);
    hn::StoreU(s3, d, sums + 3 * n);
  }
  const auto sum_one = [&](auto tag, std::size_t column, double* to) HWY_ATTR {
    auto sum = hn::LoadU(tag, to);
    for (std::size_t i = 0; i < rows; ++i)
      sum = hn::Add(sum, term(tag, i, column));
    hn::StoreU(sum, tag, to);
  };
  for (; j + n <= columns; j += n, sums += n)
    sum_one(d, j, sums);
  for (; j < columns; ++j, ++sums)
    sum_one(hn::CappedTag<double, 1>(), j, sums);
}

/// Sum of `load(i)` over eight fixed lanes; `last(i)` is one such term.
template <class Load, class Last>
HWY_INLINE HWY_ATTR double sum_in_lanes(std::size_t count, Load load, Last last) {
  const wide_tag d;
  double lanes[8] = {};
  const std::size_t whole = count / 8 * 8;
  for (std::size_t lane = 0; lane < 8; lane += hn::Lanes(d)) {
    auto sum = hn::Zero(d);
    for (std::size_t i = lane; i < whole; i += 8)
      sum = hn::Add(sum, load(i));
    hn::StoreU(sum, d, lanes + lane);
  }
  for (std::size_t i = whole; i < count; ++i)
    lanes[i - whole] += last(i);
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

HWY_ATTR double sum_squares(const double* row, std::size_t count) {
  const wide_tag d;
  return sum_in_lanes(
      count,
      [&](std::size_t i) HWY_ATTR {
        const auto x = hn::LoadU(d, row + i);
        return hn::Mul(x, x);
      },
      [&](std::size_t i) { return row[i] * row[i]; });
}

HWY_ATTR double sum_products(const float* a, const float* b, std::size_t count) {
  const wide_tag d;
  return sum_in_lanes(
      count, [&](std::size_t i) HWY_ATTR { return hn::Mul(widened(d, a + i), widened(d, b + i)); },
      [&](std::size_t i) { return static_cast<double>(a[i]) * static_cast<double>(b[i]); });
}

/// Adds every row to `sums`, one for a column.
HWY_ATTR void add_rows(const float* values, std::size_t units, std::size_t features, double* sums) {
  sum_columns(units, features, sums, [&](auto d, std::size_t i, std::size_t j) HWY_ATTR {
    return widened(d, values + i * features + j);
  });
}

/// Adds the squares of the rows' distances from `means` to `sums`, one for a column.
HWY_ATTR void add_square_distances(const float* values, std::size_t units, std::size_t features,
                                   const double* means, double* sums) {
  sum_columns(units, features, sums, [&](auto d, std::size_t i, std::size_t j) HWY_ATTR {
    const auto centred = hn::Sub(widened(d, values + i * features + j), hn::LoadU(d, means + j));
    return hn::Mul(centred, centred);
  });
}

/// Rows centred and scaled column by column; `inverses`: one over the length of each, 0 for none.
HWY_ATTR void scale_rows(const float* values, std::size_t units, std::size_t features,
                         const double* means, const double* scales, double* row, double* inverses) {
  for (std::size_t i = 0; i < units; ++i, values += features, row += features) {
    for_columns(features, [&](auto d, std::size_t j) HWY_ATTR {
      const auto centred = hn::Sub(widened(d, values + j), hn::LoadU(d, means + j));
      hn::StoreU(hn::Mul(centred, hn::LoadU(d, scales + j)), d, row + j);
    });
    const double length = std::sqrt(sum_squares(row, features));
    inverses[i] = length > 0 ? 1 / length : 0;
  }
}

/// Multiplies each row by its factor and adds it to `sums`, one for a column.
HWY_ATTR void multiply_and_add_rows(double* rows, std::size_t units, std::size_t features,
                                    const double* factors, double* sums) {
  sum_columns(units, features, sums, [&](auto d, std::size_t i, std::size_t j) HWY_ATTR {
    double* at = rows + i * features + j;
    const auto x = hn::Mul(hn::LoadU(d, at), hn::Set(d, factors[i]));
    hn::StoreU(x, d, at);
    return x;
  });
}

/// Rows centred, as f32.
HWY_ATTR void centre_rows(const double* row, std::size_t units, std::size_t features,
                          const double* means, float* out) {
  for (std::size_t i = 0; i < units; ++i, row += features, out += features)
    for_columns(features, [&](auto d, std::size_t j) HWY_ATTR {
      const hn::Rebind<float, decltype(d)> df;
      const auto centred = hn::Sub(hn::LoadU(d, row + j), hn::LoadU(d, means + j));
      hn::StoreU(hn::DemoteTo(df, centred), df, out + j);
    });
}

} // namespace
} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace weightkin::detail {
namespace {

HWY_EXPORT(sum_squares);
HWY_EXPORT(sum_products);
HWY_EXPORT(add_rows);
HWY_EXPORT(add_square_distances);
HWY_EXPORT(scale_rows);
HWY_EXPORT(multiply_and_add_rows);
HWY_EXPORT(centre_rows);

std::vector<double> column_sums(const float* values, std::size_t units, std::size_t features) {
  std::vector<double> sums(features, 0.0);
  HWY_DYNAMIC_DISPATCH(add_rows)(values, units, features, sums.data());
  return sums;
}

/// Reciprocal deviation of each column; 0 where there is none.
std::vector<double> column_scales(const float* values, std::size_t units,
                                  const std::vector<double>& means) {
  std::vector<double> scales(means.size(), 0.0);
  HWY_DYNAMIC_DISPATCH(add_square_distances)
  (values, units, means.size(), means.data(), scales.data());
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
  unset_vector<double> work(units * features); // all of it is written
  unset_vector<double> inverses(units);        // likewise
  HWY_DYNAMIC_DISPATCH(scale_rows)
  (values.data(), units, features, means.data(), scales.data(), work.data(), inverses.data());
  std::vector<double> new_means(features, 0.0);
  HWY_DYNAMIC_DISPATCH(multiply_and_add_rows)
  (work.data(), units, features, inverses.data(), new_means.data());
  for (double& mean : new_means)
    mean /= static_cast<double>(units);
  answer.values.resize(units * features);
  HWY_DYNAMIC_DISPATCH(centre_rows)
  (work.data(), units, features, new_means.data(), answer.values.data());
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
  const double sum_squares = HWY_DYNAMIC_DISPATCH(sum_squares)(ranks.data(), ranks.size());
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

double inner_product(std::span<const float> a, std::span<const float> b) {
  assert(a.size() == b.size());
  return HWY_DYNAMIC_DISPATCH(sum_products)(a.data(), b.data(), a.size());
}

} // namespace weightkin::detail
#endif
