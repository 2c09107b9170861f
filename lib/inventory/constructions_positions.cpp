#include <algorithm>
#include <array>
#include <cmath>

#include "inventory/construction_likeness.hpp"
#include "inventory/constructions.hpp"
#include "inventory/short_number.hpp"

namespace weightkin::detail {
namespace {

/// Bases that published models use; tried before one is fitted, because a fit from 16-bit numbers
/// is coarse.
constexpr std::array bases{1e4,   5e5,   1e6,   1e5, 1e7, 5e6, 5e7,
                           2.5e5, 1.5e5, 1.6e5, 8e6, 1e3, 1e2, 4e4};

/// How a table lays out the angle p * base^(-i/denominator) of position p and frequency i.
enum class layout {
  interleaved,   ///< sin, cos, sin, cos, ...
  sines_first,   ///< all sines, then all cosines
  cosines_first, ///< all cosines, then all sines
  cosines,       ///< cosines, each frequency once
  sines,
  cosines_twice, ///< cosines of all frequencies, then the same again
  sines_twice,
  cosines_paired, ///< each cosine in two neighbouring columns
  sines_paired,
};

struct layout_row {
  layout kind;
  const char* name;
  bool added; ///< such tables are added to the residual stream, the others rotate inside heads
};

constexpr std::array layouts{
    layout_row{layout::interleaved, "sinusoidal positions, interleaved", true},
    layout_row{layout::sines_first, "sinusoidal positions, sines then cosines", true},
    layout_row{layout::cosines_first, "sinusoidal positions, cosines then sines", true},
    layout_row{layout::cosines, "cosine table of rotary positions", false},
    layout_row{layout::sines, "sine table of rotary positions", false},
    layout_row{layout::cosines_twice, "cosine table of rotary positions", false},
    layout_row{layout::sines_twice, "sine table of rotary positions", false},
    layout_row{layout::cosines_paired, "cosine table of rotary positions", false},
    layout_row{layout::sines_paired, "sine table of rotary positions", false},
};

std::size_t frequencies_of(layout kind, std::size_t columns) noexcept {
  return kind == layout::cosines || kind == layout::sines ? columns : columns / 2;
}

/// Frequency index and whether column `c` holds a sine.
struct column_meaning {
  std::size_t frequency;
  bool sine;
};

column_meaning meaning_of(layout kind, std::size_t column, std::size_t frequencies) noexcept {
  switch (kind) {
  case layout::interleaved: return {column / 2, column % 2 == 0};
  case layout::sines_first: return {column % frequencies, column < frequencies};
  case layout::cosines_first: return {column % frequencies, column >= frequencies};
  case layout::cosines: return {column, false};
  case layout::sines: return {column, true};
  case layout::cosines_twice: return {column % frequencies, false};
  case layout::sines_twice: return {column % frequencies, true};
  case layout::cosines_paired: return {column / 2, false};
  case layout::sines_paired: return {column / 2, true};
  }
  return {0, false};
}

/// A way to fill position tables: position of row r is r + first, minus what a padding row takes.
struct position_table {
  layout kind = layout::interleaved;
  double base = 1e4;
  double denominator = 1; ///< frequency i is base^(-i/denominator)
  std::uint64_t first = 0;
  std::int64_t zero_row = -1; ///< padding row, all zeros
};

/// Slack of cos or sin of an angle computed in f32: the angle carries a few roundings.
double angle_slack(double angle) noexcept {
  return expected_row::base_slack + std::fabs(angle) * 0x1p-21;
}

class position_rows {
public:
  position_rows(const position_table& table, std::size_t columns) : table_(table) {
    const std::size_t count = frequencies_of(table.kind, columns);
    for (std::size_t i = 0; i < count; ++i)
      frequency_.push_back(std::pow(table.base, -static_cast<double>(i) / table.denominator));
  }

