#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include <weightkin/policy/decision.hpp>

#include "policy/policy_evidence.hpp"

namespace weightkin {
namespace {

using detail::judged_reference;
using detail::missing_reference;
using detail::policy_evidence;

outcome worse(outcome a, outcome b) { return std::max(a, b); }

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::find(list, value) != list.end();
}

bool any_means(const std::vector<std::string>& patterns, const judged_reference& reference) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    return means_reference(pattern, reference.name) || contains(reference.ids, pattern);
  });
}

bool about_licences(const reference_selector& which) {
  return !which.licences.empty() || !which.except_licences.empty();
}

bool selects(const reference_selector& which, const judged_reference& reference) {
  if (!which.names.empty() && !any_means(which.names, reference)) return false;
  if (any_means(which.except, reference)) return false;
  if (!about_licences(which) || reference.licence.empty()) return true;
  return which.licences.empty() ? !contains(which.except_licences, reference.licence)
                                : contains(which.licences, reference.licence);
}

bool selects(const policy_rule& rule, component_kind kind) {
  return rule.components.empty() ||
         std::ranges::find(rule.components, kind) != rule.components.end();
}

/// What silence comes to; nothing where the verdict is not silent.
std::optional<outcome> silence(verdict ruling, const abstention& when) {
  switch (ruling) {
  case verdict::undetermined: return when.undetermined;
  case verdict::not_comparable: return when.not_comparable;
  case verdict::non_evidential: return when.non_evidential;
  default: return std::nullopt;
  }
}

/// One component against one selected reference.
void judge(const policy_rule& rule, const abstention& when, decision_input& input) {
  if (const auto silent = silence(input.ruling, when)) {
    input.result = *silent;
    input.note = "the evidence is silent";
  } else if (finding_strength(input.ruling) < finding_strength(rule.at_least)) {
    input.note =
        is_finding(input.ruling) ? "a weaker finding than the rule is about" : "nothing was found";
  } else if (rule.kind == rule_kind::declare && input.declared) {
    input.note = "found, and declared";
  } else if (about_licences(rule.references) && input.licence.empty()) {
    input.result = rule.references.unknown_licence;
    input.note = "found; the licence of the reference is not known";
  } else {
    input.result = rule.then;
    input.note = rule.kind == rule_kind::declare ? "found, but not declared" : "found";
  }
}

bool counts(const policy_rule& rule, const decision_input& input) {
  return finding_strength(input.ruling) >= finding_strength(rule.at_least) &&
         input.result != outcome::pass;
}

/// Findings in a small part of the model pass where the rule says so.
void forgive_small(const policy_rule& rule, std::vector<decision_input>& inputs) {
  std::map<std::string, double> shares;
  for (const decision_input& input : inputs)
    if (counts(rule, input)) shares[input.component] = input.share;
  double total = 0;
  for (const auto& [component, share] : shares)
    total += std::isfinite(share) ? share : 1;
  if (rule.allowed_share <= 0 || total > rule.allowed_share) return;
  for (decision_input& input : inputs) {
    if (!counts(rule, input)) continue;
    input.result = outcome::pass;
    input.note = "found, within the share that the rule allows";
  }
}

decision_input remark(const std::string& about, outcome result, const char* note) {
  decision_input out;
  out.reference = about;
  out.common_variance = out.log10_p_holm = std::numeric_limits<double>::quiet_NaN();
  out.result = result;
  out.note = note;
  return out;
}

/// Kinds are read off names: who renames a component takes it out of the rules about its kind.
bool meets_component(const policy_rule& rule, const policy_evidence& evidence) {
  return std::ranges::any_of(evidence.items,
                             [&](const decision_input& item) { return selects(rule, item.kind); });
}

/// A rule about what was not compared must not pass unnoticed.
void add_missing(const policy_rule& rule, const abstention& when, const policy_evidence& evidence,
                 std::vector<decision_input>& inputs) {
  const auto meant = [&](const std::string& name) {
    const auto means = [&](const judged_reference& each) { return any_means({name}, each); };
    return std::ranges::any_of(evidence.references, means) ||
           std::ranges::any_of(evidence.missing, means, &missing_reference::reference);
  };
  for (const missing_reference& each : evidence.missing) {
    if (!selects(rule.references, each.reference)) continue;
    inputs.push_back(
        remark(each.reference.name, when.undetermined, "this reference could not be read"));
    inputs.back().sentence = each.reason;
  }
  if (evidence.references.empty())
    inputs.push_back(remark("", when.undetermined, "no reference was compared"));
  else if (when.no_component != outcome::pass && !meets_component(rule, evidence))
    inputs.push_back(
        remark("", when.no_component, "the subject has no component of the kinds asked about"));
  for (const std::string& name : rule.references.names)
    if (!meant(name))
      inputs.push_back(remark(name, when.undetermined, "this reference was not compared"));
}

void judge_references(const policy_rule& rule, const abstention& when,
                      const policy_evidence& evidence, std::vector<decision_input>& inputs) {
  for (std::size_t i = 0; i < evidence.items.size(); ++i) {
    decision_input input = evidence.items[i];
    if (!selects(rule, input.kind) ||
        !selects(rule.references, evidence.references[evidence.reference_of[i]]))
      continue;
    judge(rule, when, input);
    inputs.push_back(std::move(input));
  }
  forgive_small(rule, inputs);
  add_missing(rule, when, evidence, inputs);
}

