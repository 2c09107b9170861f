#include <algorithm>
#include <functional>

#include <weightkin/report/model_card.hpp>
#include <weightkin/version.hpp>

#include "report/documents/ancestry.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin {
namespace {

using detail::ancestry;
using detail::kinship;
using detail::model_kin;

/// A YAML scalar in double quotes; ids of hubs need none.
std::string yaml_scalar(std::string_view raw) {
  const std::string words = printable(raw);
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/';
  };
  const bool letter_first = !words.empty() && ((words[0] >= 'a' && words[0] <= 'z') ||
                                               (words[0] >= 'A' && words[0] <= 'Z'));
  // Only what cannot be taken for a number, a truth value or null goes without quotes.
  if (letter_first && words.find('/') != std::string::npos && std::ranges::all_of(words, plain))
    return words;
  std::string out = "\"";
  for (const char c : words) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// A comment of one line: nothing in it can end the line.
std::string remark(std::string_view words) { return "# " + printable(words) + "\n"; }

bool any_component(const ancestry& kin, const model_kin& model,
                   const std::function<bool(const component_ruling&)>& is) {
  return std::ranges::any_of(kin.rulings[model.reference].components,
                             [&](const component_ruling& component) {
                               return is_finding(component.ruling) && is(component);
                             });
}

/// One of the four words that hubs know; empty where none fits (a copy).
std::string relation_of(const ancestry& kin, const std::vector<const model_kin*>& bases) {
  const bool mixed = std::ranges::any_of(kin.components, &detail::component_kin::mixed);
  if (mixed || bases.size() > 1) return "merge";
  const model_kin& base = *bases.front();
  const auto some = [&](auto is) { return any_component(kin, base, is); };
  if (some([](const component_ruling& c) { return c.kind == component_kind::adapter; }))
    return "adapter";
  if (some([](const component_ruling& c) {
        return c.ruling == verdict::derived || c.ruling == verdict::related;
      }))
    return "finetune";
  if (some([](const component_ruling& c) { return c.ruling == verdict::reencoded; }))
    return "quantized";
  return "";
}

std::string evidence_of(const ancestry& kin, const document_options& options,
                        const model_kin& model) {
  std::string out;
  const comparison& ruling = kin.rulings[model.reference];
  for (const component_ruling& component : ruling.components) {
    if (!is_finding(component.ruling)) continue;
    out += remark(detail::reference_label(kin, options, model.reference) + ": " + component.id +
                  " " + detail::ruling_words(component.ruling, component.change) + ". " +
                  component.sentence);
  }
  if (model.how == kinship::variant)
    out += remark("The weights do not prove who came first; dates and logs have to.");
  if (model.how == kinship::descendant)
    out += remark("The weights look as if this one descends from the subject, which then has no "
                  "base model in it. Who had a reason to can make weights look so; dates and logs "
                  "have to agree.");
  return out;
}

} // namespace

result<std::string> to_card_patch(std::span<const comparison> rulings,
                                  const document_options& options) {
  const auto kin = detail::ancestry_of(rulings, options);
  if (!kin) return kin.error();
  std::string out =
      remark("Proposed by weightkin " WEIGHTKIN_VERSION " for the front matter of the card of " +
             detail::subject_label(*kin, options) + ".");
  std::vector<const model_kin*> bases;
  for (const model_kin& model : kin->overall) {
    out += evidence_of(*kin, options, model);
    if (model.how != kinship::descendant) bases.push_back(&model);
  }
  if (bases.empty())
    return out + remark("Nothing was found that a base_model should name; only what was compared "
                        "can be.");
  out += "base_model:\n";
  for (const model_kin* base : bases)
    out += "  - " + yaml_scalar(detail::reference_label(*kin, options, base->reference)) + "\n";
  if (const std::string relation = relation_of(*kin, bases); !relation.empty())
    out += "base_model_relation: " + relation + "\n";
  return out;
}

} // namespace weightkin
