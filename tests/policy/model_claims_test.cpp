#include <span>
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

using refusal = std::pair<std::string, int>; ///< a front matter and its line that is at fault

void check_refused(std::span<const refusal> wrong) {
  for (const auto& [front, line] : wrong) {
    const auto read = read_card_claims("---\n" + front + "\n---\n", "README.md");
    BOOST_TEST_REQUIRE(!read, front);
    BOOST_TEST((read.error().code == errc::bad_format));
    const std::string start = "README.md:" + std::to_string(line) + ": ";
    BOOST_TEST(read.error().message.starts_with(start), front << " gave " << read.error().message);
  }
}

BOOST_AUTO_TEST_CASE(every_way_of_yaml_to_write_a_text) {
  const names one{"a/b"};
  const char* ways[] = {
      "base_model: [a/b,\n b/c]\nbase_model_relation: merge", // over two lines
      "base_model: [\na/b\n, 'b/c' ]",
      "base_model:\n  [a/b, b/c]",
      "base_model:\n- a/b\n- b/c",
      "base_model:\n-\n  a/b\n- >-\n  b/c",
      "base_model: [\"a\\x2fb\", \"\\u0062/c\"]",  // escapes
      "base_model: &both [&first a/b, !!str b/c]", // anchors and the usual types
      "base_model: !!seq [! a/b, b/c]",
      "  base_model: [a/b, b/c]\n  license: mit", // all keys indented
      "{license: mit, base_model: [a/b, b/c]}",
      "{\"base_model\":[\"a/b\",\"b/c\"]}",
      "\"base\\u005fmodel\": [a/b, b/c]", // a key with escapes
      "? base_model\n: - a/b\n  - b/c",   // a key in the long form
      "!!str base_model: [a/b, b/c]",
      "!!map\nbase_model: [a/b, b/c]",
      "'<<': x\nbase_model: [a/b, b/c]", // a key that only looks like a merge
  };
  for (const char* way : ways)
    BOOST_TEST(bases(way) == (names{"a/b", "b/c"}), way);
  BOOST_TEST(bases("base_model: |\n  a/b") == one);
  BOOST_TEST(bases("base_model: |+\n  a/b\n\nlicense: mit") == one);
  BOOST_TEST(bases("base_model: >\n  a/b\n") == one);
  BOOST_TEST(bases("base_model: \"a\\\n  /b\"") == one);
  BOOST_TEST(bases("base_model: '\n  a/b '") == one);
  BOOST_TEST(bases("base_model: a\n  b") == names{"a b"}); // a text that goes on
  BOOST_TEST(bases("base_model: >\n  a\n  b") == names{"a b"});
  // As written, whatever else a reader might take it for.
  BOOST_TEST(bases("base_model: [1.50, yes, 'null', !!str ~, \"~\", 2024-01-01]") ==
             (names{"1.50", "yes", "null", "~", "2024-01-01"}));
  BOOST_TEST(bases("base_model: [~, '', null, \" \"]").empty());
  BOOST_TEST(bases("base_model: \xe6\xa8\xa1/\xe5\x9e\x8b") == names{"\xe6\xa8\xa1/\xe5\x9e\x8b"});
}

BOOST_AUTO_TEST_CASE(fences_and_line_ends) {
  const names one{"a/b"};
  for (const char* card :
       {"---\r\nbase_model:\r\n- a/b\r\n---\r\n# Model\r\n", "---\rbase_model: a/b\r---\r",
        "\xef\xbb\xbf---\nbase_model: a/b\n---", "--- \t\nbase_model: a/b\n---\t\n",
        "\n \n---\nbase_model: a/b\n...\nbase_model: c/d\n---\n",
        "---\nbase_model: a/b\n---\n\xff\xfe \x01 what follows may be anything: [\n"}) {
    const auto read = read_card_claims(card);
    BOOST_TEST_REQUIRE(read.has_value(), card);
    BOOST_TEST(read->base_models == one, card);
  }
  for (const char* empty :
       {"---\n---\n", "---\n\n# nothing\n---\n", "---\n~\n---\n", "---\n{}\n---"})
    BOOST_TEST(read_card_claims(empty)->base_models.empty(), empty);
}

