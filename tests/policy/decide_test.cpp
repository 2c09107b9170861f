#include <algorithm>
#include <cstdlib>

#include <boost/test/unit_test.hpp>

#include <weightkin/report/json_report.hpp>
#include <weightkin/report/stored_comparison.hpp>

#include "policy/sample_decisions.hpp"

namespace {

using namespace weightkin;

std::string source() {
  const char* source = std::getenv("WEIGHTKIN_SOURCE");
  BOOST_TEST_REQUIRE(source != nullptr);
  return source;
}

policy worked(const char* name) { return sample::worked_policy(source(), name); }

/// A policy of one rule, in which silence needs a review unless the rule says otherwise.
policy policy_of(const std::string& fields) {
  auto read = parse_policy(
      R"({"schema": "urn:weightkin:schema:policy:1.0", "name": "n", "abstention": {"undetermined":
      "review", "not_comparable": "pass", "non_evidential": "pass"}, "rules": [{"id": "r", )" +
      fields + "}]}");
  if (!read) BOOST_FAIL(read.error().message);
  return std::move(*read);
}

std::vector<comparison> one(const comparison& ruling) { return {ruling}; }

comparison with_verdict(verdict ruling) {
  comparison out = sample::innocent();
  out.components[1].ruling = ruling;
  return out;
}

outcome outcome_of(const std::string& fields, const comparison& ruling,
                   const licence_table& known = {}, const model_claims& claims = {}) {
  return decide(policy_of(fields), one(ruling), known, claims).result;
}

std::string name_of_outcome(outcome result) { return std::string(name_of(result)); }

#define CHECK_OUTCOME(made, wanted) BOOST_TEST(name_of_outcome(made) == wanted)

BOOST_AUTO_TEST_SUITE(decisions)

BOOST_AUTO_TEST_CASE(strangers_pass_every_worked_policy) {
  for (const std::string& name : sample::worked_policies()) {
    const decision made = decide(sample::worked_policy(source(), name), one(sample::innocent()),
                                 sample::known_licence("gemma"));
    BOOST_TEST((made.result == outcome::pass), name);
    BOOST_TEST(made.comparable);
  }
}

BOOST_AUTO_TEST_CASE(a_borrowed_tower_fails_the_minimum_condition_by_its_component) {
  const decision made = decide(worked("korean-minimum-condition"), one(sample::suspect()));
  CHECK_OUTCOME(made.result, "fail");
  std::vector<std::string> outcomes;
  for (const rule_decision& rule : made.rules)
    outcomes.push_back(rule.id + " " + name_of_outcome(rule.result));
  const std::vector<std::string> expected{"language-model pass", "encoders fail",
                                          "joints-and-tokenizers pass", "whole-model fail"};
  BOOST_TEST(outcomes == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reference_that_could_not_be_read_does_not_pass) {
  scan_result answer;
  answer.subject.name = "subject";
  scan_candidate stranger;
  stranger.model.name = "stranger";
  stranger.compared = true;
  stranger.pair.components.emplace_back();
  stranger.pair.components[0].ruling = verdict::no_shared_initialisation_found;
  answer.candidates.push_back(stranger);
  answer.components.emplace_back();
  const std::vector<unread_reference> unread{{"refs/parent.pt", "refs/parent.pt: truncated"}};
  const auto judged = [&](const std::string& fields, std::span<const unread_reference> missing) {
    return decide(policy_of(fields), answer, sample::known_licence("gemma"), {}, missing);
  };
  CHECK_OUTCOME(judged(R"("rule": "forbid")", {}).result, "pass");
  for (const char* fields : {R"("rule": "forbid")", R"("rule": "declare")",
                             R"("rule": "forbid", "references": {"names": ["parent"]})"}) {
    const decision made = judged(fields, unread);
    CHECK_OUTCOME(made.result, "review");
    const decision_input& missed = made.rules[0].inputs.back();
    BOOST_TEST(missed.reference == "refs/parent.pt");
    BOOST_TEST(missed.note == "this reference could not be read");
    BOOST_TEST(missed.sentence == "refs/parent.pt: truncated");
  }
  // A rule that is not about it has nothing to say of it.
  CHECK_OUTCOME(judged(R"("rule": "forbid", "references": {"except": ["parent"]})", unread).result,
                "pass");
}

BOOST_AUTO_TEST_CASE(licences_decide_at_the_gate) {
  const policy rules = worked("apache-only");
  const auto gate = [&](const char* licence) {
    return decide(rules, one(sample::suspect()), sample::known_licence(licence)).result;
  };
  CHECK_OUTCOME(gate("apache-2.0"), "pass");
  CHECK_OUTCOME(gate("MIT"), "fail"); // tables made in memory are taken as they are
  CHECK_OUTCOME(gate("gemma"), "fail");
  CHECK_OUTCOME(gate(""), "review");
  CHECK_OUTCOME(decide(rules, one(sample::suspect())).result, "review");
}

BOOST_AUTO_TEST_CASE(the_most_exact_entry_of_a_table_counts) {
  const policy rules = worked("apache-only");
  const auto gate = [&](const char* reference, std::vector<known_reference> entries) {
    comparison suspect = sample::suspect();
    suspect.reference.name = reference;
    const outcome made = decide(rules, one(suspect), {entries}).result;
    std::ranges::reverse(entries); // the order says nothing
    BOOST_TEST((decide(rules, one(suspect), {entries}).result == made));
    return made;
  };
  CHECK_OUTCOME(gate("m.gguf", {{"m.gguf", "gemma", {}}, {"m", "apache-2.0", {}}}), "fail");
  CHECK_OUTCOME(gate("m.gguf", {{"m.gguf", "apache-2.0", {}}, {"m", "gemma", {}}}), "pass");
  CHECK_OUTCOME(gate("x/m.gguf", {{"x/m.gguf", "gemma", {}}, {"m.gguf", "apache-2.0", {}}}),
                "fail");
  // Contradictions leave the licence unknown, which the policy wants to see.
  CHECK_OUTCOME(gate("m", {{"m", "apache-2.0", {}}, {"m", "gemma", {}}}), "review");
  // A licence of Qwen2 says nothing of Qwen2.5.
  CHECK_OUTCOME(gate("Qwen2.5-3B", {{"Qwen2", "apache-2.0", {}}}), "review");
}

BOOST_AUTO_TEST_CASE(what_has_to_be_declared_passes_when_it_is) {
  const policy rules = worked("must-attribute");
  const auto attributed = [&](std::vector<std::string> bases) {
    return decide(rules, one(sample::suspect()), sample::known_licence("gemma"),
                  {std::move(bases), "", {}})
        .result;
  };
  CHECK_OUTCOME(attributed({}), "fail");
  CHECK_OUTCOME(attributed({"example/donor"}), "pass");
  CHECK_OUTCOME(attributed({"other/model", "donor.safetensors"}), "pass");
  // Somebody else's repository of the same name is somebody else's.
  CHECK_OUTCOME(attributed({"impostor/donor"}), "fail");
  const decision free = decide(rules, one(sample::suspect()), sample::known_licence("apache-2.0"));
  CHECK_OUTCOME(free.result, "pass");
}

BOOST_AUTO_TEST_CASE(without_known_ids_the_name_of_a_repository_is_believed) {
  const char* rule = R"("rule": "declare")";
  CHECK_OUTCOME(outcome_of(rule, sample::suspect(), {}, {{"anyone/donor"}, "", {}}), "pass");
  CHECK_OUTCOME(outcome_of(rule, sample::suspect(), {}, {{"anyone/donor-2"}, "", {}}), "fail");
}

BOOST_AUTO_TEST_CASE(claims_are_held_against_the_weights) {
  const char* rule = R"("rule": "support_claims")";
  const auto claim = [](const char* base) { return model_claims{{base}, "", {}}; };
  CHECK_OUTCOME(outcome_of(rule, sample::suspect(), {}, claim("x/donor")), "pass");
  CHECK_OUTCOME(outcome_of(rule, sample::innocent(), {}, claim("x/donor")), "fail");
  CHECK_OUTCOME(outcome_of(rule, sample::innocent(), {}, claim("x/unseen")), "review");
  CHECK_OUTCOME(outcome_of(rule, sample::innocent()), "pass");
  comparison silent = sample::innocent();
  for (component_ruling& component : silent.components)
    component.ruling = verdict::not_comparable;
  CHECK_OUTCOME(outcome_of(rule, silent, {}, claim("x/donor")), "pass"); // as the policy says
  silent.components[0].ruling = verdict::undetermined;
  CHECK_OUTCOME(outcome_of(rule, silent, {}, claim("x/donor")), "review");
}

BOOST_AUTO_TEST_CASE(silence_comes_to_what_the_policy_says) {
  const auto with = [](const char* verdict_name, const char* result) {
    std::string when = R"("rule": "forbid", "abstention": {"undetermined": "pass",
                          "not_comparable": "pass", "non_evidential": "pass"})";
    const std::string pair = std::string("\"") + verdict_name + "\": \"";
    const std::size_t at = when.find(pair) + pair.size();
    return when.replace(at, 4, result);
  };
  for (const char* wanted : {"pass", "review", "fail"})
    for (const verdict silent :
         {verdict::undetermined, verdict::not_comparable, verdict::non_evidential}) {
      const std::string rule = with(std::string(name_of(silent)).c_str(), wanted);
      CHECK_OUTCOME(outcome_of(rule, with_verdict(silent)), wanted);
    }
  CHECK_OUTCOME(outcome_of(R"("rule": "forbid")", with_verdict(verdict::undetermined)), "review");
}

