#include "boundary.hpp"
#include "handles.hpp"
#include "pair_numbers.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

wkin_evidence coded(const permutation_evidence& evidence) {
  wkin_evidence ours{};
  ours.effect = evidence.effect;
  ours.z = evidence.z;
  ours.effective_size = evidence.effective_size;
  ours.log10_p = evidence.log10_p;
  ours.skewness = evidence.skewness;
  ours.excess_kurtosis = evidence.excess_kurtosis;
  ours.units = evidence.units;
  ours.draws = evidence.draws;
  ours.null = static_cast<wkin_null>(evidence.null);
  return ours;
}

void copy_counts(wkin_component_ruling& ours, const component_ruling& found) {
  ours.parameters = found.parameters;
  ours.share = found.share;
  ours.parameters_compared = found.parameters_compared;
  ours.parameters_descriptive = found.parameters_descriptive;
  ours.parameters_excluded = found.parameters_excluded;
  ours.parameters_unmatched = found.parameters_unmatched;
  ours.parameters_bit_equal = found.parameters_bit_equal;
  ours.tensors_compared = found.tensors_compared;
  ours.tensors_excluded = found.tensors_excluded;
  ours.tensors_unmatched = found.tensors_unmatched;
}

void copy_numbers(wkin_component_ruling& ours, const component_ruling& found) {
  ours.cosine = found.cosine;
  ours.cosine_if_unrelated = found.cosine_if_unrelated;
  ours.pearson = found.pearson;
  ours.relative_l2 = found.relative_l2;
  ours.relative_l2_if_unrelated = found.relative_l2_if_unrelated;
  ours.bit_equal_share = found.bit_equal_share;
  ours.bit_equal_chance = found.bit_equal_chance;
  ours.evidence = coded(found.evidence);
  ours.strongest = coded(found.strongest);
  ours.strongest_group = found.strongest_group.c_str();
  ours.groups = found.groups;
  ours.common_variance = found.common_variance;
  ours.log10_p = found.log10_p;
  ours.log10_p_holm = found.log10_p_holm;
  ours.minimum_detectable = found.minimum_detectable;
}

void copy_history(wkin_component_ruling& ours, const component_ruling& found) {
  ours.searched = coded(found.searched);
  ours.searched_groups = found.searched_groups;
  ours.direction_reason = found.direction.reason.c_str();
  ours.operations = found.operations.size();
  ours.direction = static_cast<wkin_direction>(found.direction.which);
  ours.arranged = found.arrangement ? 1 : 0;
  ours.common_variance_error = found.common_variance_error;
  ours.anchors = coded(found.anchors);
  ours.anchored_networks = found.anchored_networks;
  ours.anchors_log10_p_holm = found.anchors_log10_p_holm;
}

void copy_identity(wkin_tensor_evidence& ours, const tensor_evidence& found) {
  static constexpr std::uint64_t no_extent = 0;
  ours.subject_name = found.subject_name.c_str();
  ours.reference_name = found.reference_name.c_str();
  ours.detail = found.detail.c_str();
  ours.group = found.group.c_str();
  ours.shape = found.shape.empty() ? &no_extent : found.shape.data();
  ours.rank = found.shape.size();
  ours.subject = found.subject;
  ours.reference = found.reference;
  ours.component = found.component;
  ours.parameters = found.parameters;
  ours.match = static_cast<wkin_match>(found.match);
  ours.subject_dtype = static_cast<wkin_dtype>(found.subject_type);
  ours.reference_dtype = static_cast<wkin_dtype>(found.reference_type);
  ours.role = static_cast<wkin_role>(found.role);
  ours.use = static_cast<wkin_use>(found.use);
  ours.exclusion = static_cast<wkin_exclusion>(found.why);
  ours.layer = found.layer;
  ours.fit = static_cast<wkin_fit>(found.fitted);
  ours.rounded = found.rounded ? 1 : 0;
}

void copy_rest(wkin_tensor_evidence& ours, const tensor_evidence& found) {
  ours.bit_equal_chance = found.bit_equal_chance;
  ours.sign_equal_chance = found.sign_equal_chance;
  ours.permutation = coded(found.permutation);
  ours.pearson_error = found.pearson_error;
  ours.same_once_undone = found.same_once_undone ? 1 : 0;
  ours.basis = static_cast<wkin_equality>(found.basis);
}

void copy_models(wkin_overall& ours, const comparison& ruling) {
  ours.subject_name = ruling.subject.name.c_str();
  ours.subject_format = ruling.subject.format.c_str();
  ours.reference_name = ruling.reference.name.c_str();
  ours.reference_format = ruling.reference.format.c_str();
  ours.subject_tensors = ruling.subject.tensors;
  ours.reference_tensors = ruling.reference.tensors;
  ours.source = static_cast<wkin_evidence_source>(ruling.source);
  ours.subject_files = ruling.subject.files.size();
  ours.reference_files = ruling.reference.files.size();
}

} // namespace

