#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/permutation_test.hpp>
#include <weightkin/metric/tail.hpp>

#include "support/null_models.hpp"

using namespace weightkin;

namespace {

permutation_evidence made(double effect, double size, double kurtosis = 0) {
  permutation_evidence evidence;
  evidence.effect = effect;
  evidence.effective_size = size;
  evidence.z = effect * std::sqrt(size);
  evidence.excess_kurtosis = kurtosis;
  evidence.log10_p = log10_normal_tail(evidence.z);
  evidence.units = 256;
  evidence.null = null_kind::permutation_normal;
  return evidence;
}

using groups = std::vector<permutation_evidence>;

} // namespace

BOOST_AUTO_TEST_SUITE(combination)

BOOST_AUTO_TEST_CASE(by_hand) {
  const permutation_evidence got = combine_independent(groups{made(0.1, 400), made(0.3, 1200)});
  BOOST_TEST(std::fabs(got.effect - 0.25) < 1e-15);
  BOOST_TEST(got.effective_size == 1600.0);
  BOOST_TEST(std::fabs(got.z - 0.25 * 40) < 1e-12);
  BOOST_TEST(got.units == 512U);
  BOOST_TEST((got.null == null_kind::permutation_normal));
  BOOST_TEST(got.log10_p == log10_normal_tail(got.z));
}

BOOST_AUTO_TEST_CASE(one_group_is_itself) {
  permutation_evidence only = made(0.2, 50);
  only.null = null_kind::permutation_monte_carlo;
  only.log10_p = -1.5;
  only.draws = 4095;
  const permutation_evidence got = combine_independent(groups{{}, only, {}});
  BOOST_TEST(got.log10_p == -1.5);
  BOOST_TEST(got.draws == 4095U);
  BOOST_TEST((got.null == null_kind::permutation_monte_carlo));
  BOOST_TEST((combine_independent({}).null == null_kind::none));
  BOOST_TEST((combine_independent(groups{{}, {}}).null == null_kind::none));
}

BOOST_AUTO_TEST_CASE(opposite_signs_cancel) {
  const permutation_evidence got = combine_independent(groups{made(0.3, 400), made(-0.3, 400)});
  BOOST_TEST(got.z == 0.0);
  BOOST_TEST(std::fabs(got.log10_p - std::log10(0.5)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(kurtosis_fades_with_groups) {
  const permutation_evidence two =
      combine_independent(groups{made(0.3, 400, 1.2), made(0.3, 400, 1.2)});
  BOOST_TEST(std::fabs(two.excess_kurtosis - 0.6) < 1e-15);
  BOOST_TEST((two.null == null_kind::permutation_student));
  BOOST_TEST(std::fabs(two.log10_p - log10_scaled_t_tail(two.z, 4 + 6 / 0.6)) < 1e-12);
  BOOST_TEST(two.log10_p > log10_normal_tail(two.z));
  const permutation_evidence many = combine_independent(groups(100, made(0.03, 400, 1.2)));
  BOOST_TEST((many.null == null_kind::permutation_normal));
}

BOOST_AUTO_TEST_CASE(no_rarer_than_the_permutations_there_are) {
  permutation_evidence tiny = made(1, 400);
  tiny.units = 5;
  const permutation_evidence got = combine_independent(groups{tiny, tiny, tiny});
  BOOST_TEST(std::fabs(got.log10_p + 3 * std::log10(120)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(real_groups_add_up) {
  test::random_source random(60);
  groups layers;
  double sum_z = 0;
  for (int layer = 0; layer < 16; ++layer) {
    const auto pair = test::correlated_pair(random, 64, 32, {}, 0.05);
    permutation_group group(64);
    layers.push_back(group.add(pair.a, pair.b));
    sum_z += layers.back().z;
  }
  const permutation_evidence got = combine_independent(layers);
  // Layers of one size: z is near Stouffer's sum / sqrt(16).
  BOOST_TEST(std::fabs(got.z - sum_z / 4) < 0.1);
  BOOST_TEST(got.z > 4);
}

BOOST_AUTO_TEST_CASE(minimum_detectable) {
  // One-sided 1e-5: z = 4.2649
  BOOST_TEST(std::fabs(minimum_detectable_effect(10000, -5) - 0.042648908) < 1e-8);
  BOOST_TEST(minimum_detectable_effect(4, -5) > 1); // nothing could have been found
  BOOST_TEST(std::isinf(minimum_detectable_effect(0, -5)));
}

BOOST_AUTO_TEST_SUITE_END()