BOOST_AUTO_TEST_CASE(only_findings_of_the_asked_strength_count) {
  const verdict ranked[] = {verdict::related, verdict::derived, verdict::reencoded,
                            verdict::identical_after_cast, verdict::identical};
  for (std::size_t asked = 0; asked < 5; ++asked)
    for (std::size_t found = 0; found < 5; ++found) {
      const std::string rule =
          R"("rule": "forbid", "at_least": ")" + std::string(name_of(ranked[asked])) + "\"";
      const char* wanted = found >= asked ? "fail" : "pass";
      CHECK_OUTCOME(outcome_of(rule, with_verdict(ranked[found])), wanted);
    }
}

BOOST_AUTO_TEST_CASE(shares_are_of_parts_that_count_each_once) {
  // The tower holds 3.1 % and the encoder 5.7 % of the suspect.
  const auto within = [](const char* share) {
    return outcome_of(std::string(R"("rule": "forbid", "allowed_share": )") + share,
                      sample::suspect());
  };
  CHECK_OUTCOME(within("0.087"), "fail");
  CHECK_OUTCOME(within("0.089"), "pass");
  const policy rules = policy_of(R"("rule": "forbid", "allowed_share": 0.089)");
  const std::vector<comparison> twice{sample::suspect(), sample::suspect()};
  CHECK_OUTCOME(decide(rules, twice).result, "pass");
}