BOOST_AUTO_TEST_CASE(what_is_no_name_is_refused_with_its_line) {
  const refusal wrong[] = {{"base_model: {a: b}", 2},
                           {"base_model: a: b", 2},
                           {"x: 1\nbase_model: [a,\n {}]", 4},
                           {"base_model: |\n  a\n  b", 2},
                           {"base_model:\n  key: x", 3},
                           {"base_model:\n- - a", 3},
                           {"base_model: \"a\\tb\"", 2},
                           {"base_model: \"a", 3},
                           {"base_model: 'a' b", 2},
                           {"base_model: a\nbase_model: b", 3},
                           {"base_model: a\n\"base_model\": b", 3},
                           {"a: &b c\nbase_model: *b", 3},
                           {"base_model:\n- a: b", 3},
                           {"a: &b c\nbase_model:\n- *b", 4},
                           {"base_model: !mine a", 2},
                           {"base_model: !!binary YS9i", 2},
                           {"base_model: !!null a", 2},
                           {"base_model: !!set {a}", 2},
                           {"base_model: !mine [a]", 2},
                           {"base_model: a\nbase_model_relation: [x, y]", 3}};
  check_refused(wrong);
  BOOST_TEST(!read_card_claims("---\nbase_model: a\n"));
  BOOST_TEST(!read_card_claims("---\n" + std::string(2'000'000, '\n') + "---\n"));
}

BOOST_AUTO_TEST_CASE(what_may_hide_a_claim_is_refused_with_its_line) {
  const refusal wrong[] = {{"a: &b {base_model: x}\n<<: *b", 3},     // keys of another map
                           {"a: &b base_model\n*b : x", 3},          // an alias is a key
                           {"a: 1\n? [base_model]\n: x", 3},         // a list is a key
                           {"a: 1\n!mine base_model: x", 3},         // a type of somebody's own
                           {"!mine\nbase_model: x", 2},              // likewise
                           {"- base_model: x", 2},                   // a list of maps
                           {"base_model x", 2},                      // a text
                           {"a: 1\n--- # more\nbase_model: x", 3},   // a second document
                           {"a: 1\n... # more\nbase_model: x", 4},   // likewise
                           {"%TAG ! tag:x,2000:\nbase_model: x", 2}, // a directive
                           {"a: 1\n\tb: 2", 3},                      // indented by a tab
                           {"a: b\xe2\x80\xa8"
                            "base_model: x",
                            2}, // a line of its own for some readers
                           {"a: \"b\" c", 2},
                           {"a: [1, 2", 3},
                           {"a: 1\nb: 'c\n  d", 5},
                           {"a: 1\nb: \xff", 3},
                           {"a: 1\nb: \"\x01\"", 3},
                           {"a: 1\r\nb:\r\n- \xc3(", 4},
                           {"a: 1\nb: " + std::string(80, '['), 3}};
  check_refused(wrong);
  const std::string zero("---\nbase_model: a\nb: \0\n---\n", 27);
  BOOST_TEST(!read_card_claims(zero));
  BOOST_TEST(!read_card_claims("\xff\xfe-\0-\0-\0\n\0")->base_models.size()); // UTF-16: no card
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said) {
  const auto message = [](const std::string& front) {
    return read_card_claims("\n---\n" + front + "\n---\n", "README.md").error().message;
  };
  BOOST_TEST(message("a: 1\nb: [1,\n  2") ==
             "README.md:6: did not find expected ',' or ']', while parsing a flow sequence that "
             "begins on line 4");
  BOOST_TEST(message("base_model: a\nbase_model: b") == "README.md:4: base_model occurs twice");
}

/// Aliases are not followed, and depth and number of values are bounded.
BOOST_AUTO_TEST_CASE(little_cannot_become_much) {
  std::string laughs = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before +
              "]\n";
  }
  BOOST_TEST(bases(laughs + "base_model: a/b") == names{"a/b"});
  BOOST_TEST(!read_card_claims("---\n" + laughs + "base_model: *a59\n---\n"));
  const auto nested = [](std::size_t levels) {
    return "---\na: " + std::string(levels, '[') + std::string(levels, ']') + "\n---\n";
  };
  BOOST_TEST(read_card_claims(nested(60)).has_value());
  BOOST_TEST(!read_card_claims(nested(64)));
  BOOST_TEST(!read_card_claims(nested(400'000)));
  std::string many = "---\na: [";
  for (int i = 0; i < 300'000; ++i)
    many += "[],";
  const auto read = read_card_claims(many + "]\n---\n", "card");
  BOOST_TEST_REQUIRE(!read);
  BOOST_TEST(read.error().message.ends_with(": more than 500,000 values"), read.error().message);
  BOOST_TEST(read_card_claims("---\na: \"" + std::string(900'000, 'x') + "\"\n---\n").has_value());
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
      "a: \"text\nbase_model: x\"", // a text, whatever its lines look like
      "a: 'text\nbase_model: x'",
      "a: [1,\nbase_model: x]", // a list
      "a:\n  - b: \"text\nbase_model: x\"",
      "a: {b: \"c # d\n  e\nbase_model: x\"}",
      "a: !mine {b: !!python/object:os.system c}",
      "a: &b {c: d}\ne:\n  <<: *b",
      "a: 1\na: 2",
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
