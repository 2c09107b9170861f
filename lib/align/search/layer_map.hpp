#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weightkin::detail {

/// How much layer i of the subject (rows) resembles layer j of the reference (columns), row-major;
/// 0 expected of strangers, 1 of copies. NaN: the two cannot be compared.
struct layer_affinity {
  std::size_t subject_layers = 0;
  std::size_t reference_layers = 0;
  std::vector<double> values;
  /// Standard deviation of a value between strangers, as far as whoever made the table knows it;
  /// what the table itself shows counts as well. 0: not known.
  double null_spread = 0;

  [[nodiscard]] double at(std::size_t subject, std::size_t reference) const noexcept {
    return values[subject * reference_layers + reference];
  }
};

/// Where each layer of the subject comes from, and how clear that is.
struct layer_map {
  std::vector<std::int64_t> of; ///< per subject layer: reference layer, or no_counterpart
  /// Logarithm of the likelihood ratio against "no layer has a counterpart", after the prices of
  /// the moves it needs. All scores are sums of such.
  double score = 0;
  double identity_score = 0; ///< of layer i to layer i
  double chance_score = 0;   ///< the best that 16 tables of pure chance of this size reached
  double centre = 0;         ///< affinity of layers that do not correspond
  double spread = 0;         ///< its standard deviation

  /// At most once in 17 tables between strangers: it ranks, and convicts nobody.
  [[nodiscard]] bool beats_chance() const noexcept { return score > chance_score; }
};

/// The best map of the subject's layers: runs in ascending order, with layers skipped, repeated (as
/// up-scaling does) or left without counterpart, and jumps between runs.
///
/// A cell's worth is its log Bayes factor: an effect of any size up to about 1 against chance,
/// whose spread s thereby also sets the price of calling two layers the same, ln(1 / s). Centre and
/// spread of chance are the table's own (median and median deviation); in small tables only of
/// cells that are best of neither their row nor their column, and the spread is at least
/// `null_spread`. Going on with another layer than the next costs 2 ln(1 + 2 |distance from the
/// next|); opening a run costs ln(cells), the number of places where it could have started, and no
/// move costs more. Layers without counterpart may lie between those of a run. Cells that are not
/// above `floor` are no counterparts. Deterministic (close: logarithms); ties go to the diagonal.
/// Cost: O(a * b^2), 17 times. \pre values.size() == subject_layers * reference_layers.
[[nodiscard]] layer_map map_layers(const layer_affinity& table, double floor);

} // namespace weightkin::detail
