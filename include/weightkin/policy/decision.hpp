#pragma once

#include <span>
#include <string>
#include <vector>

#include <weightkin/lineage/comparison.hpp>
#include <weightkin/lineage/scan.hpp>
#include <weightkin/policy/licence_table.hpp>
#include <weightkin/policy/model_claims.hpp>
#include <weightkin/policy/policy.hpp>

namespace weightkin {

/// One thing that a rule looked at: a component of the subject against a reference.
struct decision_input {
  std::string reference; ///< its name
  std::string component; ///< empty: no component, the reference or claim as such
  component_kind kind = component_kind::model; ///< of the component
  double share = 0;                            ///< of the subject's parameters
  verdict ruling = verdict::undetermined;      ///< the verdict
  double common_variance = 0;                  ///< NaN when not known
  double log10_p_holm = 0;                     ///< NaN when not tested
  std::string licence;                         ///< of the reference; empty: not known
  bool declared = false;                       ///< the subject's card names the reference
  outcome result = outcome::pass;              ///< what the rule makes of it
  std::string note;                            ///< why it came to this, in a few words
  std::string sentence;                        ///< the evidence
};

/// What became of one rule.
struct rule_decision {
  std::string id;                      ///< the rule's
  std::string description;             ///< the rule's
  rule_kind kind = rule_kind::forbid;  ///< what the rule does
  verdict at_least = verdict::related; ///< the weakest verdict it is about
  outcome result = outcome::pass;      ///< the worst of the inputs
  std::string reason;                  ///< one sentence
  std::vector<decision_input> inputs;  ///< the rulings it looked at
  std::string cannot_show;             ///< what this rule cannot show, in one sentence
};

/// What a policy makes of the evidence. Not a judgement on people: it says which rule met which
/// finding.
struct decision {
  std::string policy_name;             ///< of the policy
  std::string policy_description;      ///< of the policy
  model_summary subject;               ///< the model in question
  std::vector<std::string> references; ///< names, as compared
  model_claims claims;                 ///< what the subject says of itself
  outcome result = outcome::pass;      ///< the worst of the rules
  bool comparable = false;             ///< something could be compared at all
  std::vector<rule_decision> rules;    ///< in the order of the policy
  std::vector<std::string> limits;     ///< what the comparisons cannot see, each once
};

/// A reference that was to be compared, had it been possible to read it.
struct unread_reference {
  std::string name;   ///< as it was given
  std::string reason; ///< why not, in one line
};

/// Applies every rule to comparisons of one subject, a reference each. A rule about a reference
/// that was not compared does not pass: it comes to what the policy says of `undetermined`. A
/// finding of `related` or `derived` that rests on chance counts as `undetermined` where it would
/// not hold its comparison's level divided by the number of comparisons. Components that no
/// `forbid` or `declare` rule is about are named among the limits. Deterministic. Cost: rules times
/// components times references.
[[nodiscard]] decision decide(const policy& rules, std::span<const comparison> rulings,
                              const licence_table& known = {}, const model_claims& claims = {});

/// The same for a search among many references; those that it did not compare in full are not
/// inputs. \param unread those that nobody could look at: to every rule that is about one it comes
/// to what the policy says of `undetermined`.
[[nodiscard]] decision decide(const policy& rules, const scan_result& answer,
                              const licence_table& known = {}, const model_claims& claims = {},
                              std::span<const unread_reference> unread = {});

} // namespace weightkin