  void operator()(std::uint64_t row, expected_row& out) const {
    const bool zero = table_.zero_row >= 0 && row == static_cast<std::uint64_t>(table_.zero_row);
    const auto position = static_cast<double>(row + table_.first);
    for (std::size_t c = 0; c < out.value.size(); ++c) {
      const column_meaning meaning = meaning_of(table_.kind, c, frequency_.size());
      const double angle = position * frequency_[meaning.frequency];
      out.value[c] = zero ? 0.0 : meaning.sine ? std::sin(angle) : std::cos(angle);
      out.slack[c] = angle_slack(angle);
    }
  }

private:
  position_table table_;
  std::vector<double> frequency_;
};

/// The first row tells layouts apart at once: position 0 gives sines of 0 and cosines of 1.
bool could_be(layout kind, std::span<const double> head, std::size_t columns) noexcept {
  const std::size_t frequencies = frequencies_of(kind, columns);
  if (frequencies != columns && columns % 2 != 0) return false; // two columns for each frequency
  const std::size_t looked_at = std::min(head.size(), columns);
  for (std::size_t c = 0; c < looked_at; ++c)
    if (head[c] != (meaning_of(kind, c, frequencies).sine ? 0.0 : 1.0)) return false;
  return true;
}

std::string with_base(const char* name, double base) {
  return std::string(name) + ", base " + short_number(base);
}

/// Position 1 holds the frequencies themselves: the slowest one gives the base most precisely.
/// \returns nothing when it cannot be read off.
std::optional<double> fitted_base(const std::vector<double>& second_row, const layout_row& row,
                                  double denominator) noexcept {
  const std::size_t frequencies = frequencies_of(row.kind, second_row.size());
  for (std::size_t c = second_row.size(); c-- > 0;) {
    const column_meaning meaning = meaning_of(row.kind, c, frequencies);
    if (meaning.frequency + 1 != frequencies) continue;
    const double x = second_row[c];
    const double angle = meaning.sine ? std::asin(x) : std::acos(x);
    if (!(angle > 0 && angle < 1)) continue;
    if (!meaning.sine && angle < 0.05) continue; // a cosine near one says too little
    return std::pow(angle, -denominator / static_cast<double>(frequencies - 1));
  }
  return std::nullopt;
}

recognised try_layout(const construction_candidate& candidate, const layout_row& row) {
  const auto columns = static_cast<std::size_t>(candidate.shape.columns);
  const std::size_t frequencies = frequencies_of(row.kind, columns);
  if (frequencies < 2) return std::optional<construction>{};
  const auto second = read_as_f64(candidate.view(), candidate.shape.columns, columns);
  if (!second) return second.error();
  // Customary bases under either convention first: a fitted base can imitate the other convention.
  struct guess {
    double base;
    double denominator;
  };
  std::vector<guess> guesses;
  const auto count = static_cast<double>(frequencies);
  for (const double denominator : {count, count - 1})
    for (const double base : bases)
      guesses.push_back({base, denominator});
  for (const double denominator : {count, count - 1})
    if (const auto base = fitted_base(*second, row, denominator))
      guesses.push_back({*base, denominator});
  for (const auto& [base, denominator] : guesses) {
    const position_table table{row.kind, base, denominator, 0, -1};
    const auto same =
        matches_rows(candidate.view(), candidate.shape, position_rows(table, columns));
    if (!same) return same.error();
    if (*same) return std::optional(construction{with_base(row.name, base), row.added});
  }
  return std::optional<construction>{};
}

/// Tables that keep a zero row for padding and count positions from there on.
recognised try_padded(const construction_candidate& candidate) {
  const auto columns = static_cast<std::size_t>(candidate.shape.columns);
  const double frequencies = static_cast<double>(columns) / 2;
  for (const double denominator : {frequencies - 1, frequencies})
    for (const std::int64_t padding : {std::int64_t{0}, std::int64_t{1}}) {
      const position_table table{layout::sines_first, 1e4, denominator, 0, padding};
      const auto same =
          matches_rows(candidate.view(), candidate.shape, position_rows(table, columns));
      if (!same) return same.error();
      if (*same)
        return std::optional(
            construction{with_base("sinusoidal positions with a padding row", 1e4), true});
    }
  return std::optional<construction>{};
}

/// Positions of a square grid of patches: half of the columns for each coordinate, each half sines
/// then cosines; optionally a zero row for the class token.
class grid_rows {
public:
  grid_rows(std::uint64_t side, bool class_row, bool column_first, std::size_t columns)
      : side_(side), class_row_(class_row), column_first_(column_first) {
    const std::size_t count = columns / 4;
    for (std::size_t i = 0; i < count; ++i)
      frequency_.push_back(std::pow(1e4, -static_cast<double>(i) / static_cast<double>(count)));
  }

