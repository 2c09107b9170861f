#include <cmath>

#include <boost/test/unit_test.hpp>

#include "plain_math.hpp"
#include "zoo_random.hpp"

using namespace weightkin::zoo;

BOOST_AUTO_TEST_CASE(narrow_functions_are_accurate) {
  for (float x = -80; x < 80; x += 0.0137F) {
    const double exact = std::exp(static_cast<double>(x));
    BOOST_REQUIRE_SMALL(static_cast<double>(plain_exp(x)) / exact - 1, 3e-7);
    BOOST_REQUIRE_SMALL(static_cast<double>(plain_tanh(x)) - std::tanh(static_cast<double>(x)),
                        3e-7);
    BOOST_REQUIRE_SMALL(static_cast<double>(plain_sigmoid(x)) - 1 / (1 + 1 / exact), 3e-7);
  }
  BOOST_TEST(plain_exp(-1000.0F) > 0.0F);
  BOOST_TEST(std::isfinite(plain_exp(1000.0F)));
}

BOOST_AUTO_TEST_CASE(wide_functions_are_accurate) {
  for (double x = -50; x < 50; x += 0.0173)
    BOOST_REQUIRE_SMALL(plain_exp(x) / std::exp(x) - 1, 2e-14);
  for (double x = 1e-9; x < 1e9; x *= 1.01)
    BOOST_REQUIRE_SMALL(plain_log(x) - std::log(x), 1e-14);
  for (double x = 0; x < 100; x += 0.0111) {
    BOOST_REQUIRE_SMALL(plain_sine(x).sine - std::sin(x), 1e-12);
    BOOST_REQUIRE_SMALL(plain_sine(x).cosine - std::cos(x), 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(random_numbers_have_their_moments) {
  zoo_random random(7);
  constexpr int count = 200000;
  double sum = 0, square = 0, fourth = 0, uniform = 0;
  for (int i = 0; i < count; ++i) {
    const double x = random.normal();
    sum += x;
    square += x * x;
    fourth += x * x * x * x;
    uniform += random.uniform();
  }
  // Five standard errors each.
  BOOST_TEST(std::fabs(sum / count) < 5 / std::sqrt(count));
  BOOST_TEST(std::fabs(square / count - 1) < 5 * std::sqrt(2.0 / count));
  BOOST_TEST(std::fabs(fourth / count - 3) < 5 * std::sqrt(96.0 / count));
  BOOST_TEST(std::fabs(uniform / count - 0.5) < 5 * std::sqrt(1.0 / 12 / count));
}

/// Streams of neighbouring seeds must not be the same stream some steps later.
BOOST_AUTO_TEST_CASE(neighbouring_seeds_are_strangers) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    zoo_random one(seed), other(seed + 1);
    std::vector<std::uint64_t> first;
    for (int i = 0; i < 100; ++i)
      first.push_back(one.bits());
    for (int i = 0; i < 100; ++i) {
      const std::uint64_t bits = other.bits();
      for (const std::uint64_t seen : first)
        BOOST_REQUIRE(bits != seen);
    }
  }
  BOOST_TEST(seed_of({1, 2}) != seed_of({2, 1}));
  BOOST_TEST(seed_of({0}) != seed_of({0, 0}));
}
