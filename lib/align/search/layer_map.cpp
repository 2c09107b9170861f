#include "align/search/layer_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include <weightkin/align/correspondence.hpp>

namespace weightkin::detail {
namespace {

constexpr double never = -std::numeric_limits<double>::infinity();

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct chance_level {
  double centre = 0;
  double spread = 0;
};

/// Layers that correspond are few among the cells of a table of at least this many rows and
/// columns.
constexpr std::size_t mostly_chance = 6;

/// What cells look like that nobody would choose.
chance_level chance_of(const layer_affinity& table) {
  std::vector<double> best_of_row(table.subject_layers, never);
  std::vector<double> best_of_column(table.reference_layers, never);
  for (std::size_t i = 0; i < table.subject_layers; ++i)
    for (std::size_t j = 0; j < table.reference_layers; ++j) {
      const double value = table.at(i, j);
      if (!std::isfinite(value)) continue;
      best_of_row[i] = std::max(best_of_row[i], value);
      best_of_column[j] = std::max(best_of_column[j], value);
    }
  const bool all = std::min(table.subject_layers, table.reference_layers) >= mostly_chance;
  std::vector<double> rest;
  for (std::size_t i = 0; i < table.subject_layers; ++i)
    for (std::size_t j = 0; j < table.reference_layers; ++j)
      if (const double value = table.at(i, j);
          std::isfinite(value) && (all || (value < best_of_row[i] && value < best_of_column[j])))
        rest.push_back(value);
  chance_level level;
  // Strangers are expected at 0; a background below that is chance itself.
  level.centre = std::max(0.0, median_of(rest));
  for (double& value : rest)
    value = std::abs(value - level.centre);
  constexpr double deviations_of_a_normal = 1.4826;
  level.spread = std::max(table.null_spread, deviations_of_a_normal * median_of(rest));
  // A table without any spread: whatever differs from the rest does so beyond chance.
  if (!(level.spread > 0)) level.spread = 1e-6;
  return level;
}

/// A table in log likelihood ratios, and what moves cost in it.
class map_finder {
public:
  map_finder(std::size_t rows, std::size_t columns, double spread)
      : rows_(rows), columns_(columns), worth_(rows * columns, never),
        shrinkage_(1 / (1 + spread * spread)), looking_(std::log(spread * std::sqrt(shrinkage_))),
        opening_(std::log(static_cast<double>(rows) * static_cast<double>(columns))) {
    for (std::size_t distance = 0; distance <= columns; ++distance)
      price_.push_back(std::min(opening_, 2 * std::log(1 + 2 * static_cast<double>(distance))));
  }

  void set(std::size_t row, std::size_t column, double z) {
    worth_[row * columns_ + column] = shrinkage_ * z * std::abs(z) / 2 + looking_;
  }

  [[nodiscard]] double worth(std::size_t row, std::size_t column) const {
    return worth_[row * columns_ + column];
  }

  /// The score of i -> i, rows that lose by it left out.
  [[nodiscard]] double identity_score() const {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(rows_, columns_); ++i)
      sum += std::max(0.0, worth(i, i));
    return sum > opening_ ? sum - opening_ : 0;
  }

  /// \returns the best score and writes the map.
  double find(std::vector<std::int64_t>& map) const {
    // State e < columns + 1: the next layer of the run would be e. The last state: no run yet.
    const std::size_t none = columns_ + 1;
    std::vector<double> before(columns_ + 2, never);
    std::vector<double> after(columns_ + 2, never);
    std::vector<step> steps(rows_ * (columns_ + 2));
    before[none] = 0;
    for (std::size_t row = 0; row < rows_; ++row) {
      const std::span<step> taken(&steps[row * (columns_ + 2)], columns_ + 2);
      advance(row, before, after, taken);
      std::swap(before, after);
    }
    std::size_t last = none;
    for (std::size_t state = 0; state <= columns_; ++state)
      if (before[state] > before[last] ||
          (before[state] == before[last] && last != none && off(state, rows_) < off(last, rows_)))
        last = state;
    map.assign(rows_, no_counterpart);
    const double score = before[last];
    for (std::size_t row = rows_; row-- > 0;) {
      const step& one = steps[row * (columns_ + 2) + last];
      map[row] = one.column;
      last = one.from;
    }
    return score;
  }

private:
  struct step {
    std::size_t from = 0;
    std::int64_t column = no_counterpart;
  };

