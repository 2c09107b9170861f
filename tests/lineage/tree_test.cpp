// How made models descend from one another: recall of edges, and that no direction is ever wrong.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <support/family_models.hpp>
#include <support/thorough.hpp>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/tree.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

const std::uint64_t seeds = test::runs(8, 60);

using model_pair = std::pair<std::size_t, std::size_t>;

model_pair unordered(std::size_t a, std::size_t b) { return {std::min(a, b), std::max(a, b)}; }

/// Models with the truth about them.
struct made_forest {
  std::vector<family_model> models;
  std::vector<std::vector<std::size_t>> parents; ///< of each

  std::size_t add(family_model model, std::vector<std::size_t> from = {}) {
    models.push_back(std::move(model));
    parents.push_back(std::move(from));
    return models.size() - 1;
  }
  std::size_t tune(std::size_t parent, std::uint64_t seed, double relative) {
    return add(changed(models[parent], seed, relative), {parent});
  }
  [[nodiscard]] bool descends(std::size_t younger, std::size_t elder) const {
    return std::any_of(parents[younger].begin(), parents[younger].end(), [&](std::size_t parent) {
      return parent == elder || descends(parent, elder);
    });
  }
  [[nodiscard]] std::set<model_pair> edges() const {
    std::set<model_pair> out;
    for (std::size_t child = 0; child < parents.size(); ++child)
      for (const std::size_t parent : parents[child])
        out.insert(unordered(child, parent));
    return out;
  }
  [[nodiscard]] std::vector<fingerprint> prints() const {
    std::vector<fingerprint> out;
    for (std::size_t at = 0; at < models.size(); ++at)
      out.push_back(print_of_family(models[at], "m" + std::to_string(at)));
    return out;
  }
};

lineage_forest must_grow(const std::vector<fingerprint>& prints, const tree_options& options = {}) {
  auto forest = grow_forest(prints, {}, options);
  if (!forest) throw std::runtime_error(forest.error().message);
  return std::move(*forest);
}

/// What a forest claims, by models.
struct claims {
  std::set<model_pair> edges;    ///< undirected, merges included
  std::set<model_pair> directed; ///< elder, younger
  std::size_t unknown = 0;       ///< unknown points
};

claims claims_of(const lineage_forest& forest) {
  claims out;
  for (const lineage_family& family : forest.families) {
    const auto models_at = [&](std::size_t node) { return family.nodes[node].members; };
    const auto claim = [&](std::size_t elder, std::size_t younger, bool directed) {
      for (const tree_member& a : models_at(elder))
        for (const tree_member& b : models_at(younger)) {
          out.edges.insert(unordered(a.model, b.model));
          if (directed) out.directed.insert({a.model, b.model});
        }
    };
    for (const tree_edge& edge : family.edges)
      claim(edge.first, edge.second, edge.directed);
    for (const tree_merge& merge : family.merges)
      if (merge.proven)
        for (const merge_parent& parent : merge.parents)
          claim(parent.node, merge.child, true);
    for (const tree_node& node : family.nodes)
      out.unknown += node.members.empty() ? 1 : 0;
  }
  return out;
}

/// Directions between models must be those of the truth; edges are counted.
struct score {
  std::size_t wanted = 0, recalled = 0, wrong = 0, directed = 0, misdirected = 0;
  void add(const claims& claimed, const made_forest& truth) {
    for (const model_pair& edge : truth.edges()) {
      ++wanted;
      recalled += claimed.edges.contains(edge) ? 1 : 0;
    }
    for (const model_pair& edge : claimed.edges)
      wrong += truth.edges().contains(edge) ? 0 : 1;
    for (const model_pair& edge : claimed.directed) {
      ++directed;
      misdirected += truth.descends(edge.second, edge.first) ? 0 : 1;
    }
  }
};

std::ostream& operator<<(std::ostream& out, const score& s) {
  return out << s.recalled << " of " << s.wanted << " edges, " << s.wrong << " wrong, "
             << s.directed << " directions, " << s.misdirected << " wrong";
}

/// `elder` is known to come before `younger`.
known_direction known(std::size_t elder, std::size_t younger) {
  return {younger, elder, "", {descent_direction::subject_from_reference, "containment"}};
}

