#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/lineage/verdict.hpp>

namespace weightkin {

/// What a rule, and all of them together, come to; the worst one counts.
enum class outcome : std::uint8_t { pass = 0, review = 1, fail = 2 };
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(outcome result) noexcept;

/// What a rule does.
enum class rule_kind : std::uint8_t {
  forbid = 0,         ///< nothing of the selected references may be found
  declare = 1,        ///< it may, if the subject's card names the reference
  support_claims = 2, ///< what the card claims to come from must be found
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(rule_kind kind) noexcept;

/// What it comes to where the evidence says neither yes nor no.
struct abstention {
  outcome undetermined = outcome::review;   ///< when the evidence does not decide
  outcome not_comparable = outcome::review; ///< no counterpart in the reference
  outcome non_evidential = outcome::pass;   ///< nothing in it could speak about descent
  /// A rule names kinds of components, and the subject has none of them. Whether that is as it
  /// should be the evidence cannot tell: kinds are read off names.
  outcome no_component = outcome::pass;
  friend bool operator==(const abstention&, const abstention&) = default;
};

/// Which references a rule is about. Everything empty: all.
struct reference_selector {
  std::vector<std::string> names;    ///< only these: whole names, last parts, or without ending
  std::vector<std::string> except;   ///< all but these
  std::vector<std::string> licences; ///< only those under one of these
  std::vector<std::string> except_licences; ///< all but those under one of these
  /// What a finding comes to where licences matter and that of the reference is not known.
  outcome unknown_licence = outcome::review;
  friend bool operator==(const reference_selector&, const reference_selector&) = default;
};

/// One rule of a policy.
struct policy_rule {
  std::string id;                         ///< unique in the policy
  std::string description;                ///< for people
  rule_kind kind = rule_kind::forbid;     ///< what it does
  std::vector<component_kind> components; ///< empty: all
  reference_selector references;          ///< which it is about
  verdict at_least = verdict::related;    ///< a finding of this strength or more counts
  outcome then = outcome::fail;           ///< what it comes to then
  double allowed_share = 0; ///< of the subject's parameters, in components where it counts
  std::optional<abstention> when_silent; ///< instead of the policy's
  std::string cannot_show;               ///< what weights say nothing about; printed
  std::size_t line = 0;                  ///< where the policy has it
};

/// Rules that turn evidence into a decision (docs/policy.md).
struct policy {
  std::string name;               ///< of the policy
  std::string description;        ///< for people
  abstention when_silent;         ///< what no evidence comes to
  std::vector<policy_rule> rules; ///< in their order
};

/// Parses a policy (docs/schemas/policy-1.json). What is not known, contradicts itself or could
/// never matter is an error: a policy that is misread is worse than none.
/// \param label names the document in messages, which begin "LABEL:LINE: ".
/// \returns `bad_format`; `unsupported` for another major version.
[[nodiscard]] result<policy> parse_policy(std::string_view json, std::string_view label = "policy");

/// The rank of a finding, weakest 1 (related) to 5 (identical); 0 for everything else.
[[nodiscard]] int finding_strength(verdict ruling) noexcept;

} // namespace weightkin
