// Mixtures are taken apart: weights within their goals, no mixture where there is none.
#include <cmath>
#include <string>
#include <support/thorough.hpp>
#include <utility>
#include <vector>
#include <zoo/derive_merges.hpp>
#include <zoo/made_decoder.hpp>
#include <zoo/recipes.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/merge.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::zoo;

const std::uint64_t seeds = test::runs(2, 12);
using view_list = std::vector<tensor_view>;

/// Relatives with their views, which stay valid.
struct family {
  explicit family(std::uint64_t seed) : from(made_relatives(seed)) {
    base = from.parent.views();
    for (const zoo_model& sibling : from.siblings)
      siblings.push_back(sibling.views());
  }
  [[nodiscard]] std::vector<std::span<const tensor_view>> first(std::size_t count) const {
    return {siblings.begin(), siblings.begin() + static_cast<std::ptrdiff_t>(count)};
  }

  relatives from;
  view_list base;
  std::vector<view_list> siblings;
};

merge_component explained(const zoo_model& subject,
                          const std::vector<std::span<const tensor_view>>& references,
                          const view_list& base) {
  const auto views = subject.views();
  auto ruling = explain_merge(views, references, base);
  if (!ruling) BOOST_FAIL(ruling.error().message);
  BOOST_TEST_REQUIRE(ruling->components.size() == 1U);
  return ruling->components.front();
}

void expect_weights(const merge_component& found, merge_method method,
                    const std::vector<double>& weights, double within) {
  BOOST_TEST_CONTEXT(found.text) {
    BOOST_TEST(name_of(found.method) == name_of(method));
    BOOST_TEST_REQUIRE(found.weights.size() >= weights.size());
    for (std::size_t k = 0; k < weights.size(); ++k)
      BOOST_TEST(std::abs(found.weights[k].value - weights[k]) <= within);
    for (std::size_t k = weights.size(); k < found.weights.size(); ++k)
      BOOST_TEST(std::abs(found.weights[k].value) <= within);
  }
}

BOOST_AUTO_TEST_CASE(linear_weights_are_read_with_and_without_base) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const family f(60 + seed);
    const std::vector<double> weights{4.0 / 7, 3.0 / 7};
    const auto child = merged_linearly({f.from.siblings.data(), 2}, weights);
    expect_weights(explained(child.model, f.first(2), {}), merge_method::linear, weights, 0.01);
    expect_weights(explained(child.model, f.first(2), f.base), merge_method::linear, weights, 0.01);
    // A candidate that took no part gets nothing.
    const auto more = explained(child.model, f.first(3), f.base);
    expect_weights(more, merge_method::linear, weights, 0.01);
    BOOST_TEST(more.contributors == 2U);
    const std::vector<double> three{0.5, 0.3, 0.2};
    const auto mixed = merged_linearly({f.from.siblings.data(), 3}, three);
    expect_weights(explained(mixed.model, f.first(3), {}), merge_method::linear, three, 0.01);
  }
}

/// A merge of which one parent is not named: the other's weight stands, and what is left is said.
BOOST_AUTO_TEST_CASE(an_undeclared_parent_is_found_among_candidates_or_missed_aloud) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const family f(70 + seed);
    const auto child = merged_linearly({f.from.siblings.data(), 2}, {0.6, 0.4});
    const auto alone = explained(child.model, f.first(1), f.base);
    BOOST_TEST(name_of(alone.method) == "none");
    BOOST_TEST(std::abs(alone.weights[0].value - 0.6) <= 0.02);
    BOOST_TEST(std::abs(alone.unexplained - 0.16 / 0.52) <= 0.05);
    const auto both = explained(child.model, f.first(2), f.base);
    BOOST_TEST(both.contributors == 2U);
    BOOST_TEST(both.unexplained < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(task_arithmetic_need_not_add_up) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const family f(80 + seed);
    const std::vector<double> weights{0.6, 0.6};
    const auto child = merged_tasks(f.from.parent, {f.from.siblings.data(), 2}, weights);
    expect_weights(explained(child.model, f.first(2), f.base), merge_method::task_arithmetic,
                   weights, 0.01);
  }
}

