#include <weightkin/fingerprint/affinity.hpp>
#include <weightkin/report/scan_report.hpp>

#include "boundary.hpp"
#include "lending.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

const char* fault_of(const wkin_scan_options& asked) {
  if (!(asked.log10_alpha <= 0)) return "log10_alpha must be below 0";
  if (!(asked.effect_floor >= 0 && asked.effect_floor < 1))
    return "effect_floor must be at least 0 and below 1";
  if (!(asked.nearest_share >= 0 && asked.nearest_share < 0.5))
    return "nearest_share must be at least 0 and below 0.5";
  if (!(asked.separation_errors >= 0)) return "separation_errors must be at least 0";
  return fault_in_floors(asked.derived_share, asked.searched_floor);
}

/// The caller's options as ours; `map` holds what they borrow.
result<scan_options> scanning(const wkin_scan_options* given, std::vector<map_rule>& map) {
  wkin_scan_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "scan options: struct_size is not set (use the _INIT)"};
  if (const char* why = fault_of(asked)) return error{errc::bad_argument, why};
  auto parsed = mapping(asked.component_map);
  if (!parsed) return std::move(parsed).error();
  map = std::move(*parsed);
  scan_options options;
  if (asked.log10_alpha != 0) options.ruling.log10_alpha = asked.log10_alpha;
  if (asked.effect_floor != 0) options.ruling.effect_floor = asked.effect_floor;
  if (asked.seed != 0) options.ruling.seed = asked.seed;
  if (asked.derived_share != 0) options.ruling.derived_share = asked.derived_share;
  if (asked.searched_floor != 0) options.ruling.searched_floor = asked.searched_floor;
  if (asked.max_units != 0) options.ruling.max_units = asked.max_units;
  if (asked.max_features != 0) options.ruling.max_features = asked.max_features;
  options.population = asked.population;
  if (asked.confirm != 0) options.confirm = asked.confirm;
  if (asked.nearest_share != 0) options.separation.nearest_share = asked.nearest_share;
  if (asked.separation_errors != 0) options.separation.errors = asked.separation_errors;
  options.threads = asked.threads;
  options.on_progress =
      passed_on(asked.on_progress, asked.user_data, asked.on_log, asked.log_user_data);
  options.map = map;
  return options;
}

wkin_status run(const wkin_fingerprint& subject, const wkin_model* weights,
                const wkin_fingerprint* const* references,
                const wkin_model* const* reference_weights, size_t count,
                const wkin_scan_options* given, wkin_scan** out, wkin_error* error) {
  std::vector<map_rule> map;
  const auto options = scanning(given, map);
  if (!options) return tell(error, options.error());
  const auto prints = prints_of(references, count);
  if (!prints) return tell(error, prints.error());
  std::span<const tensor_view> held;
  if (weights != nullptr) held = weights->state->views;
  auto answer = scan(subject.print, held, *prints, lender_of(reference_weights, count), *options);
  if (!answer) return tell(error, answer.error());
  *out = new wkin_scan{std::move(*answer)};
  return WKIN_OK;
}

const scan_candidate* find_candidate(const wkin_scan* scan, size_t index) {
  if (scan == nullptr || index >= scan->answer.candidates.size()) return nullptr;
  return &scan->answer.candidates[index];
}

const component_origin* find_origin(const wkin_scan* scan, size_t index) {
  if (scan == nullptr || index >= scan->answer.components.size()) return nullptr;
  return &scan->answer.components[index];
}

} // namespace

wkin_status wkin_find_ancestors(const wkin_fingerprint* subject, const wkin_model* weights,
                                const wkin_fingerprint* const* references,
                                const wkin_model* const* reference_weights, size_t count,
                                const wkin_scan_options* options, wkin_scan** out,
                                wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (subject == nullptr) return bad_argument(error, "the subject is NULL");
    return run(*subject, weights, references, reference_weights, count, options, out, error);
  });
}

void wkin_scan_close(wkin_scan* scan) { delete scan; }

wkin_status wkin_fingerprint_affinity(const wkin_fingerprint* subject,
                                      const wkin_fingerprint* reference, wkin_affinity* affinity,
                                      size_t affinity_size, wkin_error* error) {
  return guard(error, [&] {
    if (subject == nullptr || reference == nullptr)
      return bad_argument(error, "a fingerprint is NULL");
    const auto found = measure_affinities(subject->print, {&reference->print, 1});
    return fill(affinity, affinity_size, coded(found.front()), error);
  });
}

wkin_status wkin_scan_describe(const wkin_scan* scan, wkin_scan_overall* overall,
                               size_t overall_size, wkin_error* error) {
  return guard(error, [&] {
    if (scan == nullptr) return bad_argument(error, "the scan is NULL");
    const scan_result& answer = scan->answer;
    wkin_scan_overall ours{};
    ours.sentence = answer.sentence.c_str();
    ours.subject_name = answer.subject.name.c_str();
    ours.subject_parameters = answer.subject.parameters;
    ours.origins = answer.components.size();
    ours.candidates = answer.candidates.size();
    ours.compared = answer.compared;
    ours.tests = answer.tests;
    ours.limits = answer.limits.size();
    ours.verdict = static_cast<wkin_verdict>(answer.overall);
    ours.subject_format = answer.subject.format.c_str();
    ours.subject_tensors = answer.subject.tensors;
    ours.references = answer.references;
    return fill(overall, overall_size, ours, error);
  });
}

