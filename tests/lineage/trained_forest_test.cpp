// Trees over models that were really trained: steps of training are neither independent nor even.
#include <algorithm>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>
#include <support/thorough.hpp>
#include <utility>
#include <vector>
#include <zoo/derive_merges.hpp>
#include <zoo/derive_rounding.hpp>
#include <zoo/zoo_base.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/lineage/scan.hpp>
#include <weightkin/lineage/tree.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::zoo;

fingerprint print_of_zoo(const zoo_model& model, const std::string& name) {
  fingerprint_options options;
  options.name = name;
  auto print = fingerprint_views(model.views(), options);
  if (!print) throw std::runtime_error(print.error().message);
  return std::move(*print);
}

/// Trained on for a third of a base's steps on examples of its own.
zoo_model trained_on(const zoo_model& parent, std::uint64_t world, const zoo_options& options) {
  training_plan plan = base_plan(parent.kind, options);
  plan.data.world = world;
  plan.steps = std::max<std::size_t>(plan.steps / 3, 1);
  plan.rate *= 0.3F;
  zoo_model child = parent;
  train(child, plan);
  return child;
}

using model_pair = std::pair<std::size_t, std::size_t>;

/// W -> Q -> H -> H4 (4 bits), W -> A, W -> B, M of A and B, and a stranger S.
struct trained_family {
  enum member : std::size_t { w, q, h, h4, a, b, m, s, members };
  std::vector<fingerprint> prints;

  explicit trained_family(std::uint64_t seed) {
    const zoo_options options{zoo_scale::small, 1};
    const zoo_model base = train_base(backbone::decoder, seed, options).model;
    const zoo_model tuned = trained_on(base, 2, options);
    const zoo_model twice = trained_on(tuned, 3, options);
    const std::vector<zoo_model> siblings{trained_on(base, 4, options),
                                          trained_on(base, 5, options)};
    const auto rounded = quantised(twice, {4, 32, true});
    const auto mixed = merged_linearly(siblings, {0.4, 0.6});
    const auto stranger = train_base(backbone::decoder, seed + 100, options).model;
    prints = {print_of_zoo(base, "W"),        print_of_zoo(tuned, "Q"),
              print_of_zoo(twice, "H"),       print_of_zoo(rounded.model, "H4"),
              print_of_zoo(siblings[0], "A"), print_of_zoo(siblings[1], "B"),
              print_of_zoo(mixed.model, "M"), print_of_zoo(stranger, "S")};
  }

  static std::set<model_pair> true_descents() {
    return {{w, q}, {w, h}, {w, h4}, {q, h}, {q, h4}, {h, h4},
            {w, a}, {w, b}, {a, m},  {b, m}, {w, m}};
  }
};

std::set<model_pair> directed_in(const lineage_family& family) {
  std::set<model_pair> out;
  const auto claim = [&](std::size_t elder, std::size_t younger) {
    for (const tree_member& one : family.nodes[elder].members)
      for (const tree_member& other : family.nodes[younger].members)
        out.emplace(one.model, other.model);
  };
  for (const tree_edge& edge : family.edges)
    if (edge.directed) claim(edge.first, edge.second);
  for (const tree_merge& merge : family.merges)
    if (merge.proven)
      for (const merge_parent& parent : merge.parents)
        claim(parent.node, merge.child);
  return out;
}

BOOST_AUTO_TEST_CASE(a_trained_family_is_arranged_without_a_wrong_direction) {
  for (std::uint64_t seed = 1; seed <= test::runs(2, 12); ++seed) {
    const trained_family made(seed);
    const std::vector<known_direction> known{
        {trained_family::h4,
         trained_family::h,
         "",
         {descent_direction::subject_from_reference, "quantised"}}};
    tree_options options;
    options.directions = known;
    const auto forest = grow_forest(made.prints, {}, options);
    if (!forest) BOOST_FAIL(forest.error().message);
    BOOST_TEST((forest->singles == std::vector<std::size_t>{trained_family::s}));
    BOOST_TEST_REQUIRE(forest->families.size() == 1u);
    const lineage_family& family = forest->families[0];
    for (const tree_edge& edge : family.edges) {
      const auto name = [&](std::size_t node) {
        const auto& members = family.nodes[node].members;
        return members.empty() ? std::string("?") : made.prints[members[0].model].name;
      };
      BOOST_TEST_MESSAGE(seed << ": " << name(edge.first) << (edge.directed ? " -> " : " -- ")
                              << name(edge.second) << "  " << edge.length << " +- "
                              << edge.length_error);
    }
    for (const tree_merge& merge : family.merges)
      BOOST_TEST_MESSAGE(seed << ": mixture " << merge.child << (merge.proven ? " proven" : "")
                              << ", residual " << merge.residual);
    BOOST_TEST_MESSAGE(seed << ": misfit " << family.misfit);
    const auto truth = trained_family::true_descents();
    for (const model_pair& claimed : directed_in(family))
      BOOST_TEST(truth.contains(claimed),
                 made.prints[claimed.first].name << " -> " << made.prints[claimed.second].name);
  }
}

BOOST_AUTO_TEST_CASE(the_nearest_of_a_trained_chain_is_the_last) {
  for (std::uint64_t seed = 1; seed <= test::runs(2, 12); ++seed) {
    const trained_family made(seed);
    using member = trained_family::member;
    const std::vector<fingerprint> references{made.prints[member::w], made.prints[member::q],
                                              made.prints[member::a], made.prints[member::s]};
    const auto answer = scan(made.prints[member::h], {}, references, {});
    if (!answer) BOOST_FAIL(answer.error().message);
    BOOST_TEST_REQUIRE(answer->components.size() == 1u);
    const component_origin& origin = answer->components[0];
    for (const candidate_separation& each : origin.separations)
      BOOST_TEST_MESSAGE(seed << ": " << references[each.nearer].name << " before "
                              << references[each.farther].name << ": " << each.share << " +- "
                              << each.share_error);
    BOOST_TEST(origin.found.size() == 3u);
    BOOST_TEST((origin.nearest == std::vector<std::size_t>{1}), origin.sentence);
  }
}

} // namespace
