#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/report/html_report.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/stored_comparison.hpp>
#include <weightkin/report/svg_picture.hpp>
#include <weightkin/report/text_report.hpp>

#include "report/full_comparison.hpp"

namespace {

using namespace weightkin;
using json = nlohmann::json;

comparison reread(const std::string& text) {
  auto read = read_comparison(text);
  if (!read) BOOST_FAIL(read.error().message);
  return std::move(*read);
}

error refusal(const std::string& text) {
  const auto read = read_comparison(text, "r.json");
  if (read) BOOST_FAIL("was read: " + text.substr(0, 200));
  return read.error();
}

/// The full sample with one value replaced.
std::string spoiled(const char* pointer, const json& value) {
  json document = json::parse(to_json(sample::full()));
  document.at(json::json_pointer(pointer)) = value;
  return document.dump();
}

/// Of two pages, a little of where the first leaves the second.
std::string first_difference(const std::string& one, const std::string& other) {
  const auto at = std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first;
  return one == other ? "" : one.substr(static_cast<std::size_t>(at - one.begin()), 200);
}

BOOST_AUTO_TEST_SUITE(stored_comparison)

BOOST_AUTO_TEST_CASE(what_was_written_is_written_again_to_the_byte) {
  comparison nothing;
  nothing.overall = verdict::not_comparable;
  for (const comparison& ruling :
       {sample::suspect(), sample::innocent(), sample::full(), nothing}) {
    const std::string text = to_json(ruling);
    BOOST_TEST(to_json(reread(text)) == text);
  }
}

BOOST_AUTO_TEST_CASE(text_picture_and_page_are_those_of_the_original) {
  text_options detailed;
  detailed.tensors = true;
  for (const comparison& ruling : {sample::suspect(), sample::innocent(), sample::full()}) {
    const comparison again = reread(to_json(ruling));
    BOOST_TEST(to_text(again, detailed) == to_text(ruling, detailed));
    BOOST_TEST(to_svg({&again, 1}) == to_svg({&ruling, 1}));
    comparison counted = ruling; // maps of whole axes are not in a report
    for (std::size_t c = 0; c < counted.components.size(); ++c)
      counted.components[c].arrangement = again.components[c].arrangement;
    BOOST_TEST(first_difference(to_html(again), to_html(counted)) == "");
  }
}

BOOST_AUTO_TEST_CASE(a_page_says_no_more_of_maps_than_was_stored) {
  const std::string page = to_html(reread(to_json(sample::full())));
  BOOST_TEST(page.find(">3</td><td class=\"n\">2</td><td class=\"n\">-</td>") != std::string::npos);
  BOOST_TEST(page.find("Rows of the token table were reordered.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(stored_results_of_every_version_stay_readable) {
  const char* source = std::getenv("WEIGHTKIN_SOURCE");
  BOOST_TEST_REQUIRE(source != nullptr);
  std::size_t read = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(source) + "/tests/data/results")) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const comparison ruling = reread(text.str());
    const json before = json::parse(text.str()).flatten();
    const json after = json::parse(to_json(ruling)).flatten();
    ++read;
    // Versions only add: whatever was there is there again. Only the rule's wording is the tool's.
    for (const auto& [pointer, value] : before.items()) {
      if (pointer == "/schema" || pointer == "/tool/version" || pointer == "/overall/rule")
        continue;
      BOOST_TEST_REQUIRE(after.contains(pointer), entry.path().filename() << " " << pointer);
      BOOST_TEST(after.at(pointer) == value, pointer);
    }
  }
  BOOST_TEST(read >= 5U);
}

