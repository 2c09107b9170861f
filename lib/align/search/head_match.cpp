#include "align/search/head_match.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <weightkin/align/correspondence.hpp>

#include "align/search/dense_matrix.hpp"
#include "align/search/head_evidence.hpp"
#include "align/search/head_rows.hpp"
#include "align/search/unit_match.hpp"

namespace weightkin::detail {
namespace {

/// Widths of heads that models have, widest first.
constexpr std::array<std::size_t, 18> head_widths = {512, 256, 192, 160, 144, 128, 120, 112, 100,
                                                     96,  88,  80,  72,  64,  48,  40,  32,  16};
constexpr std::size_t most_rows = 16384;
constexpr std::size_t rows_asked = 256;
constexpr std::size_t order_breaks = 50;
constexpr double equally_well = 0.95;

dense_matrix as_matrix(unit_matrix&& units) {
  dense_matrix m{units.units, units.features, std::move(units.values)};
  for (float& x : m.values)
    if (!std::isfinite(x)) x = 0;
  return m;
}

struct head_shape {
  std::size_t width = 0, heads = 0, groups = 0;

  [[nodiscard]] std::size_t per_group() const noexcept { return heads / groups; }
  [[nodiscard]] std::size_t group_of(std::size_t head) const noexcept { return head / per_group(); }
};

std::optional<head_shape> shape_for(std::size_t width, std::size_t wide, std::size_t narrow) {
  if (width == 0 || narrow == 0 || wide % width != 0 || narrow % width != 0) return std::nullopt;
  const head_shape shape{width, wide / width, narrow / width};
  if (shape.heads % shape.groups != 0) return std::nullopt;
  return shape;
}

/// sum over i, j of P[first_p + i][second_p + j] * R[first_r + i][second_r + j].
double block_product(const dense_matrix& p, std::size_t first_p, std::size_t second_p,
                     const dense_matrix& r, std::size_t first_r, std::size_t second_r,
                     std::size_t width) {
  double sum = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const float* left = p.values.data() + (first_p + i) * p.columns + second_p;
    const float* right = r.values.data() + (first_r + i) * r.columns + second_r;
    for (std::size_t j = 0; j < width; ++j)
      sum += static_cast<double>(left[j]) * static_cast<double>(right[j]);
  }
  return sum;
}

/// The rows of one head.
dense_matrix head_of(const dense_matrix& m, std::size_t head, std::size_t width) {
  const auto from = m.values.begin() + static_cast<std::ptrdiff_t>(head * width * m.columns);
  return {width, m.columns, {from, from + static_cast<std::ptrdiff_t>(width * m.columns)}};
}

/// Lengths of the products wide_h^T narrow_g, one per head.
std::vector<double> head_lengths(const dense_matrix& wide, const dense_matrix& narrow,
                                 const head_shape& shape) {
  std::vector<double> lengths;
  for (std::size_t h = 0; h < shape.heads; ++h) {
    const dense_matrix left = head_of(wide, h, shape.width);
    const dense_matrix right = head_of(narrow, shape.group_of(h), shape.width);
    lengths.push_back(
        std::sqrt(std::max(0.0, block_product(row_products(left, left, 1), 0, 0,
                                              row_products(right, right, 1), 0, 0, shape.width))));
  }
  return lengths;
}

/// Cosines between the products of every head of the subject and every head of the reference.
class head_table {
public:
  head_table(const head_factors& pair, const dense_matrix& wide, const dense_matrix& narrow,
             const head_shape& a, const head_shape& b)
      : heads_(b.heads), cosines_(a.heads * b.heads) {
    const auto of_a = head_lengths(pair.subject_wide, pair.subject_narrow, a);
    const auto of_b = head_lengths(pair.reference_wide, pair.reference_narrow, b);
    for (std::size_t h = 0; h < a.heads; ++h)
      for (std::size_t g = 0; g < b.heads; ++g) {
        const double lengths = of_a[h] * of_b[g];
        const double product =
            block_product(wide, h * a.width, g * b.width, narrow, a.group_of(h) * a.width,
                          b.group_of(g) * b.width, a.width);
        cosines_[h * heads_ + g] = lengths > 0 ? static_cast<float>(product / lengths) : 0;
      }
  }
  [[nodiscard]] float at(std::size_t h, std::size_t g) const { return cosines_[h * heads_ + g]; }
  [[nodiscard]] std::vector<std::int64_t> nearest() const {
    std::vector<std::int64_t> best;
    for (std::size_t at = 0; at < cosines_.size(); at += heads_)
      best.push_back(std::max_element(cosines_.begin() + static_cast<std::ptrdiff_t>(at),
                                      cosines_.begin() + static_cast<std::ptrdiff_t>(at + heads_)) -
                     (cosines_.begin() + static_cast<std::ptrdiff_t>(at)));
    return best;
  }

private:
  std::size_t heads_;
  std::vector<float> cosines_;
};

struct grouped_order {
  std::vector<std::int64_t> head_of, group_of;
  double mean = 0; ///< cosine of the matched heads
};

/// The best order of heads inside every pair of groups, then the best order of groups.
grouped_order order_heads(const head_table& table, const head_shape& a, const head_shape& b) {
  std::vector<unit_match> inside(a.groups * b.groups);
  std::vector<float> sums(a.groups * b.groups);
  for (std::size_t s = 0; s < a.groups; ++s)
    for (std::size_t r = 0; r < b.groups; ++r) {
      std::vector<float> part;
      for (std::size_t h = 0; h < a.per_group(); ++h)
        for (std::size_t g = 0; g < b.per_group(); ++g)
          part.push_back(table.at(s * a.per_group() + h, r * b.per_group() + g));
      unit_match& match = inside[s * b.groups + r];
      match = match_by_table(part, a.per_group(), b.per_group(), false);
      for (const double c : match.similarity)
        if (!std::isnan(c)) sums[s * b.groups + r] += static_cast<float>(c);
    }
  const unit_match groups = match_by_table(sums, a.groups, b.groups, false);
  grouped_order order{std::vector<std::int64_t>(a.heads, no_counterpart), groups.of, 0};
  std::size_t matched = 0;
  for (std::size_t h = 0; h < a.heads; ++h) {
    const std::int64_t group = groups.of[a.group_of(h)];
    if (group < 0) continue;
    const auto r = static_cast<std::size_t>(group);
    const unit_match& match = inside[a.group_of(h) * b.groups + r];
    const std::int64_t head = match.of[h % a.per_group()];
    if (head < 0) continue;
    order.head_of[h] = group * static_cast<std::int64_t>(b.per_group()) + head;
    order.mean += table.at(h, static_cast<std::size_t>(order.head_of[h]));
    ++matched;
  }
  order.mean /= static_cast<double>(std::max<std::size_t>(matched, 1));
  return order;
}

std::vector<std::int64_t> numbers(std::size_t count, std::size_t others) {
  std::vector<std::int64_t> same(count, no_counterpart);
  for (std::size_t i = 0; i < std::min(count, others); ++i)
    same[i] = static_cast<std::int64_t>(i);
  return same;
}

/// Nearly every row of the subject is nearest to the reference's row of the same number.
bool plainly_in_order(const unit_matrix& a, const unit_matrix& b, unsigned threads) {
  if (a.units != b.units) return false;
  const std::vector<std::size_t> asked = spread_positions(a.units, rows_asked);
  std::vector<std::int64_t> same;
  same.reserve(asked.size());
  for (const std::size_t i : asked)
    same.push_back(static_cast<std::int64_t>(i));
  const order_evidence evidence =
      count_agreement(nearest_units(a, b, asked, true, threads), same, b.units);
  return evidence.asked > 0 && (evidence.asked - evidence.agreed) * order_breaks <= evidence.asked;
}

struct head_units {
  unit_matrix q, k, v, o;
};

result<head_units> read_all(const attention_parts& parts,
                            const std::vector<std::size_t>& dimensions, unsigned threads) {
  head_units units;
  for (const auto& [part, to] : {std::pair(&parts.q, &units.q), std::pair(&parts.k, &units.k),
                                 std::pair(&parts.v, &units.v), std::pair(&parts.o, &units.o)}) {
    auto read = units_of(*part, dimensions, threads);
    if (!read) return std::move(read).error();
    *to = std::move(*read);
  }
  return units;
}

/// What one width of heads makes of the pair.
struct width_trial {
  head_order order;
  double by_search = 0;   ///< cosine of the heads matched, in the part that matched them
  double by_evidence = 0; ///< and in the other
};

width_trial try_width(std::size_t width, const head_shape& a, const head_shape& b,
                      const head_table& search, const head_table& evidence) {
  const grouped_order found = order_heads(search, a, b);
  const std::vector<std::int64_t> same = numbers(a.heads, b.heads);
  const std::vector<std::int64_t> named = evidence.nearest();
  const order_evidence reordered = count_agreement(named, found.head_of, b.heads);
  const order_evidence plain = count_agreement(named, same, b.heads);
  width_trial trial;
  head_order& order = trial.order;
  order.head_width = width;
  order.identity = reordered.agreed <= plain.agreed;
  order.evidence = order.identity ? plain : reordered;
  order.head_of = order.identity ? same : found.head_of;
  order.group_of = order.identity ? numbers(a.groups, b.groups) : found.group_of;
  // The better of two orders was taken: heads on which they differ could agree with either.
  std::size_t matched = 0;
  for (std::size_t h = 0; h < a.heads; ++h) {
    if (found.head_of[h] != same[h]) order.evidence.expected += 1 / static_cast<double>(b.heads);
    if (found.head_of[h] < 0) continue;
    trial.by_evidence += evidence.at(h, static_cast<std::size_t>(found.head_of[h]));
    ++matched;
  }
  trial.by_search = found.mean;
  trial.by_evidence /= static_cast<double>(std::max<std::size_t>(matched, 1));
  return trial;
}

/// The width whose heads correspond best in the part that matched them; between such that do
/// equally well there (parts of a head do when nothing was mixed), in the other part; between such
/// that do there too, the narrowest.
head_order best_of(std::vector<width_trial>&& trials) {
  const auto keep_best = [&](double width_trial::*mean) {
    double best = 0;
    for (const width_trial& trial : trials)
      best = std::max(best, trial.*mean);
    std::erase_if(trials, [&](const width_trial& trial) {
      return !(trial.*mean > 0) || trial.*mean < equally_well * best;
    });
  };
  keep_best(&width_trial::by_search);
  if (trials.empty()) return {};
  keep_best(&width_trial::by_evidence);
  return trials.empty() ? head_order{} : std::move(trials.back().order);
}

/// Tries all widths of heads, widest first.
head_order best_order(const head_factors& qk, const head_factors& vo, unsigned threads) {
  const dense_matrix queries = row_products(qk.subject_wide, qk.reference_wide, threads);
  const dense_matrix keys = row_products(qk.subject_narrow, qk.reference_narrow, threads);
  const dense_matrix outputs = row_products(vo.subject_wide, vo.reference_wide, threads);
  const dense_matrix values = row_products(vo.subject_narrow, vo.reference_narrow, threads);
  std::vector<width_trial> trials;
  for (const std::size_t width : head_widths) {
    const auto a = shape_for(width, qk.subject_wide.rows, qk.subject_narrow.rows);
    const auto b = shape_for(width, qk.reference_wide.rows, qk.reference_narrow.rows);
    if (!a || !b || (a->heads < 2 && b->heads < 2)) continue;
    trials.push_back(try_width(width, *a, *b, head_table(qk, queries, keys, *a, *b),
                               head_table(vo, outputs, values, *a, *b)));
  }
  return best_of(std::move(trials));
}

/// What turned the rows inside heads, for heads in the order found.
head_turns turns_of(const head_factors& pair, const head_order& order,
                    const search_options& options) {
  const dense_matrix narrow =
      carried_heads(pair.reference_narrow, order.group_of, order.head_width);
  const dense_matrix wide = carried_heads(pair.reference_wide, order.head_of, order.head_width);
  return find_head_turns({pair.subject_narrow, pair.subject_wide, narrow, wide}, order.head_width,
                         options);
}

} // namespace

