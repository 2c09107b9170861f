// The published methods behave as published: what each sees, what each is blind to, on models whose
// relation is known.
#include <algorithm>
#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

#include "bench/lineage/baseline.hpp"
#include "zoo/recipes.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::evaluation;

struct family {
  zoo::relatives kin = zoo::made_relatives(3);

  [[nodiscard]] double score(const std::string& name, const zoo::descendant& child) const {
    for (const baseline& one : all_baselines())
      if (one.name == name)
        return one.score({child.model, kin.parent, child.truth.token_of}).value_or(one.no_evidence);
    BOOST_FAIL("no baseline " << name);
    return 0;
  }
  [[nodiscard]] zoo::descendant child(const std::string& recipe, std::size_t strength = 0) const {
    return zoo::recipe_named(recipe).apply(kin, strength, 5);
  }
};

BOOST_FIXTURE_TEST_CASE(all_know_a_copy_from_a_stranger, family) {
  const zoo::descendant copy{kin.parent, {}}, sibling{kin.siblings[0], {}},
      stranger{kin.stranger, {}};
  for (const baseline& one : all_baselines())
    BOOST_TEST_CONTEXT(one.name) {
      BOOST_TEST(score(one.name, copy) >= score(one.name, sibling));
      BOOST_TEST(score(one.name, sibling) > score(one.name, stranger));
    }
  for (const char* name : {"cosine", "HuRef", "sigma curves", "AWM"})
    BOOST_TEST(std::abs(score(name, copy) - 1) < 1e-9);
}

BOOST_FIXTURE_TEST_CASE(reorderings_blind_those_that_go_by_index, family) {
  const zoo::descendant turned = child("all_permuted");
  BOOST_TEST(std::abs(score("cosine", turned)) < 0.1);
  BOOST_TEST(score("phi_U", turned) < 6);
  for (const char* name : {"HuRef", "AWM"})
    BOOST_TEST(score(name, turned) > 0.5);
  BOOST_TEST(score("sigma curves", turned) > 0.999);
  BOOST_TEST(score("MDIR", turned) > 1000);
}

BOOST_FIXTURE_TEST_CASE(rotations_blind_all_but_spectra, family) {
  const zoo::descendant turned = child("rotated", 1);
  BOOST_TEST(score("MDIR", turned) == 0);
  BOOST_TEST(std::abs(score("cosine", turned)) < 0.1);
  BOOST_TEST(score("AWM", turned) < 0.3);
}

BOOST_FIXTURE_TEST_CASE(other_shapes_are_no_evidence_where_shapes_must_agree, family) {
  const zoo::descendant narrow = child("stream_pruned");
  BOOST_TEST(score("phi_U", narrow) == 0);
  BOOST_TEST(score("cosine", narrow) == 0);
  BOOST_TEST(score("AWM", narrow) > 0.9);
  BOOST_TEST(score("MDIR", narrow) > 100);
}

BOOST_FIXTURE_TEST_CASE(tokens_are_matched_by_what_they_are, family) {
  const zoo::descendant shuffled = child("vocabulary_shuffled");
  for (const char* name : {"HuRef", "AWM"})
    BOOST_TEST(score(name, shuffled) > 0.999);
  BOOST_TEST(score("MDIR", shuffled) > 1000);
}

/// Published: uniform p between strangers.
BOOST_AUTO_TEST_CASE(phi_u_is_uniform_between_strangers) {
  int low = 0;
  constexpr int rounds = 40;
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    const zoo::relatives kin = zoo::made_relatives(2 * seed + 1, {128, 32, 64, 2, 2, 1, 16});
    const std::vector<std::int64_t> same;
    low += phi_u_score({kin.stranger, kin.parent, same}).value_or(99) > 1; // p < 0.1
  }
  BOOST_TEST(low <= 12); // P(more | p = 0.1) = 1e-4
}

} // namespace
