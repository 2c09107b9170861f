#include "align/search/head_rows.hpp"

#include <algorithm>

#include <weightkin/align/correspondence.hpp>

namespace weightkin::detail {

std::vector<std::int64_t> rows_of_heads(const std::vector<std::int64_t>& order,
                                        std::size_t head_width) {
  std::vector<std::int64_t> rows;
  rows.reserve(order.size() * head_width);
  for (const std::int64_t head : order)
    for (std::size_t i = 0; i < head_width; ++i)
      rows.push_back(head < 0 ? no_counterpart
                              : head * static_cast<std::int64_t>(head_width) +
                                    static_cast<std::int64_t>(i));
  return rows;
}

dense_matrix carried_heads(const dense_matrix& rows, const std::vector<std::int64_t>& order,
                           std::size_t head_width) {
  dense_matrix carried{0, rows.columns, {}};
  for (const std::int64_t from : rows_of_heads(order, head_width)) {
    std::vector<float> row(rows.columns, 0.0F);
    if (from >= 0) std::ranges::copy(rows.row(static_cast<std::size_t>(from)), row.begin());
    carried.values.insert(carried.values.end(), row.begin(), row.end());
    ++carried.rows;
  }
  return carried;
}

stream_turn turned_heads(const std::vector<std::int64_t>& order,
                         const std::vector<dense_matrix>& turns, std::size_t head_width,
                         std::size_t old_rows) {
  stream_turn map;
  map.to = order.size() * head_width;
  map.from = old_rows;
  map.values.resize(map.to * map.from);
  for (std::size_t h = 0; h < order.size(); ++h) {
    if (order[h] < 0) continue;
    const dense_matrix& turn = turns[h * turns.size() / order.size()];
    for (std::size_t i = 0; i < turn.rows; ++i)
      for (std::size_t j = 0; j < turn.columns; ++j)
        map.values[(h * head_width + i) * map.from +
                   static_cast<std::size_t>(order[h]) * head_width + j] = turn.at(i, j);
  }
  return map;
}

} // namespace weightkin::detail
