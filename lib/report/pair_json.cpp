#include "pair_json.hpp"

#include <weightkin/version.hpp>

namespace weightkin::detail {
namespace {

ordered_json component_json(const component_summary& part) {
  return {{"id", text(part.id)},
          {"reference_id", part.reference_id.empty() ? ordered_json(nullptr)
                                                     : ordered_json(text(part.reference_id))},
          {"verdict", name_of(part.ruling)},
          {"change", name_of(part.change)},
          {"parameters_compared", whole(part.parameters_compared)},
          {"pearson", number(part.pearson)},
          {"common_variance", number(part.common_variance)},
          {"common_variance_error", number(part.common_variance_error)},
          {"log10_p", number(part.log10_p)},
          {"log10_p_holm", number(part.log10_p_holm)},
          {"minimum_detectable", number(part.minimum_detectable)},
          {"sentence", text(part.sentence)}};
}

} // namespace

ordered_json tool_json() { return {{"name", "weightkin"}, {"version", WEIGHTKIN_VERSION}}; }

ordered_json model_json(const model_summary& model) {
  return {{"name", text(model.name)},
          {"format", text(model.format)},
          {"tensors", whole(model.tensors)},
          {"parameters", whole(model.parameters)}};
}

ordered_json options_json(const ruling_options& options) {
  return {{"log10_alpha", number(options.log10_alpha)},
          {"effect_floor", number(options.effect_floor)},
          {"derived_share", number(options.derived_share)},
          {"seed", whole(options.seed)}};
}

ordered_json pair_json(const pair_summary& pair) {
  ordered_json components = ordered_json::array();
  for (const component_summary& part : pair.components)
    components.push_back(component_json(part));
  return {{"verdict", name_of(pair.overall)},
          {"source", name_of(pair.source)},
          {"sentence", text(pair.sentence)},
          {"components", std::move(components)}};
}

ordered_json texts_json(const std::vector<std::string>& texts) {
  ordered_json out = ordered_json::array();
  for (const std::string& each : texts)
    out.push_back(text(each));
  return out;
}

} // namespace weightkin::detail
