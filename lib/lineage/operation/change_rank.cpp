#include "lineage/operation/change_rank.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "align/unit_sample.hpp"
#include "lineage/operation/symmetric_spectrum.hpp"

namespace weightkin {
namespace {

constexpr double most_floors = 9.0;
constexpr int dora_sweeps = 400;
constexpr std::size_t dora_most_side = 64;

double mean_square(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value * value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// What a fit of each rank leaves, and the rank that pays best.
struct rank_choice {
  std::size_t rank = 0;
  double left = 0; ///< mean square
  double log10_margin = 0;
};

rank_choice choose_rank(const std::vector<double>& squares, std::size_t rows, std::size_t columns,
                        double floor) {
  const auto m = static_cast<double>(rows);
  const auto k = static_cast<double>(columns);
  const double n = m * k;
  std::vector<double> left(squares.size() + 1, 0.0);
  for (std::size_t r = squares.size(); r-- > 0;)
    left[r] = left[r + 1] + std::max(squares[r], 0.0);
  const double whole = std::max(left[0] / n, floor);
  rank_choice best{0, left[0] / n, 0};
  for (std::size_t r = 1; r <= squares.size() / 2; ++r) {
    const auto rank = static_cast<double>(r);
    const double parameters = rank * (m + k - rank);
    const double rest = left[r] / std::max(n - parameters, 1.0);
    const double margin =
        0.5 * n * std::log10(whole / std::max(rest, floor)) - 0.5 * parameters * std::log10(n);
    if (margin > best.log10_margin) best = {r, rest, margin};
  }
  return best;
}

void normalise(std::vector<double>& v) {
  const double length = std::sqrt(mean_square(v) * static_cast<double>(v.size()));
  if (length > 0)
    for (double& x : v)
      x /= length;
}

std::vector<double> rows_onto(const std::vector<double>& matrix, std::size_t columns,
                              const std::vector<double>& right) {
  std::vector<double> left(matrix.size() / columns, 0.0);
  for (std::size_t i = 0; i < left.size(); ++i)
    for (std::size_t j = 0; j < columns; ++j)
      left[i] += matrix[i * columns + j] * right[j];
  return left;
}

std::vector<double> columns_onto(const std::vector<double>& matrix, std::size_t columns,
                                 const std::vector<double>& left) {
  std::vector<double> right(columns, 0.0);
  for (std::size_t i = 0; i < left.size(); ++i)
    for (std::size_t j = 0; j < columns; ++j)
      right[j] += matrix[i * columns + j] * left[i];
  return right;
}

/// A corner of the panel, small enough for repeated decompositions.
struct corner {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> a;
  std::vector<double> b;
};

corner corner_of(const pair_panel& panel) {
  corner part;
  part.rows = std::min(panel.rows, dora_most_side);
  part.columns = std::min(panel.columns, 2 * dora_most_side);
  for (std::size_t i = 0; i < part.rows; ++i)
    for (std::size_t j = 0; j < part.columns; ++j) {
      part.a.push_back(panel.subject[i * panel.columns + j]);
      part.b.push_back(panel.reference[i * panel.columns + j]);
    }
  return part;
}

/// A difference seen in few directions of its columns, found again and again as it changes.
class few_directions {
public:
  few_directions(const std::vector<double>& first, std::size_t columns, std::size_t rank)
      : columns_(columns), rank_(rank) {
    // Rows of the difference lie in the directions that are looked for.
    const std::size_t rows = first.size() / columns;
    for (std::size_t r = 0; r < rank; ++r) {
      const auto row = first.begin() + static_cast<std::ptrdiff_t>(r * rows / rank * columns);
      directions_.insert(directions_.end(), row, row + static_cast<std::ptrdiff_t>(columns));
    }
    make_orthonormal();
  }

  /// Improves the directions by one step and puts the part of `matrix` in them into `part`.
  void follow(const std::vector<double>& matrix, std::vector<double>& part) {
    const std::size_t rows = matrix.size() / columns_;
    std::vector<double> along = products(matrix, rows);
    std::fill(directions_.begin(), directions_.end(), 0.0);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t r = 0; r < rank_; ++r)
        for (std::size_t j = 0; j < columns_; ++j)
          directions_[r * columns_ + j] += along[i * rank_ + r] * matrix[i * columns_ + j];
    make_orthonormal();
    along = products(matrix, rows);
    std::fill(part.begin(), part.end(), 0.0);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t r = 0; r < rank_; ++r)
        for (std::size_t j = 0; j < columns_; ++j)
          part[i * columns_ + j] += along[i * rank_ + r] * directions_[r * columns_ + j];
  }

private:
  std::vector<double> products(const std::vector<double>& matrix, std::size_t rows) const {
    std::vector<double> along(rows * rank_, 0.0);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t r = 0; r < rank_; ++r)
        for (std::size_t j = 0; j < columns_; ++j)
          along[i * rank_ + r] += matrix[i * columns_ + j] * directions_[r * columns_ + j];
    return along;
  }