/// Before 1.6 only the beginning of a note told whose it is.
BOOST_AUTO_TEST_CASE(notes_of_old_results_go_to_the_only_component_they_fit) {
  json old = json::parse(to_json(sample::full()));
  for (json& component : old["components"])
    component.erase("search_notes");
  old["components"][0]["id"] = "tower";
  old["components"][1]["id"] = "tower: left";
  for (json& tensor : old["tensors"])
    tensor["component"] = "tower";
  old["searched"] = {"tower: reordered", "tower: left: reordered", "left: reordered"};
  const comparison read = reread(old.dump());
  const std::vector<std::string> only{"reordered"};
  BOOST_TEST(read.components[0].search_notes == only, boost::test_tools::per_element());
  BOOST_TEST(read.components[1].search_notes.empty()); // two ids fit: nobody's
  BOOST_TEST(read.searched.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_named_by_its_path) {
  const std::pair<const char*, json> wrong[] = {
      {"/subject/name", 3},
      {"/subject/parameters", -1},
      {"/subject/parameters", 1.5},
      {"/reference/tensors", "12x"},
      {"/subject/files/0/sha256", "12"},
      {"/source", "rumours"},
      {"/options/seed", nullptr},
      {"/overall/verdict", "guilty"},
      {"/components/0/kind", json::array()},
      {"/components/1/statistics", json::object()},
      {"/components/0/statistics/1/value", "0.5"},
      {"/components/0/arrangement/layers/2", -7},
      {"/components/0/arrangement/units/1/units", "many"},
      {"/components/0/operations/0/numbers/1/error", false},
      {"/components/0/anchors/null/kind", "normal"},
      {"/components/0/direction/which", "both"},
      {"/components/0/spectrum/operation", "magic"},
      {"/components/0/spectrum/values/1/share", "much"},
      {"/options/search/depth", "deep"},
      {"/options/search/component_map", "12"},
      {"/tensors/1/component", "no_such"},
      {"/tensors/1/shape/0", "0x10"},
      {"/tensors/0/subject_dtype", "f128"},
      {"/tensors/2/pass/elements", "18446744073709551616"},
      {"/unmatched/0/side", "inside"},
      {"/limits/1", 0}};
  for (const auto& [pointer, value] : wrong) {
    const error failure = refusal(spoiled(pointer, value));
    BOOST_TEST((failure.code == errc::bad_format));
    BOOST_TEST(failure.message.starts_with("r.json: " + std::string(pointer) + ": "),
               pointer << " but " << failure.message);
  }
}

BOOST_AUTO_TEST_CASE(numbers_are_within_what_they_can_be) {
  const std::pair<const char*, json> wrong[] = {{"/options/log10_alpha", nullptr},
                                                {"/options/log10_alpha", 1},
                                                {"/options/effect_floor", -0.1},
                                                {"/options/searched_floor", 2},
                                                {"/options/derived_share", nullptr},
                                                {"/components/0/share", -5},
                                                {"/components/0/common_variance", 1.1},
                                                {"/components/0/common_variance_error", -1},
                                                {"/components/0/log10_p", 5},
                                                {"/components/0/log10_p_holm", 0.1},
                                                {"/components/0/minimum_detectable_effect", -1},
                                                {"/components/0/statistics/0/value", 7},
                                                {"/components/0/statistics/0/log10_p", 1},
                                                {"/components/0/statistics/2/value", -7},
                                                {"/components/0/statistics/3/value", 2},
                                                {"/components/0/statistics/4/value", -1},
                                                {"/components/0/statistics/5/value", 1.5},
                                                {"/components/0/strongest_group/log10_p", 1},
                                                {"/components/0/anchors/log10_p_holm", 1},
                                                {"/components/0/searched/effect", 2},
                                                {"/components/0/spectrum/share_above_edge", -0.5},
                                                {"/tensors/0/statistics/2/value", 3},
                                                {"/tensors/0/pearson_error", -1}};
  for (const auto& [pointer, value] : wrong)
    BOOST_TEST(refusal(spoiled(pointer, value))
                   .message.starts_with("r.json: " + std::string(pointer) + ": "),
               pointer);
}

BOOST_AUTO_TEST_CASE(records_do_not_contradict_themselves) {
  using patch = std::vector<std::pair<const char*, json>>;
  const char* silent = "no_shared_initialisation_found";
  const std::pair<const char*, patch> wrong[] = {
      {"/components/1/id", {{"/components/1/id", "vision_encoder"}}},
      {"/components/0/share", {{"/components/0/share", 0.001}}},
      {"/components/0/share", {{"/components/0/share", nullptr}}},
      {"/components/0/verdict", {{"/components/0/verdict", silent}}},
      {"/components/0/verdict", {{"/components/0/verdict", "not_comparable"}}},
      {"/components/0/verdict", {{"/components/0/verdict", "non_evidential"}}},
      {"/components/2/verdict", {{"/components/2/verdict", "related"}}},
      {"/components/2/verdict",
       {{"/components/2/anchors",
         json::parse(to_json(sample::full()))["components"][0]["anchors"]}}},
      {"/overall/verdict", {{"/overall/verdict", silent}}},
      {"/overall/verdict", {{"/components", json::array()}, {"/tensors", json::array()}}},
      {"/overall/parameters_found", {{"/overall/parameters_found", 1}}},
      {"/overall/reference_parameters_found",
       {{"/overall/reference_parameters_found", 9'000'000'000'000}}},
      {"/components/0/reference_cover/parameters_paired",
       {{"/components/0/reference_cover/parameters_paired", 1'500'001}}}};
  for (const auto& [pointer, changes] : wrong) {
    json document = json::parse(to_json(sample::full()));
    for (const auto& [where, value] : changes)
      document.at(json::json_pointer(where)) = value;
    const error failure = refusal(document.dump());
    BOOST_TEST(failure.message.starts_with("r.json: " + std::string(pointer) + ": "),
               pointer << " but " << failure.message);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_named_by_its_path) {
  for (const auto& [parent, key] :
       {std::pair{"", "components"}, std::pair{"/overall", "sentence"},
        std::pair{"/components/2", "statistics"}, std::pair{"/tensors/0", "pass"}}) {
    json document = json::parse(to_json(sample::full()));
    document.at(json::json_pointer(parent)).erase(key);
    const error failure = refusal(document.dump());
    BOOST_TEST(failure.message == "r.json: " + std::string(parent) + "/" + key + ": is missing");
  }
}

BOOST_AUTO_TEST_CASE(later_minor_versions_are_read_and_other_majors_are_not) {
  json later = json::parse(to_json(sample::full()));
  later["schema"] = "urn:weightkin:schema:report:1.973";
  later["a_new_field"] = {{"deep", {1, 2, {{"er", nullptr}}}}};
  later["components"][0]["also_new"] = true;
  BOOST_TEST(to_json(reread(later.dump())) == to_json(sample::full()));
  const auto with_schema = [](const char* schema) { return spoiled("/schema", schema); };
  for (const char* other :
       {"urn:weightkin:schema:report:2.0", "urn:weightkin:schema:report:10.0",
        "urn:weightkin:schema:report:1", "urn:weightkin:schema:report:1.",
        "urn:weightkin:schema:report:1.x", "urn:weightkin:schema:report:1.99999999999999999999"})
    BOOST_TEST((refusal(with_schema(other)).code == errc::unsupported), other);
  for (const char* foreign : {"urn:weightkin:schema:scan:1.0", "", "report"})
    BOOST_TEST((refusal(with_schema(foreign)).code == errc::bad_format), foreign);
}

BOOST_AUTO_TEST_CASE(what_is_no_document_is_refused) {
  const std::string whole = to_json(sample::suspect());
  for (std::size_t size = 0; size + 2 < whole.size(); size += 97)
    BOOST_TEST((refusal(whole.substr(0, size)).code == errc::bad_format));
  for (const char* text : {"[]", "null", "{}", "3", "{\"schema\":3}", "\xff", "[[[[",
                           "{\"schema\":\"urn:weightkin:schema:report:1.0\"}"})
    BOOST_TEST((refusal(text).code == errc::bad_format), text);
  BOOST_TEST(refusal(std::string(100'000, '[')).message.find("deep") != std::string::npos);
  std::string twice = whole;
  twice.insert(1, "\"schema\": \"urn:weightkin:schema:report:1.0\",");
  BOOST_TEST(refusal(twice).message.find("twice") != std::string::npos);
  std::string many = "[";
  for (int i = 0; i < 4'000'001; ++i)
    many += "[],";
  BOOST_TEST((refusal(many).code == errc::no_memory));
}

BOOST_AUTO_TEST_CASE(claimed_counts_cost_nothing) {
  const comparison ruling =
      reread(spoiled("/components/0/arrangement/units/0/units", "18446744073709551615"));
  const auto& units = ruling.components[0].arrangement->units[0];
  BOOST_TEST(units.reference_of.empty());
  BOOST_TEST(units.counted->units == 18446744073709551615U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
