#include <memory>
#include <utility>
#include <vector>

#include <weightkin/policy/decision.hpp>
#include <weightkin/report/decision_report.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

struct wkin_policy {
  policy rules;
};

struct wkin_decision {
  decision made;
};

namespace {

struct known_beside {
  licence_table licences;
  model_claims claims;
};

result<known_beside> known(const wkin_decide_options* given) {
  wkin_decide_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "decide options: struct_size is not set (use the _INIT)"};
  known_beside beside;
  if (asked.licences != nullptr) {
    auto table = parse_licences(asked.licences);
    if (!table) return std::move(table).error();
    beside.licences = std::move(*table);
  }
  if (asked.card != nullptr) {
    auto claims = read_card_claims(asked.card);
    if (!claims) return std::move(claims).error();
    beside.claims = std::move(*claims);
  }
  if (asked.claimant != nullptr && asked.claimant->state->opened)
    beside.claims = joined_claims(std::move(beside.claims),
                                  claims_in_metadata(asked.claimant->state->opened->metadata()));
  return beside;
}

/// `body` makes the decision of what is known beside the weights.
template <class Body>
wkin_status deciding(const wkin_policy* policy, const wkin_decide_options* options,
                     wkin_decision** out, wkin_error* error, Body&& body) noexcept {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (policy == nullptr) return bad_argument(error, "the policy is NULL");
    const auto beside = known(options);
    if (!beside) return tell(error, beside.error());
    return body(*beside);
  });
}

/// `body` for functions on a decision.
template <class Body>
wkin_status on_decision(const wkin_decision* decision, wkin_error* error, Body&& body) noexcept {
  return guard(error, [&] {
    if (decision == nullptr) return bad_argument(error, "the decision is NULL");
    return body(decision->made);
  });
}

} // namespace

wkin_status wkin_policy_from_json(const char* json, size_t length, const char* label,
                                  wkin_policy** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (json == nullptr) return bad_argument(error, "the policy is NULL");
    auto rules = parse_policy({json, length}, label != nullptr ? label : "policy");
    if (!rules) return tell(error, rules.error());
    *out = new wkin_policy{std::move(*rules)};
    return WKIN_OK;
  });
}

void wkin_policy_close(wkin_policy* policy) { delete policy; }

wkin_status wkin_policy_describe(const wkin_policy* policy, wkin_policy_info* info,
                                 size_t info_size, wkin_error* error) {
  return guard(error, [&] {
    if (policy == nullptr) return bad_argument(error, "the policy is NULL");
    wkin_policy_info ours{};
    ours.name = policy->rules.name.c_str();
    ours.description = policy->rules.description.c_str();
    ours.rules = policy->rules.rules.size();
    return fill(info, info_size, ours, error);
  });
}

wkin_status wkin_decide(const wkin_policy* policy, const wkin_comparison* const* comparisons,
                        size_t count, const wkin_decide_options* options, wkin_decision** out,
                        wkin_error* error) {
  return deciding(policy, options, out, error, [&](const known_beside& beside) {
    if (comparisons == nullptr || count == 0) return bad_argument(error, "there is no comparison");
    std::vector<comparison> rulings;
    for (const wkin_comparison* each : std::span(comparisons, count)) {
      if (each == nullptr) return bad_argument(error, "a comparison is NULL");
      if (!same_subject(comparisons[0]->ruling, each->ruling))
        return bad_argument(error, "the comparisons have different subjects");
      rulings.push_back(each->ruling);
    }
    *out = new wkin_decision{decide(policy->rules, rulings, beside.licences, beside.claims)};
    return WKIN_OK;
  });
}

wkin_status wkin_decide_scan(const wkin_policy* policy, const wkin_scan* scan,
                             const wkin_decide_options* options, wkin_decision** out,
                             wkin_error* error) {
  return deciding(policy, options, out, error, [&](const known_beside& beside) {
    if (scan == nullptr) return bad_argument(error, "the scan is NULL");
    *out = new wkin_decision{decide(policy->rules, scan->answer, beside.licences, beside.claims)};
    return WKIN_OK;
  });
}

void wkin_decision_close(wkin_decision* decision) { delete decision; }