BOOST_AUTO_TEST_CASE(strangers_have_no_edges) {
  std::size_t pairs = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    made_forest made;
    for (std::uint64_t i = 0; i < 14; ++i)
      made.add(founder(1000 * seed + i));
    const auto forest = must_grow(made.prints());
    BOOST_TEST(forest.families.empty());
    BOOST_TEST(forest.singles.size() == 14u);
    pairs += forest.pairs.size();
  }
  BOOST_TEST(pairs >= 200u);
}

BOOST_AUTO_TEST_CASE(chains) {
  score total;
  for (const double step : {0.03, 0.2, 0.7})
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      made_forest made;
      std::size_t last = made.add(founder(seed));
      for (std::uint64_t i = 1; i < 5; ++i)
        last = made.tune(last, 100 * seed + i, step);
      const auto forest = must_grow(made.prints());
      BOOST_TEST(forest.families.size() == 1u);
      total.add(claims_of(forest), made);
    }
  BOOST_TEST_MESSAGE("chains: " << total);
  BOOST_TEST(total.recalled == total.wanted);
  BOOST_TEST(total.wrong == 0u);
  BOOST_TEST(total.directed == 0u); // nothing proves who came first
}

BOOST_AUTO_TEST_CASE(one_known_direction_directs_what_follows) {
  score total;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    made_forest made;
    const auto w = made.add(founder(seed));
    const auto q = made.tune(w, 100 * seed + 1, 0.2);
    const auto h = made.tune(q, 100 * seed + 2, 0.2);
    const auto g = made.tune(q, 100 * seed + 3, 0.3);
    const std::vector<known_direction> directions{known(w, q)};
    tree_options options;
    options.directions = directions;
    const auto claimed = claims_of(must_grow(made.prints(), options));
    BOOST_TEST((claimed.directed == std::set<model_pair>{{w, q}, {q, h}, {q, g}}));
    total.add(claimed, made);
  }
  BOOST_TEST(total.misdirected == 0u);
}

BOOST_AUTO_TEST_CASE(a_leaf_of_proven_direction_roots_nothing_else) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    made_forest made;
    const auto w = made.add(founder(seed));
    const auto q = made.tune(w, 100 * seed + 1, 0.2);
    const auto leaf = made.add(rounded_to_grid(made.models[q], 4), {q});
    const std::vector<known_direction> directions{known(q, leaf)};
    tree_options options;
    options.directions = directions;
    const auto forest = must_grow(made.prints(), options);
    BOOST_TEST((claims_of(forest).directed == std::set<model_pair>{{q, leaf}}));
    BOOST_TEST(!forest.families.at(0).root.has_value());
  }
}

BOOST_AUTO_TEST_CASE(stars_with_and_without_their_centre) {
  score total;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    made_forest made;
    const auto w = made.add(founder(seed));
    for (std::uint64_t i = 0; i < 5; ++i)
      made.tune(w, 100 * seed + i, i % 2 == 0 ? 0.1 : 0.3);
    total.add(claims_of(must_grow(made.prints())), made);
    auto prints = made.prints();
    prints.erase(prints.begin());
    const auto orphaned = claims_of(must_grow(prints));
    BOOST_TEST(orphaned.edges.empty()); // siblings have only an unknown point in common
    BOOST_TEST(orphaned.unknown == 1u);
  }
  BOOST_TEST_MESSAGE("stars: " << total);
  BOOST_TEST(total.recalled == total.wanted);
  BOOST_TEST(total.wrong == 0u);
  BOOST_TEST(total.directed == 0u);
}

