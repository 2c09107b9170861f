#include <algorithm>
#include <iterator>
#include <set>

#include <weightkin/policy/policy.hpp>

#include "policy/located_fields.hpp"

namespace weightkin {

std::string_view name_of(outcome result) noexcept {
  switch (result) {
  case outcome::pass: return "pass";
  case outcome::review: return "review";
  case outcome::fail: return "fail";
  }
  return "unknown";
}

std::string_view name_of(rule_kind kind) noexcept {
  switch (kind) {
  case rule_kind::forbid: return "forbid";
  case rule_kind::declare: return "declare";
  case rule_kind::support_claims: return "support_claims";
  }
  return "unknown";
}

int finding_strength(verdict ruling) noexcept {
  return is_finding(ruling) ? static_cast<int>(verdict::related) - static_cast<int>(ruling) + 1 : 0;
}

namespace {

using detail::located_fields;
using detail::located_value;

constexpr std::string_view schema_prefix = "urn:weightkin:schema:policy:";

outcome required_outcome(located_fields& in, const located_value& object, std::string_view key) {
  const auto named = in.named(object, key, outcome::pass, outcome::fail);
  if (!named && in.ok())
    in.complain(object.line, "\"" + std::string(key) + "\" is missing: say what silence means");
  return named.value_or(outcome::review);
}

abstention parse_abstention(located_fields& in, const located_value& object) {
  in.only(object, {"undetermined", "not_comparable", "non_evidential", "no_component"});
  abstention out;
  out.undetermined = required_outcome(in, object, "undetermined");
  out.not_comparable = required_outcome(in, object, "not_comparable");
  out.non_evidential = required_outcome(in, object, "non_evidential");
  out.no_component =
      in.named(object, "no_component", outcome::pass, outcome::fail).value_or(outcome::pass);
  return out;
}

/// A list of licences, which are compared without regard to case.
std::vector<std::string> licences(located_fields& in, const located_value& object,
                                  const char* key) {
  std::vector<std::string> texts = in.texts(object, key);
  std::set<std::string> seen;
  for (std::string& text : texts) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!seen.insert(text).second)
      in.complain(object.find(key)->line, "\"" + text + "\" occurs twice in \"" + key + "\"");
  }
  return texts;
}

void refuse_both(located_fields& in, const located_value& object, const char* one,
                 const char* other) {
  if (object.find(one) != nullptr && object.find(other) != nullptr)
    in.complain(object.find(other)->line, "\"" + std::string(one) + "\" and \"" + other +
                                              "\" contradict each other; give one of them");
}

reference_selector parse_references(located_fields& in, const located_value& object) {
  in.only(object, {"names", "except", "licences", "except_licences", "unknown_licence"});
  refuse_both(in, object, "names", "except");
  refuse_both(in, object, "licences", "except_licences");
  reference_selector out;
  out.names = in.texts(object, "names");
  out.except = in.texts(object, "except");
  out.licences = licences(in, object, "licences");
  out.except_licences = licences(in, object, "except_licences");
  if (const auto unknown = in.named(object, "unknown_licence", outcome::pass, outcome::fail)) {
    out.unknown_licence = *unknown;
    if (out.licences.empty() && out.except_licences.empty())
      in.complain(object.find("unknown_licence")->line,
                  "\"unknown_licence\" means nothing where no licences are asked for");
  }
  if (object.members.empty()) in.complain(object.line, "an empty selector; leave it out for all");
  return out;
}

std::vector<component_kind> parse_components(located_fields& in, const located_value& object) {
  std::vector<component_kind> out;
  if (object.find("components") == nullptr) return out;
  for (const located_value& item : in.list(object, "components")) {
    const component_kind kind =
        in.named_value(item, component_kind::model, component_kind::optimizer);
    if (in.ok() && std::ranges::find(out, kind) != out.end())
      in.complain(item.line, "\"" + item.text + "\" occurs twice");
    out.push_back(kind);
  }
  return out;
}

