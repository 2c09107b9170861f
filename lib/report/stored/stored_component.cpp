#include <limits>

#include "report/stored/result_parts.hpp"

namespace weightkin::detail {
namespace {

void take_counts(const json_place& at, component_ruling& out) {
  out.share = stored_share(at["share"]);
  out.parameters = at["parameters"].whole();
  out.parameters_compared = at["parameters_compared"].whole();
  out.parameters_descriptive = at["parameters_descriptive"].whole();
  out.parameters_excluded = at["parameters_excluded"].whole();
  out.parameters_unmatched = at["parameters_unmatched"].whole();
  out.parameters_bit_equal = at["parameters_bit_equal"].whole();
  out.tensors_compared = at["tensors_compared"].whole();
  out.tensors_excluded = at["tensors_excluded"].whole();
  out.tensors_unmatched = at["tensors_unmatched"].whole();
  out.groups = at["groups"].whole();
}

void take_statistics(const json_place& at, component_ruling& out) {
  const json_place list = at["statistics"];
  const stored_statistics rows(list);
  out.evidence = rows.evidence();
  out.cosine = rows.value("cosine");
  out.cosine_if_unrelated = rows.expected("cosine");
  out.pearson = rows.value("pearson");
  out.relative_l2 = rows.value("relative_l2");
  out.relative_l2_if_unrelated = rows.expected("relative_l2");
  out.bit_equal_share = rows.value("bit_equal_share");
  out.bit_equal_chance = rows.expected("bit_equal_share");
  out.common_variance = stored_share(at["common_variance"]);
  if (at.has("common_variance_error"))
    out.common_variance_error = stored_size(at["common_variance_error"]);
  out.log10_p = stored_log10_p(at["log10_p"]);
  out.log10_p_holm = stored_log10_p(at["log10_p_holm"]);
  out.minimum_detectable = stored_size(at["minimum_detectable_effect"]);
}

void take_strongest(const json_place& at, component_ruling& out) {
  if (at.is_null()) return;
  out.strongest = stored_null(at["null"]);
  out.strongest_group = at["group"].text();
  out.strongest.effect = stored_correlation(at["effect"]);
  out.strongest.z = at["z"].number();
  out.strongest.log10_p = stored_log10_p(at["log10_p"]);
}

unit_correspondence stored_units(const json_place& at) {
  unit_correspondence out;
  out.subject_group = at["group"].text();
  out.reference_group = at["reference_group"].text();
  out.agreement = stored_share(at["agreement"]);
  out.identity = at["identity"].boolean();
  out.counted = unit_counts{at["units"].whole(), at["mapped"].whole()};
  return out;
}

void take_arrangement(const json_place& at, component_ruling& out) {
  if (at.is_null()) return;
  component_correspondence found;
  const json_place layers = at["layers"];
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const json_place layer = layers.at(i);
    found.layer_of.push_back(layer.is_null()
                                 ? no_counterpart
                                 : layer.integer(0, std::numeric_limits<std::int32_t>::max()));
  }
  found.basis = at["basis"].named(basis_relation::same, basis_relation::unknown);
  found.tokens_moved = at["tokens_moved"].boolean();
  if (at.has("moves_values")) found.moves_values = at["moves_values"].boolean();
  if (at.has("repeats_networks")) found.repeats_networks = at["repeats_networks"].boolean();
  const json_place units = at["units"];
  for (std::size_t i = 0; i < units.size(); ++i)
    found.units.push_back(stored_units(units.at(i)));
  found.log10_choices = at["log10_choices"].number();
  out.arrangement = std::move(found);
}

/// Before 1.5 a report did not say which distribution stood behind it: no exact one held.
void take_searched(const json_place& at, component_ruling& out) {
  if (at.is_null()) return;
  out.searched.null = null_kind::permutation_normal;
  if (at.has("null")) {
    out.searched = stored_null(at["null"]);
    out.searched.log10_p = stored_log10_p(at["log10_p"]);
  }
  out.searched_groups = at["groups"].whole();
  out.searched.effect = stored_correlation(at["effect"]);
  out.searched.z = at["z"].number();
  out.searched.units = at["units"].whole();
}

void take_anchors(const json_place& at, component_ruling& out) {
  if (at.is_null()) return;
  out.anchors = stored_null(at["null"]);
  out.anchored_networks = at["networks"].whole();
  out.anchors.effect = stored_correlation(at["effect"]);
  out.anchors.z = at["z"].number();
  out.anchors.log10_p = stored_log10_p(at["log10_p"]);
  out.anchors_log10_p_holm = stored_log10_p(at["log10_p_holm"]);
}

operation_finding stored_operation(const json_place& at) {
  operation_finding out;
  out.kind = at["kind"].named(operation_kind::none, operation_kind::nonfinite);
  out.text = at["text"].text();
  const json_place numbers = at["numbers"];
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const json_place one = numbers.at(i);
    out.numbers.push_back({one["name"].text(), one["value"].number(), one["error"].number()});
  }
  const json_place margin = at["log10_likelihood_margin"];
  out.log10_likelihood_margin =
      margin.is_null() ? std::numeric_limits<double>::infinity() : margin.number();
  out.tensors = stored_texts(at["tensors"]);
  return out;
}

