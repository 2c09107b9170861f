#include <bit>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <hwy/highway.h>

#include "metric/standardise_units.hpp"
#include "metric/unit_products.hpp"
#include "support/null_models.hpp"

using namespace weightkin;
using namespace weightkin::detail;

namespace {

struct size {
  std::size_t units, features;
};
constexpr size sizes[] = {{2, 3}, {5, 2}, {31, 63}, {32, 64}, {33, 65}, {70, 1}, {97, 130}};

std::vector<std::uint64_t> bits_of_all(const unit_products& products, const product_sums& sums) {
  std::vector<std::uint64_t> bits;
  for (std::size_t i = 0; i < products.units; ++i)
    for (std::size_t p = 0; p < products.units; ++p)
      bits.push_back(std::bit_cast<std::uint64_t>(products.at(i, p)));
  for (const double sum :
       {sums.squares, sums.cubes, sums.fourths, sums.squared_row_squares, sums.squared_col_squares})
    bits.push_back(std::bit_cast<std::uint64_t>(sum));
  return bits;
}

} // namespace

BOOST_AUTO_TEST_SUITE(products)

BOOST_AUTO_TEST_CASE(against_long_double) {
  test::random_source random(20);
  for (const auto [units, features] : sizes) {
    const auto pair = test::correlated_pair(random, units, features, {});
    const standardised_units a = standardise(pair.a);
    const standardised_units b = standardise(pair.b);
    const unit_products got = multiply_units(a, b);
    const product_sums sums = sums_of(got);
    long double squares = 0, cubes = 0, fourths = 0, rows = 0, columns = 0, worst = 0;
    std::vector<long double> by_column(units);
    for (std::size_t i = 0; i < units; ++i) {
      long double by_row = 0;
      for (std::size_t p = 0; p < units; ++p) {
        long double product = 0;
        for (std::size_t j = 0; j < features; ++j)
          product +=
              static_cast<long double>(a.values[i * features + j]) * b.values[p * features + j];
        worst = std::max(worst, std::fabs(product - got.at(i, p)));
        const long double c = got.at(i, p);
        squares += c * c;
        cubes += c * c * c;
        fourths += c * c * c * c;
        by_row += c * c;
        by_column[p] += c * c;
      }
      rows += by_row * by_row;
    }
    for (const long double value : by_column)
      columns += value * value;
    BOOST_TEST_CONTEXT(units << " x " << features) {
      BOOST_TEST(worst < 2e-6L);
      const auto near = [&](double x, long double y) {
        return std::fabs(x - y) <= 1e-13L * (squares + fourths + rows);
      };
      BOOST_TEST(near(sums.squares, squares));
      BOOST_TEST(near(sums.cubes, cubes));
      BOOST_TEST(near(sums.fourths, fourths));
      BOOST_TEST(near(sums.squared_row_squares, rows));
      BOOST_TEST(near(sums.squared_col_squares, columns));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_instruction_set_gives_the_same_bits) {
  std::size_t targets = 0;
  for (const auto [units, features] : sizes) {
    test::random_source random(21);
    const auto pair = test::correlated_pair(random, units, features, {});
    std::vector<std::uint64_t> first;
    targets = 0;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
      hwy::SetSupportedTargetsForTest(target);
      const unit_products got = multiply_units(standardise(pair.a), standardise(pair.b));
      const auto bits = bits_of_all(got, sums_of(got));
      if (targets++ == 0) first = bits;
      BOOST_TEST((bits == first), hwy::TargetName(target) << " " << units << " x " << features);
    }
    hwy::SetSupportedTargetsForTest(0);
  }
  BOOST_TEST_MESSAGE(targets << " instruction sets compared");
  BOOST_TEST(targets >= 1U);
}

BOOST_AUTO_TEST_CASE(standardised_rows_and_columns) {
  test::random_source random(22);
  const auto pair = test::correlated_pair(random, 60, 40, {});
  const standardised_units got = standardise(pair.a);
  double squares = 0;
  for (std::size_t j = 0; j < 40; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < 60; ++i)
      sum += static_cast<double>(got.values[i * 40 + j]);
    BOOST_TEST(std::fabs(sum) < 1e-6);
  }
  for (const float value : got.values)
    squares += static_cast<double>(value) * static_cast<double>(value);
  BOOST_TEST(std::fabs(got.sum_squares - squares) < 1e-12 * squares);
  BOOST_TEST(std::fabs(squares / 60 - 1) < 0.1); // unit rows, but for the second centring
}

BOOST_AUTO_TEST_CASE(standardising_by_hand) {
  // Two columns (1, 3, 5), (2, 2, 2): the second has no variance; the first becomes
  // (-1, 0, 1) * 2 / sd, unit rows (-1, 0, 1), already centred.
  const standardised_units got = standardise({3, 2, {1, 2, 3, 2, 5, 2}});
  const std::vector<float> expected{-1, 0, 0, 0, 1, 0};
  BOOST_TEST(got.values == expected, boost::test_tools::per_element());
  BOOST_TEST(got.sum_squares == 2.0);
}

BOOST_AUTO_TEST_CASE(vectors_become_ranks) {
  const standardised_units got = standardise({5, 1, {10, -7, 3, 3, 1e30F}});
  // ranks 3, 0, 1.5, 1.5, 4 about their mean 2
  const double scale = std::sqrt(5 / (1 + 4 + 0.25 + 0.25 + 4));
  const double expected[] = {1, -2, -0.5, -0.5, 2};
  for (int i = 0; i < 5; ++i)
    BOOST_TEST(std::fabs(static_cast<double>(got.values[i]) - expected[i] * scale) < 1e-6);
}

BOOST_AUTO_TEST_CASE(bad_columns_count_as_zero) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  test::random_source random(23);
  auto pair = test::correlated_pair(random, 20, 6, {});
  unit_matrix zeroed = pair.a;
  for (std::size_t i = 0; i < 20; ++i)
    zeroed.values[i * 6 + 2] = zeroed.values[i * 6 + 4] = 0;
  pair.a.values[3 * 6 + 2] = nan;
  pair.a.values[5 * 6 + 4] = inf;
  pair.a.values[9 * 6 + 4] = -inf;
  BOOST_TEST((standardise(pair.a).values == standardise(zeroed).values));
  BOOST_TEST(standardise({3, 1, {1, nan, 2}}).sum_squares == 0.0);
  BOOST_TEST(standardise({0, 4, {}}).sum_squares == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
