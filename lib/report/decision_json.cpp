#include <weightkin/report/decision_report.hpp>

#include "pair_json.hpp"

namespace weightkin {
namespace {

using detail::number;
using detail::ordered_json;
using detail::text;

constexpr const char* decision_schema = "urn:weightkin:schema:decision:1.0";

ordered_json text_or_null(const std::string& words) {
  return words.empty() ? ordered_json(nullptr) : text(words);
}

ordered_json input_json(const decision_input& input) {
  const bool of_component = !input.component.empty();
  return {{"reference", text(input.reference)},
          {"component", text_or_null(input.component)},
          {"kind", of_component ? ordered_json(name_of(input.kind)) : ordered_json(nullptr)},
          {"share", of_component ? number(input.share) : ordered_json(nullptr)},
          {"verdict", of_component ? ordered_json(name_of(input.ruling)) : ordered_json(nullptr)},
          {"common_variance", number(input.common_variance)},
          {"log10_p_holm", number(input.log10_p_holm)},
          {"licence", text_or_null(input.licence)},
          {"declared", input.declared},
          {"outcome", name_of(input.result)},
          {"note", text(input.note)},
          {"sentence", text(input.sentence)}};
}

ordered_json rule_json(const rule_decision& rule) {
  ordered_json inputs = ordered_json::array();
  for (const decision_input& input : rule.inputs)
    inputs.push_back(input_json(input));
  return {{"id", text(rule.id)},
          {"rule", name_of(rule.kind)},
          {"description", text(rule.description)},
          {"at_least", name_of(rule.at_least)},
          {"outcome", name_of(rule.result)},
          {"reason", text(rule.reason)},
          {"cannot_show", text_or_null(rule.cannot_show)},
          {"inputs", std::move(inputs)}};
}

} // namespace

std::string decision_to_json(const decision& made) {
  ordered_json rules = ordered_json::array();
  for (const rule_decision& rule : made.rules)
    rules.push_back(rule_json(rule));
  return detail::document(
      {{"schema", decision_schema},
       {"tool", detail::tool_json()},
       {"policy",
        {{"name", text(made.policy_name)}, {"description", text(made.policy_description)}}},
       {"subject", detail::model_json(made.subject)},
       {"references", detail::texts_json(made.references)},
       {"claims",
        {{"base_models", detail::texts_json(made.claims.base_models)},
         {"relation", text_or_null(made.claims.relation)},
         {"licences", detail::texts_json(made.claims.licences)}}},
       {"outcome", name_of(made.result)},
       {"comparable", made.comparable},
       {"rules", std::move(rules)},
       {"limits", detail::texts_json(made.limits)}});
}

} // namespace weightkin
