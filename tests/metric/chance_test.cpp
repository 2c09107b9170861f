#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/chance.hpp>

#include "support/null_models.hpp"

using namespace weightkin;

BOOST_AUTO_TEST_SUITE(chance)

BOOST_AUTO_TEST_CASE(equal_values_by_hand) {
  const std::vector<float> a{1, 1, 2, 3};
  const std::vector<float> b{1, 2, 2, 7, 8};
  BOOST_TEST(equal_value_chance(a, b) == (2.0 * 1 + 1.0 * 2) / 20);
  BOOST_TEST(equal_value_chance(a, a) == (4.0 + 1 + 1) / 16);
  BOOST_TEST(equal_value_chance(b, a) == equal_value_chance(a, b));
}

BOOST_AUTO_TEST_CASE(equality_is_of_bits) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  BOOST_TEST(equal_value_chance(std::vector{0.0F}, std::vector{-0.0F}) == 0.0);
  BOOST_TEST(equal_value_chance(std::vector{nan}, std::vector{nan}) == 1.0);
}

BOOST_AUTO_TEST_CASE(equal_values_against_all_pairs) {
  test::random_source random(1);
  std::vector<float> a(300), b(200);
  for (float& value : a)
    value = static_cast<float>(random.below(17)) / 4;
  for (float& value : b)
    value = static_cast<float>(random.below(30)) / 4;
  double equal = 0;
  for (const float x : a)
    for (const float y : b)
      equal += x == y;
  BOOST_TEST(equal_value_chance(a, b) == equal / (300.0 * 200));
}

BOOST_AUTO_TEST_CASE(signs) {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> a{-1, 2, 3, -0.0F, infinity};
  const std::vector<float> b{-1, 0.0F};
  BOOST_TEST(sign_equal_chance(a, b) == 0.25 * 0.5 + 0.25 * 0.5);
}

BOOST_AUTO_TEST_CASE(nothing_to_compare) {
  const std::vector<float> none;
  const std::vector<float> one{1};
  BOOST_TEST(std::isnan(equal_value_chance(none, one)));
  BOOST_TEST(std::isnan(equal_value_chance(one, none)));
  BOOST_TEST(std::isnan(sign_equal_chance(none, one)));
}

BOOST_AUTO_TEST_SUITE_END()