BOOST_AUTO_TEST_CASE(mixtures_come_after_their_parents) {
  score total;
  std::size_t proven = 0;
  std::size_t heirs = 0; // of mixtures, whose direction follows
  double worst = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    for (const std::vector<double>& weights :
         {std::vector<double>{0.5, 0.5}, {0.3, 0.7}, {0.6, 0.5}, {0.4, 0.3, 0.3}}) {
      made_forest made;
      const auto w = made.add(founder(seed));
      std::vector<std::size_t> parents;
      std::vector<const family_model*> mix;
      for (std::uint64_t i = 0; i < weights.size(); ++i)
        parents.push_back(made.tune(w, 100 * seed + i, 0.2));
      for (const std::size_t parent : parents)
        mix.push_back(&made.models[parent]);
      const auto child = made.add(mixed(made.models[w], mix, weights), parents);
      const auto heir = made.tune(child, 100 * seed + 50, 0.2);
      const auto forest = must_grow(made.prints());
      const auto claimed = claims_of(forest);
      total.add(claimed, made);
      heirs += claimed.directed.contains(model_pair(child, heir)) ? 1 : 0;
      for (const tree_merge& merge : forest.families.at(0).merges) {
        proven += merge.proven ? 1 : 0;
        BOOST_TEST_REQUIRE(merge.parents.size() == weights.size());
        for (const merge_parent& parent : merge.parents) {
          const std::size_t model = forest.families[0].nodes[parent.node].members.at(0).model;
          const auto at = std::find(parents.begin(), parents.end(), model);
          BOOST_TEST_REQUIRE((at != parents.end()));
          const double truth = weights[static_cast<std::size_t>(at - parents.begin())];
          worst = std::max(worst, std::fabs(parent.weight - truth));
        }
      }
    }
  BOOST_TEST_MESSAGE("mixtures: " << total << ", weights within " << worst);
  BOOST_TEST(proven == 4 * seeds);
  BOOST_TEST(worst < 0.03);
  BOOST_TEST(heirs * 10 >= 4 * seeds * 9);
  BOOST_TEST(total.wrong == 0u);
  BOOST_TEST(total.misdirected == 0u);
  BOOST_TEST(total.recalled == total.wanted);
}

BOOST_AUTO_TEST_CASE(three_in_a_line_prove_no_mixture) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    // An extrapolation: D = S + d, E = S + 2 d. D lies between S and E and is no mixture of them.
    const family_model w = founder(seed);
    const family_model s = changed(w, 100 * seed + 1, 0.2);
    const family_model d = changed(s, 100 * seed + 2, 0.2);
    const family_model e = mixed(s, {&d}, {2.0});
    for (const bool with_base : {false, true}) {
      std::vector<fingerprint> prints{print_of_family(s, "S"), print_of_family(d, "D"),
                                      print_of_family(e, "E")};
      if (with_base) prints.push_back(print_of_family(w, "W"));
      const auto forest = must_grow(prints);
      BOOST_TEST(claims_of(forest).directed.empty());
      BOOST_TEST_REQUIRE(forest.families.size() == 1u);
      BOOST_TEST(forest.families[0].merges.size() == 1u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_short_step_and_a_long_extrapolation_are_no_mixture) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    // S is so near W that what leads from W to S and to E is nearly orthogonal all the same.
    const family_model w = founder(seed);
    const family_model s = changed(w, 100 * seed + 1, 0.05);
    const family_model d = changed(s, 100 * seed + 2, 0.3);
    const family_model e = mixed(s, {&d}, {1.6});
    const auto forest = must_grow({print_of_family(w, "W"), print_of_family(s, "S"),
                                   print_of_family(d, "D"), print_of_family(e, "E")});
    BOOST_TEST(claims_of(forest).directed.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_parallelogram_does_not_tell_which_corner_came_last) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const family_model w = founder(seed);
    const family_model a = changed(w, 100 * seed + 1, 0.2);
    const family_model b = changed(w, 100 * seed + 2, 0.2);
    const family_model sum = mixed(w, {&a, &b}, {1.0, 1.0});
    const auto forest = must_grow({print_of_family(w, "W"), print_of_family(a, "A"),
                                   print_of_family(b, "B"), print_of_family(sum, "A+B")});
    BOOST_TEST(claims_of(forest).directed.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_rounded_copy_stands_beside_its_original) {
  const family_model w = founder(1);
  const family_model q = changed(w, 2, 0.3);
  const auto forest = must_grow(
      {print_of_family(q, "cast", dtype::bf16), print_of_family(w, "W"), print_of_family(q, "Q")});
  BOOST_TEST_REQUIRE(forest.families.size() == 1u);
  const lineage_family& family = forest.families[0];
  BOOST_TEST(family.nodes.size() == 2u);
  const auto both = std::find_if(family.nodes.begin(), family.nodes.end(),
                                 [](const tree_node& node) { return node.members.size() == 2; });
  BOOST_TEST_REQUIRE((both != family.nodes.end()));
  BOOST_TEST(both->members[0].model == 2u); // the original stands for both
  BOOST_TEST(!both->members[0].cast);
  BOOST_TEST(both->members[1].cast);
  BOOST_TEST_REQUIRE(family.notes.size() == 1u);
  BOOST_TEST(family.notes[0].starts_with("cast comes from Q"));
  BOOST_TEST(claims_of(forest).directed.empty());
}

BOOST_AUTO_TEST_CASE(equal_models_are_one_point) {
  made_forest made;
  const auto w = made.add(founder(1));
  made.tune(w, 2, 0.3);
  made.tune(w, 3, 0.3);
  auto prints = made.prints();
  prints.push_back(prints[1]);
  const auto forest = must_grow(prints);
  BOOST_TEST_REQUIRE(forest.families.size() == 1u);
  const auto& nodes = forest.families[0].nodes;
  BOOST_TEST(nodes.size() == 3u);
  BOOST_TEST(std::count_if(nodes.begin(), nodes.end(),
                           [](const tree_node& node) { return node.members.size() == 2; }) == 1);
}

/// A random history of one family, with quantised leaves and a merge here and there.
void grow_history(made_forest& made, std::vector<known_direction>& directions,
                  random_source& random, std::uint64_t seed, std::size_t count) {
  const auto root = made.add(founder(seed));
  std::vector<std::size_t> alive{root};
  for (std::size_t i = 1; i < count; ++i) {
    const std::size_t parent = alive[random.below(alive.size())];
    const std::size_t kind = random.below(6);
    if (kind == 0) {
      const auto leaf = made.add(rounded_to_grid(made.models[parent], 4), {parent});
      directions.push_back(known(parent, leaf));
    } else {
      const double steps[] = {0.1, 0.2, 0.4};
      alive.push_back(made.tune(parent, 1000 * seed + i, steps[random.below(3)]));
    }
  }
}

BOOST_AUTO_TEST_CASE(forests_of_twenty_models) {
  score total;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    random_source random = scattered_source(seed);
    made_forest made;
    std::vector<known_direction> directions;
    grow_history(made, directions, random, 10 * seed, 9);
    grow_history(made, directions, random, 10 * seed + 1, 6);
    grow_history(made, directions, random, 10 * seed + 2, 3);
    for (std::uint64_t i = 0; i < 2; ++i)
      made.add(founder(10 * seed + 5 + i));
    tree_options options;
    options.directions = directions;
    const auto forest = must_grow(made.prints(), options);
    BOOST_TEST(forest.families.size() == 3u);
    BOOST_TEST(forest.singles.size() == 2u);
    score one;
    one.add(claims_of(forest), made);
    BOOST_TEST_MESSAGE("forest " << seed << ": " << one);
    total.add(claims_of(forest), made);
  }
  BOOST_TEST_MESSAGE("forests: " << total);
  BOOST_TEST(total.recalled * 100 >= total.wanted * 90);
  BOOST_TEST(total.wrong * 100 <= total.wanted * 3);
  BOOST_TEST(total.directed > 0u);
  BOOST_TEST(total.misdirected == 0u);
}

