#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

/// Why what was asked of the search cannot be; null when it can. Seconds beyond the bound do not
/// fit a clock.
const char* search_fault(const wkin_compare_options& asked) {
  if (asked.depth < WKIN_DEPTH_AUTOMATIC || asked.depth > WKIN_DEPTH_FULL)
    return "no search depth has this number";
  if (!(asked.search_seconds >= 0 && asked.search_seconds <= 1e9))
    return "search_seconds must be at least 0 and at most 1e9";
  return fault_in_floors(asked.derived_share, asked.searched_floor);
}

void set_ruling(const wkin_compare_options& asked, ruling_options& ruling) {
  if (asked.log10_alpha != 0) ruling.log10_alpha = asked.log10_alpha;
  if (asked.effect_floor != 0) ruling.effect_floor = asked.effect_floor;
  if (asked.searched_floor != 0) ruling.searched_floor = asked.searched_floor;
  if (asked.seed != 0) ruling.seed = asked.seed;
  if (asked.derived_share != 0) ruling.derived_share = asked.derived_share;
  if (asked.max_units != 0) ruling.max_units = asked.max_units;
  if (asked.max_features != 0) ruling.max_features = asked.max_features;
}

/// The caller's options as ours; `map` holds what they borrow.
result<compare_options> comparing(const wkin_compare_options* given, std::vector<map_rule>& map) {
  const auto refuse = [](const char* why) { return error{errc::bad_argument, why}; };
  wkin_compare_options asked;
  if (!read_options(given, asked))
    return refuse("compare options: struct_size is not set (use the _INIT)");
  if (!(asked.log10_alpha <= 0)) return refuse("log10_alpha must be below 0");
  if (!(asked.effect_floor >= 0 && asked.effect_floor < 1))
    return refuse("effect_floor must be at least 0 and below 1");
  if (const char* why = search_fault(asked)) return refuse(why);
  compare_options options;
  options.threads = asked.threads;
  options.on_progress =
      passed_on(asked.on_progress, asked.user_data, asked.on_log, asked.log_user_data);
  set_ruling(asked, options.ruling);
  options.depth = static_cast<search_depth>(asked.depth);
  options.search_seconds = asked.search_seconds;
  auto parsed = mapping(asked.component_map);
  if (!parsed) return std::move(parsed).error();
  map = std::move(*parsed);
  options.map = map;
  return options;
}

wkin_status hand_over(result<comparison> ruling, wkin_comparison** out, wkin_error* error) {
  if (!ruling) return tell(error, ruling.error());
  *out = new wkin_comparison(std::move(*ruling));
  return WKIN_OK;
}

/// Names and format are the state's: tensors that the caller holds have them, too.
void describe(const model_state& model, std::string& name, std::string& format,
              std::optional<model_opening>& opened) {
  name = model.name;
  format = model.format;
  if (model.opened) detail::describe(*model.opened, name, format, opened);
}

wkin_status run(const wkin_model* subject, const wkin_model* reference,
                const wkin_compare_options* given, wkin_comparison** out, wkin_error* error) {
  std::vector<map_rule> map;
  auto options = comparing(given, map);
  if (!options) return tell(error, options.error());
  describe(*subject->state, options->subject_name, options->subject_format,
           options->subject_opened);
  describe(*reference->state, options->reference_name, options->reference_format,
           options->reference_opened);
  return hand_over(compare_views(subject->state->views, reference->state->views, *options), out,
                   error);
}

} // namespace

wkin_status wkin_compare(const wkin_model* subject, const wkin_model* reference,
                         const wkin_compare_options* options, wkin_comparison** out,
                         wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (subject == nullptr || reference == nullptr) return bad_argument(error, "a model is NULL");
    return run(subject, reference, options, out, error);
  });
}

wkin_status wkin_compare_fingerprints(const wkin_fingerprint* subject,
                                      const wkin_fingerprint* reference,
                                      const wkin_compare_options* options, wkin_comparison** out,
                                      wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (subject == nullptr || reference == nullptr)
      return bad_argument(error, "a fingerprint is NULL");
    std::vector<map_rule> map;
    const auto asked = comparing(options, map);
    if (!asked) return tell(error, asked.error());
    return hand_over(compare_fingerprints(subject->print, reference->print, *asked), out, error);
  });
}

void wkin_comparison_close(wkin_comparison* comparison) { delete comparison; }
