#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/permutation_test.hpp>

#include "support/null_models.hpp"

using namespace weightkin;

namespace {

permutation_evidence evidence_of(const unit_matrix& a, const unit_matrix& b) {
  permutation_group group(a.units);
  return group.add(a, b);
}

void same(const permutation_evidence& got, const permutation_evidence& expected, double tolerance) {
  BOOST_TEST(std::fabs(got.z - expected.z) < tolerance * 100);
  BOOST_TEST(std::fabs(got.effect - expected.effect) < tolerance);
  BOOST_TEST(std::fabs(got.effective_size / expected.effective_size - 1) < tolerance * 10);
}

struct example {
  test::matrix_pair pair;
  permutation_evidence evidence;
};

example some_pair(std::uint64_t seed, std::size_t units = 90, std::size_t features = 25) {
  test::random_source random(seed);
  example made;
  made.pair = test::correlated_pair(random, units, features, {}, 0.2);
  made.evidence = evidence_of(made.pair.a, made.pair.b);
  return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(invariance)

BOOST_AUTO_TEST_CASE(units_in_any_common_order) {
  for (const std::size_t features : {1U, 25U}) {
    const example given = some_pair(40, 90, features);
    test::random_source random(41);
    const auto order = test::random_permutation(random, 90);
    same(evidence_of(test::permuted(given.pair.a, order), test::permuted(given.pair.b, order)),
         given.evidence, 1e-7);
  }
}

BOOST_AUTO_TEST_CASE(permuting_one_side_destroys_it) {
  const example given = some_pair(42);
  test::random_source random(43);
  const auto order = test::random_permutation(random, 90);
  const permutation_evidence shuffled =
      evidence_of(test::permuted(given.pair.a, order), given.pair.b);
  BOOST_TEST(given.evidence.z > 6);
  BOOST_TEST(std::fabs(shuffled.z) < 4);
  // What the null is made of does not move: the scale and the spread over permutations.
  BOOST_TEST(std::fabs(shuffled.effective_size / given.evidence.effective_size - 1) < 1e-6);
  BOOST_TEST(std::fabs(shuffled.excess_kurtosis - given.evidence.excess_kurtosis) < 1e-6);
}

BOOST_AUTO_TEST_CASE(sides_exchanged) {
  const example given = some_pair(44);
  same(evidence_of(given.pair.b, given.pair.a), given.evidence, 1e-7);
}

BOOST_AUTO_TEST_CASE(columns_scaled_and_shifted) {
  // Powers of two and small shifts, so that f32 loses nothing that the test would then see.
  example given = some_pair(45);
  unit_matrix moved = given.pair.a;
  for (std::size_t i = 0; i < 90; ++i)
    for (std::size_t j = 0; j < 25; ++j)
      moved.values[i * 25 + j] *= std::ldexp(1.0F, static_cast<int>(j % 9) - 4);
  same(evidence_of(moved, given.pair.b), given.evidence, 1e-12);
  for (std::size_t i = 0; i < 90; ++i)
    for (std::size_t j = 0; j < 25; ++j)
      moved.values[i * 25 + j] += 8.0F * std::ldexp(1.0F, static_cast<int>(j % 9) - 4);
  same(evidence_of(moved, given.pair.b), given.evidence, 1e-5);
}

BOOST_AUTO_TEST_CASE(whole_matrix_scaled) {
  const example given = some_pair(46);
  for (const float factor : {0.25F, 1024.0F, 1e-30F, 1e30F}) {
    unit_matrix scaled = given.pair.a;
    for (float& value : scaled.values)
      value *= factor;
    same(evidence_of(scaled, given.pair.b), given.evidence, 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(one_loud_unit_does_not_decide) {
  // Row scales barely matter: after standardising, one row a thousand times larger counts as one.
  example given = some_pair(47);
  unit_matrix a = given.pair.a, b = given.pair.b;
  for (std::size_t j = 0; j < 25; ++j) {
    a.values[7 * 25 + j] *= 1000;
    b.values[7 * 25 + j] *= 1000;
  }
  BOOST_TEST(std::fabs(evidence_of(a, b).z - given.evidence.z) < 3.5);
}

BOOST_AUTO_TEST_CASE(vectors_by_rank_only) {
  test::random_source random(48);
  const auto pair = test::gain_pair(random, 200);
  unit_matrix curved = pair.a;
  for (float& value : curved.values)
    value = std::exp(3 * value); // increasing: ranks stay
  const permutation_evidence got = evidence_of(curved, pair.b);
  const permutation_evidence expected = evidence_of(pair.a, pair.b);
  BOOST_TEST(got.z == expected.z);
  BOOST_TEST(got.effect == expected.effect);
  BOOST_TEST(std::fabs(got.effective_size - 199) < 1e-3); // Spearman: variance 1 / (h - 1)
}

BOOST_AUTO_TEST_CASE(feature_order_is_irrelevant) {
  const example given = some_pair(49);
  unit_matrix a = given.pair.a, b = given.pair.b;
  for (unit_matrix* side : {&a, &b})
    for (std::size_t i = 0; i < 90; ++i)
      std::reverse(side->values.begin() + static_cast<std::ptrdiff_t>(i * 25),
                   side->values.begin() + static_cast<std::ptrdiff_t>(i * 25 + 25));
  same(evidence_of(a, b), given.evidence, 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
