#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/policy/model_claims.hpp>

namespace {

using namespace weightkin;
using names = std::vector<std::string>;

model_claims claimed(const std::string& front) {
  const auto read = read_card_claims("---\n" + front + "\n---\n# Model\nbase_model: not this\n");
  if (!read) BOOST_FAIL(read.error().message);
  return *read;
}

names bases(const std::string& front) { return claimed(front).base_models; }

BOOST_AUTO_TEST_SUITE(claims_of_models)

BOOST_AUTO_TEST_CASE(the_ways_to_write_a_base_model) {
  const names one{"a/b"};
  BOOST_TEST(bases("base_model: a/b") == one);
  BOOST_TEST(bases("base_model:   a/b   # said the author") == one);
  BOOST_TEST(bases("base_model: \"a/b\"") == one);
  BOOST_TEST(bases("base_model: 'a/b'") == one);
  BOOST_TEST(bases("'base_model' : a/b") == one);
  BOOST_TEST(bases("base_model:\n- a/b") == one);
  BOOST_TEST(bases("base_model: [a/b]") == one);
  BOOST_TEST(bases("base_model: a/b\r") == one);
  const names two{"a/b", "c/d #1"};
  BOOST_TEST(bases("base_model:\n  - a/b\n\n  # more\n  - \"c/d #1\"\nlicense: mit") == two);
  BOOST_TEST(bases("base_model: [ 'a/b' , \"c/d #1\" ] # both") == two);
  BOOST_TEST(bases("base_model: [a/b,a/b]") == one);
  BOOST_TEST(bases("base_model: it''s") == names{"it''s"});
  BOOST_TEST(bases("base_model: 'it''s'") == names{"it's"});
  BOOST_TEST(bases("base_model: \"q\\\"\\\\\"") == names{"q\"\\"});
}

BOOST_AUTO_TEST_CASE(what_claims_nothing) {
  BOOST_TEST(bases("base_model:").empty());
  BOOST_TEST(bases("base_model: null").empty());
  BOOST_TEST(bases("base_model: ~").empty());
  BOOST_TEST(bases("base_model: []").empty());
  BOOST_TEST(bases("new_base_model: x\nmy:\n  base_model: nested").empty());
  BOOST_TEST(bases("base_models: x").empty());
  for (const char* card : {"", "# a card", "base_model: x", "--- x\nbase_model: y\n---\n"})
    BOOST_TEST(read_card_claims(card)->base_models.empty(), card);
}

BOOST_AUTO_TEST_CASE(other_keys_may_be_any_yaml) {
  const model_claims claims =
      claimed("tags: &a [x, {y: 1}]\nwidget:\n- text: |\n    base_model: no\n"
              "  deep: !!x\nlicense: Apache-2.0\nbase_model: a/b\n"
              "base_model_relation: quantized");
  BOOST_TEST(claims.base_models == names{"a/b"});
  BOOST_TEST(claims.relation == "quantized");
  BOOST_TEST(claims.licences == names{"Apache-2.0"});
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_refused_with_its_line) {
  const std::pair<std::string, int> wrong[] = {
      {"base_model: &x a/b", 2},         {"base_model: |\n  a", 2},
      {"base_model: {a: b}", 2},         {"base_model: a: b", 2},
      {"x: 1\nbase_model: [a,\n b]", 3}, {"base_model: a\n  b", 3},
      {"base_model:\n  key: x", 3},      {"base_model:\n- - a", 3},
      {"base_model: \"a\\x41\"", 2},     {"base_model: \"a", 2},
      {"base_model: 'a' b", 2},          {"base_model: a\nbase_model: b", 3},
      {"base_model: *alias", 2},         {"base_model:\n- a: b", 3}};
  for (const auto& [front, line] : wrong) {
    const auto read = read_card_claims("---\n" + front + "\n---\n", "README.md");
    BOOST_TEST_REQUIRE(!read, front);
    const std::string start = "README.md:" + std::to_string(line) + ": ";
    BOOST_TEST(read.error().message.starts_with(start), front << " gave " << read.error().message);
  }
  BOOST_TEST(!read_card_claims("---\nbase_model: a\n"));
  BOOST_TEST(!read_card_claims("---\n" + std::string(2'000'000, '\n') + "---\n"));
}

BOOST_AUTO_TEST_CASE(what_may_hide_a_claim_is_refused_with_its_line) {
  const std::pair<std::string, int> wrong[] = {
      {"  license: mit\n  base_model: x", 2}, // every key is indented
      {"{base_model: x}", 2},                 // a map in brackets
      {"\"base\\u005fmodel\": x", 2},         // a key in disguise
      {"? base_model\n: x", 2},               // a key in the long form
      {"a: &b {base_model: x}\n<<: *b", 3},   // keys of another map
      {"!!str base_model: x", 2},             // a key with a tag
      {"- base_model: x", 2},                 // a list of maps
      {"a: 1\n\tb: 2", 3},                    // indented by a tab
      {"a: b\xe2\x80\xa8"
       "base_model: x",
       2},                                          // a line of its own for some readers
      {"a: \"text\nbase_model: x\"", 3},            // no key, but a text
      {"a: 'text\nbase_model: x'", 3},              // likewise
      {"a: [1,\nbase_model: x]", 3},                // likewise
      {"a:\n  - b: \"text\nbase_model: x\"", 4},    // likewise
      {"a: {b: \"c # d\n  e\nbase_model: x\"}", 4}, // likewise
      {"a: \"b\" c", 2},
      {"a: [1, 2", 2},
      {"a: 1\nb: 'c\n  d", 3}};
  for (const auto& [front, line] : wrong) {
    const auto read = read_card_claims("---\n" + front + "\n---\n", "README.md");
    BOOST_TEST_REQUIRE(!read, front);
    const std::string start = "README.md:" + std::to_string(line) + ": ";
    BOOST_TEST(read.error().message.starts_with(start), front << " gave " << read.error().message);
  }
}

BOOST_AUTO_TEST_CASE(values_of_other_keys_hide_nothing_and_claim_nothing) {
  const char* before[] = {
      "a: \"text that\n  goes \\\" on\"",
      "a: 'it''s\n  long'",
      "a: it's # don't",
      "a: |\n  \"open\n   'open\n\n  [",
      "a: >-\n  [open\nb:\n  - |2\n    'open\n  - x",
      "a: first\n  \"open on the next line\n  {",
      "a:\n  - first\n    \"open\n  - b: 'x'\n    c: >\n      \"\n    'd': \"e\n      f\"",
      "a: [x, \"y\",\n  'z', {q: r}\n]",
      "a: {b: it's, \"c\":\"d: [\", e: [f\n  \"g]}",
      "a: &b !!str \"c\n  d\"\ne: *b",
      "a: &b # said\n  c: \"d\n    e\"",
      "a: &b\n- \"c\n  d\"",
      "a: http://x:1/y#z",
      "# 'open",
      "\xe6\xa8\xa1: x",
      "model-index:\n- name: \"m\"\n  results:\n  - task: {type: t, name: \"n\"}\n    metrics: []"};
  for (const char* other : before)
    BOOST_TEST(bases(std::string(other) + "\nbase_model: a/b\nz: 1") == names{"a/b"}, other);
  BOOST_TEST(bases("a:\n  base_model: x\nb: |\n  base_model: x\nc: \"\n  base_model: x\"").empty());
  // What some readers break at, all do here.
  BOOST_TEST(bases("a: b\rbase_model: a/b") == names{"a/b"});
  BOOST_TEST(read_card_claims(" \n\n---\nbase_model: a/b\n---\n")->base_models == names{"a/b"});
}

BOOST_AUTO_TEST_CASE(metadata_claim_too) {
  const std::pair<std::string, std::string> metadata[] = {
      {"general.base_model.count", "4294967295"},
      {"general.base_model.0.name", "Donor"},
      {"general.base_model.0.organization", "Example"},
      {"general.base_model.0.repo_url", "https://hub.example/example/donor/"},
      {"general.base_model.1.name", "Other"},
      {"general.base_model.1.organization", "Example"},
      {"general.base_model.2.name", "Alone"},
      {"general.base_model.x.name", "Nobody"},
      {"base_model", "adapter/base"},
      {"general.license", "mit"}};
  const model_claims claims = claims_in_metadata(metadata);
  BOOST_TEST(claims.base_models ==
             (names{"example/donor", "Example/Other", "Alone", "adapter/base"}));
  BOOST_TEST(claims.licences == names{"mit"});
  const model_claims both = joined_claims(claimed("base_model: Alone\nlicense: x"), claims);
  BOOST_TEST(both.base_models ==
             (names{"Alone", "example/donor", "Example/Other", "adapter/base"}));
  BOOST_TEST(both.licences == names{"x"});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