wkin_status wkin_scan_settings(const wkin_scan* scan, wkin_many_settings* settings,
                               size_t settings_size, wkin_error* error) {
  return guard(error, [&] {
    if (scan == nullptr) return bad_argument(error, "the scan is NULL");
    return fill(settings, settings_size, coded(scan->answer.options, scan->answer.separation),
                error);
  });
}

wkin_status wkin_scan_candidate(const wkin_scan* scan, size_t index, wkin_candidate* candidate,
                                size_t candidate_size, wkin_error* error) {
  return guard(error, [&] {
    const weightkin::scan_candidate* found = find_candidate(scan, index);
    if (found == nullptr) return bad_argument(error, "no candidate has this index");
    wkin_candidate ours{};
    ours.name = found->model.name.c_str();
    ours.format = found->model.format.c_str();
    ours.sentence = found->pair.sentence.c_str();
    ours.reference = found->reference;
    ours.components = found->pair.components.size();
    ours.tensors = found->model.tensors;
    ours.parameters = found->model.parameters;
    ours.compared = found->compared ? 1 : 0;
    if (found->compared) ours.verdict = static_cast<wkin_verdict>(found->pair.overall);
    ours.source = static_cast<wkin_evidence_source>(found->pair.source);
    return fill(candidate, candidate_size, ours, error);
  });
}

wkin_status wkin_scan_affinity(const wkin_scan* scan, size_t index, wkin_affinity* affinity,
                               size_t affinity_size, wkin_error* error) {
  return guard(error, [&] {
    const weightkin::scan_candidate* found = find_candidate(scan, index);
    if (found == nullptr) return bad_argument(error, "no candidate has this index");
    return fill(affinity, affinity_size, coded(found->similar), error);
  });
}

wkin_status wkin_scan_candidate_component(const wkin_scan* scan, size_t candidate, size_t index,
                                          wkin_component_summary* summary, size_t summary_size,
                                          wkin_error* error) {
  return guard(error, [&] {
    const weightkin::scan_candidate* found = find_candidate(scan, candidate);
    if (found == nullptr || index >= found->pair.components.size())
      return bad_argument(error, "no component of a candidate has these indices");
    return fill(summary, summary_size, coded(found->pair.components[index]), error);
  });
}

wkin_status wkin_scan_origin(const wkin_scan* scan, size_t index, wkin_origin* origin,
                             size_t origin_size, wkin_error* error) {
  return guard(error, [&] {
    const component_origin* found = find_origin(scan, index);
    if (found == nullptr) return bad_argument(error, "no component has this index");
    wkin_origin ours{};
    ours.id = found->id.c_str();
    ours.sentence = found->sentence.c_str();
    ours.found = lent(found->found);
    ours.nearest = lent(found->nearest);
    ours.found_count = found->found.size();
    ours.nearest_count = found->nearest.size();
    ours.separations = found->separations.size();
    ours.parameters = found->parameters;
    ours.share = found->share;
    ours.kind = static_cast<wkin_component_kind>(found->kind);
    return fill(origin, origin_size, ours, error);
  });
}

wkin_status wkin_scan_separation(const wkin_scan* scan, size_t origin, size_t index,
                                 wkin_separation* separation, size_t separation_size,
                                 wkin_error* error) {
  return guard(error, [&] {
    const component_origin* from = find_origin(scan, origin);
    if (from == nullptr || index >= from->separations.size())
      return bad_argument(error, "no separation has these indices");
    const candidate_separation& found = from->separations[index];
    wkin_separation ours{};
    ours.nearer = found.nearer;
    ours.farther = found.farther;
    ours.share = found.share;
    ours.share_error = found.share_error;
    ours.separable = found.separable ? 1 : 0;
    return fill(separation, separation_size, ours, error);
  });
}

const char* wkin_scan_limit(const wkin_scan* scan, size_t index) {
  return scan != nullptr ? text_at(scan->answer.limits, index) : nullptr;
}

wkin_status wkin_scan_text(const wkin_scan* scan, const wkin_text_options* options, char* buffer,
                           size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (scan == nullptr) return bad_argument(error, "the scan is NULL");
    const auto look = looking(options);
    if (!look) return tell(error, look.error());
    return copy_text(scan_to_text(scan->answer, *look), buffer, capacity, needed, error);
  });
}

wkin_status wkin_scan_json(const wkin_scan* scan, char* buffer, size_t capacity, size_t* needed,
                           wkin_error* error) {
  return guard(error, [&] {
    if (scan == nullptr) return bad_argument(error, "the scan is NULL");
    return copy_text(scan_to_json(scan->answer), buffer, capacity, needed, error);
  });
}