  /// Gram and Schmidt, twice over for the last digits; what vanishes stays 0.
  void make_orthonormal() {
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t r = 0; r < rank_; ++r) {
        double* one = directions_.data() + r * columns_;
        for (std::size_t q = 0; q < r; ++q) {
          const double* other = directions_.data() + q * columns_;
          double dot = 0;
          for (std::size_t j = 0; j < columns_; ++j)
            dot += one[j] * other[j];
          for (std::size_t j = 0; j < columns_; ++j)
            one[j] -= dot * other[j];
        }
        double square = 0;
        for (std::size_t j = 0; j < columns_; ++j)
          square += one[j] * one[j];
        const double scale = square > 0 ? 1 / std::sqrt(square) : 0;
        for (std::size_t j = 0; j < columns_; ++j)
          one[j] *= scale;
      }
  }

  std::size_t columns_;
  std::size_t rank_;
  std::vector<double> directions_; ///< rank x columns
};

/// a_i = s_i (b_i + l_i): the factors that suit a given l best, and a_i / s_i - b_i.
std::vector<double> change_behind_factors(const corner& part, const std::vector<double>& low) {
  std::vector<double> difference(part.a.size());
  for (std::size_t i = 0; i < part.rows; ++i) {
    double ab = 0, bb = 0;
    for (std::size_t at = i * part.columns; at < (i + 1) * part.columns; ++at) {
      const double b = part.b[at] + low[at];
      ab += part.a[at] * b;
      bb += b * b;
    }
    const double factor = bb > 0 && ab != 0 ? ab / bb : 1.0;
    for (std::size_t at = i * part.columns; at < (i + 1) * part.columns; ++at)
      difference[at] = part.a[at] / factor - part.b[at];
  }
  return difference;
}

/// a_i = s_i (b_i + l_i) with l of the given rank: s and l by turns. \returns the mean square left.
double fit_row_factors(const corner& part, std::size_t rank, double enough) {
  constexpr int patience = 8;
  std::vector<double> low(part.a.size(), 0.0);
  std::vector<double> difference = change_behind_factors(part, low);
  few_directions directions(difference, part.columns, rank);
  double left = 0, before = std::numeric_limits<double>::infinity();
  for (int sweep = 1; sweep <= dora_sweeps; ++sweep) {
    directions.follow(difference, low);
    left = 0;
    for (std::size_t at = 0; at < low.size(); ++at)
      left += (difference[at] - low[at]) * (difference[at] - low[at]);
    left /= static_cast<double>(low.size());
    if (left <= enough) break;
    if (sweep % patience == 0) {
      if (left > 0.7 * before) break;
      before = left;
    }
    difference = change_behind_factors(part, low);
  }
  return left;
}

/// Looks for a low-rank change behind a factor for each row.
void look_behind_row_factors(change_rank& change, const pair_panel& panel, double floor) {
  const corner part = corner_of(panel);
  const double enough = most_floors * floor;
  const auto n = static_cast<double>(part.a.size());
  const std::size_t most = std::min(part.rows, part.columns) / 4;
  // When the most directions do not suffice, fewer will not.
  if (most == 0 || fit_row_factors(part, most, enough) > enough) return;
  for (std::size_t rank = 1; rank <= most; ++rank) {
    const double left = fit_row_factors(part, rank, enough);
    if (left > enough) continue;
    const double parameters =
        static_cast<double>(rank * (part.rows + part.columns - rank) + part.rows);
    change.rank = rank;
    change.rows_rescaled = true;
    change.log10_margin = 0.5 * n * std::log10(change.energy / std::max(left, floor)) -
                          0.5 * parameters * std::log10(n);
    return;
  }
}

std::size_t count_changed_lines(const std::vector<double>& difference, std::size_t rows,
                                std::size_t columns) {
  std::vector<bool> row(rows), column(columns);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      if (difference[i * columns + j] != 0) row[i] = column[j] = true;
  return static_cast<std::size_t>(std::min(std::count(row.begin(), row.end(), true),
                                           std::count(column.begin(), column.end(), true)));
}

constexpr std::uint64_t longest_direction = 65536;
constexpr std::uint64_t slice_lines = 64;

/// Every entry along one extent, for a few lines across: line k is `a[k * length]` onwards.
struct line_slice {
  std::size_t length = 0;
  std::size_t lines = 0;
  std::vector<double> a;
  std::vector<double> b;
};