/// What the numbers and words of a rule must satisfy beside their types.
void check_sense(located_fields& in, const located_value& object, const policy_rule& rule) {
  const auto line_of = [&](const char* key) { return object.find(key)->line; };
  if (object.find("then") != nullptr && rule.then == outcome::pass)
    in.complain(line_of("then"), "a rule that passes whatever it finds says nothing");
  if (!(rule.allowed_share >= 0 && rule.allowed_share < 1))
    in.complain(line_of("allowed_share"), "expected a share from 0 to less than 1");
  if (rule.kind != rule_kind::support_claims) return;
  for (const char* key : {"references", "allowed_share"})
    if (object.find(key) != nullptr)
      in.complain(line_of(key),
                  "\"" + std::string(key) + "\" contradicts support_claims: the claims say which");
}

policy_rule parse_rule(located_fields& in, const located_value& object) {
  in.only(object, {"id", "rule", "description", "components", "references", "at_least", "then",
                   "allowed_share", "abstention", "cannot_show"});
  policy_rule rule;
  rule.line = object.line;
  rule.id = in.text(object, "id");
  rule.description = in.text_if_any(object, "description");
  rule.cannot_show = in.text_if_any(object, "cannot_show");
  const auto kind = in.named(object, "rule", rule_kind::forbid, rule_kind::support_claims);
  if (!kind) in.complain(object.line, "\"rule\" is missing");
  rule.kind = kind.value_or(rule_kind::forbid);
  rule.components = parse_components(in, object);
  if (const located_value* references = object.find("references"))
    rule.references = parse_references(in, *references);
  rule.at_least =
      in.named(object, "at_least", verdict::identical, verdict::related).value_or(verdict::related);
  rule.then = in.named(object, "then", outcome::pass, outcome::fail).value_or(outcome::fail);
  if (const located_value* share = object.find("allowed_share"))
    rule.allowed_share = in.number(*share);
  if (const located_value* silence = object.find("abstention"))
    rule.when_silent = parse_abstention(in, *silence);
  if (in.ok()) check_sense(in, object, rule);
  return rule;
}

bool same_question(const policy_rule& a, const policy_rule& b) {
  return a.kind == b.kind && a.components == b.components && a.references == b.references &&
         a.at_least == b.at_least && a.allowed_share == b.allowed_share;
}

/// The rule with its lists in order: another order asks nothing else.
policy_rule in_order(policy_rule rule) {
  reference_selector& which = rule.references;
  for (auto* list : {&which.names, &which.except, &which.licences, &which.except_licences})
    std::ranges::sort(*list);
  std::ranges::sort(rule.components);
  return rule;
}

void check_rules(located_fields& in, const std::vector<policy_rule>& given) {
  std::vector<policy_rule> rules;
  std::ranges::transform(given, std::back_inserter(rules), in_order);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!ids.insert(rules[i].id).second)
      in.complain(rules[i].line, "two rules are called \"" + rules[i].id + "\"");
    for (std::size_t j = 0; j < i; ++j)
      if (same_question(rules[i], rules[j]))
        in.complain(rules[i].line, "this rule asks what \"" + rules[j].id + "\" (line " +
                                       std::to_string(rules[j].line) +
                                       ") asks already, and contradicts or repeats it");
  }
}

} // namespace

result<policy> parse_policy(std::string_view json, std::string_view label) {
  const auto root = detail::parse_located(json, label);
  if (!root) return root.error();
  located_fields in(label);
  in.only(*root, {"schema", "name", "description", "abstention", "rules"});
  if (!in.ok() || !in.schema(*root, schema_prefix)) return in.failure();
  policy out;
  out.name = in.text(*root, "name");
  out.description = in.text_if_any(*root, "description");
  const located_value* silence = root->find("abstention");
  if (silence == nullptr)
    in.complain(root->line, "\"abstention\" is missing: say what silence means");
  else
    out.when_silent = parse_abstention(in, *silence);
  for (const located_value& rule : in.list(*root, "rules"))
    if (in.ok()) out.rules.push_back(parse_rule(in, rule));
  if (in.ok()) check_rules(in, out.rules);
  if (!in.ok()) return in.failure();
  return out;
}

} // namespace weightkin