BOOST_AUTO_TEST_CASE(arcs_are_read_layer_by_layer) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const family f(90 + seed);
    const auto child = merged_spherically(f.from.siblings[0], f.from.siblings[1], 0.2, 0.8);
    const auto found = explained(child.model, f.first(2), {});
    BOOST_TEST(name_of(found.method) == "spherical");
    const auto steps = static_cast<double>(f.from.parent.decoder.layers - 1);
    for (const merge_layer& layer : found.layers) {
      const double share = layer.layer < 0 ? 0.5 : 0.2 + 0.6 * layer.layer / steps;
      BOOST_TEST(std::abs(layer.weights[1].value - share) <= 0.03);
    }
  }
}

BOOST_AUTO_TEST_CASE(thinned_and_elected_changes_are_read_off) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const family f(100 + seed);
    const std::span<const zoo_model> children(f.from.siblings.data(), 3);
    const std::vector<double> drawn{0.36, 0.34, 0.3};
    for (const double density : {0.6, 0.3}) {
      const auto dare = merged_dare(f.from.parent, children, drawn, density, seed);
      const auto found = explained(dare.model, f.first(3), f.base);
      expect_weights(found, merge_method::dare, drawn, 0.01);
      BOOST_TEST(std::abs(found.density - density) < 0.02);
    }
    for (const std::vector<double>& weights :
         {std::vector<double>{0.4, 0.3, 0.3}, std::vector<double>{0.7, 0.2, 0.1}}) {
      const auto ties = merged_ties(f.from.parent, children, weights, 0.6);
      expect_weights(explained(ties.model, f.first(3), f.base), merge_method::ties, weights, 0.01);
    }
  }
}

BOOST_AUTO_TEST_CASE(layers_of_two_parents_are_passed_through) {
  const family f(110);
  const recipe one = recipe_named("passed_through");
  const auto found = explained(one.apply(f.from, 0, 1).model, f.first(2), {});
  BOOST_TEST(name_of(found.method) == "passthrough");
  for (const merge_layer& layer : found.layers)
    if (layer.layer >= 0) BOOST_TEST(layer.weights[layer.layer < 2 ? 0 : 1].value == 1.0);
}

BOOST_AUTO_TEST_CASE(stacked_layers_are_followed_to_the_numbers_they_had) {
  for (std::uint64_t seed = 110; seed < 110 + seeds; ++seed) {
    const family f(seed);
    // Layers 0 and 1 of the first, then 1 to 3 of the second.
    const auto child = recipe_named("passed_through").apply(f.from, 1, 1).model;
    const auto found = explained(child, f.first(2), {});
    BOOST_TEST_CONTEXT(found.text) {
      BOOST_TEST(name_of(found.method) == "passthrough");
      BOOST_TEST(found.text.find("layers 2 to 4 are layers 1 to 3 of reference 2") !=
                 std::string::npos);
      BOOST_TEST(found.unexplained == 0.0);
      for (const merge_layer& layer : found.layers)
        if (layer.layer >= 0) BOOST_TEST(layer.weights[layer.layer < 2 ? 0 : 1].value == 1.0);
    }
    // The second's brother holds none of its layers: nothing can be said of them.
    const auto brother = explained(child, {f.siblings[0], f.siblings[2]}, {});
    BOOST_TEST(name_of(brother.method) != "passthrough");
  }
}

BOOST_AUTO_TEST_CASE(a_layer_stacked_twice_is_found_twice) {
  const family f(130);
  zoo_model child = recipe_named("passed_through").apply(f.from, 0, 1).model;
  // Layer 1 of the first model once more, in place of layer 2.
  for (zoo_tensor& tensor : child.tensors)
    if (const auto at = tensor.name.find("layers.2."); at != std::string::npos) {
      const std::string below = std::string(tensor.name).replace(at, 9, "layers.1.");
      for (const zoo_tensor& other : child.tensors)
        if (other.name == below) tensor.values = other.values;
    }
  const auto found = explained(child, f.first(2), {});
  BOOST_TEST(name_of(found.method) == "passthrough");
  BOOST_TEST(found.text.find("layer 2 is layer 1 of reference 1") != std::string::npos, found.text);
}

