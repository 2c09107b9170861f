#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "metric/permutation_draws.hpp"
#include "metric/permutation_moments.hpp"
#include "metric/standardise_units.hpp"
#include "support/null_models.hpp"

using namespace weightkin;
using namespace weightkin::detail;

namespace {

/// Mean and central moments of S over all permutations, each found by its own loop.
struct brute_force {
  std::vector<double> sums;

  explicit brute_force(const unit_products& products) {
    std::vector<std::size_t> order(products.units);
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      double sum = 0;
      for (std::size_t i = 0; i < order.size(); ++i)
        sum += products.at(i, order[i]);
      sums.push_back(sum);
    } while (std::next_permutation(order.begin(), order.end()));
  }
  double moment(int power) const {
    long double total = 0;
    for (const double sum : sums)
      total += std::pow(static_cast<long double>(sum), power);
    return static_cast<double>(total / static_cast<long double>(sums.size()));
  }
};

unit_products random_products(std::uint64_t seed, std::size_t units, std::size_t features) {
  test::random_source random(seed);
  const auto pair = test::correlated_pair(random, units, features, {}, 0.3);
  return multiply_units(standardise(pair.a), standardise(pair.b));
}

} // namespace

BOOST_AUTO_TEST_SUITE(moments)

BOOST_AUTO_TEST_CASE(closed_form_equals_enumeration) {
  for (std::size_t units = 4; units <= 8; ++units)
    for (const std::size_t features : {1U, 2U, 5U, 40U}) {
      const unit_products products = random_products(units * 100 + features, units, features);
      const brute_force all(products);
      const permutation_moments got = moments_of(products, sums_of(products));
      const double variance = all.moment(2);
      BOOST_TEST_CONTEXT(units << " units, " << features << " features") {
        BOOST_TEST(std::fabs(all.moment(1)) < 1e-6 * std::sqrt(variance));
        BOOST_TEST(std::fabs(got.variance / variance - 1) < 1e-6);
        BOOST_TEST(std::fabs(got.skewness - all.moment(3) / std::pow(variance, 1.5)) < 1e-5);
        BOOST_TEST(std::fabs(got.excess_kurtosis - (all.moment(4) / variance / variance - 3)) <
                   1e-5);
        if (units > enumerable_units) continue;
        const enumeration listed = enumerate(products, 0.25);
        BOOST_TEST(listed.permutations == all.sums.size());
        BOOST_TEST(listed.reached ==
                   static_cast<std::uint64_t>(std::count_if(
                       all.sums.begin(), all.sums.end(), [](double sum) { return sum >= 0.25; })));
        BOOST_TEST(std::fabs(listed.moments.excess_kurtosis - got.excess_kurtosis) < 1e-5);
        BOOST_TEST(std::fabs(listed.moments.skewness - got.skewness) < 1e-5);
      }
    }
}

BOOST_AUTO_TEST_CASE(bounded_kurtosis_is_high_by_little) {
  // Above 64 units one term is bounded. The exact value from the long formula's missing term:
  for (const std::size_t features : {1U, 3U, 64U}) {
    const std::size_t units = 80;
    const unit_products products = random_products(features, units, features);
    const product_sums sums = sums_of(products);
    long double gram = 0;
    for (std::size_t i = 0; i < units; ++i)
      for (std::size_t j = 0; j < units; ++j) {
        long double product = 0;
        for (std::size_t p = 0; p < units; ++p)
          product += static_cast<long double>(products.at(i, p)) * products.at(j, p);
        gram += product * product;
      }
    const double f2 = sums.squares * sums.squares;
    const double h = units;
    const double excess = 6 / (h * (h - 1) * (h - 2) * (h - 3)) * (f2 - static_cast<double>(gram)) /
                          f2 * (h - 1) * (h - 1);
    BOOST_TEST(excess >= -1e-12);
    BOOST_TEST(excess < 6.6 / (h * h));
    // One feature: the bound is reached, and the kurtosis of Spearman's rank correlation is known
    // (Kendall and Stuart): 3 (25 h^3 - 38 h^2 - 35 h + 72) / (25 h (h^2 - 1)) - 3.
    if (features != 1) continue;
    const double spearman =
        3 * (25 * h * h * h - 38 * h * h - 35 * h + 72) / (25 * h * (h * h - 1)) - 3;
    BOOST_TEST(std::fabs(moments_of(products, sums).excess_kurtosis - spearman) < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(draws_reproduce_the_distribution) {
  const unit_products products = random_products(77, 30, 12);
  const permutation_moments moments = moments_of(products, sums_of(products));
  constexpr std::uint64_t draws = 200000;
  const double deviation = std::sqrt(moments.variance);
  // Shares above 0, 1, 2 and 3 deviations against the normal's; with 30 units they differ little.
  const double expected[] = {0.5, 0.158655, 0.022750, 0.001350};
  for (int k = 0; k < 4; ++k) {
    const double share =
        static_cast<double>(count_reaching(products, k * deviation, 5, draws)) / draws;
    BOOST_TEST(std::fabs(share - expected[k]) < 0.02 * expected[k] + 0.004);
  }
  BOOST_TEST(count_reaching(products, -1e9, 5, 100) == 100U);
  BOOST_TEST(count_reaching(products, 1e9, 5, 100) == 0U);
}

BOOST_AUTO_TEST_CASE(draws_are_uniform_over_permutations) {
  // Indicator products: S counts the fixed points, whose distribution is known (derangements).
  unit_products identity;
  identity.units = 6;
  identity.stride = 32;
  identity.values.assign(8 * 32, 0.0);
  for (std::size_t i = 0; i < 6; ++i)
    identity.values[i * 32 + i] = 1;
  constexpr std::uint64_t draws = 720000;
  const double at_least_one = static_cast<double>(count_reaching(identity, 1, 9, draws)) / 1000;
  const double all_six = static_cast<double>(count_reaching(identity, 6, 9, draws));
  BOOST_TEST(std::fabs(at_least_one - 455) < 2.1); // 720 - 265 derangements; five deviations
  BOOST_TEST(std::fabs(all_six - 1000) < 158);     // one permutation in 720; five deviations
  BOOST_TEST(count_reaching(identity, 1, 9, 1000) == count_reaching(identity, 1, 9, 1000));
  BOOST_TEST(count_reaching(identity, 1, 9, 100000) != count_reaching(identity, 1, 10, 100000));
}

BOOST_AUTO_TEST_SUITE_END()
