#include "report/html/heat_grid.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "report/html/html_sections.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t most_rows = 64;

/// Sums over the tensors of one cell.
struct cell_tally {
  std::size_t aside = 0;
  std::size_t aside_equal = 0;
  std::size_t evidence = 0;
  std::size_t equal = 0;
  std::size_t tested = 0;
  std::size_t convincing = 0;
  double weight = 0;
  double sum = 0;
  double lowest = 2;
  double highest = -2;

  void add(const tensor_evidence& tensor, const comparison& ruling, double level) {
    if (tensor.use != evidence_use::convicting) {
      ++aside;
      aside_equal += all_equal(tensor) ? 1 : 0;
      return;
    }
    ++evidence;
    equal += all_equal(tensor) ? 1 : 0;
    const bool has_test = tensor.permutation.null != null_kind::none;
    tested += has_test ? 1 : 0;
    // Innocent models share trifles that many elements make significant, and a search more.
    const double floor = tensor.fitted == fit_kind::none ? ruling.options.effect_floor
                                                         : ruling.options.searched_floor;
    const bool counts =
        has_test && tensor.permutation.log10_p <= level && tensor.permutation.effect >= floor;
    convincing += counts ? 1 : 0;
    const double value = has_test ? tensor.permutation.effect : tensor.metrics.pearson;
    if (!std::isfinite(value)) return;
    const auto size = static_cast<double>(std::max<std::uint64_t>(tensor.parameters, 1));
    weight += size;
    sum += size * value;
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }

  [[nodiscard]] heat_cell cell() const {
    if (aside + evidence == 0) return {};
    if (evidence == 0)
      return {aside_equal == aside ? heat_kind::aside_equal : heat_kind::aside, aside, 0, 0, 0};
    heat_cell out{heat_kind::untested, evidence, NAN, NAN, NAN};
    if (weight > 0) {
      out.value = sum / weight;
      out.lowest = lowest;
      out.highest = highest;
    }
    if (equal == evidence)
      out.kind = heat_kind::equal;
    else if (tested > 0)
      out.kind = convincing > 0 ? heat_kind::dependent : heat_kind::chance;
    return out;
  }
};

} // namespace

std::vector<std::vector<std::size_t>> tensors_by_component(const comparison& ruling) {
  std::vector<std::vector<std::size_t>> out(ruling.components.size());
  for (std::size_t t = 0; t < ruling.tensors.size(); ++t)
    if (ruling.tensors[t].component < out.size()) out[ruling.tensors[t].component].push_back(t);
  return out;
}

std::vector<layer_band> layer_bands(const comparison& ruling,
                                    const std::vector<std::size_t>& tensors) {
  std::set<int> layers;
  bool outside = false;
  for (const std::size_t t : tensors) {
    const int layer = ruling.tensors[t].layer;
    if (layer >= 0)
      layers.insert(layer);
    else
      outside = true;
  }
  const std::vector<int> sorted(layers.begin(), layers.end());
  const std::size_t each =
      std::max<std::size_t>((sorted.size() + most_rows - 2) / (most_rows - 1), 1);
  std::vector<layer_band> bands;
  if (outside) bands.emplace_back(-1, -1);
  for (std::size_t first = 0; first < sorted.size(); first += each)
    bands.emplace_back(sorted[first], sorted[std::min(first + each, sorted.size()) - 1]);
  return bands;
}

std::size_t band_of(const std::vector<layer_band>& bands, int layer) {
  const int wanted = std::max(layer, -1);
  const auto after =
      std::upper_bound(bands.begin(), bands.end(), wanted,
                       [](int value, const layer_band& band) { return value < band.first; });
  return static_cast<std::size_t>(after - bands.begin()) - 1;
}

heat_grid heat_grid_of(const comparison& ruling, const std::vector<std::size_t>& tensors) {
  heat_grid grid;
  grid.rows = layer_bands(ruling, tensors);
  std::set<tensor_role> roles;
  for (const std::size_t t : tensors)
    roles.insert(ruling.tensors[t].role);
  grid.columns.assign(roles.begin(), roles.end());
  const double level = single_level(ruling);
  std::vector<cell_tally> tallies(grid.rows.size() * grid.columns.size());
  for (const std::size_t t : tensors) {
    const tensor_evidence& tensor = ruling.tensors[t];
    const std::size_t row = band_of(grid.rows, tensor.layer);
    const auto column = std::lower_bound(grid.columns.begin(), grid.columns.end(), tensor.role) -
                        grid.columns.begin();
    tallies[row * grid.columns.size() + static_cast<std::size_t>(column)].add(tensor, ruling,
                                                                              level);
  }
  for (const cell_tally& tally : tallies)
    grid.cells.push_back(tally.cell());
  return grid;
}

double single_level(const comparison& ruling) {
  const auto tests = std::count_if(
      ruling.tensors.begin(), ruling.tensors.end(),
      [](const tensor_evidence& tensor) { return tensor.permutation.null != null_kind::none; });
  return ruling.options.log10_alpha - std::log10(std::max<double>(1, static_cast<double>(tests)));
}

std::string band_title(const layer_band& band) {
  if (band.first < 0) return "outside";
  if (band.first == band.second) return std::to_string(band.first);
  return std::to_string(band.first) + " to " + std::to_string(band.second);
}

} // namespace weightkin::detail