result<head_order> match_heads(const attention_parts& subject, const attention_parts& reference,
                               const std::vector<std::size_t>& dimensions,
                               const search_options& options) {
  auto a = read_all(subject, dimensions, options.threads);
  if (!a) return std::move(a).error();
  auto b = read_all(reference, dimensions, options.threads);
  if (!b) return std::move(b).error();
  const bool usable = a->q.units == a->o.units && b->q.units == b->o.units &&
                      a->k.units == a->v.units && b->k.units == b->v.units &&
                      std::max({a->q.units, b->q.units, a->k.units, b->k.units}) <= most_rows;
  head_order order;
  if (!usable || out_of_time(options)) return order;
  if (plainly_in_order(a->v, b->v, options.threads) &&
      plainly_in_order(a->q, b->q, options.threads))
    return order;
  const head_factors qk{as_matrix(std::move(a->q)), as_matrix(std::move(a->k)),
                        as_matrix(std::move(b->q)), as_matrix(std::move(b->k))};
  const head_factors vo{as_matrix(std::move(a->o)), as_matrix(std::move(a->v)),
                        as_matrix(std::move(b->o)), as_matrix(std::move(b->v))};
  order = best_order(qk, vo, options.threads);
  if (order.head_width == 0) return order;
  order.values = turns_of(vo, order, options);
  order.keys = turns_of(qk, order, options);
  ask_rows_of_heads(vo, order, options.threads);
  return order;
}

} // namespace weightkin::detail
