#include "inventory/diagonal_look.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <weightkin/core/element_reader.hpp>

#include "inventory/constructions.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t reach = 4; ///< neighbours on either side
constexpr std::uint64_t window = 2 * reach + 1;
constexpr std::uint64_t least_extent = 16;
constexpr std::uint64_t most_rows = 64;
constexpr std::size_t fewest_rows = 8;
/// Deviates of a normal distribution by which a mean stands out. Of matrices without order, normal
/// or with heavy tails, fewer than one in a million does so, of 8 rows as of 64.
constexpr double clear = 6;

using row_window = std::array<double, window>;

/// Elements first..first + window of the whole tensor. Sub-byte types are read from whole bytes.
result<row_window> read_window(const tensor_view& view, std::uint64_t first) {
  constexpr std::uint64_t whole_bytes = 64;
  const std::uint64_t begin = first / whole_bytes * whole_bytes;
  const std::uint64_t end = std::min(element_count(view), first + window);
  const auto values = read_as_f64(view, begin, static_cast<std::size_t>(end - begin));
  if (!values) return values.error();
  row_window out{};
  std::copy_n(values->begin() + static_cast<std::ptrdiff_t>(first - begin), window, out.begin());
  return out;
}

/// Rows with NaN or infinity have no middle and are passed over.
bool is_finite(const row_window& row) {
  return std::all_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); });
}

/// What one place of a window cannot change. \pre finite.
double middle_of(row_window row) {
  std::nth_element(row.begin(), row.begin() + reach, row.end());
  return row[reach];
}

/// What is as rare in a normal distribution as t is in Student's (Wallace 1959, with errors below
/// a hundredth from 7 degrees of freedom on): few rows estimate their own deviation badly.
double normal_deviate(double t, double degrees) {
  return (8 * degrees + 1) / (8 * degrees + 3) * std::sqrt(degrees * std::log1p(t * t / degrees));
}

/// By how many deviates a place differs, in the mean, from the middle of its window.
double standing_out(const std::vector<row_window>& rows, std::size_t place) {
  double sum = 0;
  double squares = 0;
  for (const row_window& row : rows) {
    const double off = row[place] - middle_of(row);
    sum += off;
    squares += off * off;
  }
  const auto count = static_cast<double>(rows.size());
  const double variance = (squares - sum * sum / count) / (count - 1);
  const double error = std::sqrt(std::max(variance, 0.0) / count);
  return sum != 0 ? normal_deviate(sum / count / error, count - 1) : 0;
}

} // namespace

result<diagonal_look> look_at_diagonal(const tensor_view& view) {
  diagonal_look found;
  const row_shape shape = squeezed_rows(view.shape);
  const std::uint64_t extent = std::min(shape.rows, shape.columns);
  const auto wide = std::count_if(view.shape.begin(), view.shape.end(),
                                  [](std::uint64_t length) { return length > 1; });
  if (wide != 2 || extent < least_extent) return found;
  const std::uint64_t inside = extent - 2 * reach;
  const std::uint64_t looked_at = std::min(inside, most_rows);
  std::vector<row_window> rows;
  for (std::uint64_t i = 0; i < looked_at; ++i) {
    const std::uint64_t row = reach + i * (inside - 1) / std::max<std::uint64_t>(looked_at - 1, 1);
    auto values = read_window(view, row * shape.columns + row - reach);
    if (!values) return std::move(values).error();
    if (is_finite(*values)) rows.push_back(*values);
  }
  if (rows.size() < fewest_rows) return found;
  for (std::size_t k = 0; k < window; ++k) {
    if (standing_out(rows, k) >= clear) (k == reach ? found.diagonal : found.beside) = true;
  }
  return found;
}

} // namespace weightkin::detail