  void operator()(std::uint64_t row, expected_row& out) const {
    const std::size_t half = out.value.size() / 2;
    const bool zero = class_row_ && row == 0;
    const std::uint64_t cell = class_row_ && !zero ? row - 1 : row;
    for (std::size_t c = 0; c < out.value.size(); ++c) {
      const bool by_column = column_first_ == (c < half);
      const auto position = static_cast<double>(by_column ? cell % side_ : cell / side_);
      // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a table has at least eight columns
      const std::size_t within = c % half;
      const double angle = position * frequency_[within % frequency_.size()];
      const bool sine = within < frequency_.size();
      out.value[c] = zero ? 0.0 : sine ? std::sin(angle) : std::cos(angle);
      out.slack[c] = angle_slack(angle);
    }
  }

private:
  std::uint64_t side_;
  bool class_row_;
  bool column_first_;
  std::vector<double> frequency_;
};

std::uint64_t side_of(std::uint64_t cells) noexcept {
  const auto side = static_cast<std::uint64_t>(std::llround(std::sqrt(static_cast<double>(cells))));
  return side * side == cells ? side : 0;
}

recognised try_grid(const construction_candidate& candidate) {
  const auto columns = static_cast<std::size_t>(candidate.shape.columns);
  if (columns % 4 != 0) return std::optional<construction>{};
  for (const bool class_row : {false, true}) {
    const std::uint64_t side = side_of(candidate.shape.rows - (class_row ? 1 : 0));
    if (side < 2) continue;
    for (const bool column_first : {true, false}) {
      const auto same = matches_rows(candidate.view(), candidate.shape,
                                     grid_rows(side, class_row, column_first, columns));
      if (!same) return same.error();
      if (*same) return std::optional(construction{"sinusoidal positions of a grid", true});
    }
  }
  return std::optional<construction>{};
}

/// The base of rotary frequencies base^(-i/n), read off the slowest one that 16-bit numbers still
/// hold precisely.
std::optional<double> base_of_frequencies(const std::vector<double>& values) noexcept {
  constexpr double precise = 1e-3;
  std::size_t slowest = values.size() - 1;
  while (slowest > 1 && values[slowest] < precise)
    --slowest;
  const double frequency = values[slowest];
  if (!(frequency > 0 && frequency < 1)) return std::nullopt;
  return std::pow(frequency, -static_cast<double>(values.size()) / static_cast<double>(slowest));
}

recognised try_inverse_frequencies(const construction_candidate& candidate) {
  const auto count = static_cast<std::size_t>(candidate.shape.columns);
  if (count < 4 || candidate.head[0] != 1.0 || !(candidate.head[1] > 0 && candidate.head[1] < 1))
    return std::optional<construction>{};
  const auto values = read_as_f64(candidate.view(), 0, count);
  if (!values) return values.error();
  std::vector<double> candidates(bases.begin(), bases.end());
  if (const auto base = base_of_frequencies(*values)) candidates.push_back(*base);
  for (const double base : candidates) {
    const auto same =
        matches_rows(candidate.view(), candidate.shape, [&](std::uint64_t, expected_row& out) {
          for (std::size_t i = 0; i < count; ++i) {
            out.value[i] = std::pow(base, -static_cast<double>(i) / static_cast<double>(count));
            // Frequencies are small: only relative error counts, of which f32 powers have a little.
            out.slack[i] = 0x1p-19 * out.value[i];
          }
        });
    if (!same) return same.error();
    if (*same) return std::optional(construction{with_base("rotary frequencies", base), false});
  }
  return std::optional<construction>{};
}

/// Slopes of linear attention biases: 2^(-8 i / n), i = 1..n.
recognised try_slopes(const construction_candidate& candidate) {
  const auto count = static_cast<double>(candidate.shape.columns);
  if (std::fabs(candidate.head[0] - std::exp2(-8.0 / count)) > 0.01)
    return std::optional<construction>{};
  const auto same =
      matches_rows(candidate.view(), candidate.shape, [&](std::uint64_t, expected_row& out) {
        for (std::size_t i = 0; i < out.value.size(); ++i) {
          out.value[i] = std::exp2(-8.0 * static_cast<double>(i + 1) / count);
          out.slack[i] = 0x1p-20 * out.value[i];
        }
      });
  if (!same) return same.error();
  return *same ? std::optional(construction{"slopes of linear attention biases", false})
               : std::optional<construction>{};
}

bool starts_with_sines(std::span<const double> head) noexcept {
  return head.size() >= 2 && head[0] == 0.0 && head[1] == 0.0;
}

} // namespace

recognised recognise_positions(const construction_candidate& candidate) {
  if (candidate.head.size() < 4) return std::optional<construction>{};
  if (candidate.shape.rows == 1) {
    auto found = try_inverse_frequencies(candidate);
    if (!found || *found) return found;
    return try_slopes(candidate);
  }
  const auto columns = static_cast<std::size_t>(candidate.shape.columns);
  for (const layout_row& row : layouts) {
    if (!could_be(row.kind, candidate.head, columns)) continue;
    auto found = try_layout(candidate, row);
    if (!found || *found) return found;
  }
  if (columns < 4 || columns % 2 != 0 || !starts_with_sines(candidate.head))
    return std::optional<construction>{};
  auto found = try_padded(candidate);
  if (!found || *found) return found;
  return try_grid(candidate);
}

result<double> sinusoid_correlation(const tensor_view& view, row_shape shape) {
  constexpr std::uint64_t longest_row = std::uint64_t{1} << 16;
  if (shape.rows < 2 || shape.columns < 8 || shape.columns > longest_row) return 0.0;
  if (shape.columns % 2 != 0) return 0.0;
  const auto columns = static_cast<std::size_t>(shape.columns);
  const double frequencies = static_cast<double>(columns) / 2;
  double largest = 0;
  for (const layout kind : {layout::interleaved, layout::sines_first, layout::cosines_first})
    for (const double denominator : {frequencies, frequencies - 1}) {
      const position_table table{kind, 1e4, denominator, 0, -1};
      const auto found = likeness_of(view, shape, position_rows(table, columns));
      if (!found) return found;
      largest = std::max(largest, *found);
    }
  for (const bool class_row : {false, true}) {
    const std::uint64_t side = side_of(shape.rows - (class_row ? 1 : 0));
    if (side < 2 || columns % 4 != 0) continue;
    for (const bool column_first : {true, false}) {
      const auto found =
          likeness_of(view, shape, grid_rows(side, class_row, column_first, columns));
      if (!found) return found;
      largest = std::max(largest, *found);
    }
  }
  return largest;
}

} // namespace weightkin::detail
