#include <cmath>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/permutation_test.hpp>

#include "support/null_models.hpp"

using namespace weightkin;

BOOST_AUTO_TEST_SUITE(power)

BOOST_AUTO_TEST_CASE(planted_correlation_is_found) {
  // Even weights, 512 x 256: z is near rho * sqrt(units * features), so that p is near 10^-70,
  // 10^-280 and 10^-1100 for rho = 0.05, 0.1 and 0.2.
  constexpr std::size_t units = 512, features = 256;
  for (const double rho : {0.05, 0.1, 0.2}) {
    test::random_source random(static_cast<std::uint64_t>(rho * 1000));
    const auto pair = test::correlated_pair(random, units, features, {0, 0, 0, 0, false}, rho);
    permutation_group group(units);
    const permutation_evidence got = group.add(pair.a, pair.b);
    const double expected = rho * std::sqrt(units * features);
    BOOST_TEST_MESSAGE("rho " << rho << ": effect " << got.effect << " z " << got.z << " log10 p "
                              << got.log10_p);
    // The planted correlation of one sample has deviation 1/sqrt(n), that is 1 in z.
    BOOST_TEST(std::fabs(got.z - expected) < 4);
    BOOST_TEST(std::fabs(got.effect - rho) < 4 / std::sqrt(units * features));
  }
}

BOOST_AUTO_TEST_CASE(uneven_weights_cost_little) {
  constexpr std::size_t units = 256, features = 128;
  test::random_source random(50);
  const auto pair = test::correlated_pair(random, units, features, {}, 0.1);
  permutation_group group(units);
  const permutation_evidence got = group.add(pair.a, pair.b);
  BOOST_TEST_MESSAGE("heavy-tailed: effect " << got.effect << " z " << got.z);
  BOOST_TEST(got.z > 0.6 * 0.1 * std::sqrt(units * features));
  BOOST_TEST(got.effective_size > 0.8 * units * features);
}

BOOST_AUTO_TEST_CASE(small_layers_reach_far_below_the_draws) {
  test::random_source random(51);
  const auto pair = test::correlated_pair(random, 16, 64, {}, 0.95);
  permutation_group group(16);
  BOOST_TEST(group.add(pair.a, pair.b).log10_p < -9); // 4095 draws alone end at -3.6
}

BOOST_AUTO_TEST_CASE(pooling_follows_the_information) {
  // A wide tensor with a real dependence and forty gain vectors without: the vectors, worth one
  // value per unit, must not drown it.
  constexpr std::size_t units = 128;
  test::random_source random(52);
  permutation_group group(units, false);
  const auto wide = test::correlated_pair(random, units, 128, {}, 0.1);
  const double alone = group.add(wide.a, wide.b).z;
  for (int k = 0; k < 40; ++k) {
    const auto gains = test::gain_pair(random, units);
    group.add(gains.a, gains.b);
  }
  BOOST_TEST(group.pooled().z > 0.7 * alone);
}

BOOST_AUTO_TEST_CASE(many_tensors_beat_one) {
  constexpr std::size_t units = 128;
  test::random_source random(53);
  permutation_group group(units);
  double best = 0;
  for (int k = 0; k < 16; ++k) {
    const auto pair = test::correlated_pair(random, units, 64, {}, 0.03);
    best = std::max(best, group.add(pair.a, pair.b).z);
  }
  const permutation_evidence pooled = group.pooled();
  BOOST_TEST_MESSAGE("best of 16: z " << best << ", pooled " << pooled.z);
  BOOST_TEST(pooled.z > 6); // about 0.02 * sqrt(16 * 128 * 64)
}

BOOST_AUTO_TEST_SUITE_END()
