#include <algorithm>
#include <align/assignment.hpp>
#include <numeric>
#include <random>
#include <support/case_fixtures.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/tensor_source.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

/// A model with its views and inventory kept alive together.
struct prepared {
  explicit prepared(const model_in_memory& model)
      : views(views_of(model)), contents(take_inventory(views)) {}
  [[nodiscard]] model_ref ref() const { return {views, &contents}; }
  std::vector<tensor_view> views;
  inventory contents;
};

alignment aligned(const prepared& a, const prepared& b) {
  auto found = align(a.ref(), b.ref());
  BOOST_REQUIRE(found);
  return std::move(*found);
}

double cost_of(const cost_table& table, const std::vector<std::size_t>& column_of) {
  double cost = 0;
  for (std::size_t row = 0; row < table.rows; ++row)
    cost += table.at(row, column_of[row]);
  return cost;
}

/// All ways to give each row its own column, tried one by one.
double cheapest_by_enumeration(const cost_table& table) {
  std::vector<std::size_t> order(table.columns);
  std::iota(order.begin(), order.end(), std::size_t{0});
  double best = std::numeric_limits<double>::infinity();
  do
    best = std::min(best, cost_of(table, order));
  while (std::next_permutation(order.begin(), order.end()));
  return best;
}

BOOST_AUTO_TEST_CASE(assignment_is_the_cheapest) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 300; ++trial) {
    cost_table table{1 + random() % 6, 0, {}};
    table.columns = table.rows + random() % (8 - table.rows);
    for (std::size_t i = 0; i < table.rows * table.columns; ++i)
      table.cost.push_back(static_cast<double>(random() % 100) - 50.0);
    auto column_of = cheapest_assignment(table);
    BOOST_TEST(cost_of(table, column_of) == cheapest_by_enumeration(table));
    std::sort(column_of.begin(), column_of.end());
    BOOST_TEST((std::adjacent_find(column_of.begin(), column_of.end()) == column_of.end()));
  }
}

BOOST_AUTO_TEST_CASE(renamed_components_are_matched_by_slot) {
  gaussian random(1);
  model_in_memory donor;
  const auto tower = vision_tower(random, 2);
  tower.store(donor, "visual.");
  small_language_model(random).store(donor, "model.");
  model_in_memory suspect;
  small_language_model(random).store(suspect, "model.language_model.model.");
  tower.store(suspect, "model.vision_model.");
  const prepared a(suspect);
  const prepared b(donor);
  const alignment found = aligned(a, b);
  BOOST_TEST(found.matches.size() == suspect.size());
  BOOST_TEST(found.leftovers.empty());
  for (const tensor_match& match : found.matches) {
    const auto tail = [](std::string_view name) {
      return name.substr(name.find_last_of('.', name.rfind('.') - 1));
    };
    BOOST_TEST(tail(a.views[match.subject].name) == tail(b.views[match.reference].name));
    BOOST_TEST(a.contents.entries[match.subject].layer ==
               b.contents.entries[match.reference].layer);
  }
}

BOOST_AUTO_TEST_CASE(a_bare_tower_file_finds_its_tower) {
  gaussian random(2);
  const auto tower = vision_tower(random, 2);
  model_in_memory file;
  tower.store(file, "");
  model_in_memory whole;
  small_language_model(random).store(whole, "model.language_model.model.");
  tower.store(whole, "model.vision_model.");
  const prepared a(whole);
  const prepared b(file);
  const alignment found = aligned(a, b);
  std::size_t in_tower = 0;
  for (const tensor_match& match : found.matches)
    in_tower += a.views[match.subject].name.find("vision_model") != std::string_view::npos ? 1 : 0;
  BOOST_TEST(in_tower == tower.items.size());
}

BOOST_AUTO_TEST_CASE(unknown_names_are_matched_by_content_then_by_role_layer_and_shape) {
  gaussian random(3);
  const auto same = heavy_matrix(random, 48, 48);
  model_in_memory a;
  model_in_memory b;
  a.add("alpha.weight", {48, 48}, same);
  a.add("beta.weight", {48, 48}, heavy_matrix(random, 48, 48));
  a.add("gamma.weight", {64, 48}, heavy_matrix(random, 64, 48));
  b.add("one.weight", {48, 48}, heavy_matrix(random, 48, 48));
  b.add("two.weight", {48, 48}, same);
  b.add("three.weight", {80, 48}, heavy_matrix(random, 80, 48));
  const prepared left(a);
  const prepared right(b);
  const alignment found = aligned(left, right);
  BOOST_REQUIRE_EQUAL(found.matches.size(), 2U);
  BOOST_TEST(found.matches[0].reference == 1U);
  BOOST_TEST(name_of(found.matches[0].how) == name_of(match_kind::content));
  BOOST_TEST(found.matches[1].reference == 0U);
  BOOST_TEST(name_of(found.matches[1].how) == name_of(match_kind::assigned));
  BOOST_TEST(found.leftovers.size() == 2U);
}