/// What speaks for one claim: the strongest finding, else what is silent, else its absence.
decision_input judge_claim(const policy_rule& rule, const abstention& when,
                           const policy_evidence& evidence, const std::string& claim) {
  const decision_input* best = nullptr;
  const auto rank = [](const decision_input& input) {
    if (is_finding(input.ruling)) return 10 + finding_strength(input.ruling);
    if (input.ruling == verdict::undetermined) return 3;
    return input.ruling == verdict::no_shared_initialisation_found ? 2 : 1;
  };
  for (std::size_t i = 0; i < evidence.items.size(); ++i) {
    const decision_input& item = evidence.items[i];
    if (!selects(rule, item.kind) ||
        !detail::claim_means(claim, evidence.references[evidence.reference_of[i]]))
      continue;
    if (best == nullptr || rank(item) > rank(*best)) best = &item;
  }
  if (best == nullptr) {
    const bool compared =
        std::ranges::any_of(evidence.references, [&](const judged_reference& reference) {
          return detail::claim_means(claim, reference);
        });
    return remark(claim, when.undetermined,
                  compared ? "the subject has no component that the rule is about"
                           : "the claimed base model was not compared");
  }
  decision_input out = *best;
  if (const auto silent = silence(out.ruling, when)) {
    out.result = *silent;
    out.note = "the evidence is silent about this claim";
  } else if (finding_strength(out.ruling) >= finding_strength(rule.at_least)) {
    out.note = "the evidence supports this claim";
  } else {
    out.result = rule.then;
    out.note = "the evidence does not support this claim";
  }
  return out;
}

/// Why a rule looked at nothing.
std::string reason_of_nothing(const policy_rule& rule, const policy_evidence& evidence) {
  if (rule.kind == rule_kind::support_claims) return "nothing is claimed";
  const bool any_reference =
      std::ranges::any_of(evidence.references, [&](const judged_reference& reference) {
        return selects(rule.references, reference);
      });
  return any_reference ? "the subject has nothing that the rule is about"
                       : "none of the references is one that the rule is about";
}

std::string reason_of(const policy_rule& rule, const rule_decision& decided,
                      const policy_evidence& evidence) {
  std::size_t worst = 0;
  std::size_t silent = 0;
  for (const decision_input& input : decided.inputs) {
    worst += input.result == decided.result ? 1 : 0;
    silent += !input.component.empty() && silence(input.ruling, {}) ? 1 : 0;
  }
  if (decided.inputs.empty()) return reason_of_nothing(rule, evidence);
  if (decided.result == outcome::pass)
    return "none of " + std::to_string(decided.inputs.size()) + " inputs speaks against it" +
           (silent == 0 ? "" : "; for " + std::to_string(silent) + " the evidence is silent");
  return std::to_string(worst) + " of " + std::to_string(decided.inputs.size()) +
         " inputs came to " + std::string(name_of(decided.result));
}

rule_decision apply(const policy_rule& rule, const policy& rules, const policy_evidence& evidence,
                    const model_claims& claims) {
  rule_decision out;
  out.id = rule.id;
  out.description = rule.description;
  out.kind = rule.kind;
  out.at_least = rule.at_least;
  out.cannot_show = rule.cannot_show;
  const abstention& when = rule.when_silent ? *rule.when_silent : rules.when_silent;
  if (rule.kind == rule_kind::support_claims)
    for (const std::string& claim : claims.base_models)
      out.inputs.push_back(judge_claim(rule, when, evidence, claim));
  else
    judge_references(rule, when, evidence, out.inputs);
  for (const decision_input& input : out.inputs)
    out.result = worse(out.result, input.result);
  out.reason = reason_of(rule, out, evidence);
  return out;
}

/// Components about whose origin the policy does not ask: whatever was found in them passes.
std::string uncovered(const policy& rules, const policy_evidence& evidence) {
  std::string out;
  std::set<std::string> seen;
  for (const decision_input& item : evidence.items) {
    const bool asked = std::ranges::any_of(rules.rules, [&](const policy_rule& rule) {
      return rule.kind != rule_kind::support_claims && selects(rule, item.kind);
    });
    if (!asked && seen.insert(item.component).second)
      out +=
          (out.empty() ? "" : ", ") + item.component + " (" + std::string(name_of(item.kind)) + ")";
  }
  return out;
}

decision decided(const policy& rules, const policy_evidence& evidence, const model_claims& claims) {
  decision out;
  out.policy_name = rules.name;
  out.policy_description = rules.description;
  out.subject = evidence.subject;
  out.claims = claims;
  out.limits = evidence.limits;
  if (const std::string parts = uncovered(rules, evidence); !parts.empty())
    out.limits.push_back("no rule of the policy asks where these components come from, whatever "
                         "was found in them: " +
                         parts);
  for (const judged_reference& reference : evidence.references)
    out.references.push_back(reference.name);
  for (const decision_input& item : evidence.items)
    out.comparable |=
        item.ruling != verdict::not_comparable && item.ruling != verdict::non_evidential;
  for (const policy_rule& rule : rules.rules) {
    out.rules.push_back(apply(rule, rules, evidence, claims));
    out.result = worse(out.result, out.rules.back().result);
  }
  return out;
}

} // namespace

decision decide(const policy& rules, std::span<const comparison> rulings,
                const licence_table& known, const model_claims& claims) {
  return decided(rules, detail::evidence_in(rulings, known, claims), claims);
}

decision decide(const policy& rules, const scan_result& answer, const licence_table& known,
                const model_claims& claims, std::span<const unread_reference> unread) {
  return decided(rules, detail::evidence_in(answer, known, claims, unread), claims);
}

} // namespace weightkin
