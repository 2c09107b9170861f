#include <weightkin/lineage/tree.hpp>

#include "boundary.hpp"
#include "lending.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

const char* fault_of(const wkin_forest_options& asked) {
  if (!(asked.log10_alpha <= 0)) return "log10_alpha must be below 0";
  if (!(asked.effect_floor >= 0 && asked.effect_floor < 1))
    return "effect_floor must be at least 0 and below 1";
  if (!(asked.nearest_share >= 0 && asked.nearest_share < 0.5))
    return "nearest_share must be at least 0 and below 0.5";
  if (!(asked.separation_errors >= 0)) return "separation_errors must be at least 0";
  if (const char* why = fault_in_floors(asked.derived_share, asked.searched_floor)) return why;
  if (asked.direction_count == 0) return nullptr;
  if (asked.directions == nullptr) return "the directions are NULL";
  if (asked.direction_size < sizeof(wkin_known_direction))
    return "direction_size is not sizeof(wkin_known_direction)";
  return nullptr;
}

result<std::vector<known_direction>> directions_of(const wkin_forest_options& asked) {
  std::vector<known_direction> known;
  const auto* bytes = reinterpret_cast<const unsigned char*>(asked.directions);
  for (size_t index = 0; index < asked.direction_count; ++index) {
    wkin_known_direction one{};
    std::memcpy(&one, bytes + index * asked.direction_size, sizeof one);
    if (one.direction < WKIN_DIRECTION_UNDETERMINED ||
        one.direction > WKIN_DIRECTION_REFERENCE_FROM_SUBJECT)
      return error{errc::bad_argument, "a known direction is none"};
    known_direction& ours = known.emplace_back();
    ours.subject = one.subject;
    ours.reference = one.reference;
    if (one.component != nullptr) ours.component = one.component;
    if (one.reason != nullptr) ours.finding.reason = one.reason;
    ours.finding.which = static_cast<descent_direction>(one.direction);
  }
  return known;
}

/// The caller's options as ours, and what they borrow.
struct growing {
  tree_options options;
  std::vector<map_rule> map;
  std::vector<known_direction> directions;
};

result<void> read(const wkin_forest_options* given, growing& ours) {
  wkin_forest_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "forest options: struct_size is not set (use the _INIT)"};
  if (const char* why = fault_of(asked)) return error{errc::bad_argument, why};
  auto parsed = mapping(asked.component_map);
  if (!parsed) return std::move(parsed).error();
  auto known = directions_of(asked);
  if (!known) return std::move(known).error();
  ours.map = std::move(*parsed);
  ours.directions = std::move(*known);
  tree_options& options = ours.options;
  if (asked.log10_alpha != 0) options.ruling.log10_alpha = asked.log10_alpha;
  if (asked.effect_floor != 0) options.ruling.effect_floor = asked.effect_floor;
  if (asked.seed != 0) options.ruling.seed = asked.seed;
  if (asked.derived_share != 0) options.ruling.derived_share = asked.derived_share;
  if (asked.searched_floor != 0) options.ruling.searched_floor = asked.searched_floor;
  if (asked.max_units != 0) options.ruling.max_units = asked.max_units;
  if (asked.max_features != 0) options.ruling.max_features = asked.max_features;
  if (asked.nearest_share != 0) options.separation.nearest_share = asked.nearest_share;
  if (asked.separation_errors != 0) options.separation.errors = asked.separation_errors;
  options.threads = asked.threads;
  options.on_progress =
      passed_on(asked.on_progress, asked.user_data, asked.on_log, asked.log_user_data);
  options.map = ours.map;
  options.directions = ours.directions;
  return {};
}

wkin_status run(const wkin_fingerprint* const* models, const wkin_model* const* weights,
                size_t count, const wkin_forest_options* given, wkin_forest** out,
                wkin_error* error) {
  growing asked;
  if (const auto done = read(given, asked); !done) return tell(error, done.error());
  const auto prints = prints_of(models, count);
  if (!prints) return tell(error, prints.error());
  auto grown = grow_forest(*prints, lender_of(weights, count), asked.options);
  if (!grown) return tell(error, grown.error());
  *out = new wkin_forest{std::move(*grown)};
  return WKIN_OK;
}

} // namespace

wkin_status wkin_grow_forest(const wkin_fingerprint* const* models,
                             const wkin_model* const* weights, size_t count,
                             const wkin_forest_options* options, wkin_forest** out,
                             wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    return run(models, weights, count, options, out, error);
  });
}

void wkin_forest_close(wkin_forest* forest) { delete forest; }
