#include "lineage/operation/example_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "lineage/operation/gaussian_spectrum.hpp"
#include "lineage/operation/symmetric_spectrum.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_shares = 64;
constexpr std::size_t least_side = 4;

bool marks_a_spectrum(operation_kind kind) {
  switch (kind) {
  case operation_kind::direction_removed:
  case operation_kind::low_rank_merged:
  case operation_kind::noised:
  case operation_kind::fine_tuned:
  case operation_kind::continued: return true;
  default: return false;
  }
}

/// Of the tensors that `finding` names, the largest matrix whose difference shows itself.
const aligned_pair* example_of(const operation_finding& finding,
                               std::span<const aligned_pair> pairs,
                               std::span<const operation_evidence> seen) {
  const std::unordered_set<std::string_view> named(finding.tensors.begin(), finding.tensors.end());
  const aligned_pair* best = nullptr;
  for (const operation_evidence& one : seen) {
    const aligned_pair& pair = pairs[one.pair];
    if (!one.looked_at || !one.matrix || one.equal || one.rank.rows_rescaled) continue;
    if (!named.empty() && !named.contains(pair.name)) continue;
    if (best == nullptr || pair.parameters > best->parameters) best = &pair;
  }
  return best;
}

double square_sum(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value * value;
  return sum;
}

/// \pre at least `least_side` rows and columns.
std::optional<change_spectrum> spectrum_of(const pair_panel& panel) {
  std::vector<double> difference(panel.size());
  for (std::size_t i = 0; i < difference.size(); ++i)
    difference[i] = panel.subject[i] - panel.reference[i];
  const double energy = square_sum(difference);
  const double reference = square_sum(panel.reference);
  if (!(energy > 0) || !std::isfinite(energy)) return std::nullopt;
  change_spectrum spectrum;
  spectrum.rows = panel.rows;
  spectrum.columns = panel.columns;
  spectrum.all_rows = panel.all_rows;
  spectrum.all_columns = panel.all_columns;
  spectrum.relative_size = reference > 0 ? std::sqrt(energy / reference) : NAN;
  spectrum.shares = squared_singular_values(difference, panel.rows, panel.columns);
  const gaussian_spectrum expected = expect_gaussian(panel.rows, panel.columns, most_shares);
  spectrum.gaussian_shares = expected.shares;
  spectrum.gaussian_edge = expected.edge;
  for (double& share : spectrum.shares) {
    share = std::clamp(share / energy, 0.0, 1.0); // rounding may leave less than nothing
    if (share <= expected.edge) continue;
    ++spectrum.above_edge;
    spectrum.share_above_edge += share;
  }
  spectrum.share_above_edge = std::min(spectrum.share_above_edge, 1.0);
  spectrum.shares.resize(spectrum.gaussian_shares.size());
  return spectrum;
}

} // namespace

result<std::optional<change_spectrum>> example_spectrum(std::span<const aligned_pair> pairs,
                                                        std::span<const operation_evidence> seen,
                                                        std::span<const operation_finding> found) {
  for (const operation_finding& finding : found) {
    if (!marks_a_spectrum(finding.kind)) continue;
    const aligned_pair* pair = example_of(finding, pairs, seen);
    if (pair == nullptr) continue;
    const auto panel = panel_of(*pair);
    if (!panel) return panel.error();
    if (panel->rows < least_side || panel->columns < least_side) continue;
    auto spectrum = spectrum_of(*panel);
    if (!spectrum) continue;
    spectrum->tensor = pair->name;
    spectrum->operation = finding.kind;
    return spectrum;
  }
  return std::optional<change_spectrum>{};
}

} // namespace weightkin