BOOST_AUTO_TEST_CASE(equal_names_with_other_shapes_are_left_over_with_both_shapes) {
  gaussian random(4);
  model_in_memory a;
  model_in_memory b;
  a.add("layers.0.mlp.up_proj.weight", {64, 32}, heavy_matrix(random, 64, 32));
  a.add("layers.0.mlp.down_proj.weight", {32, 64}, heavy_matrix(random, 32, 64));
  b.add("layers.0.mlp.up_proj.weight", {96, 32}, heavy_matrix(random, 96, 32));
  b.add("layers.0.mlp.down_proj.weight", {32, 64}, heavy_matrix(random, 32, 64));
  const prepared left(a);
  const prepared right(b);
  const alignment found = aligned(left, right);
  BOOST_TEST(found.matches.size() == 1U);
  BOOST_REQUIRE_EQUAL(found.leftovers.size(), 2U);
  BOOST_TEST(found.leftovers[0].reason.find("[64,32]") != std::string::npos);
  BOOST_TEST(found.leftovers[0].reason.find("[96,32]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(complex_tensors_are_paired_with_complex_ones_only) {
  gaussian random(11);
  const std::vector<std::uint64_t> shape{64, 32};
  const auto values = heavy_matrix(random, 128, 32); // enough for complex elements
  const auto view = [&](std::string_view name, dtype type) {
    return tensor_view{.name = name,
                       .type = type,
                       .shape = shape,
                       .strides = {},
                       .data = reinterpret_cast<const std::byte*>(values.data()),
                       .source = nullptr,
                       .storage = {}};
  };
  // Same name, and another name of the same role.
  for (const char* const name : {"layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight"}) {
    const std::vector<tensor_view> real{view(name, dtype::f32)};
    const std::vector<tensor_view> complex{view("layers.0.mlp.up_proj.weight", dtype::c64)};
    const inventory real_contents = take_inventory(real);
    const inventory complex_contents = take_inventory(complex);
    const auto found = align({real, &real_contents}, {complex, &complex_contents});
    BOOST_REQUIRE(found);
    BOOST_TEST(found->matches.empty());
    BOOST_TEST(found->leftovers.size() == 2U);
    const auto same = align({complex, &complex_contents}, {complex, &complex_contents});
    BOOST_REQUIRE(same);
    BOOST_TEST(same->matches.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(tied_tensors_take_part_once) {
  gaussian random(5);
  const auto table = heavy_matrix(random, 256, 64);
  const std::vector<std::uint64_t> shape{256, 64};
  const auto* bytes = reinterpret_cast<const std::byte*>(table.data());
  const auto view = [&](std::string_view name) {
    return tensor_view{.name = name,
                       .type = dtype::f32,
                       .shape = shape,
                       .strides = {},
                       .data = bytes,
                       .source = nullptr,
                       .storage = {bytes, 0}};
  };
  const std::vector<tensor_view> tied{view("model.embed_tokens.weight"), view("lm_head.weight")};
  const inventory contents = take_inventory(tied);
  BOOST_TEST(contents.parameters == 256U * 64U);
  const auto found = align({tied, &contents}, {tied, &contents});
  BOOST_REQUIRE(found);
  BOOST_TEST(found->matches.size() == 1U);
  BOOST_TEST(found->leftovers.empty());
}

BOOST_AUTO_TEST_CASE(thousands_of_tensors_align_quickly) {
  model_in_memory a;
  model_in_memory b;
  gaussian random(6);
  const auto values = heavy_matrix(random, 8, 8);
  for (int i = 0; i < 20000; ++i) {
    a.add("layers." + std::to_string(i) + ".left.weight", {8, 8}, values);
    b.add("layers." + std::to_string(i) + ".right.other.weight", {8, 8}, values);
  }
  const prepared left(a);
  const prepared right(b);
  BOOST_TEST(aligned(left, right).matches.size() == 20000U);
}

} // namespace
