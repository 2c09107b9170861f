#include <limits>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/report/json_report.hpp>

#include "report/sample_comparison.hpp"

namespace {

using namespace weightkin;
using json = nlohmann::json;

const json* statistic(const json& of, const std::string& name) {
  for (const json& row : of.at("statistics"))
    if (row.at("name") == name) return &row;
  return nullptr;
}

BOOST_AUTO_TEST_SUITE(json_report)

BOOST_AUTO_TEST_CASE(every_component_has_its_verdict_and_each_statistic_beside_its_null) {
  const json report = json::parse(to_json(sample::suspect()));
  const json& vision = report.at("components").at(0);
  BOOST_TEST(vision.at("verdict") == "derived");
  BOOST_TEST(vision.at("change") == "fine_tuned");
  BOOST_TEST(vision.at("share") == 0.031);
  BOOST_TEST(statistic(vision, "cosine")->at("value") == 0.9951);
  BOOST_TEST(statistic(vision, "cosine")->at("expected_if_unrelated") == 0.0012);
  BOOST_TEST(statistic(vision, "z")->at("value") == 412.3);
  BOOST_TEST(statistic(vision, "z")->at("null").at("kind") == "permutation_normal");
  BOOST_TEST(statistic(vision, "effect")->at("log10_p") == -36917.4);
  BOOST_TEST(report.at("overall").at("verdict") == "identical_after_cast");
  BOOST_TEST(report.at("overall").at("log10_p") == -88949.7);
  BOOST_TEST(report.at("tensors").size() == 3U);
  BOOST_TEST(report.at("unmatched").size() == 3U);
  BOOST_TEST(report.at("limits").size() == 2U);
}

BOOST_AUTO_TEST_CASE(numbers_that_do_not_exist_are_null) {
  comparison ruling = sample::suspect();
  ruling.components[0].relative_l2 = std::numeric_limits<double>::infinity();
  const json report = json::parse(to_json(ruling));
  BOOST_TEST(statistic(report.at("components").at(0), "relative_l2")->at("value").is_null());
  const json& projector = report.at("components").at(3);
  BOOST_TEST(statistic(projector, "cosine")->at("value").is_null());
  BOOST_TEST(projector.at("log10_p_holm").is_null());
  BOOST_TEST(projector.at("reference_id").is_null());
  BOOST_TEST(statistic(projector, "effect") == nullptr);
}

BOOST_AUTO_TEST_CASE(counts_that_a_double_cannot_hold_are_strings) {
  const json report = json::parse(to_json(sample::suspect()));
  BOOST_TEST(report.at("unmatched").at(2).at("parameters") == "9007199254740993");
  BOOST_TEST(report.at("options").at("seed").is_string());
  BOOST_TEST(report.at("components").at(0).at("parameters") == 1'432'960);
}

BOOST_AUTO_TEST_CASE(hostile_names_stay_inside_their_strings) {
  comparison ruling = sample::suspect();
  ruling.tensors[0].subject_name = std::string("a\"\n\x1b[2J\0b\xff\xe2\x80\xae", 14);
  const std::string text = to_json(ruling);
  for (const char c : text)
    BOOST_TEST_REQUIRE((c == '\n' || (c >= ' ' && c <= '~')), "a byte outside printable ASCII");
  const std::string name = json::parse(text).at("tensors").at(0).at("subject");
  BOOST_TEST(name == std::string("a\"\n\x1b[2J\0b\\xff\xe2\x80\xae", 17));
}

BOOST_AUTO_TEST_CASE(findings_name_what_was_found) {
  const json report = json::parse(to_json(sample::suspect()));
  std::vector<std::string> ids;
  for (const json& finding : report.at("findings"))
    ids.push_back(finding.at("id"));
  const std::vector<std::string> expected{"WKIN-DERIVED", "WKIN-IDENTICAL-AFTER-CAST",
                                          "WKIN-NONE-FOUND", "WKIN-NOT-COMPARABLE",
                                          "WKIN-NONFINITE"};
  BOOST_TEST(ids == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_comparison_of_nothing_is_a_document) {
  const json report = json::parse(to_json(comparison{}));
  BOOST_TEST(report.at("overall").at("share_found").is_null());
  BOOST_TEST(report.at("overall").at("log10_p").is_null());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
