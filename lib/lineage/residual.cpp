#include "lineage/residual.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace weightkin {
namespace {

constexpr std::size_t most_pairs = 8;

/// One factor explains the difference up to what rounding to 8 significant bits leaves (2^-8).
bool is_rescaled(const pair_metrics& metrics) {
  const double left = 1.0 - metrics.cosine * metrics.cosine;
  return left < 1.0 / 65536.0 && std::abs(metrics.scale - 1.0) > 1.0 / 256.0;
}

} // namespace

result<residual_profile> profile_residual(const paired_models& models,
                                          const pair_measurements& measured,
                                          std::span<const tensor_evidence> pairs,
                                          std::span<const std::size_t> chosen,
                                          const ruling_options& options) {
  std::vector<std::size_t> largest(chosen.begin(), chosen.end());
  std::stable_sort(largest.begin(), largest.end(), [&](std::size_t i, std::size_t j) {
    return pairs[i].parameters > pairs[j].parameters;
  });
  if (largest.size() > most_pairs) largest.resize(most_pairs);
  residual_profile profile;
  const sample_limits limits{options.max_units, options.max_features};
  for (const std::size_t i : largest) {
    const tensor_evidence& pair = pairs[i];
    const auto scaled = measured.is_scaled_by_rows(pair);
    if (!scaled) return scaled.error();
    profile.scaled_by_rows += *scaled ? 1 : 0;
    profile.scaled_parameters += *scaled ? pair.parameters : 0;
    if (!models.subject_entry(pair).axis || !models.reference_entry(pair).axis) continue;
    auto look = measured.look_at_residual(pair, limits);
    if (!look) return std::move(look).error();
    if (!*look) continue;
    ++profile.pairs;
    profile.gridded += (*look)->gridded ? 1 : 0;
    profile.rescaled += is_rescaled(pair.metrics) ? 1 : 0;
    profile.white += (*look)->found == texture::white ? 1 : 0;
    profile.structured += (*look)->found == texture::structured ? 1 : 0;
  }
  return profile;
}

} // namespace weightkin