BOOST_AUTO_TEST_CASE(a_stranger_mixed_in_another_order_is_found) {
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    const family f(160 + seed);
    const view_list stranger = f.from.stranger.views();
    for (const double share : {0.5, 0.25}) {
      const auto child = merged_with_stranger(f.from.parent, f.from.stranger, share);
      const auto found = explained(child.model, {f.base, stranger}, {});
      expect_weights(found, merge_method::spherical, {1 - share, share}, 0.03);
      BOOST_TEST(name_of(found.direction.which) ==
                 name_of(descent_direction::subject_from_reference));
      const auto turned = explained(child.model, {stranger, f.base}, {});
      expect_weights(turned, merge_method::spherical, {share, 1 - share}, 0.03);
    }
  }
}

/// A parent and a stranger that was put into its order before both were mixed: only a search for
/// that order finds the mixture.
struct disordered_mixture {
  explicit disordered_mixture(std::uint64_t seed)
      : f(seed), stranger(f.from.stranger.views()),
        child(merged_with_stranger(f.from.parent, f.from.stranger, 0.5)),
        mixed(child.model.views()) {}
  [[nodiscard]] result<merge_ruling> explained_with(const merge_options& options) const {
    const std::vector<std::span<const tensor_view>> parents{f.base, stranger};
    return explain_merge(mixed, parents, {}, options);
  }

  family f;
  view_list stranger;
  descendant child;
  view_list mixed;
};

BOOST_AUTO_TEST_CASE(a_search_that_was_not_made_or_finished_is_said_to_be_missing) {
  const disordered_mixture made(160);
  const auto missing = [&](const merge_options& options, const char* why) {
    const auto ruling = made.explained_with(options);
    BOOST_TEST_REQUIRE(ruling.has_value());
    const merge_component& found = ruling->components.front();
    BOOST_TEST(name_of(found.method) == "none");
    BOOST_TEST(found.search_missing);
    BOOST_TEST(found.text.find(why) != std::string::npos, found.text);
    BOOST_TEST(ruling->sentence.find(why) != std::string::npos, ruling->sentence);
  };
  merge_options hurried;
  hurried.search_seconds = 1e-9;
  missing(hurried, "limit of time");
  for (const search_depth depth : {search_depth::direct, search_depth::layers}) {
    merge_options shallow;
    shallow.depth = depth;
    missing(shallow, "not searched for");
  }
  merge_options patient;
  patient.search_seconds = 1e12;
  patient.depth = search_depth::full;
  const auto ruling = made.explained_with(patient);
  BOOST_TEST_REQUIRE(ruling.has_value());
  BOOST_TEST(name_of(ruling->components.front().method) == "spherical");
  BOOST_TEST(!ruling->components.front().search_missing);
}

/// Where the sample shows the mixture nothing is searched, and nothing is missing.
BOOST_AUTO_TEST_CASE(what_needs_no_search_misses_none) {
  const family f(60);
  const auto child = merged_linearly({f.from.siblings.data(), 2}, {0.5, 0.5});
  const auto views = child.model.views();
  merge_options hurried;
  hurried.search_seconds = 1e-9;
  const auto ruling = explain_merge(views, f.first(2), f.base, hurried);
  BOOST_TEST_REQUIRE(ruling.has_value());
  BOOST_TEST(name_of(ruling->components.front().method) == "linear");
  BOOST_TEST(!ruling->components.front().search_missing);
}

BOOST_AUTO_TEST_CASE(progress_never_falls_within_a_stage_and_reaches_its_end) {
  const disordered_mixture made(160);
  std::vector<progress> told;
  merge_options options;
  options.on_progress = [&](const progress& now) {
    told.push_back(now);
    return true;
  };
  BOOST_TEST_REQUIRE(made.explained_with(options).has_value());
  std::vector<std::string> stages;
  for (std::size_t i = 0; i < told.size(); ++i) {
    BOOST_TEST(told[i].done <= told[i].total);
    const bool begins = i == 0 || told[i].stage != told[i - 1].stage;
    if (begins) stages.emplace_back(told[i].stage);
    if (begins) continue;
    BOOST_TEST(told[i].done >= told[i - 1].done);
    BOOST_TEST(told[i].total == told[i - 1].total);
  }
  const std::vector<std::string> expected{"read", "explain", "search"};
  BOOST_TEST(stages == expected, boost::test_tools::per_element());
  BOOST_TEST(told.back().done == told.back().total);
}