wkin_status wkin_decision_describe(const wkin_decision* decision, wkin_decision_overall* overall,
                                   size_t overall_size, wkin_error* error) {
  return on_decision(decision, error, [&](const weightkin::decision& made) {
    wkin_decision_overall ours{};
    ours.policy = made.policy_name.c_str();
    ours.description = made.policy_description.c_str();
    ours.subject = made.subject.name.c_str();
    ours.rules = made.rules.size();
    ours.references = made.references.size();
    ours.claims = made.claims.base_models.size();
    ours.limits = made.limits.size();
    ours.outcome = static_cast<wkin_outcome>(made.result);
    ours.comparable = made.comparable ? 1 : 0;
    ours.relation = made.claims.relation.c_str();
    ours.licences = made.claims.licences.size();
    return fill(overall, overall_size, ours, error);
  });
}

wkin_status wkin_decision_rule(const wkin_decision* decision, size_t index,
                               wkin_rule_decision* rule, size_t rule_size, wkin_error* error) {
  return on_decision(decision, error, [&](const weightkin::decision& made) {
    if (index >= made.rules.size()) return bad_argument(error, "no rule has this index");
    const rule_decision& found = made.rules[index];
    wkin_rule_decision ours{};
    ours.id = found.id.c_str();
    ours.description = found.description.c_str();
    ours.reason = found.reason.c_str();
    ours.cannot_show = found.cannot_show.c_str();
    ours.inputs = found.inputs.size();
    ours.kind = static_cast<wkin_rule_kind>(found.kind);
    ours.at_least = static_cast<wkin_verdict>(found.at_least);
    ours.outcome = static_cast<wkin_outcome>(found.result);
    return fill(rule, rule_size, ours, error);
  });
}

wkin_status wkin_decision_input(const wkin_decision* decision, size_t rule, size_t index,
                                wkin_rule_input* input, size_t input_size, wkin_error* error) {
  return on_decision(decision, error, [&](const weightkin::decision& made) {
    if (rule >= made.rules.size() || index >= made.rules[rule].inputs.size())
      return bad_argument(error, "no input has these indices");
    const decision_input& found = made.rules[rule].inputs[index];
    wkin_rule_input ours{};
    ours.reference = found.reference.c_str();
    ours.component = found.component.c_str();
    ours.licence = found.licence.c_str();
    ours.note = found.note.c_str();
    ours.sentence = found.sentence.c_str();
    ours.share = found.share;
    ours.common_variance = found.common_variance;
    ours.log10_p_holm = found.log10_p_holm;
    ours.kind = static_cast<wkin_component_kind>(found.kind);
    ours.verdict = static_cast<wkin_verdict>(found.ruling);
    ours.outcome = static_cast<wkin_outcome>(found.result);
    ours.declared = found.declared ? 1 : 0;
    return fill(input, input_size, ours, error);
  });
}

const char* wkin_decision_reference(const wkin_decision* decision, size_t index) {
  return decision != nullptr ? text_at(decision->made.references, index) : nullptr;
}

const char* wkin_decision_claim(const wkin_decision* decision, size_t index) {
  return decision != nullptr ? text_at(decision->made.claims.base_models, index) : nullptr;
}

const char* wkin_decision_licence(const wkin_decision* decision, size_t index) {
  return decision != nullptr ? text_at(decision->made.claims.licences, index) : nullptr;
}

const char* wkin_decision_limit(const wkin_decision* decision, size_t index) {
  return decision != nullptr ? text_at(decision->made.limits, index) : nullptr;
}

wkin_status wkin_decision_text(const wkin_decision* decision, const wkin_text_options* options,
                               char* buffer, size_t capacity, size_t* needed, wkin_error* error) {
  return on_decision(decision, error, [&](const weightkin::decision& made) {
    const auto looks = looking(options);
    if (!looks) return tell(error, looks.error());
    return copy_text(decision_to_text(made, *looks), buffer, capacity, needed, error);
  });
}

wkin_status wkin_decision_json(const wkin_decision* decision, char* buffer, size_t capacity,
                               size_t* needed, wkin_error* error) {
  return on_decision(decision, error, [&](const weightkin::decision& made) {
    return copy_text(decision_to_json(made), buffer, capacity, needed, error);
  });
}