result<line_slice> thin_slice(const aligned_pair& pair, bool among_rows) {
  line_slice slice;
  const std::uint64_t rows = pair.subject.shape.front();
  const std::uint64_t columns = element_count(pair.subject) / rows;
  if ((among_rows ? rows : columns) > longest_direction) return slice;
  const unit_axis axis{.axis = 0, .units = rows, .block = 1, .gates = 1, .group = {}};
  const sample_limits limits =
      among_rows ? sample_limits{rows, slice_lines} : sample_limits{slice_lines, columns};
  for (const bool first : {true, false}) {
    auto values = sample_units(first ? pair.subject : pair.reference, axis, limits);
    if (!values) return std::move(values).error();
    slice.length = among_rows ? values->units : values->features;
    slice.lines = among_rows ? values->features : values->units;
    auto& lines = first ? slice.a : slice.b;
    lines.resize(values->values.size());
    for (std::size_t i = 0; i < values->units; ++i)
      for (std::size_t j = 0; j < values->features; ++j) {
        const double value = values->values[i * values->features + j];
        lines[among_rows ? j * slice.length + i : i * slice.length + j] =
            std::isfinite(value) ? value : 0.0;
      }
  }
  return slice;
}

/// The common direction of the lines' differences: power iteration from the largest of them.
std::vector<double> direction_of_change(const line_slice& slice) {
  std::vector<double> difference(slice.a.size());
  for (std::size_t i = 0; i < difference.size(); ++i)
    difference[i] = slice.a[i] - slice.b[i];
  std::vector<double> direction;
  double largest = -1;
  for (std::size_t k = 0; k < slice.lines; ++k) {
    const auto first = difference.begin() + static_cast<std::ptrdiff_t>(k * slice.length);
    std::vector<double> line(first, first + static_cast<std::ptrdiff_t>(slice.length));
    const double size = mean_square(line);
    if (size <= largest) continue;
    largest = size;
    direction = std::move(line);
  }
  for (int step = 0; step < 4; ++step) {
    normalise(direction);
    direction =
        columns_onto(difference, slice.length, rows_onto(difference, slice.length, direction));
  }
  normalise(direction);
  return direction;
}

removed_direction compare_along(const line_slice& slice, const std::vector<double>& direction,
                                bool subject_lacks) {
  const auto& whole = subject_lacks ? slice.b : slice.a;
  const auto& rest = subject_lacks ? slice.a : slice.b;
  const auto before = rows_onto(whole, slice.length, direction);
  const auto after = rows_onto(rest, slice.length, direction);
  double tt = 0, ww = 0, tw = 0, rr = 0;
  for (std::size_t k = 0; k < before.size(); ++k) {
    const double taken = before[k] - after[k];
    tt += taken * taken;
    ww += before[k] * before[k];
    tw += taken * before[k];
    rr += after[k] * after[k];
  }
  removed_direction found;
  found.subject_lacks_it = subject_lacks;
  found.direction = direction;
  if (tt > 0 && ww > 0) {
    found.agreement = tw / std::sqrt(tt * ww);
    found.share = tw / ww;
  }
  const double on_average = mean_square(rest) * static_cast<double>(slice.lines);
  if (on_average > 0) found.left = rr / on_average;
  return found;
}

} // namespace

change_rank rank_of_change(const pair_panel& panel, double floor) {
  change_rank change;
  if (panel.rows < 4 || panel.columns < 4) return change;
  std::vector<double> difference(panel.size());
  for (std::size_t i = 0; i < difference.size(); ++i)
    difference[i] = panel.subject[i] - panel.reference[i];
  change.energy = mean_square(difference);
  if (change.energy <= 0) return change;
  floor = std::max(floor, 1e-14 * mean_square(panel.reference));
  if (change.energy <= most_floors * floor) return change; // rounding explains it
  const rank_choice choice =
      choose_rank(squared_singular_values(difference, panel.rows, panel.columns), panel.rows,
                  panel.columns, floor);
  change.changed_lines = count_changed_lines(difference, panel.rows, panel.columns);
  // A few changed rows have few directions too, but nobody added those.
  if (change.changed_lines <= choice.rank) return change;
  if (choice.rank > 0 && choice.left <= most_floors * floor) {
    change.rank = choice.rank;
    change.log10_margin = choice.log10_margin;
    return change;
  }
  look_behind_row_factors(change, panel, floor);
  return change;
}

bool is_wholly_removed(const removed_direction& found) noexcept {
  constexpr double all = 0.95;
  return found.share > all && found.left < 1 - all;
}

result<std::optional<removed_direction>> read_projection(const aligned_pair& pair) {
  std::optional<removed_direction> best;
  for (const bool among_rows : {true, false}) {
    auto slice = thin_slice(pair, among_rows);
    if (!slice) return std::move(slice).error();
    if (slice->length == 0) continue;
    const auto direction = direction_of_change(*slice);
    for (const bool subject_lacks : {true, false}) {
      auto found = compare_along(*slice, direction, subject_lacks);
      found.among_rows = among_rows;
      if (!best || found.agreement > best->agreement) best = std::move(found);
    }
  }
  return best;
}

} // namespace weightkin
