#include "align/search/head_evidence.hpp"

#include "align/search/head_rows.hpp"
#include "align/search/unit_match.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t most_rows_asked = 256;

unit_matrix as_units(const dense_matrix& m) { return {m.rows, m.columns, m.values}; }

/// How often a row's nearest row of the other model is the one expected; positions without a
/// counterpart (negative) are not asked.
order_evidence ask_rows(const dense_matrix& subject, const dense_matrix& reference,
                        const std::vector<std::int64_t>& expected, unsigned threads) {
  const std::vector<std::size_t> asked = spread_positions(subject.rows, most_rows_asked);
  std::vector<std::int64_t> of_asked;
  of_asked.reserve(asked.size());
  for (const std::size_t i : asked)
    of_asked.push_back(expected[i]);
  return count_agreement(
      nearest_units(as_units(subject), as_units(reference), asked, true, threads), of_asked,
      reference.rows);
}

order_evidence ask_rows_in_place(const head_factors& vo, const head_order& order,
                                 unsigned threads) {
  order_evidence rows = ask_rows(vo.subject_narrow, vo.reference_narrow,
                                 rows_of_heads(order.group_of, order.head_width), threads);
  rows.add(ask_rows(vo.subject_wide, vo.reference_wide,
                    rows_of_heads(order.head_of, order.head_width), threads));
  rows.expected *= 2; // the better of two orders was taken
  return rows;
}

/// Rows of all heads of the outputs, turned by what was fitted to the values: each should be
/// nearest to the row in its own place.
order_evidence ask_turned_rows(const head_factors& vo, const head_order& order, unsigned threads) {
  const stream_turn turn =
      turned_heads(order.head_of, order.values.wide, order.head_width, vo.reference_wide.rows);
  const dense_matrix turned =
      row_products({turn.to, turn.from, turn.values}, transpose(vo.reference_wide), threads);
  std::vector<std::int64_t> own = rows_of_heads(order.head_of, order.head_width);
  for (std::size_t i = 0; i < own.size(); ++i)
    if (own[i] >= 0) own[i] = static_cast<std::int64_t>(i);
  order_evidence rows = ask_rows(vo.subject_wide, turned, own, threads);
  rows.expected *= 4; // the better of two orders was taken, turned or not
  return rows;
}

} // namespace

void ask_rows_of_heads(const head_factors& vo, head_order& order, unsigned threads) {
  const auto take = [&](const order_evidence& rows) {
    if (rows.agreed * 2 > rows.asked && rows.log10_p() < order.evidence.log10_p())
      order.evidence = rows;
  };
  take(ask_rows_in_place(vo, order, threads));
  if (order.values.kind != basis_relation::same) take(ask_turned_rows(vo, order, threads));
}

} // namespace weightkin::detail