  static std::size_t off(std::size_t a, std::size_t b) noexcept { return a > b ? a - b : b - a; }

  void advance(std::size_t row, std::span<const double> before, std::span<double> after,
               std::span<step> taken) const {
    const std::size_t none = columns_ + 1;
    std::fill(after.begin(), after.end(), never);
    const auto offer = [&](std::size_t state, double score, std::size_t from, std::int64_t column) {
      if (!(score > after[state])) return;
      after[state] = score;
      taken[state] = {from, column};
    };
    // Where a run could be taken up from without regard to distance.
    std::size_t best = none;
    for (std::size_t state = 0; state <= columns_; ++state)
      if (before[state] > before[best]) best = state;
    for (std::size_t column = 0; column < columns_; ++column) {
      const double gain = worth(row, column);
      if (gain == never) continue;
      const auto to = static_cast<std::int64_t>(column);
      // Nearest states first, so that ties keep the run.
      for (std::size_t distance = 0; distance <= columns_; ++distance) {
        if (column + distance <= columns_)
          offer(column + 1, before[column + distance] + gain - price_[distance], column + distance,
                to);
        if (distance > 0 && distance <= column)
          offer(column + 1, before[column - distance] + gain - price_[distance], column - distance,
                to);
      }
      offer(column + 1, before[best] + gain - opening_, best, to);
    }
    offer(none, before[none], none, no_counterpart);
    for (std::size_t state = 0; state <= columns_; ++state) {
      if (state > 0) offer(state, before[state - 1], state - 1, no_counterpart);
      offer(state, before[state], state, no_counterpart);
    }
  }

  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> worth_;
  double shrinkage_;
  double looking_;
  double opening_;
  std::vector<double> price_; ///< by distance from the next layer
};

/// splitmix64 and the polar method: the standard library's normals differ between platforms.
class normal_numbers {
public:
  explicit normal_numbers(std::uint64_t seed) : state_(seed) {}

  double operator()() {
    double u = 0;
    double w = 0;
    do {
      u = 2 * uniform() - 1;
      const double v = 2 * uniform() - 1;
      w = u * u + v * v;
    } while (w >= 1 || w == 0);
    return u * std::sqrt(-2 * std::log(w) / w);
  }

private:
  double uniform() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    mixed ^= mixed >> 31;
    return (static_cast<double>(mixed >> 11) + 0.5) * 0x1p-53;
  }
  std::uint64_t state_;
};

double best_of_chance(std::size_t rows, std::size_t columns, double spread) {
  constexpr std::uint64_t tables = 16;
  normal_numbers normal(0x77656967'68746b69);
  double best = 0;
  std::vector<std::int64_t> map;
  for (std::uint64_t table = 0; table < tables; ++table) {
    map_finder finder(rows, columns, spread);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j)
        finder.set(i, j, normal());
    best = std::max(best, finder.find(map));
  }
  return best;
}

} // namespace

layer_map map_layers(const layer_affinity& table, double floor) {
  layer_map found;
  found.of.assign(table.subject_layers, no_counterpart);
  if (table.subject_layers == 0 || table.reference_layers == 0) return found;
  const chance_level chance = chance_of(table);
  found.centre = chance.centre;
  found.spread = chance.spread;
  map_finder finder(table.subject_layers, table.reference_layers, chance.spread);
  for (std::size_t i = 0; i < table.subject_layers; ++i)
    for (std::size_t j = 0; j < table.reference_layers; ++j)
      if (const double value = table.at(i, j); std::isfinite(value) && value > floor)
        finder.set(i, j, (value - chance.centre) / chance.spread);
  found.score = finder.find(found.of);
  found.identity_score = finder.identity_score();
  found.chance_score = best_of_chance(table.subject_layers, table.reference_layers, chance.spread);
  return found;
}

} // namespace weightkin::detail