BOOST_AUTO_TEST_CASE(rules_reach_only_what_they_select) {
  const comparison suspect = sample::suspect();
  CHECK_OUTCOME(outcome_of(R"("rule": "forbid", "components": ["language_model"])", suspect),
                "pass");
  CHECK_OUTCOME(outcome_of(R"("rule": "forbid", "components": ["diffusion"])", suspect), "pass");
  const auto references = [&](const char* selector) {
    return outcome_of(std::string(R"("rule": "forbid", "references": )") + selector, suspect);
  };
  CHECK_OUTCOME(references(R"({"names": ["donor"]})"), "fail");
  CHECK_OUTCOME(references(R"({"except": ["donor"]})"), "pass");
  // A rule about a model that was not compared has not been kept.
  CHECK_OUTCOME(references(R"({"names": ["somebody-else"]})"), "review");
  CHECK_OUTCOME(decide(policy_of(R"("rule": "forbid")"), std::span<const comparison>{}).result,
                "review");
}

// Kinds are read off names: a renamed tower is of no kind that the rule asks about.
BOOST_AUTO_TEST_CASE(renamed_components_do_not_slip_through_unnoticed) {
  comparison renamed = sample::suspect();
  for (component_ruling& part : renamed.components)
    if (part.kind == component_kind::vision_encoder) part.kind = component_kind::model;
  const std::string towers = R"("rule": "forbid", "components": ["vision_encoder"])";
  CHECK_OUTCOME(outcome_of(towers, sample::suspect()), "fail");
  const decision passed = decide(policy_of(towers), one(renamed));
  CHECK_OUTCOME(passed.result, "pass");
  BOOST_TEST(passed.rules[0].reason == "the subject has nothing that the rule is about");
  BOOST_TEST_REQUIRE(!passed.limits.empty());
  BOOST_TEST(passed.limits.back().find("no rule of the policy asks") == 0U);
  BOOST_TEST(passed.limits.back().find("vision_encoder (model)") != std::string::npos);
  for (const char* wanted : {"pass", "review", "fail"}) {
    const std::string silence =
        R"(, "abstention": {"undetermined": "pass", "not_comparable": "pass",
            "non_evidential": "pass", "no_component": ")" +
        std::string(wanted) + "\"}";
    CHECK_OUTCOME(outcome_of(towers + silence, renamed), wanted);
    CHECK_OUTCOME(outcome_of(towers + silence, sample::innocent()), "pass");
    CHECK_OUTCOME(outcome_of(R"("rule": "forbid", "at_least": "identical")" + silence, renamed),
                  "pass");
  }
  // A rule that is about everything leaves nothing out.
  const decision whole = decide(policy_of(R"("rule": "forbid")"), one(renamed));
  CHECK_OUTCOME(whole.result, "fail");
  BOOST_TEST(whole.limits.back().find("no rule of the policy asks") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_search_is_judged_like_comparisons) {
  scan_result answer;
  answer.subject = sample::suspect().subject;
  component_origin origin;
  origin.id = "vision_encoder";
  origin.kind = component_kind::vision_encoder;
  origin.share = 0.031;
  answer.components = {origin};
  scan_candidate candidate;
  candidate.model.name = "donor.safetensors";
  candidate.compared = true;
  component_summary summary;
  summary.id = origin.id;
  summary.ruling = verdict::derived;
  candidate.pair.components = {summary};
  answer.candidates = {candidate};
  const policy rules = worked("korean-minimum-condition");
  const decision made = decide(rules, answer);
  CHECK_OUTCOME(made.rules[1].result, "fail");
  CHECK_OUTCOME(made.rules[0].result, "pass");
  answer.candidates[0].compared = false;
  const decision none = decide(rules, answer);
  CHECK_OUTCOME(none.result, "review");
  BOOST_TEST(!none.comparable);
}

BOOST_AUTO_TEST_CASE(decisions_have_their_pinned_words) {
  for (const auto& [name, made] : sample::decisions(source())) {
    const std::string pinned = source() + "/tests/policy/golden/" + name;
    BOOST_TEST(sample::without_version(decision_to_json(made)) ==
                   sample::whole_file(pinned + ".json"),
               name);
    BOOST_TEST(sample::without_version(decision_to_text(made)) ==
                   sample::whole_file(pinned + ".txt"),
               name);
  }
}

BOOST_AUTO_TEST_CASE(unusual_options_are_a_limit) {
  const auto rules = policy_of(R"("rule": "forbid")");
  comparison ruling = sample::innocent();
  const std::size_t usual = decide(rules, one(ruling)).limits.size();
  ruling.options.seed += 1; // decides nothing
  BOOST_TEST(decide(rules, one(ruling)).limits.size() == usual);
  ruling.options.effect_floor = 0.99;
  const decision made = decide(rules, one(ruling));
  BOOST_TEST_REQUIRE(made.limits.size() == usual + 1);
  BOOST_TEST(made.limits.back() ==
             "compared with options of the caller's own: effect_floor 0.99 instead of 0.02");
}

BOOST_AUTO_TEST_CASE(a_stored_result_is_decided_as_the_original) {
  const auto rules = worked("korean-minimum-condition");
  const auto stored = read_comparison(to_json(sample::suspect()));
  if (!stored) BOOST_FAIL(stored.error().message);
  BOOST_TEST(decision_to_json(decide(rules, one(*stored))) ==
             decision_to_json(decide(rules, one(sample::suspect()))));
}

BOOST_AUTO_TEST_CASE(silence_that_passes_is_told) {
  const std::string rule = R"("rule": "forbid")";
  const decision made = decide(policy_of(rule), one(with_verdict(verdict::not_comparable)));
  CHECK_OUTCOME(made.result, "pass");
  BOOST_TEST(made.rules[0].reason ==
             "none of 2 inputs speaks against it; for 1 the evidence is silent");
  const std::string text = decision_to_text(made);
  BOOST_TEST(text.find("pass: 1 input with nothing to say against it") != std::string::npos);
  BOOST_TEST(text.find("pass: 1 input, not_comparable; the evidence is silent") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_rule_did_not_look_at_is_named_rightly) {
  const auto reason = [](const std::string& fields, const model_claims& claims = {}) {
    const decision made = decide(policy_of(fields), one(sample::innocent()), {}, claims);
    return made.rules[0].inputs.empty() ? made.rules[0].reason : made.rules[0].inputs[0].note;
  };
  BOOST_TEST(reason(R"("rule": "forbid", "components": ["diffusion"])") ==
             "the subject has nothing that the rule is about");
  BOOST_TEST(reason(R"("rule": "forbid", "references": {"except": ["donor"]})") ==
             "none of the references is one that the rule is about");
  const char* claimed = R"("rule": "support_claims", "components": ["diffusion"])";
  BOOST_TEST(reason(claimed, {{"x/donor"}, "", {}}) ==
             "the subject has no component that the rule is about");
  BOOST_TEST(reason(claimed, {{"x/unseen"}, "", {}}) == "the claimed base model was not compared");
}

BOOST_AUTO_TEST_CASE(results_together_hold_one_level) {
  const auto rules = policy_of(R"("rule": "forbid")");
  comparison weak = sample::innocent();
  weak.options.log10_alpha = -5;
  weak.components[0].ruling = verdict::related;
  weak.components[0].log10_p_holm = -5.5;
  const auto decided = [&](std::size_t results) {
    return decide(rules, std::vector<comparison>(results, weak));
  };
  CHECK_OUTCOME(decided(1).result, "fail");
  CHECK_OUTCOME(decided(3).result, "fail");
  // Divided by four the level is 10^-5.6: it no longer decides.
  const decision four = decided(4);
  CHECK_OUTCOME(four.result, "review");
  BOOST_TEST((four.rules[0].inputs[0].ruling == verdict::undetermined));
  BOOST_TEST(four.rules[0].inputs[0].sentence.find("all 4 together") != std::string::npos);
  // Bits need no chance, nor do units whose order was searched: they have a floor of their own.
  weak.components[0].ruling = verdict::identical;
  CHECK_OUTCOME(decided(4).result, "fail");
  weak.components[0].ruling = verdict::related;
  weak.components[0].log10_p_holm = -2;
  CHECK_OUTCOME(decided(4).result, "fail");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
