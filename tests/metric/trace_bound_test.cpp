#include <cmath>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include "metric/trace_bound.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(traces_of_random_rotations_stay_below_the_bound) {
  // Share of 4000 random rotations whose trace reaches t, against the bound at t.
  constexpr std::size_t n = 6;
  constexpr int draws = 4000;
  random_source random = scattered_source(5);
  std::vector<double> traces, partial;
  for (int draw = 0; draw < draws; ++draw) {
    const wide_matrix r = random_rotation(random, n);
    double trace = 0, of_four = 0;
    for (std::size_t i = 0; i < n; ++i) {
      trace += r.at(i, i);
      if (i < 4) of_four += r.at(i, i);
    }
    traces.push_back(trace);
    partial.push_back(of_four);
  }
  for (const std::vector<double>& of : {traces, partial})
    for (const double t : {0.5, 1.0, 1.5, 2.0, 2.5, 3.0}) {
      double reached = 0;
      for (const double trace : of)
        reached += trace >= t;
      const double bound = std::pow(10, log10_trace_bound(t));
      BOOST_TEST(reached / draws <= bound + 3 * std::sqrt(bound / draws));
    }
}

BOOST_AUTO_TEST_CASE(traces_of_turned_matrices_stay_below_the_bound) {
  // A fixed matrix with few strong directions, turned at random.
  constexpr std::size_t n = 8;
  constexpr int draws = 3000;
  random_source random = scattered_source(6);
  wide_matrix x = normal_matrix(random, n, n, 1, 0);
  double square = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      if (i < 2) x.at(i, j) *= 5;
      square += x.at(i, j) * x.at(i, j);
    }
  std::vector<double> traces;
  for (int draw = 0; draw < draws; ++draw) {
    const wide_matrix turned = product(random_rotation(random, n), x);
    double trace = 0;
    for (std::size_t i = 0; i < n; ++i)
      trace += turned.at(i, i);
    traces.push_back(trace);
  }
  for (const double share : {0.2, 0.5, 0.8, 1.0, 1.5, 2.0}) {
    double reached = 0;
    for (const double trace : traces)
      reached += trace >= share * std::sqrt(square);
    const double bound =
        std::pow(10, log10_turned_trace_bound(share * std::sqrt(square), std::sqrt(square), n));
    BOOST_TEST(reached / draws <= bound);
  }
  BOOST_TEST(log10_turned_trace_bound(1, 0, 8) == 0.0);
  BOOST_TEST(log10_turned_trace_bound(1, 1, 2) == 0.0);
}

BOOST_AUTO_TEST_CASE(pairings_are_counted) {
  // 2 rows, 3 columns: 3 * 2 pairings with 4 signs each.
  BOOST_TEST(std::abs(log10_signed_pairings(2, 3) - std::log10(24.0)) < 1e-12);
  BOOST_TEST(std::abs(log10_signed_pairings(3, 2) - std::log10(24.0)) < 1e-12);
  BOOST_TEST(log10_signed_pairings(0, 5) == 0.0);
}

BOOST_AUTO_TEST_CASE(the_bound_has_the_published_thresholds) {
  // Mean matched entry at which signed permutations reach 1e-6 (exp(-n^2 tau^2 / 2) with the
  // union).
  for (const auto& [n, tau] :
       {std::pair<std::size_t, double>{64, 0.359}, {256, 0.204}, {1024, 0.114}}) {
    const auto size = static_cast<double>(n);
    BOOST_TEST(log10_best_pairing_bound((tau + 0.003) * size, n, n) < -6);
    BOOST_TEST(log10_best_pairing_bound((tau - 0.003) * size, n, n) > -6);
  }
  BOOST_TEST(log10_trace_bound(-3) == 0.0);
  BOOST_TEST(log10_trace_bound(std::nan("")) == 0.0);
}
