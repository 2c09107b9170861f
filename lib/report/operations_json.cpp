#include "operations_json.hpp"

#include <algorithm>
#include <cmath>

#include "json_values.hpp"
#include "report_words.hpp"

namespace weightkin::detail {

namespace {

/// Maps of whole axes stay in memory: a report says how many units moved, not where each went.
ordered_json units_json(const unit_correspondence& units) {
  const unit_counts counts = counts_of(units);
  return {{"group", text(units.subject_group)},   {"reference_group", text(units.reference_group)},
          {"units", whole(counts.units)},         {"mapped", whole(counts.mapped)},
          {"agreement", number(units.agreement)}, {"identity", units.identity}};
}

ordered_json layers_json(const std::vector<std::int64_t>& layers) {
  ordered_json out = ordered_json::array();
  for (const std::int64_t layer : layers)
    out.push_back(layer == no_counterpart ? ordered_json(nullptr) : ordered_json(layer));
  return out;
}

} // namespace

ordered_json null_json(const permutation_evidence& evidence, std::uint64_t seed) {
  return {{"kind", name_of(evidence.null)},
          {"n", number(evidence.effective_size)},
          {"units", whole(evidence.units)},
          {"draws", whole(evidence.draws)},
          {"seed", evidence.draws > 0 ? whole(seed) : ordered_json(nullptr)},
          {"skewness", number(evidence.skewness)},
          {"excess_kurtosis", number(evidence.excess_kurtosis)}};
}

ordered_json arrangement_json(const component_ruling& component) {
  if (!component.arrangement) return nullptr;
  const component_correspondence& found = *component.arrangement;
  ordered_json units = ordered_json::array();
  for (const unit_correspondence& group : found.units)
    units.push_back(units_json(group));
  return {{"layers", layers_json(found.layer_of)},
          {"basis", name_of(found.basis)},
          {"tokens_moved", found.tokens_moved || !found.token_of.empty()},
          {"moves_values", found.moves_values},
          {"repeats_networks", found.repeats_networks},
          {"units", std::move(units)},
          {"log10_choices", number(found.log10_choices)}};
}

ordered_json searched_json(const component_ruling& component, std::uint64_t seed) {
  if (component.searched.null == null_kind::none) return nullptr;
  return {{"groups", whole(component.searched_groups)},
          {"effect", number(component.searched.effect)},
          {"expected_if_unrelated", 0},
          {"z", number(component.searched.z)},
          {"units", whole(component.searched.units)},
          {"null", null_json(component.searched, seed)},
          {"log10_p", number(component.searched.log10_p)}};
}

ordered_json operations_json(const component_ruling& component) {
  ordered_json out = ordered_json::array();
  for (const operation_finding& finding : component.operations) {
    ordered_json numbers = ordered_json::array();
    for (const operation_number& one : finding.numbers)
      numbers.push_back(
          {{"name", text(one.name)}, {"value", number(one.value)}, {"error", number(one.error)}});
    ordered_json tensors = ordered_json::array();
    for (const std::string& tensor : finding.tensors)
      tensors.push_back(text(tensor));
    out.push_back({{"kind", name_of(finding.kind)},
                   {"text", text(finding.text)},
                   {"numbers", std::move(numbers)},
                   {"log10_likelihood_margin", number(finding.log10_likelihood_margin)},
                   {"tensors", std::move(tensors)}});
  }
  return out;
}

ordered_json direction_json(const component_ruling& component) {
  return {{"which", name_of(component.direction.which)},
          {"reason", text(component.direction.reason)}};
}

ordered_json spectrum_json(const component_ruling& component) {
  if (!component.spectrum) return nullptr;
  const change_spectrum& spectrum = *component.spectrum;
  ordered_json values = ordered_json::array();
  for (std::size_t i = 0; i < spectrum.shares.size(); ++i) {
    const bool known = i < spectrum.gaussian_shares.size();
    values.push_back({{"share", number(spectrum.shares[i])},
                      {"gaussian", number(known ? spectrum.gaussian_shares[i] : NAN)}});
  }
  return {{"tensor", text(spectrum.tensor)},
          {"operation", name_of(spectrum.operation)},
          {"rows", whole(spectrum.rows)},
          {"columns", whole(spectrum.columns)},
          {"all_rows", whole(spectrum.all_rows)},
          {"all_columns", whole(spectrum.all_columns)},
          {"relative_size", number(spectrum.relative_size)},
          {"values", std::move(values)},
          {"gaussian_edge", number(spectrum.gaussian_edge)},
          {"above_edge", whole(spectrum.above_edge)},
          {"share_above_edge", number(spectrum.share_above_edge)}};
}

} // namespace weightkin::detail
