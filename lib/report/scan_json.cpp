#include <weightkin/report/scan_report.hpp>

#include "pair_json.hpp"

namespace weightkin {
namespace {

using detail::number;
using detail::ordered_json;
using detail::text;
using detail::whole;

constexpr const char* scan_schema = "urn:weightkin:schema:scan:1.0";

ordered_json indices(const std::vector<std::size_t>& references) {
  ordered_json out = ordered_json::array();
  for (const std::size_t reference : references)
    out.push_back(whole(reference));
  return out;
}

ordered_json origin_json(const component_origin& origin) {
  ordered_json separations = ordered_json::array();
  for (const candidate_separation& each : origin.separations)
    separations.push_back({{"nearer", whole(each.nearer)},
                           {"farther", whole(each.farther)},
                           {"separable", each.separable},
                           {"share", number(each.share)},
                           {"share_error", number(each.share_error)}});
  return {{"id", text(origin.id)},
          {"kind", name_of(origin.kind)},
          {"parameters", whole(origin.parameters)},
          {"share", number(origin.share)},
          {"found", indices(origin.found)},
          {"nearest", indices(origin.nearest)},
          {"separations", std::move(separations)},
          {"sentence", text(origin.sentence)}};
}

ordered_json candidate_json(const scan_candidate& candidate) {
  ordered_json scores = ordered_json::object();
  for (std::size_t at = 0; at < affinity_channels; ++at) {
    const auto channel = static_cast<affinity_channel>(at);
    scores[std::string(name_of(channel))] = number(candidate.similar.of(channel));
  }
  return {{"reference", whole(candidate.reference)},
          {"model", detail::model_json(candidate.model)},
          {"affinity", std::move(scores)},
          {"comparison",
           candidate.compared ? detail::pair_json(candidate.pair) : ordered_json(nullptr)}};
}

} // namespace

std::string scan_to_json(const scan_result& answer) {
  ordered_json options = detail::options_json(answer.options);
  options["nearest_share"] = number(answer.separation.nearest_share);
  options["separation_errors"] = number(answer.separation.errors);
  ordered_json components = ordered_json::array();
  for (const component_origin& origin : answer.components)
    components.push_back(origin_json(origin));
  ordered_json candidates = ordered_json::array();
  for (const scan_candidate& candidate : answer.candidates)
    candidates.push_back(candidate_json(candidate));
  return detail::document(
      {{"schema", scan_schema},
       {"tool", detail::tool_json()},
       {"subject", detail::model_json(answer.subject)},
       {"options", std::move(options)},
       {"references", whole(answer.references)},
       {"compared", whole(answer.compared)},
       {"tests", whole(answer.tests)},
       {"overall", {{"verdict", name_of(answer.overall)}, {"sentence", text(answer.sentence)}}},
       {"components", std::move(components)},
       {"candidates", std::move(candidates)},
       {"limits", detail::texts_json(answer.limits)}});
}

} // namespace weightkin
