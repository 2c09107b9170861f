#include <limits>

#include "decoder_parts.hpp"
#include "derive_merges.hpp"

namespace weightkin::zoo {
namespace {

/// For every row the column that makes the sum of gains largest (shortest augmenting paths).
unit_order best_assignment(const wide_matrix& gain) {
  const std::size_t n = gain.rows;
  constexpr double far = std::numeric_limits<double>::infinity();
  std::vector<double> row_price(n + 1), column_price(n + 1);
  unit_order row_of(n + 1), before(n + 1);
  for (std::size_t row = 1; row <= n; ++row) {
    std::vector<double> slack(n + 1, far);
    std::vector<bool> done(n + 1);
    std::size_t column = 0;
    row_of[0] = row;
    do {
      done[column] = true;
      const std::size_t from = row_of[column];
      double step = far;
      std::size_t next = 0;
      for (std::size_t j = 1; j <= n; ++j) {
        if (done[j]) continue;
        const double cost = -gain.at(from - 1, j - 1) - row_price[from] - column_price[j];
        if (cost < slack[j]) {
          slack[j] = cost;
          before[j] = column;
        }
        if (slack[j] < step) {
          step = slack[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= n; ++j) {
        if (done[j]) {
          row_price[row_of[j]] += step;
          column_price[j] -= step;
        } else {
          slack[j] -= step;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    for (; column != 0; column = before[column])
      row_of[column] = row_of[before[column]];
  }
  unit_order column_of(n);
  for (std::size_t j = 1; j <= n; ++j)
    column_of[row_of[j] - 1] = j - 1;
  return column_of;
}

wide_matrix wide(const zoo_tensor& tensor) {
  wide_matrix matrix(tensor.rows(), tensor.columns());
  matrix.values.assign(tensor.values.begin(), tensor.values.end());
  return matrix;
}

/// Inner products of the rows of a with those of b.
void add_products(wide_matrix& gain, const wide_matrix& a, const wide_matrix& b) {
  const wide_matrix products = test::product(a, test::transposed(b));
  for (std::size_t i = 0; i < gain.values.size(); ++i)
    gain.values[i] += products.values[i];
}

} // namespace

zoo_model aligned_to(const zoo_model& parent, const zoo_model& stranger) {
  zoo_model aligned = stranger, copy = parent;
  const std::size_t width = parent.decoder.width, hidden = parent.decoder.hidden;
  wide_matrix gain(width, width);
  add_products(gain, test::transposed(wide(token_table(copy))),
               test::transposed(wide(token_table(aligned))));
  const unit_order stream = best_assignment(gain);
  for (const auto& [tensor, side] : stream_tensors(aligned)) {
    if (side == stream_side::columns)
      take_columns(*tensor, stream);
    else
      take_rows(*tensor, stream);
  }
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    wide_matrix units(hidden, hidden);
    for (const char* part : {"mlp.gate_proj", "mlp.up_proj"})
      add_products(units, wide(block_tensor(copy, layer, part)),
                   wide(block_tensor(aligned, layer, part)));
    zoo_tensor& down = block_tensor(aligned, layer, "mlp.down_proj");
    add_products(units, test::transposed(wide(block_tensor(copy, layer, "mlp.down_proj"))),
                 test::transposed(wide(down)));
    const unit_order order = best_assignment(units);
    take_rows(block_tensor(aligned, layer, "mlp.gate_proj"), order);
    take_rows(block_tensor(aligned, layer, "mlp.up_proj"), order);
    take_columns(down, order);
  }
  return aligned;
}

} // namespace weightkin::zoo
