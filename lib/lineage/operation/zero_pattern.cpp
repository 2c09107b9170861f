#include "lineage/operation/zero_pattern.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace weightkin {
namespace {

constexpr std::array<unsigned, 4> group_sizes{2, 4, 8, 16};

/// One side's values, and the other's; groups are looked for in `lines` of `length` neighbours.
struct masked_values {
  std::vector<float> own;
  std::vector<float> other;
  std::size_t length = 0;
};

double root_mean_square(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value * value;
  return values.empty() ? 0 : std::sqrt(sum / static_cast<double>(values.size()));
}

/// Probability that a zeroed value is smaller than a kept one, ties counting half.
double smaller_probability(const std::vector<double>& zeroed, std::vector<double> kept) {
  if (zeroed.empty() || kept.empty()) return 0.5;
  std::sort(kept.begin(), kept.end());
  double sum = 0;
  for (const double value : zeroed) {
    const auto range = std::equal_range(kept.begin(), kept.end(), value);
    sum += static_cast<double>(kept.end() - range.second) +
           0.5 * static_cast<double>(range.second - range.first);
  }
  return sum / (static_cast<double>(zeroed.size()) * static_cast<double>(kept.size()));
}

double log10_choose(unsigned m, unsigned n) {
  return (std::lgamma(m + 1.0) - std::lgamma(n + 1.0) - std::lgamma(m - n + 1.0)) / std::log(10.0);
}

struct group_fit {
  unsigned kept = 0;
  unsigned group = 0;
  double margin = 0;
};

/// The smallest group of which the same number is kept nearly everywhere.
group_fit fit_groups(const masked_values& values, double density) {
  for (const unsigned m : group_sizes) {
    std::array<std::uint64_t, 17> with_kept{};
    std::uint64_t groups = 0;
    for (std::size_t line = 0; line + values.length <= values.own.size(); line += values.length)
      for (std::size_t begin = line; begin + m <= line + values.length; begin += m) {
        unsigned kept = 0;
        for (std::size_t i = begin; i < begin + m; ++i)
          kept += values.own[i] != 0 ? 1 : 0;
        ++with_kept[kept];
        ++groups;
      }
    if (groups < 16) continue;
    const auto top = static_cast<unsigned>(std::max_element(with_kept.begin(), with_kept.end()) -
                                           with_kept.begin());
    // A few values are 0 in the original or were rounded to it.
    if (top == 0 || top == m || with_kept[top] * 100 < groups * 98) continue;
    const double chance =
        log10_choose(m, top) + top * std::log10(density) + (m - top) * std::log10(1 - density);
    const double margin = -chance * static_cast<double>(with_kept[top]) -
                          3.0 * static_cast<double>(groups - with_kept[top]);
    return {top, m, margin};
  }
  return {};
}

/// Which rows and columns of one side hold a value.
struct used_lines {
  std::vector<bool> rows, columns;

  used_lines(const pair_panel& panel, const std::vector<double>& own)
      : rows(panel.rows, false), columns(panel.columns, false) {
    for (std::size_t i = 0; i < own.size(); ++i)
      if (own[i] != 0) rows[i / panel.columns] = columns[i % panel.columns] = true;
  }
  [[nodiscard]] bool cross_at(std::size_t i) const {
    return rows[i / columns.size()] && columns[i % columns.size()];
  }
};

/// What was lost at single zeros, and what changed beside them.
void weigh_zeros(zero_pattern& pattern, const pair_panel& panel, const std::vector<double>& own,
                 const std::vector<double>& other, double least) {
  const used_lines used(panel, own);
  double removed = 0, changed = 0;
  std::uint64_t kept = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i] != 0) {
      changed += (own[i] - other[i]) * (own[i] - other[i]);
      ++kept;
    } else if (std::abs(other[i]) > least && used.cross_at(i)) {
      removed += other[i] * other[i];
      ++pattern.scattered;
    }
  }
  if (pattern.scattered > 0)
    pattern.removed_square = removed / static_cast<double>(pattern.scattered);
  if (kept > 0) pattern.changed_square = changed / static_cast<double>(kept);
}

masked_values columns_as_lines(const pair_panel& panel, const std::vector<double>& own) {
  masked_values values;
  values.length = panel.rows;
  for (std::size_t j = 0; j < panel.columns; ++j)
    for (std::size_t i = 0; i < panel.rows; ++i)
      values.own.push_back(static_cast<float>(own[i * panel.columns + j]));
  return values;
}

masked_values rows_as_lines(const pair_panel& panel, const std::vector<double>& own,
                            const std::vector<float>& runs) {
  // Whole rows where they are here, else runs in C order, which begin at multiples of every group.
  if (panel.columns == panel.all_columns) return {{own.begin(), own.end()}, {}, panel.columns};
  return {runs, {}, panel.run};
}

} // namespace

zero_pattern find_zeros(const pair_panel& panel, bool own_side_is_subject, double least) {
  const auto& own = own_side_is_subject ? panel.subject : panel.reference;
  const auto& other = own_side_is_subject ? panel.reference : panel.subject;
  const auto& runs = own_side_is_subject ? panel.subject_runs : panel.reference_runs;
  zero_pattern pattern;
  // What a narrow type rounds to 0 is far below the rest.
  least = std::max(least, 1e-4 * root_mean_square(other));
  std::vector<double> zeroed;
  std::vector<double> kept;
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (std::abs(other[i]) <= least) continue;
    (own[i] == 0 ? zeroed : kept).push_back(std::abs(other[i]));
    equal += own[i] != 0 && own[i] == other[i] ? 1 : 0;
  }
  pattern.zeros = zeroed.size();
  const auto counted = static_cast<double>(zeroed.size() + kept.size());
  if (counted == 0 || zeroed.empty()) return pattern;
  pattern.share = static_cast<double>(zeroed.size()) / counted;
  pattern.density = 1 - pattern.share;
  if (!kept.empty())
    pattern.survivors_equal = static_cast<double>(equal) / static_cast<double>(kept.size());
  if (pattern.share > 0.02 && pattern.density > 0) {
    group_fit groups = fit_groups(rows_as_lines(panel, own, runs), pattern.density);
    if (groups.group == 0 && panel.rows == panel.all_rows) {
      groups = fit_groups(columns_as_lines(panel, own), pattern.density);
      pattern.down = groups.group != 0;
    }
    pattern.kept_of = groups.kept;
    pattern.group = groups.group;
    pattern.pattern_log10_margin = groups.margin;
  }
  pattern.smaller = smaller_probability(zeroed, std::move(kept));
  weigh_zeros(pattern, panel, own, other, least);
  return pattern;
}

} // namespace weightkin