void take_spectrum(const json_place& at, component_ruling& out) {
  if (at.is_null()) return;
  change_spectrum found;
  found.tensor = at["tensor"].text();
  found.operation = at["operation"].named(operation_kind::none, operation_kind::nonfinite);
  found.rows = at["rows"].whole();
  found.columns = at["columns"].whole();
  found.all_rows = at["all_rows"].whole();
  found.all_columns = at["all_columns"].whole();
  found.relative_size = stored_size(at["relative_size"]);
  const json_place values = at["values"];
  if (values.size() > 64) return values.complain("at most 64 values were expected");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const json_place value = values.at(i);
    found.shares.push_back(stored_share(value["share"]));
    found.gaussian_shares.push_back(stored_share(value["gaussian"]));
  }
  found.gaussian_edge = at["gaussian_edge"].number();
  found.above_edge = at["above_edge"].whole();
  found.share_above_edge = stored_share(at["share_above_edge"]);
  out.spectrum = std::move(found);
}

void take_cover(const json_place& at, component_ruling& out) {
  if (at.is_null()) return;
  reference_cover cover;
  cover.parameters = at["parameters"].whole();
  const json_place paired = at["parameters_paired"];
  cover.paired = paired.whole();
  if (cover.paired > cover.parameters) paired.complain("is more than there is");
  out.cover = cover;
}

/// What version 1.2 and later tell.
void take_later(const json_place& at, component_ruling& out) {
  if (at.has("arrangement")) take_arrangement(at["arrangement"], out);
  if (at.has("searched")) take_searched(at["searched"], out);
  if (at.has("anchors")) take_anchors(at["anchors"], out);
  if (at.has("spectrum")) take_spectrum(at["spectrum"], out);
  if (at.has("search_notes")) out.search_notes = stored_texts(at["search_notes"]);
  if (at.has("reference_cover")) take_cover(at["reference_cover"], out);
  if (at.has("operations")) {
    const json_place operations = at["operations"];
    for (std::size_t i = 0; i < operations.size(); ++i)
      out.operations.push_back(stored_operation(operations.at(i)));
  }
  if (!at.has("direction")) return;
  const json_place direction = at["direction"];
  out.direction.which = direction["which"].named(descent_direction::undetermined,
                                                 descent_direction::reference_from_subject);
  out.direction.reason = direction["reason"].text();
}

} // namespace

component_ruling stored_component(const json_place& at) {
  component_ruling out;
  out.id = at["id"].text();
  out.kind = at["kind"].named(component_kind::model, component_kind::optimizer);
  const json_place reference = at["reference_id"];
  if (!reference.is_null()) out.reference_id = reference.text();
  out.ruling = at["verdict"].named(verdict::identical, verdict::non_evidential);
  out.change = at["change"].named(change_kind::none, change_kind::rearranged);
  out.sentence = at["sentence"].text();
  for (const std::string& sentence : stored_texts(at["explanations"]))
    out.explanations.push_back(explanation_of(sentence));
  take_counts(at, out);
  take_statistics(at, out);
  take_strongest(at["strongest_group"], out);
  take_later(at, out);
  return out;
}

} // namespace weightkin::detail