BOOST_AUTO_TEST_CASE(threads_and_order_do_not_matter) {
  made_forest made;
  const auto w = made.add(founder(1));
  const auto q = made.tune(w, 2, 0.3);
  made.tune(q, 3, 0.2);
  made.tune(w, 4, 0.2);
  const auto prints = made.prints();
  tree_options options;
  options.threads = 1;
  const auto one = must_grow(prints, options);
  options.threads = 4;
  const auto four = must_grow(prints, options);
  BOOST_TEST((claims_of(one).edges == claims_of(four).edges));
  for (std::size_t at = 0; at < one.families[0].edges.size(); ++at)
    BOOST_TEST(one.families[0].edges[at].length == four.families[0].edges[at].length);
  const std::vector<fingerprint> back(prints.rbegin(), prints.rend());
  std::set<model_pair> mirrored;
  for (const model_pair& edge : claims_of(must_grow(back)).edges)
    mirrored.insert(unordered(3 - edge.first, 3 - edge.second));
  BOOST_TEST((mirrored == claims_of(one).edges));
}

BOOST_AUTO_TEST_CASE(weights_place_models_more_finely_than_sketches) {
  const family_model w = founder(1);
  const family_model q = changed(w, 2, 0.5);
  const std::vector<family_model> models{w, q, changed(q, 3, 0.004)};
  std::vector<fingerprint> prints;
  std::vector<model_in_memory> kept;
  for (const family_model& model : models) {
    prints.push_back(print_of_family(model, "m" + std::to_string(prints.size())));
    kept.push_back(in_memory(model));
  }
  std::vector<std::vector<tensor_view>> views;
  for (const model_in_memory& model : kept)
    views.push_back(views_of(model));
  const weight_lender lend = [&](std::size_t model) -> result<std::optional<lent_weights>> {
    return std::optional(lent_weights{views[model], nullptr});
  };
  const auto forest = grow_forest(prints, lend);
  if (!forest) BOOST_FAIL(forest.error().message);
  BOOST_TEST(name_of(forest->pairs[0].summary.source) == "weights");
  const auto sketched = claims_of(must_grow(prints));
  BOOST_TEST_MESSAGE("unknown points: " << claims_of(*forest).unknown << " from weights, "
                                        << sketched.unknown << " from sketches");
  BOOST_TEST(claims_of(*forest).edges.contains(model_pair(1, 2)) >=
             sketched.edges.contains(model_pair(1, 2)));
}

