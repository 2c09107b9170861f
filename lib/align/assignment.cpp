#include "align/assignment.hpp"

#include <limits>

namespace weightkin {
namespace {

constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

/// Potentials and partial assignment; column `columns` is a virtual start column.
struct path_search {
  explicit path_search(const cost_table& costs)
      : table(costs), row_potential(costs.rows, 0.0), column_potential(costs.columns + 1, 0.0),
        row_of(costs.columns + 1, nobody) {}

  /// Grows a shortest alternating tree from `row` until it reaches a free column; returns that
  /// column.
  std::size_t grow(std::size_t row) {
    distance.assign(table.columns + 1, std::numeric_limits<double>::infinity());
    previous.assign(table.columns + 1, nobody);
    visited.assign(table.columns + 1, false);
    std::size_t column = table.columns;
    row_of[column] = row;
    while (row_of[column] != nobody) {
      visited[column] = true;
      column = step(column);
    }
    return column;
  }

  /// Relaxes the edges out of `column`'s row and moves to the nearest unvisited column.
  std::size_t step(std::size_t column) {
    const std::size_t row = row_of[column];
    std::size_t nearest = nobody;
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t next = 0; next < table.columns; ++next) {
      if (visited[next]) continue;
      const double reduced = table.at(row, next) - row_potential[row] - column_potential[next];
      if (reduced < distance[next]) {
        distance[next] = reduced;
        previous[next] = column;
      }
      if (distance[next] < best) {
        best = distance[next];
        nearest = next;
      }
    }
    for (std::size_t next = 0; next <= table.columns; ++next) {
      if (visited[next]) {
        row_potential[row_of[next]] += best;
        column_potential[next] -= best;
      } else {
        distance[next] -= best;
      }
    }
    return nearest;
  }

  void augment(std::size_t column) {
    while (column != table.columns) {
      row_of[column] = row_of[previous[column]];
      column = previous[column];
    }
  }

  const cost_table& table;
  std::vector<double> row_potential;
  std::vector<double> column_potential;
  std::vector<std::size_t> row_of;
  std::vector<double> distance;
  std::vector<std::size_t> previous;
  std::vector<bool> visited;
};

} // namespace

std::vector<std::size_t> cheapest_assignment(const cost_table& table) {
  path_search search(table);
  for (std::size_t row = 0; row < table.rows; ++row)
    search.augment(search.grow(row));
  std::vector<std::size_t> column_of(table.rows, nobody);
  for (std::size_t column = 0; column < table.columns; ++column)
    if (search.row_of[column] != nobody) column_of[search.row_of[column]] = column;
  return column_of;
}

} // namespace weightkin
