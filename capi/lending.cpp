#include "lending.hpp"

#include <span>

namespace weightkin::capi {

result<std::vector<fingerprint>> prints_of(const wkin_fingerprint* const* handles,
                                           std::size_t count) {
  if (handles == nullptr && count > 0)
    return error{errc::bad_argument, "the fingerprints are NULL"};
  std::vector<fingerprint> prints;
  for (const wkin_fingerprint* each : std::span(handles, count)) {
    if (each == nullptr) return error{errc::bad_argument, "a fingerprint is NULL"};
    prints.push_back(each->print);
  }
  return prints;
}

weight_lender lender_of(const wkin_model* const* models, std::size_t count) {
  if (models == nullptr) return {};
  return [models, count](std::size_t model) -> result<std::optional<lent_weights>> {
    if (model >= count || models[model] == nullptr) return std::optional<lent_weights>();
    const auto& state = models[model]->state;
    return std::optional(lent_weights{state->views, state});
  };
}

wkin_component_summary coded(const component_summary& found) {
  wkin_component_summary ours{};
  ours.id = found.id.c_str();
  ours.reference_id = found.reference_id.c_str();
  ours.sentence = found.sentence.c_str();
  ours.component = found.component;
  ours.verdict = static_cast<wkin_verdict>(found.ruling);
  ours.change = static_cast<wkin_change>(found.change);
  ours.parameters_compared = found.parameters_compared;
  ours.pearson = found.pearson;
  ours.common_variance = found.common_variance;
  ours.common_variance_error = found.common_variance_error;
  ours.log10_p = found.log10_p;
  ours.log10_p_holm = found.log10_p_holm;
  ours.minimum_detectable = found.minimum_detectable;
  return ours;
}

wkin_affinity coded(const affinity& found) {
  wkin_affinity ours{};
  ours.values = found.of(affinity_channel::values);
  ours.checksums = found.of(affinity_channel::checksums);
  ours.sketches = found.of(affinity_channel::sketches);
  ours.landmarks = found.of(affinity_channel::landmarks);
  ours.gram = found.of(affinity_channel::gram);
  ours.profiles = found.of(affinity_channel::profiles);
  ours.magnitudes = found.of(affinity_channel::magnitudes);
  return ours;
}

wkin_many_settings coded(const ruling_options& used, const separation_options& separation) {
  wkin_many_settings ours{};
  ours.log10_alpha = used.log10_alpha;
  ours.effect_floor = used.effect_floor;
  ours.derived_share = used.derived_share;
  ours.searched_floor = used.searched_floor;
  ours.seed = used.seed;
  ours.max_units = used.max_units;
  ours.max_features = used.max_features;
  ours.nearest_share = separation.nearest_share;
  ours.separation_errors = separation.errors;
  return ours;
}

} // namespace weightkin::capi