BOOST_AUTO_TEST_CASE(weights_of_another_model_do_not_move_the_tree) {
  const family_model w = founder(1);
  const std::vector<family_model> models{w, changed(w, 2, 0.3), founder(3)};
  std::vector<fingerprint> prints;
  for (const family_model& model : models)
    prints.push_back(print_of_family(model, "m" + std::to_string(prints.size())));
  const model_in_memory kept = in_memory(w);
  const auto views = views_of(kept);
  const weight_lender lend = [&](std::size_t) -> result<std::optional<lent_weights>> {
    return std::optional(lent_weights{views, nullptr}); // always the first one's
  };
  const auto forest = grow_forest(prints, lend);
  if (!forest) BOOST_FAIL(forest.error().message);
  BOOST_TEST((claims_of(*forest).edges == claims_of(must_grow(prints)).edges));
  BOOST_TEST_REQUIRE(forest->limits.size() == 5u);
  BOOST_TEST(forest->limits[3].starts_with("the weights at hand for m1 are not those"));
  BOOST_TEST(forest->limits[4].starts_with("the weights at hand for m2 are not those"));
}

BOOST_AUTO_TEST_CASE(two_copies_and_nothing_else_are_a_family) {
  const auto print = print_of_family(founder(1), "x");
  const auto forest = must_grow({print, print});
  BOOST_TEST_REQUIRE(forest.families.size() == 1u);
  BOOST_TEST_REQUIRE(forest.families[0].nodes.size() == 1u);
  BOOST_TEST(forest.families[0].nodes[0].members.size() == 2u);
  BOOST_TEST(forest.families[0].unplaced.empty());
}

BOOST_AUTO_TEST_CASE(without_sketches_there_are_families_but_no_trees) {
  made_forest made;
  const auto w = made.add(founder(1));
  made.tune(w, 2, 0.3);
  made.tune(w, 3, 0.3);
  auto prints = made.prints();
  for (fingerprint& print : prints)
    for (tensor_print& tensor : print.tensors)
      tensor.sketch.reset();
  const auto forest = must_grow(prints);
  BOOST_TEST_REQUIRE(forest.families.size() == 1u);
  BOOST_TEST(forest.families[0].edges.empty());
  BOOST_TEST(forest.families[0].unplaced.size() == 3u);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
  const auto one = print_of_family(founder(1), "x");
  const auto code_of = [](const std::vector<fingerprint>& models,
                          const tree_options& options = {}) {
    const auto forest = grow_forest(models, {}, options);
    return forest ? errc::ok : forest.error().code;
  };
  BOOST_TEST((code_of({}) == errc::bad_argument));
  BOOST_TEST((code_of({one}) == errc::bad_argument));
  BOOST_TEST(
      (code_of({one, print_of_family(founder(2), "y", dtype::f32, 9)}) == errc::bad_argument));
  fingerprint broken = one;
  broken.contents.entries[0].component = 77;
  BOOST_TEST((code_of({one, broken}) == errc::bad_argument));
  const std::vector<known_direction> nowhere{known(0, 5)};
  tree_options options;
  options.directions = nowhere;
  BOOST_TEST((code_of({one, one}, options) == errc::bad_argument));
  tree_options stopped;
  stopped.on_progress = [](const progress&) { return false; };
  BOOST_TEST((code_of({one, one}, stopped) == errc::cancelled));
  BOOST_TEST((code_of({fingerprint{}, fingerprint{}}) == errc::ok));
}

} // namespace
