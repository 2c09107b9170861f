#pragma once

#include <cstddef>
#include <vector>

namespace weightkin {

/// A dense rows x columns cost table, row-major.
struct cost_table {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> cost;

  [[nodiscard]] double at(std::size_t row, std::size_t column) const noexcept {
    return cost[row * columns + column];
  }
};

/// The cheapest one-to-one assignment of rows to columns (shortest augmenting paths with
/// potentials, after Jonker and Volgenant). \pre rows <= columns, costs finite. \returns the column
/// of each row. Ties are broken towards lower columns, so the answer is unique. Cost: O(rows^2
/// columns) time, O(rows + columns) memory beside the table.
[[nodiscard]] std::vector<std::size_t> cheapest_assignment(const cost_table& table);

} // namespace weightkin