BOOST_AUTO_TEST_CASE(a_callback_may_cancel_at_any_stage) {
  const disordered_mixture made(160);
  for (const std::string_view stage : {"read", "explain", "search"}) {
    int after = 0;
    bool asked = false;
    merge_options options;
    options.on_progress = [&](const progress& now) {
      after += asked;
      asked = asked || now.stage == stage;
      return !asked;
    };
    const auto ruling = made.explained_with(options);
    BOOST_TEST_REQUIRE(!ruling.has_value());
    BOOST_TEST((ruling.error().code == errc::cancelled), stage);
    BOOST_TEST(after == 0, stage);
  }
}

/// What a search finds in strangers and kin is never a mixture that was not made.
BOOST_AUTO_TEST_CASE(no_mixture_is_invented_by_putting_units_in_order) {
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    const family f(180 + seed);
    const view_list stranger = f.from.stranger.views();
    const zoo_model reordered =
        recipe_named("all_permuted").apply({f.from.siblings[0], {}, {}}, 0, seed).model;
    const view_list moved = reordered.views();
    for (const auto& [subject, references] :
         {std::pair(&f.from.parent, std::vector<std::span<const tensor_view>>{stranger, moved}),
          std::pair(&f.from.parent, std::vector<std::span<const tensor_view>>{moved, stranger}),
          std::pair(&reordered, std::vector<std::span<const tensor_view>>{f.base, stranger}),
          std::pair(&f.from.stranger, std::vector<std::span<const tensor_view>>{f.base, moved})}) {
      const auto found = explained(*subject, references, {});
      BOOST_TEST(name_of(found.method) == "none");
      BOOST_TEST(name_of(found.direction.which) == name_of(descent_direction::undetermined));
    }
  }
}

/// Seen from a stranger nearly everything near to the other parent is explained; that is no
/// mixture.
BOOST_AUTO_TEST_CASE(the_order_of_references_does_not_matter) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const family f(170 + seed);
    const view_list stranger = f.from.stranger.views();
    const std::vector<zoo_model> both{f.from.siblings[0], f.from.stranger};
    const zoo_model subject = merged_linearly(both, {0.98, 0.02}).model;
    const auto near_first = explained(subject, {f.base, stranger}, {});
    const auto far_first = explained(subject, {stranger, f.base}, {});
    BOOST_TEST(far_first.contributors == 2U); // the share is seen, but it explains little
    BOOST_TEST(name_of(near_first.method) == "none");
    BOOST_TEST(name_of(far_first.method) == "none");
    BOOST_TEST(std::abs(near_first.unexplained - far_first.unexplained) < 1e-3);
    BOOST_TEST(name_of(far_first.direction.which) == name_of(descent_direction::undetermined));
  }
}

/// Siblings, children and strangers are no mixtures, and the standard errors are honest.
BOOST_AUTO_TEST_CASE(no_mixture_is_invented) {
  double square = 0;
  int count = 0;
  for (std::uint64_t seed = 0; seed < 3 * seeds; ++seed) {
    const family f(200 + seed);
    const auto two = f.first(2);
    const zoo_model child = made_child(f.from.siblings[0], 0.05, seed * 99);
    for (const view_list& base : {view_list{}, f.base}) {
      BOOST_TEST(name_of(explained(f.from.siblings[2], two, base).method) == "none");
      BOOST_TEST(name_of(explained(child, two, base).method) == "none");
      BOOST_TEST(name_of(explained(f.from.siblings[0], two, base).method) == "none");
      BOOST_TEST(name_of(explained(f.from.stranger, two, base).method) == "none");
    }
    // A child's weight on its own parent is one; its change is independent of the parent's.
    const auto found = explained(child, f.first(1), f.base);
    const double off = (found.weights[0].value - 1) / found.weights[0].error;
    square += off * off;
    ++count;
  }
  BOOST_TEST(square / count < 4.0);
  BOOST_TEST(square / count > 0.2);
}

BOOST_AUTO_TEST_CASE(too_few_references_are_refused) {
  const family f(300);
  const std::vector<std::span<const tensor_view>> none;
  BOOST_TEST(!explain_merge(f.base, none).has_value());
  BOOST_TEST(!explain_merge(f.base, f.first(1)).has_value());
}

} // namespace
