#include <algorithm>

#include <weightkin/report/json_report.hpp>

#include "findings.hpp"
#include "json_values.hpp"
#include "operations_json.hpp"
#include "pair_json.hpp"
#include "report_words.hpp"

namespace weightkin {
namespace {

using detail::number;
using detail::ordered_json;
using detail::text;
using detail::whole;

constexpr const char* report_schema = "urn:weightkin:schema:report:1.6";

ordered_json compared_model_json(const model_summary& model) {
  ordered_json out = detail::model_json(model);
  if (model.opened)
    out["opened"] = {{"as_stored", model.opened->as_stored},
                     {"lenient_pickle", model.opened->lenient_pickle}};
  if (model.files.empty()) return out;
  ordered_json files = ordered_json::array();
  for (const model_file& file : model.files)
    files.push_back({{"name", text(file.name)},
                     {"size_bytes", whole(file.size_bytes)},
                     {"sha256", text(file.sha256)}});
  out["files"] = std::move(files);
  return out;
}

ordered_json asked_json(const std::optional<asked_search>& asked) {
  if (!asked) return nullptr;
  return {{"depth", name_of(asked->depth)},
          {"seconds", number(asked->seconds)},
          {"component_map",
           asked->component_map.empty() ? ordered_json(nullptr) : text(asked->component_map)}};
}

ordered_json options_json(const comparison& ruling) {
  const ruling_options& options = ruling.options;
  return {{"log10_alpha", number(options.log10_alpha)},
          {"effect_floor", number(options.effect_floor)},
          {"searched_floor", number(options.searched_floor)},
          {"derived_share", number(options.derived_share)},
          {"seed", whole(options.seed)},
          {"max_units", whole(options.max_units)},
          {"max_features", whole(options.max_features)},
          {"search", asked_json(ruling.asked)}};
}

bool tested(const permutation_evidence& evidence) { return evidence.null != null_kind::none; }

ordered_json statistic(const char* name, double value, double expected) {
  return {{"name", name}, {"value", number(value)}, {"expected_if_unrelated", number(expected)}};
}

/// A statistic that was judged against a permutation null.
ordered_json judged(const char* name, double value, const permutation_evidence& evidence,
                    std::uint64_t seed) {
  ordered_json out = statistic(name, value, 0);
  out["null"] = detail::null_json(evidence, seed);
  out["log10_p"] = number(evidence.log10_p);
  return out;
}

ordered_json statistics_json(const component_ruling& component, std::uint64_t seed) {
  ordered_json out = ordered_json::array();
  if (tested(component.evidence)) {
    out.push_back(judged("effect", component.evidence.effect, component.evidence, seed));
    out.push_back(judged("z", component.evidence.z, component.evidence, seed));
  }
  out.push_back(statistic("cosine", component.cosine, component.cosine_if_unrelated));
  out.push_back(statistic("pearson", component.pearson, 0));
  out.push_back(
      statistic("relative_l2", component.relative_l2, component.relative_l2_if_unrelated));
  out.push_back(
      statistic("bit_equal_share", component.bit_equal_share, component.bit_equal_chance));
  return out;
}

/// The permutation group with the smallest p: where descent of a part shows.
ordered_json strongest_json(const component_ruling& component, std::uint64_t seed) {
  if (!tested(component.strongest)) return nullptr;
  return {{"group", text(component.strongest_group)},
          {"effect", number(component.strongest.effect)},
          {"z", number(component.strongest.z)},
          {"null", detail::null_json(component.strongest, seed)},
          {"log10_p", number(component.strongest.log10_p)}};
}

/// What survives a change of the stream's basis, from fingerprints.
ordered_json anchors_json(const component_ruling& component, std::uint64_t seed) {
  if (!tested(component.anchors)) return nullptr;
  return {{"networks", whole(component.anchored_networks)},
          {"effect", number(component.anchors.effect)},
          {"z", number(component.anchors.z)},
          {"null", detail::null_json(component.anchors, seed)},
          {"log10_p", number(component.anchors.log10_p)},
          {"log10_p_holm", number(component.anchors_log10_p_holm)}};
}

ordered_json explanations_json(const std::vector<possible_explanation>& explanations) {
  std::vector<std::string> sentences;
  sentences.reserve(explanations.size());
  for (const possible_explanation& explanation : explanations)
    sentences.push_back(sentence_of(explanation));
  return detail::texts_json(sentences);
}

/// How much of the reference's component has a counterpart; null where that is not known.
ordered_json cover_json(const std::optional<reference_cover>& cover) {
  if (!cover) return nullptr;
  const auto all = static_cast<double>(cover->parameters);
  return {{"parameters", whole(cover->parameters)},
          {"parameters_paired", whole(cover->paired)},
          {"share", number(static_cast<double>(cover->paired) / all)}};
}

ordered_json component_json(const component_ruling& component, std::uint64_t seed) {
  const bool judged_by_chance = tested(component.evidence);
  return {
      {"id", text(component.id)},
      {"kind", name_of(component.kind)},
      {"reference_id",
       component.reference_id.empty() ? ordered_json(nullptr) : text(component.reference_id)},
      {"verdict", name_of(component.ruling)},
      {"change", name_of(component.change)},
      {"sentence", text(component.sentence)},
      {"explanations", explanations_json(component.explanations)},
      {"share", number(component.share)},
      {"parameters", whole(component.parameters)},
      {"parameters_compared", whole(component.parameters_compared)},
      {"parameters_descriptive", whole(component.parameters_descriptive)},
      {"parameters_excluded", whole(component.parameters_excluded)},
      {"parameters_unmatched", whole(component.parameters_unmatched)},
      {"parameters_bit_equal", whole(component.parameters_bit_equal)},
      {"tensors_compared", whole(component.tensors_compared)},
      {"tensors_excluded", whole(component.tensors_excluded)},
      {"tensors_unmatched", whole(component.tensors_unmatched)},
      {"groups", whole(component.groups)},
      {"strongest_group", strongest_json(component, seed)},
      {"common_variance", number(component.common_variance)},
      {"common_variance_error", number(component.common_variance_error)},
      {"log10_p", number(judged_by_chance ? component.log10_p : NAN)},
      {"log10_p_holm", number(detail::corrected_log10_p(component))},
      {"minimum_detectable_effect", number(judged_by_chance ? component.minimum_detectable : NAN)},
      {"statistics", statistics_json(component, seed)},
      {"arrangement", detail::arrangement_json(component)},
      {"searched", detail::searched_json(component, seed)},
      {"anchors", anchors_json(component, seed)},
      {"operations", detail::operations_json(component)},
      {"direction", detail::direction_json(component)},
      {"spectrum", detail::spectrum_json(component)},
      {"search_notes", detail::texts_json(component.search_notes)},
      {"reference_cover", cover_json(component.cover)}};
}

/// Sums that only a pass over the elements yields are null where there was none.
ordered_json pass_json(const tensor_evidence& tensor) {
  const pair_stats& stats = tensor.stats;
  const bool seen = tensor.basis == equality_basis::elements;
  const auto count = [seen](std::uint64_t value) {
    return seen ? whole(value) : ordered_json(nullptr);
  };
  const auto sum = [seen](double value) { return seen ? number(value) : ordered_json(nullptr); };
  const bool equality_known = tensor.basis != equality_basis::unknown;
  return {{"elements", whole(stats.elements)},
          {"finite", count(stats.finite)},
          {"nonfinite_subject", whole(stats.nonfinite_a)},
          {"nonfinite_reference", whole(stats.nonfinite_b)},
          {"bit_equal", equality_known ? whole(stats.bit_equal) : ordered_json(nullptr)},
          {"sign_equal", count(stats.sign_equal)},
          {"zero_subject", count(stats.zero_a)},
          {"zero_reference", count(stats.zero_b)},
          {"zero_both", count(stats.zero_both)},
          {"sum_subject", sum(stats.sum_a)},
          {"sum_reference", sum(stats.sum_b)},
          {"sum_squares_subject", sum(stats.sum_aa)},
          {"sum_squares_reference", sum(stats.sum_bb)},
          {"sum_products", sum(stats.sum_ab)},
          {"sum_abs_difference", sum(stats.sum_abs_diff)},
          {"sum_squared_difference", sum(stats.sum_sq_diff)},
          {"max_abs_difference", sum(stats.max_abs_diff)}};
}

ordered_json tensor_statistics_json(const tensor_evidence& tensor, std::uint64_t seed) {
  const pair_metrics& m = tensor.metrics;
  ordered_json out = ordered_json::array();
  if (tested(tensor.permutation)) {
    out.push_back(judged("effect", tensor.permutation.effect, tensor.permutation, seed));
    out.push_back(judged("z", tensor.permutation.z, tensor.permutation, seed));
  }
  out.push_back(statistic("cosine", m.cosine, m.cosine_if_unrelated));
  out.push_back(statistic("pearson", m.pearson, 0));
  out.push_back(statistic("relative_l2", m.relative_l2, m.relative_l2_if_unrelated));
  out.push_back(statistic("bit_equal_share", m.bit_equal_share, tensor.bit_equal_chance));
  out.push_back(statistic("sign_equal_share", m.sign_equal_share, tensor.sign_equal_chance));
  out.push_back(statistic("scale", m.scale, 0));
  return out;
}

ordered_json moments_json(double mean, double deviation) {
  return {{"mean", number(mean)}, {"deviation", number(deviation)}};
}

ordered_json shape_json(const std::vector<std::uint64_t>& shape) {
  ordered_json out = ordered_json::array();
  for (const std::uint64_t extent : shape)
    out.push_back(whole(extent));
  return out;
}

ordered_json tensor_json(const comparison& ruling, const tensor_evidence& tensor) {
  const bool known = tensor.component < ruling.components.size();
  const pair_metrics& m = tensor.metrics;
  return {
      {"subject", text(tensor.subject_name)},
      {"reference", text(tensor.reference_name)},
      {"subject_index", whole(tensor.subject)},
      {"reference_index", whole(tensor.reference)},
      {"component", known ? text(ruling.components[tensor.component].id) : ordered_json(nullptr)},
      {"match", name_of(tensor.match)},
      {"fit", name_of(tensor.fitted)},
      {"subject_dtype", name_of(tensor.subject_type)},
      {"reference_dtype", name_of(tensor.reference_type)},
      {"shape", shape_json(tensor.shape)},
      {"role", name_of(tensor.role)},
      {"layer", tensor.layer < 0 ? ordered_json(nullptr) : ordered_json(tensor.layer)},
      {"parameters", whole(tensor.parameters)},
      {"use", name_of(tensor.use)},
      {"reason",
       tensor.why == exclusion::none ? ordered_json(nullptr) : ordered_json(name_of(tensor.why))},
      {"detail", text(tensor.detail)},
      {"group", tensor.group.empty() ? ordered_json(nullptr) : text(tensor.group)},
      {"statistics", tensor_statistics_json(tensor, ruling.options.seed)},
      {"subject_moments", moments_json(m.mean_a, m.sd_a)},
      {"reference_moments", moments_json(m.mean_b, m.sd_b)},
      {"equality", name_of(tensor.basis)},
      {"pearson_error", number(tensor.pearson_error)},
      {"same_once_undone", tensor.same_once_undone},
      {"rounded", tensor.rounded},
      {"pass", pass_json(tensor)}};
}

ordered_json unmatched_json(const unmatched_tensor& tensor) {
  return {{"side", tensor.of == side::subject ? "subject" : "reference"},
          {"tensor", text(tensor.name)},
          {"index", whole(tensor.tensor)},
          {"component", text(tensor.component)},
          {"parameters", whole(tensor.parameters)},
          {"reason", text(tensor.reason)}};
}

ordered_json overall_json(const comparison& ruling) {
  double log10_p = NAN;
  for (const component_ruling& component : ruling.components)
    log10_p = std::fmin(log10_p, detail::corrected_log10_p(component));
  const auto all = static_cast<double>(ruling.subject.parameters);
  const auto theirs = static_cast<double>(ruling.reference.parameters);
  const auto& covered = ruling.reference_parameters_found;
  return {{"verdict", name_of(ruling.overall)},
          {"log10_p", number(log10_p)},
          {"parameters_found", whole(ruling.parameters_found)},
          {"share_found", number(static_cast<double>(ruling.parameters_found) / all)},
          {"reference_parameters_found", covered ? whole(*covered) : ordered_json(nullptr)},
          {"reference_share_found", number(covered ? static_cast<double>(*covered) / theirs : NAN)},
          {"sentence", text(ruling.sentence)},
          {"rule", detail::rule_of(ruling)}};
}

ordered_json findings_json(const comparison& ruling) {
  ordered_json out = ordered_json::array();
  for (const detail::finding& finding : detail::findings_of(ruling))
    out.push_back({{"id", finding.id},
                   {"severity", finding.severity},
                   {"component", text(finding.component)},
                   {"detail", text(finding.detail)}});
  return out;
}

} // namespace

std::string to_json(const comparison& ruling) {
  ordered_json components = ordered_json::array();
  for (const component_ruling& component : ruling.components)
    components.push_back(component_json(component, ruling.options.seed));
  ordered_json tensors = ordered_json::array();
  for (const tensor_evidence& tensor : ruling.tensors)
    tensors.push_back(tensor_json(ruling, tensor));
  ordered_json unmatched = ordered_json::array();
  for (const unmatched_tensor& tensor : ruling.unmatched)
    unmatched.push_back(unmatched_json(tensor));

  ordered_json root;
  root["schema"] = report_schema;
  root["tool"] = detail::tool_json();
  root["subject"] = compared_model_json(ruling.subject);
  root["reference"] = compared_model_json(ruling.reference);
  root["source"] = name_of(ruling.source);
  root["options"] = options_json(ruling);
  root["overall"] = overall_json(ruling);
  root["components"] = std::move(components);
  root["findings"] = findings_json(ruling);
  root["searched"] = detail::texts_json(ruling.searched);
  root["limits"] = detail::texts_json(ruling.limits);
  root["tensors"] = std::move(tensors);
  root["unmatched"] = std::move(unmatched);
  return detail::document(root);
}

} // namespace weightkin
