#include <boost/test/unit_test.hpp>

#include "inventory/fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::string complaint(std::string_view text) {
  const auto parsed = parse_component_map(text);
  if (parsed) return "";
  BOOST_TEST(name_of(parsed.error().code) == "bad_format");
  return parsed.error().message;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_member_is_read) {
  const auto parsed = parse_component_map(R"({"rules": [
      {"prefix": "model.vit.", "component": "vision", "kind": "vision_encoder"},
      {"prefix": "a.", "role": "attention_q", "use": "excluded", "unit_axis": 1},
      {"prefix": ""}]})");
  BOOST_REQUIRE(parsed.has_value());
  BOOST_REQUIRE(parsed->size() == 3U);
  const map_rule& first = (*parsed)[0];
  BOOST_TEST(first.prefix == "model.vit.");
  BOOST_TEST(first.component.value() == "vision");
  BOOST_TEST((first.kind.value() == component_kind::vision_encoder));
  BOOST_TEST((!first.role && !first.use && !first.unit_axis));
  const map_rule& second = (*parsed)[1];
  BOOST_TEST((second.role.value() == tensor_role::attention_q));
  BOOST_TEST((second.use.value() == evidence_use::excluded));
  BOOST_TEST(second.unit_axis.value() == 1U);
  BOOST_TEST((*parsed)[2].prefix == "");
  BOOST_TEST(parse_component_map(R"({"rules":[]})")->empty());
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused) {
  const struct {
    const char* text;
    const char* says;
  } rows[] = {
      {"", "byte"},
      {"{", "byte"},
      {R"({"rules":[]} x)", "byte"},
      {R"({"rules":[{"prefix":"a",}]})", "byte 24"},
      {"[]", "array"},
      {"{}", "\"rules\" is missing"},
      {"7", "number"},
      {"null", "null"},
      {R"({"rules":{}})", "object"},
      {R"({"rules":[[]]})", "array"},
      {R"({"rules":[7]})", "number"},
      {R"({"rules":[],"rules":[]})", "twice"},
      {R"({"rules":[],"more":[]})", "unknown member \"more\""},
      {R"({"rules":[{}]})", "\"prefix\" is missing in rule 1"},
      {R"({"rules":[{"prefix":"a"},{"prefix":"a","prefix":"b"}]})", "twice in rule 2"},
      {R"({"rules":[{"prefix":"a","colour":"red"}]})", "unknown member \"colour\""},
      {R"({"rules":[{"prefix":"a","kind":"tower"}]})", "unknown kind \"tower\""},
      {R"({"rules":[{"prefix":"a","role":"queen"}]})", "unknown role"},
      {R"({"rules":[{"prefix":"a","use":"maybe"}]})", "unknown use"},
      {R"({"rules":[{"prefix":"a","component":""}]})", "empty"},
      {R"({"rules":[{"prefix":7}]})", "number"},
      {R"({"rules":[{"prefix":null}]})", "null"},
      {R"({"rules":[{"prefix":["a"]}]})", "array"},
      {R"({"rules":[{"prefix":{"a":1}}]})", "object"},
      {R"({"rules":[{"prefix":"a","unit_axis":-1}]})", "negative"},
      {R"({"rules":[{"prefix":"a","unit_axis":0.5}]})", "fraction"},
      {R"({"rules":[{"prefix":"a","unit_axis":"0"}]})", "must be a number"},
      {R"({"rules":[{"prefix":"a","unit_axis":64}]})", "beyond"},
      {"{\"rules\":[{\"prefix\":\"\xff\"}]}", "byte"},
      {R"({"rules":[{"prefix":"a","kind":"\u0007\n"}]})", "unknown kind \"??\""},
  };
  for (const auto& row : rows) {
    const std::string message = complaint(row.text);
    BOOST_TEST_CONTEXT(row.text << " -> " << message) {
      BOOST_TEST(message.find("component map: ") == 0U);
      BOOST_TEST(message.find(row.says) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused) {
  const std::string text = R"({"rules":[{"prefix":"a","use":"excluded","unit_axis":0}]})";
  BOOST_TEST(complaint(text).empty());
  for (std::size_t length = 0; length < text.size(); ++length)
    BOOST_TEST(!complaint(text.substr(0, length)).empty());
}

BOOST_AUTO_TEST_CASE(limits) {
  BOOST_TEST(complaint(std::string(16'000'001, ' ')).find("longer") != std::string::npos);
  const std::string long_name(65'537, 'a');
  BOOST_TEST(!complaint(R"({"rules":[{"prefix":")" + long_name + "\"}]}").empty());
  BOOST_TEST(!complaint(std::string(1'000'000, '[')).empty());
}

BOOST_AUTO_TEST_CASE(the_callers_rules_come_first_and_the_first_match_wins) {
  fake_model model;
  model.add("net.vit.blocks.0.mlp.fc1.weight", {64, 16});
  model.add("net.vit.blocks.0.mlp.fc2.weight", {16, 64});
  model.add("net.rest.weight", {64, 16});
  model.add("visual.blocks.0.mlp.fc1.weight", {64, 16});
  const auto rules = parse_component_map(R"({"rules":[
      {"prefix":"net.vit.blocks.0.mlp.fc2","component":"vit","use":"excluded"},
      {"prefix":"net.vit.","component":"vit","kind":"vision_encoder"},
      {"prefix":"net.rest","kind":"projector","unit_axis":1},
      {"prefix":"net.","component":"never"},
      {"prefix":"visual.","role":"linear","use":"descriptive"}]})");
  BOOST_REQUIRE(rules.has_value());
  const inventory taken = take_inventory(model.views(), {*rules, 1});
  BOOST_TEST(taken.components[0].id == "vit");
  BOOST_TEST(taken.entries[0].component == 0U);
  BOOST_TEST(taken.entries[0].suffix == "blocks.0.mlp.fc1.weight");
  BOOST_TEST(taken.entries[0].slot == "layers.0.mlp.up.weight");
  BOOST_TEST(name_of(taken.entries[1].use) == "excluded");
  BOOST_TEST(name_of(taken.entries[1].why) == "by_request");
  BOOST_TEST(taken.components[taken.entries[2].component].id == "projector");
  BOOST_REQUIRE(taken.entries[2].axis.has_value());
  BOOST_TEST(taken.entries[2].axis->axis == 1U);
  BOOST_TEST(name_of(taken.entries[3].role) == "linear");
  BOOST_TEST(name_of(taken.entries[3].use) == "descriptive");
  BOOST_TEST(taken.components[taken.entries[3].component].id == "vision_encoder");
}

BOOST_AUTO_TEST_CASE(a_map_adds_to_a_built_in_component) {
  fake_model model;
  model.add("visual.blocks.0.mlp.fc1.weight", {64, 16}).add("extra.weight", {64, 16});
  std::vector<map_rule> rules(1);
  rules[0].prefix = "extra.";
  rules[0].component = "vision_encoder";
  const inventory taken = take_inventory(model.views(), {rules, 1});
  BOOST_TEST(taken.components.size() == 1U);
  BOOST_TEST(taken.components[0].tensors == 2U);
}

BOOST_AUTO_TEST_CASE(a_map_cannot_make_evidence_of_nothing) {
  fake_model model;
  model.add_broken("a.weight", {64, 16});
  model.add_values("b.weight", {4}, {1, 2, 3, 4}, dtype::i64);
  model.add("c.weight", {10, 784});
  model.add("d.weight", {10, 784});
  std::vector<map_rule> rules(2);
  rules[0].prefix = "d.";
  rules[0].unit_axis = 5;
  rules[1].use = evidence_use::convicting;
  const inventory taken = take_inventory(model.views(), {rules, 1});
  BOOST_TEST(name_of(taken.entries[0].why) == "unreadable");
  BOOST_TEST(name_of(taken.entries[1].why) == "integer");
  for (const std::size_t i : {2U, 3U})
    BOOST_TEST(name_of(taken.entries[i].use) == "descriptive");
}

BOOST_AUTO_TEST_CASE(an_axis_from_the_map_makes_an_undecided_tensor_evidence) {
  fake_model model;
  model.add("c.weight", {10, 784});
  std::vector<map_rule> rules(1);
  rules[0].unit_axis = 0;
  const inventory taken = take_inventory(model.views(), {rules, 1});
  BOOST_TEST(name_of(taken.entries[0].use) == "convicting");
  BOOST_REQUIRE(taken.entries[0].axis.has_value());
  BOOST_TEST(taken.entries[0].axis->units == 10U);
}

BOOST_AUTO_TEST_CASE(any_role_may_be_claimed_of_any_tensor) {
  const std::vector<fake_model::shape_type> shapes{
      {}, {0}, {5}, {16, 1}, {1, 16}, {9, 9}, {3, 0, 2}, {8, 9, 1}, {2, 8, 8, 3}, {1, 1}};
  for (unsigned role = 0; role <= static_cast<unsigned>(tensor_role::buffer); ++role)
    for (unsigned kind = 0; kind <= static_cast<unsigned>(component_kind::optimizer); ++kind) {
      fake_model model;
      for (const auto& shape : shapes)
        for (const char* name : {"", ".", "w", "a.weight_hh", "layers.0.mlp.c_fc.weight", "kernel"})
          model.add(name, shape);
      std::vector<map_rule> rules(1);
      rules[0].role = static_cast<tensor_role>(role);
      rules[0].kind = static_cast<component_kind>(kind);
      const inventory taken = take_inventory(model.views(), {rules, 1});
      for (const inventory_entry& entry : taken.entries) {
        if (entry.use != evidence_use::convicting) continue;
        BOOST_REQUIRE(entry.axis.has_value());
        const auto shape = model.views()[entry.tensor].shape;
        BOOST_TEST(entry.axis->axis < shape.size());
        BOOST_TEST(entry.axis->units * entry.axis->gates * entry.axis->block ==
                   shape[entry.axis->axis]);
        if (entry.axis->skip_diagonal) BOOST_TEST(shape[1 - entry.axis->axis] == entry.axis->units);
      }
    }
}
