#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/report/forest_report.hpp>

namespace {

using namespace weightkin;

/// W -> C, W - A, W - B, C mixed of A and B, an unknown point behind A; names that want to break
/// out.
lineage_forest hostile_forest() {
  lineage_forest forest;
  for (const char* name : {"it's W", "A<b>&\"", "B\x1b[31m\xff", "C,(;:)", "D"})
    forest.models.push_back({name, "x", 1, 1});
  lineage_family family;
  for (std::size_t model = 0; model < 4; ++model)
    family.nodes.push_back({{{model, "model", false, false}}, {}});
  family.nodes.push_back({{}, {1}});
  family.edges.push_back({0, 1, false, "", 0.25, 0.01, {}});
  family.edges.push_back({0, 2, true, "because", 0.5, 0.01, {}});
  family.edges.push_back({1, 4, false, "", 0.0, 0.01, {}});
  tree_merge merge;
  merge.child = 3;
  merge.parents = {{1, 0.5, 0.01}, {2, 0.5, 0.01}};
  merge.proven = true;
  merge.sentence = "is mixed";
  family.merges.push_back(merge);
  forest.families.push_back(family);
  forest.singles = {4};
  return forest;
}

BOOST_AUTO_TEST_CASE(newick_is_this) {
  BOOST_TEST(forest_to_newick(hostile_forest()) ==
             "[&U] ((:0.000000000,'C,(;:)'#H1)'A<b>&\"':0.250000000,"
             "('C,(;:)'#H1)'B\\x1b[31m\\xff':0.500000000)'it''s W';\n");
  lineage_forest rooted = hostile_forest();
  rooted.families[0].root = 1;
  BOOST_TEST(forest_to_newick(rooted).starts_with("[&R] "));
  BOOST_TEST(forest_to_newick({}).empty());
}

BOOST_AUTO_TEST_CASE(names_stay_names) {
  const std::string picture = forest_to_svg(hostile_forest());
  BOOST_TEST(picture.find("<b>") == std::string::npos);
  BOOST_TEST(picture.find('\x1b') == std::string::npos);
  BOOST_TEST(picture == forest_to_svg(hostile_forest()));
  const std::string text = forest_to_text(hostile_forest());
  BOOST_TEST(text.find('\x1b') == std::string::npos);
  BOOST_TEST(text.find("=> C,(;:)  mixture") != std::string::npos);
  BOOST_TEST(text.find("-> B\\x1b[31m\\xff  length 0.50: because") != std::string::npos);
  BOOST_TEST(text.find("(unknown, may be A<b>&\")") != std::string::npos);
  const std::string json = forest_to_json(hostile_forest());
  BOOST_TEST(json.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_chain_of_thousands_needs_no_stack) {
  lineage_forest forest;
  lineage_family family;
  for (std::size_t model = 0; model < 5000; ++model) {
    forest.models.push_back({"m", "x", 1, 1});
    family.nodes.push_back({{{model, "model", false, false}}, {}});
    if (model > 0) family.edges.push_back({model - 1, model, false, "", 1, 0, {}});
  }
  forest.families.push_back(family);
  BOOST_TEST(forest_to_newick(forest).size() > 5000u);
}

} // namespace
