// Against values worked out by hand, and against counting.
#include <cmath>
#include <support/turned_decoder.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "bench/lineage/score_statistics.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::evaluation;
namespace close_to = boost::test_tools;

using values = std::vector<double>;

/// Pairs counted one by one.
double counted_area(const values& high, const values& low) {
  double sum = 0;
  for (const double r : high)
    for (const double s : low)
      sum += r > s ? 1.0 : (r == s ? 0.5 : 0.0);
  return sum / static_cast<double>(high.size() * low.size());
}

BOOST_AUTO_TEST_CASE(area_is_the_share_of_pairs_in_order) {
  test::random_source random = test::scattered_source(5);
  for (int round = 0; round < 50; ++round) {
    values high, low;
    for (int i = 0; i < 20 + round; ++i)
      high.push_back(std::round(4 * (random.normal() + 0.5))); // with ties
    for (int i = 0; i < 30; ++i)
      low.push_back(std::round(4 * random.normal()));
    BOOST_TEST(area_under_curve({high, low}) == counted_area(high, low),
               close_to::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(perfect_and_useless_scores) {
  const values high{3, 4, 5}, low{0, 1, 2};
  BOOST_TEST(area_under_curve({high, low}) == 1);
  BOOST_TEST(partial_area({high, low}, 0.05) == 1);
  BOOST_TEST(true_positive_rate({high, low}, 0.001) == 1);
  BOOST_TEST(best_accuracy({high, low}) == 1);
  const values same{1, 1, 1, 1};
  BOOST_TEST(area_under_curve({same, same}) == 0.5);
  BOOST_TEST(best_accuracy({same, same}) == 0.5);
  BOOST_TEST(partial_area({same, same}, 0.05) == 0.025, close_to::tolerance(1e-12));
  BOOST_TEST(true_positive_rate({same, same}, 0.01) == 0.01, close_to::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_single_false_alarm_costs_what_it_costs) {
  // One stranger of four above one relative of two.
  const values high{2, 5}, low{0, 0.5, 1, 3};
  BOOST_TEST(area_under_curve({high, low}) == 7.0 / 8, close_to::tolerance(1e-12));
  BOOST_TEST(true_positive_rate({high, low}, 0) == 0.5);
  BOOST_TEST(true_positive_rate({high, low}, 0.25) == 1);
  BOOST_TEST(partial_area({high, low}, 0.25) == 0.5, close_to::tolerance(1e-12));
  BOOST_TEST(best_accuracy({high, low}) == 0.875);
}

BOOST_AUTO_TEST_CASE(distance_in_pooled_deviations) {
  const values high{9, 11}, low{-1, 1};
  BOOST_TEST(mahalanobis_distance({high, low}) == 10 / std::sqrt(2.0), close_to::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(nothing_to_compare_is_no_number) {
  const values some{1, 2}, none;
  BOOST_TEST(std::isnan(area_under_curve({some, none})));
  BOOST_TEST(std::isnan(mahalanobis_distance({none, some})));
  BOOST_TEST(std::isnan(test_uniformity(none).p));
}

/// The level of the test of uniformity, over many draws.
BOOST_AUTO_TEST_CASE(uniform_values_pass_as_often_as_they_should) {
  test::random_source random = test::scattered_source(6);
  constexpr int rounds = 2000;
  int below = 0;
  for (int round = 0; round < rounds; ++round) {
    values drawn;
    for (int i = 0; i < 200; ++i)
      drawn.push_back(0.5 * std::erfc(random.normal() / std::sqrt(2.0)));
    below += test_uniformity(drawn).p < 0.05;
  }
  // 5 %, give or take four standard errors.
  BOOST_TEST(below > rounds * 0.03);
  BOOST_TEST(below < rounds * 0.07);
}

BOOST_AUTO_TEST_CASE(crowded_values_do_not_pass) {
  values crowded;
  for (int i = 0; i < 400; ++i)
    crowded.push_back(std::pow((i + 0.5) / 400, 1.5));
  BOOST_TEST(test_uniformity(crowded).p < 1e-3);
  BOOST_TEST(test_uniformity(crowded).distance > 0.1);
}

} // namespace