wkin_status wkin_comparison_overall(const wkin_comparison* comparison, wkin_overall* overall,
                                    size_t overall_size, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const weightkin::comparison& ruling = comparison->ruling;
    wkin_overall ours{};
    ours.sentence = ruling.sentence.c_str();
    ours.subject_parameters = ruling.subject.parameters;
    ours.reference_parameters = ruling.reference.parameters;
    ours.parameters_found = ruling.parameters_found;
    ours.components = ruling.components.size();
    ours.tensors = ruling.tensors.size();
    ours.unmatched = ruling.unmatched.size();
    ours.limits = ruling.limits.size();
    ours.searched = ruling.searched.size();
    ours.verdict = static_cast<wkin_verdict>(ruling.overall);
    copy_models(ours, ruling);
    return fill(overall, overall_size, ours, error);
  });
}

wkin_status wkin_comparison_component(const wkin_comparison* comparison, size_t index,
                                      wkin_component_ruling* ruling, size_t ruling_size,
                                      wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    if (index >= comparison->ruling.components.size())
      return bad_argument(error, "no component has this index");
    const component_ruling& found = comparison->ruling.components[index];
    wkin_component_ruling ours{};
    ours.id = found.id.c_str();
    ours.reference_id = found.reference_id.c_str();
    ours.sentence = found.sentence.c_str();
    ours.explanations = found.explanations.size();
    ours.kind = static_cast<wkin_component_kind>(found.kind);
    ours.verdict = static_cast<wkin_verdict>(found.ruling);
    ours.change = static_cast<wkin_change>(found.change);
    copy_counts(ours, found);
    copy_numbers(ours, found);
    copy_history(ours, found);
    return fill(ruling, ruling_size, ours, error);
  });
}

const char* wkin_comparison_explanation(const wkin_comparison* comparison, size_t component,
                                        size_t index) {
  if (comparison == nullptr || component >= comparison->ruling.components.size()) return nullptr;
  const auto& explanations = comparison->explanations[component];
  return index < explanations.size() ? explanations[index].c_str() : nullptr;
}

wkin_status wkin_comparison_tensor(const wkin_comparison* comparison, size_t index,
                                   wkin_tensor_evidence* evidence, size_t evidence_size,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    if (index >= comparison->ruling.tensors.size())
      return bad_argument(error, "no pair has this index");
    const tensor_evidence& found = comparison->ruling.tensors[index];
    wkin_tensor_evidence ours{};
    copy_identity(ours, found);
    copy_sums(ours, found.stats);
    copy_metrics(ours, found.metrics);
    copy_rest(ours, found);
    return fill(evidence, evidence_size, ours, error);
  });
}

wkin_status wkin_comparison_unmatched(const wkin_comparison* comparison, size_t index,
                                      wkin_unmatched* unmatched, size_t unmatched_size,
                                      wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    if (index >= comparison->ruling.unmatched.size())
      return bad_argument(error, "no unmatched tensor has this index");
    const unmatched_tensor& found = comparison->ruling.unmatched[index];
    wkin_unmatched ours{};
    ours.name = found.name.c_str();
    ours.component = found.component.c_str();
    ours.reason = found.reason.c_str();
    ours.tensor = found.tensor;
    ours.parameters = found.parameters;
    ours.side = static_cast<wkin_side>(found.of);
    return fill(unmatched, unmatched_size, ours, error);
  });
}

const char* wkin_comparison_limit(const wkin_comparison* comparison, size_t index) {
  if (comparison == nullptr || index >= comparison->ruling.limits.size()) return nullptr;
  return comparison->ruling.limits[index].c_str();
}

const char* wkin_comparison_searched(const wkin_comparison* comparison, size_t index) {
  if (comparison == nullptr || index >= comparison->ruling.searched.size()) return nullptr;
  return comparison->ruling.searched[index].c_str();
}

wkin_status wkin_comparison_settings(const wkin_comparison* comparison,
                                     wkin_ruling_settings* settings, size_t settings_size,
                                     wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const ruling_options& used = comparison->ruling.options;
    wkin_ruling_settings ours{};
    ours.log10_alpha = used.log10_alpha;
    ours.effect_floor = used.effect_floor;
    ours.derived_share = used.derived_share;
    ours.searched_floor = used.searched_floor;
    ours.seed = used.seed;
    ours.max_units = used.max_units;
    ours.max_features = used.max_features;
    return fill(settings, settings_size, ours, error);
  });
}

wkin_status wkin_comparison_asked(const wkin_comparison* comparison, wkin_asked_search* asked,
                                  size_t asked_size, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const auto& found = comparison->ruling.asked;
    if (!found)
      return tell(error, errc::undefined, fault::none,
                  "it is not known what was asked: fingerprints were compared, or the result does "
                  "not tell");
    wkin_asked_search ours{};
    ours.component_map = found->component_map.c_str();
    ours.seconds = found->seconds;
    ours.depth = static_cast<wkin_search_depth>(found->depth);
    return fill(asked, asked_size, ours, error);
  });
}

wkin_status wkin_comparison_opened(const wkin_comparison* comparison, wkin_side side,
                                   wkin_model_opening* opening, size_t opening_size,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const model_summary* model = model_of(comparison->ruling, side);
    if (model == nullptr) return bad_argument(error, "there is no such side");
    if (!model->opened)
      return tell(error, errc::undefined, fault::none,
                  "it is not known how the model was opened: it was a fingerprint or tensors in "
                  "memory, or the result does not tell");
    wkin_model_opening ours{};
    ours.as_stored = model->opened->as_stored ? 1 : 0;
    ours.lenient_pickle = model->opened->lenient_pickle ? 1 : 0;
    return fill(opening, opening_size, ours, error);
  });
}
