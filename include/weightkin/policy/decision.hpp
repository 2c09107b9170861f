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
  std::string reference;
  std::string component; ///< empty: no component, the reference or claim as such
  component_kind kind = component_kind::model;
  double share = 0; ///< of the subject's parameters
  verdict ruling = verdict::undetermined;
  double common_variance = 0; ///< NaN when not known
  double log10_p_holm = 0;    ///< NaN when not tested
  std::string licence;        ///< of the reference; empty: not known
  bool declared = false;      ///< the subject's card names the reference
  outcome result = outcome::pass;
  std::string note;     ///< why it came to this, in a few words
  std::string sentence; ///< the evidence
};

struct rule_decision {
  std::string id;
  std::string description;
  rule_kind kind = rule_kind::forbid;
  verdict at_least = verdict::related;
  outcome result = outcome::pass; ///< the worst of the inputs
  std::string reason;             ///< one sentence
  std::vector<decision_input> inputs;
  std::string cannot_show;
};

/// What a policy makes of the evidence. Not a judgement on people: it says which rule met which
/// finding.
struct decision {
  std::string policy_name;
  std::string policy_description;
  model_summary subject;
  std::vector<std::string> references;
  model_claims claims;
  outcome result = outcome::pass; ///< the worst of the rules
  bool comparable = false;        ///< something could be compared at all
  std::vector<rule_decision> rules;
  std::vector<std::string> limits; ///< what the comparisons cannot see, each once
};

/// Applies every rule to comparisons of one subject, a reference each. A rule about a reference
/// that was not compared does not pass: it comes to what the policy says of `undetermined`.
/// Deterministic. Cost: rules times components times references.
[[nodiscard]] decision decide(const policy& rules, std::span<const comparison> rulings,
                              const licence_table& known = {}, const model_claims& claims = {});

/// The same for a search among many references; those that it did not compare in full are not
/// inputs.
[[nodiscard]] decision decide(const policy& rules, const scan_result& answer,
                              const licence_table& known = {}, const model_claims& claims = {});

} // namespace weightkin
