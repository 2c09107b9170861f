#include "align/search/token_frame.hpp"

#include <algorithm>
#include <cmath>

#include "align/search/carried_units.hpp"

namespace weightkin::detail {
namespace {

bool finite_row(std::span<const float> row) {
  return std::all_of(row.begin(), row.end(), [](float x) { return std::isfinite(x); });
}

std::vector<double> mean_row(const dense_matrix& lines) {
  std::vector<double> mean(lines.columns, 0.0);
  std::size_t finite = 0;
  for (std::size_t i = 0; i < lines.rows; ++i) {
    const std::span<const float> row = lines.row(i);
    if (!finite_row(row)) continue;
    ++finite;
    for (std::size_t k = 0; k < row.size(); ++k)
      mean[k] += row[k];
  }
  for (double& x : mean)
    x /= static_cast<double>(std::max<std::size_t>(finite, 1));
  return mean;
}

} // namespace

result<token_frame> make_token_frame(const tensor_view& table,
                                     std::span<const std::uint64_t> rows) {
  const std::vector<std::size_t> at(rows.begin(), rows.end());
  auto lines = read_matrix_lines(table, 0, at);
  if (!lines) return std::move(lines).error();
  token_frame frame{lines->rows, lines->columns, std::vector<float>(lines->values.size())};
  const std::vector<double> mean = mean_row(*lines);
  for (std::size_t i = 0; i < frame.tokens; ++i) {
    const std::span<const float> row = lines->row(i);
    if (!finite_row(row)) continue;
    double square = 0;
    for (std::size_t k = 0; k < row.size(); ++k)
      square += (row[k] - mean[k]) * (row[k] - mean[k]);
    const double scale = square > 0 ? 1 / std::sqrt(square) : 0;
    for (std::size_t k = 0; k < row.size(); ++k)
      frame.values[i * frame.width + k] = static_cast<float>((row[k] - mean[k]) * scale);
  }
  return frame;
}

result<unit_matrix> anchored_units(const tensor_view& matrix, std::size_t stream_axis,
                                   std::span<const float> gain, const token_frame& frame) {
  // Seen along the tokens, as if they were dimensions that the stream was turned to.
  auto turn = std::make_shared<stream_turn>();
  turn->to = frame.tokens;
  turn->from = frame.width;
  turn->values = frame.values;
  axis_change change;
  change.axis = stream_axis;
  change.factor.assign(gain.begin(), gain.end());
  change.turn = std::move(turn);
  std::vector<std::size_t> tokens(frame.tokens);
  for (std::size_t t = 0; t < tokens.size(); ++t)
    tokens[t] = t;
  return carried_units(matrix, change, tokens, 1);
}

} // namespace weightkin::detail
