#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/special_functions/beta.hpp>
#include <boost/test/unit_test.hpp>

#include <weightkin/metric/tail.hpp>

using namespace weightkin;

namespace {

double relative(double got, long double expected) {
  return static_cast<double>(std::fabs((got - expected) / expected));
}

/// Simpson's rule for Q(z) / phi(z) = integral over u > 0 of exp(-z u - u^2/2), which has no
/// underflow for any z.
long double log10_normal_oracle(long double z) {
  const long double end = z > 1 ? 60 / z : 12;
  constexpr int steps = 20000;
  const auto f = [&](long double u) { return std::exp(-z * u - u * u / 2); };
  const long double width = end / steps;
  long double sum = f(0) + f(end);
  for (int i = 1; i < steps; ++i)
    sum += (i % 2 == 1 ? 4 : 2) * f(width * i);
  const long double log_sqrt_2pi = 0.918938533204672741780329736405617639861L;
  return (std::log(sum * width / 3) - z * z / 2 - log_sqrt_2pi) / std::log(10.0L);
}

long double log10_t_oracle(long double z, long double nu) {
  const long double t2 = z * z * nu / (nu - 2);
  return std::log10(boost::math::ibeta(nu / 2, 0.5L, nu / (nu + t2)) / 2);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tail)

BOOST_AUTO_TEST_CASE(normal_against_integration) {
  for (const double z : {0.0, 0.1, 0.5, 1.0, 1.96, 3.0, 5.5, 8.0, 12.0, 19.99, 20.01, 25.0, 37.0,
                         40.0, 105.0, 171.0, 1000.0, 1e5})
    BOOST_TEST_CONTEXT("z " << z)
  BOOST_TEST(relative(log10_normal_tail(z), log10_normal_oracle(z)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(normal_against_the_c_library) {
  for (double z = -30; z < 140; z += 0.37) {
    const long double q = std::erfc(static_cast<long double>(z) / std::sqrt(2.0L)) / 2;
    const long double expected =
        z < 0 ? std::log1p(-std::erfc(-static_cast<long double>(z) / std::sqrt(2.0L)) / 2) /
                    std::log(10.0L)
              : std::log10(q);
    BOOST_TEST_CONTEXT("z " << z)
    BOOST_TEST(relative(log10_normal_tail(z), expected) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(normal_known_values) {
  BOOST_TEST(std::fabs(log10_normal_tail(1.959963984540054) - std::log10(0.025)) < 1e-14);
  BOOST_TEST(std::fabs(log10_normal_tail(5) - std::log10(2.866515718791939e-7)) < 1e-13);
  // z = 1414 is where p passes 10^-434000: no underflow.
  BOOST_TEST(log10_normal_tail(1414) < -434000);
  BOOST_TEST(log10_normal_tail(2146) < -1000000);
  BOOST_TEST(std::isfinite(log10_normal_tail(1e6)));
  BOOST_TEST(std::isnan(log10_normal_tail(std::numeric_limits<double>::quiet_NaN())));
}

BOOST_AUTO_TEST_CASE(student_against_boost) {
  for (const double nu : {4.01, 4.5, 5.0, 6.0, 7.3, 10.0, 34.0, 104.0, 304.0, 1004.0, 60004.0})
    for (const double z : {0.0, 0.01, 0.3, 0.9, 1.3, 2.0, 4.0, 9.0, 30.0, 100.0}) {
      const long double expected = log10_t_oracle(z, nu);
      if (expected < -4000) continue; // beyond the oracle's range
      BOOST_TEST_CONTEXT("z " << z << " nu " << nu)
      BOOST_TEST(relative(log10_scaled_t_tail(z, nu), expected) < 1e-11);
    }
}

BOOST_AUTO_TEST_CASE(student_has_unit_variance) {
  // By the tail formula for moments: E X^2 = 4 integral of z P(X > z) over z > 0.
  for (const double nu : {5.0, 8.0, 40.0}) {
    double sum = 0;
    constexpr double step = 1e-3;
    for (double z = step / 2; z < 400; z += step)
      sum += 4 * z * std::pow(10.0, log10_scaled_t_tail(z, nu)) * step;
    BOOST_TEST(std::fabs(sum - 1) < 1e-3);
  }
}

BOOST_AUTO_TEST_CASE(student_joins_the_normal) {
  for (const double z : {-2.0, 0.0, 1.0, 5.0, 20.0}) {
    BOOST_TEST(relative(log10_scaled_t_tail(z, 1e8), log10_normal_tail(z)) < 1e-5);
    BOOST_TEST(log10_scaled_t_tail(z, 1e300) == log10_normal_tail(z));
  }
  for (const double nu : {4.5, 12.0, 1e4, 1e6, 1e8}) {
    double last = 0.1;
    for (double z = -40; z < 400; z += 0.25) { // decreasing, and heavier than normal far out
      const double tail = log10_scaled_t_tail(z, nu);
      BOOST_TEST((tail < last || (tail == 0 && z < 0)));
      if (z > 3) BOOST_TEST(tail > log10_normal_tail(z));
      last = tail;
    }
  }
}

BOOST_AUTO_TEST_CASE(student_two_sides_add_up) {
  for (const double z : {0.2, 1.0, 3.0})
    BOOST_TEST(std::fabs(std::pow(10, log10_scaled_t_tail(z, 6)) +
                         std::pow(10, log10_scaled_t_tail(-z, 6)) - 1) < 1e-14);
}

BOOST_AUTO_TEST_CASE(quantile_inverts_the_tail) {
  for (const double z : {0.001, 0.2, 1.0, 1.645, 4.75, 19.0, 21.0, 300.0, 2000.0})
    BOOST_TEST(relative(normal_quantile_log10(log10_normal_tail(z)), z) < 1e-10);
  BOOST_TEST(std::fabs(normal_quantile_log10(-5) - 4.264890793922825) < 1e-12);
  BOOST_TEST(std::fabs(normal_quantile_log10(std::log10(0.5))) < 1e-15);
  BOOST_TEST(normal_quantile_log10(0) == 0.0);
  BOOST_TEST(std::isinf(normal_quantile_log10(-std::numeric_limits<double>::infinity())));
}

BOOST_AUTO_TEST_CASE(holm_by_hand) {
  // p = .01, .04, .03, .005 -> sorted .005*4, .01*3, .03*2, max(.04, previous)
  const std::vector<double> p{std::log10(0.01), std::log10(0.04), std::log10(0.03),
                              std::log10(0.005)};
  const std::vector<double> adjusted = holm_log10(p);
  const double expected[] = {0.03, 0.06, 0.06, 0.02};
  for (int i = 0; i < 4; ++i)
    BOOST_TEST(std::fabs(std::pow(10, adjusted[i]) - expected[i]) < 1e-15);
}

BOOST_AUTO_TEST_CASE(holm_edges) {
  BOOST_TEST(holm_log10({}).empty());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> adjusted = holm_log10(std::vector<double>{nan, -1e6, -0.1, 0.0});
  BOOST_TEST(adjusted[0] == 0.0);
  BOOST_TEST(std::fabs(adjusted[1] - (-1e6 + std::log10(4))) < 1e-9);
  BOOST_TEST(adjusted[2] == 0.0);
  BOOST_TEST(adjusted[3] == 0.0);
  BOOST_TEST(holm_log10(std::vector<double>{-3.0})[0] == -3.0);
}

BOOST_AUTO_TEST_SUITE_END()
