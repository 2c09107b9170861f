#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "align/search/dense_matrix.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// Rows of heads for an order of heads (or of groups).
[[nodiscard]] std::vector<std::int64_t> rows_of_heads(const std::vector<std::int64_t>& order,
                                                      std::size_t head_width);

/// The rows of heads in that order; zeros where there is no counterpart.
[[nodiscard]] dense_matrix carried_heads(const dense_matrix& rows,
                                         const std::vector<std::int64_t>& order,
                                         std::size_t head_width);

/// `order` and `turns` of heads as one map of rows, from `old_rows` of them: the turn of head h is
/// turns[h * turns.size() / order.size()], so that heads of a group share theirs.
[[nodiscard]] stream_turn turned_heads(const std::vector<std::int64_t>& order,
                                       const std::vector<dense_matrix>& turns,
                                       std::size_t head_width, std::size_t old_rows);

} // namespace weightkin::detail
