#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/policy/policy.hpp>

namespace {

using namespace weightkin;

/// A policy of numbered lines; `rule` stands on line 5, what `more` says on line 6.
std::string policy_with(const std::string& rule, const std::string& more = "") {
  return "{\"schema\": \"urn:weightkin:schema:policy:1.0\",\n"                            // 1
         "\"name\": \"n\",\n"                                                             // 2
         "\"abstention\": {\"undetermined\": \"review\", \"not_comparable\": \"pass\",\n" // 3
         " \"non_evidential\": \"pass\"},\n"                                              // 4
         "\"rules\": [" +
         rule + "\n" + more + "]}\n"; // 5, 6
}

error refusal(const std::string& text) {
  const auto read = parse_policy(text, "p.json");
  if (read) BOOST_FAIL("was read: " + text);
  return read.error();
}

void check_refused(const std::string& text, std::size_t line, const std::string& words) {
  const error failure = refusal(text);
  const std::string start = "p.json:" + std::to_string(line) + ": ";
  BOOST_TEST(failure.message.starts_with(start), failure.message << "\nin\n" << text);
  BOOST_TEST(failure.message.find(words) != std::string::npos, failure.message);
}

std::string rule_of(const std::string& fields) {
  return "{\"id\": \"r\", \"rule\": \"forbid\",\n" + fields + "}"; // fields on line 6
}

BOOST_AUTO_TEST_SUITE(parsing_policies)

BOOST_AUTO_TEST_CASE(every_field_is_read) {
  const auto read = parse_policy(policy_with(
      R"({"id": "a", "rule": "declare", "description": "d", "components": ["projector", "model"],
        "references": {"names": ["x"], "except_licences": ["MIT", "a"], "unknown_licence": "fail"},
        "at_least": "reencoded", "then": "review", "allowed_share": 0.25, "cannot_show": "c",
        "abstention": {"undetermined": "fail", "not_comparable": "review", "non_evidential": "fail",
          "no_component": "review"}})"));
  if (!read) BOOST_FAIL(read.error().message);
  const policy_rule& rule = read->rules.at(0);
  BOOST_TEST((rule.kind == rule_kind::declare));
  BOOST_TEST((rule.components == std::vector{component_kind::projector, component_kind::model}));
  BOOST_TEST(rule.references.names == std::vector<std::string>{"x"});
  BOOST_TEST((rule.references.except_licences == std::vector<std::string>{"mit", "a"}));
  BOOST_TEST((rule.references.unknown_licence == outcome::fail));
  BOOST_TEST((rule.at_least == verdict::reencoded));
  BOOST_TEST((rule.then == outcome::review));
  BOOST_TEST(rule.allowed_share == 0.25);
  BOOST_TEST((rule.when_silent->not_comparable == outcome::review));
  BOOST_TEST((rule.when_silent->no_component == outcome::review));
  BOOST_TEST((read->when_silent.no_component == outcome::pass));
  BOOST_TEST((read->when_silent.undetermined == outcome::review));
  BOOST_TEST(rule.cannot_show == "c");
  BOOST_TEST(rule.line == 5U);
}

BOOST_AUTO_TEST_CASE(unknown_and_malformed_fields_name_their_line) {
  check_refused(policy_with(rule_of("\"componets\": [\"projector\"]")), 6, "\"componets\"");
  check_refused(policy_with(rule_of("\"components\": [\"projektor\"]")), 6, "projector");
  check_refused(policy_with(rule_of("\"components\": []")), 6, "not empty");
  check_refused(policy_with(rule_of("\"components\": \"projector\"")), 6, "list");
  check_refused(policy_with(rule_of("\"at_least\": \"undetermined\"")), 6, "related");
  check_refused(policy_with(rule_of("\"at_least\": 3")), 6, "derived");
  check_refused(policy_with(rule_of("\"then\": \"explode\"")), 6, "review");
  check_refused(policy_with(rule_of("\"references\": {\"licenses\": [\"mit\"]}")), 6, "licenses");
  check_refused(policy_with(rule_of("\"references\": {\"names\": [\"\"]}")), 6, "not empty");
  check_refused(policy_with(rule_of("\"references\": 4")), 6, "object");
  check_refused(policy_with(rule_of("\"allowed_share\":\n 1.5")), 7, "share");
  check_refused(policy_with(rule_of("\"allowed_share\":\n\"0\"")), 7, "number");
  check_refused(policy_with(rule_of("\"abstention\": {\"undetermined\": \"pass\"}")), 6,
                "not_comparable");
  check_refused(policy_with("{\"rule\": \"forbid\"}"), 5, "\"id\"");
  check_refused(policy_with("{\"id\": \"r\"}"), 5, "\"rule\"");
  check_refused(policy_with("{\"id\": \"\", \"rule\": \"forbid\"}"), 5, "not empty");
  check_refused(policy_with("7"), 5, "object");
  check_refused(policy_with(""), 5, "not empty");
}

BOOST_AUTO_TEST_CASE(contradictions_name_their_line) {
  check_refused(policy_with(rule_of("\"then\": \"pass\"")), 6, "says nothing");
  check_refused(policy_with(rule_of("\"references\": {\"names\": [\"a\"],\n\"except\": [\"b\"]}")),
                7, "contradict");
  check_refused(policy_with(rule_of(
                    "\"references\": {\"licences\": [\"a\"],\n\n\"except_licences\": [\"b\"]}")),
                8, "contradict");
  check_refused(policy_with(rule_of("\"references\": {\"names\": [\"a\"],\n"
                                    "\"unknown_licence\": \"fail\"}")),
                7, "means nothing");
  check_refused(policy_with(rule_of("\"references\": {\"names\": [\"a\",\n\"a\"]}")), 7, "twice");
  check_refused(policy_with(rule_of("\"components\": [\"model\",\n\"model\"]")), 7, "twice");
  check_refused(policy_with(rule_of("\"references\": {}")), 6, "empty selector");
  check_refused(
      policy_with("{\"id\": \"r\", \"rule\": \"support_claims\",\n\"allowed_share\": 0.1}"), 6,
      "contradicts");
  const std::string first = "{\"id\": \"r\", \"rule\": \"forbid\"},";
  check_refused(policy_with(first, "{\"id\": \"r\", \"rule\": \"declare\"}"), 6, "two rules");
  check_refused(policy_with(first, "{\"id\": \"q\", \"rule\": \"forbid\", \"then\": \"review\"}"),
                6, "line 5");
  check_refused(policy_with("{\"id\": \"r\", \"rule\": \"forbid\",\n\"id\": \"s\"}"), 6, "twice");
  check_refused(policy_with(rule_of("\"references\": {\n\"licences\": [\"mit\", \"MIT\"]}")), 7,
                "twice");
}

BOOST_AUTO_TEST_CASE(the_order_of_a_list_is_no_other_question) {
  const auto rule = [](const char* id, const char* kinds, const char* names) {
    return std::string("{\"id\": \"") + id + "\", \"rule\": \"forbid\", \"components\": [" + kinds +
           "], \"references\": {\"names\": [" + names + "]}}";
  };
  const std::string first = rule("r", "\"model\", \"projector\"", "\"a\", \"b\"") + ",\n";
  check_refused(policy_with(first, rule("q", "\"projector\", \"model\"", "\"b\", \"a\"")), 7,
                "line 5");
}

BOOST_AUTO_TEST_CASE(what_is_no_policy_names_its_line) {
  check_refused("", 1, "no JSON");
  check_refused("\n\n{]", 3, "no JSON");
  check_refused(policy_with("nul"), 5, "no JSON");
  check_refused("[]", 1, "object");
  check_refused("{\n}", 1, "schema");
  check_refused("{\n\"schema\":\n\"urn:weightkin:schema:scan:1.0\"}", 3, "policy:1.0");
  check_refused("{\"schema\": \"urn:weightkin:schema:policy:1.0\", \"name\": \"n\"}", 1,
                "abstention");
  check_refused(std::string(40, '['), 1, "deep");
  check_refused(std::string(1'000'001, ' '), 1, "1 MB");
  const error major = refusal("{\"schema\": \"urn:weightkin:schema:policy:2.0\"}");
  BOOST_TEST((major.code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(no_prefix_of_a_policy_is_one) {
  const std::string whole = policy_with(rule_of("\"then\": \"review\""));
  BOOST_TEST(parse_policy(whole).has_value());
  for (std::size_t size = 0; size + 2 < whole.size(); ++size)
    BOOST_TEST(!parse_policy(whole.substr(0, size)));
}

BOOST_AUTO_TEST_CASE(findings_have_a_rank) {
  BOOST_TEST(finding_strength(verdict::related) == 1);
  BOOST_TEST(finding_strength(verdict::identical) == 5);
  BOOST_TEST(finding_strength(verdict::undetermined) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
