// What rounding leaves grows with the step; what training changes does not, be it one size
// everywhere or in proportion to the values.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "lineage/operation/level_phase.hpp"
#include "lineage/operation/step_trend.hpp"
#include "support/turned_decoder.hpp"

namespace {

using namespace weightkin;

enum class change : std::uint8_t { rounding, one_size, proportional, signs };

/// A block of normal values of its own size, on a grid of 15 levels up to its largest.
void add_block(step_trend& trend, test::random_source& random, change kind) {
  const double size = std::exp(0.5 * random.normal());
  std::vector<double> values(32);
  double largest = 0;
  for (double& value : values) {
    value = size * random.normal();
    largest = std::max(largest, std::abs(value));
  }
  const double step = largest / 7;
  double square = 0, apart = 0;
  for (const double value : values) {
    double difference = 0;
    switch (kind) {
    case change::rounding: difference = value - step * std::nearbyint(value / step); break;
    case change::one_size: difference = 0.1 * random.normal(); break;
    case change::signs: difference = random.uniform() < 0.5 ? -0.07 : 0.07; break;
    case change::proportional: difference = 0.1 * size * random.normal(); break;
    }
    square += value * value;
    apart += difference * difference;
  }
  trend.add(step, std::sqrt(square), std::sqrt(apart));
}

/// In how many of 200 sets of blocks the difference follows the step.
int following(change kind, std::size_t blocks) {
  int count = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    test::random_source random = test::scattered_source(seed);
    step_trend trend;
    for (std::size_t b = 0; b < blocks; ++b)
      add_block(trend, random, kind);
    count += trend.follows().value_or(false);
  }
  return count;
}

} // namespace

BOOST_AUTO_TEST_CASE(only_rounding_follows_the_step) {
  BOOST_TEST(following(change::rounding, 256) == 200);
  BOOST_TEST(following(change::one_size, 256) == 0);
  BOOST_TEST(following(change::proportional, 256) == 0);
  BOOST_TEST(following(change::signs, 256) == 0);
  // Few blocks say less, never the wrong thing: at most three standard errors' worth.
  BOOST_TEST(following(change::one_size, 24) <= 2);
  BOOST_TEST(following(change::proportional, 24) <= 2);
}

BOOST_AUTO_TEST_CASE(one_step_and_few_blocks_say_nothing) {
  step_trend alike;
  for (int b = 1; b < 100; ++b)
    alike.add(0.1, 1 + 0.01 * b, 0.03 + 0.0001 * b);
  BOOST_TEST(!alike.follows().has_value());
  step_trend few;
  for (int b = 1; b < 16; ++b)
    few.add(0.1 * b, 1 + 0.1 * (b % 3), 0.03 * b);
  BOOST_TEST(!few.follows().has_value());
  step_trend enough = few;
  enough.add(1.6, 1.1, 0.48);
  BOOST_TEST(enough.follows().value_or(false));
  step_trend empty;
  for (int b = 0; b < 100; ++b)
    empty.add(0.1, 0, 0);
  BOOST_TEST(!empty.follows().has_value());
}

/// The mean cosines see what came from the levels, also where one of them is blind.
BOOST_AUTO_TEST_CASE(values_that_came_from_levels_know_them) {
  const auto known = [](auto apart) {
    test::random_source random = test::scattered_source(5);
    level_phase phase;
    for (int i = 0; i < 20'000; ++i)
      phase.add(apart(random), 1);
    return phase.known();
  };
  using test::random_source;
  BOOST_TEST(known([](random_source& r) { return r.uniform() - 0.5; }) < 0.02);
  for (const double size : {0.02, 0.125, 0.2, 0.25, 0.3, 0.375, 0.5})
    BOOST_TEST(known([&](random_source& r) { return r.uniform() < 0.5 ? size : -size; }) > 0.6,
               size);
  for (const double size : {0.02, 0.1, 0.25})
    BOOST_TEST(known([&](random_source& r) { return size * r.normal(); }) > 0.28, size);
  BOOST_TEST(level_phase().known() == 0);
}
