#include <cmath>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include "align/search/dense_matrix.hpp"

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

namespace {

dense_matrix narrow(const wide_matrix& m) {
  return {m.rows, m.columns, {m.values.begin(), m.values.end()}};
}

/// A matrix with the given singular values between random bases, and the factor it must have.
struct known_polar {
  wide_matrix m, factor;
};

known_polar with_singular_values(std::uint64_t seed, std::size_t rows, std::size_t columns,
                                 double weakest) {
  random_source random = scattered_source(seed);
  const std::size_t n = std::min(rows, columns);
  const wide_matrix u = random_rotation(random, rows), v = random_rotation(random, columns);
  known_polar made{wide_matrix(rows, columns), wide_matrix(rows, columns)};
  for (std::size_t k = 0; k < n; ++k) {
    const double s = std::pow(weakest, static_cast<double>(k) / static_cast<double>(n - 1));
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) {
        made.m.at(i, j) += 37 * s * u.at(i, k) * v.at(k, j);
        made.factor.at(i, j) += u.at(i, k) * v.at(k, j);
      }
  }
  return made;
}

double largest_difference(const dense_matrix& got, const wide_matrix& wanted) {
  double most = 0;
  for (std::size_t k = 0; k < got.values.size(); ++k)
    most = std::max(most, std::abs(got.values[k] - wanted.values[k]));
  return most;
}

} // namespace

BOOST_AUTO_TEST_CASE(products_of_rows_are_those_of_the_definition) {
  random_source random = scattered_source(1);
  for (const auto& [r, c, k] : {std::tuple(1, 1, 1), {5, 70, 3}, {130, 33, 300}, {4, 4, 0}}) {
    const auto rows = static_cast<std::size_t>(r), columns = static_cast<std::size_t>(c);
    const wide_matrix a = normal_matrix(random, rows, static_cast<std::size_t>(k), 1, 0);
    const wide_matrix b = normal_matrix(random, columns, static_cast<std::size_t>(k), 1, 0);
    const dense_matrix got = row_products(narrow(a), narrow(b), 2);
    BOOST_TEST(largest_difference(got, product(a, transposed(b))) < 1e-4);
    BOOST_TEST((got.values == row_products(narrow(a), narrow(b), 1).values));
  }
}

BOOST_AUTO_TEST_CASE(polar_factors_of_all_shapes_and_sizes) {
  for (const auto& [rows, columns] : {std::pair<std::size_t, std::size_t>{20, 20},
                                      {20, 50},
                                      {60, 30},
                                      {260, 260},
                                      {200, 320},
                                      {320, 210}}) {
    const known_polar known = with_singular_values(rows + columns, rows, columns, 1e-3);
    const auto got = polar_factor(narrow(known.m), {});
    BOOST_TEST_REQUIRE(got.has_value());
    const double error = largest_difference(*got, known.factor);
    BOOST_TEST_MESSAGE(rows << " x " << columns << ": off by " << error);
    BOOST_TEST(error < 2e-4);
  }
}

BOOST_AUTO_TEST_CASE(directions_that_are_not_there_stay_empty) {
  for (const std::size_t n : {30, 240}) {
    random_source random = scattered_source(n);
    wide_matrix m = normal_matrix(random, n, n, 1, 0);
    for (std::size_t i = 0; i < n; ++i)
      m.at(i, 4) = m.at(7, i) = 0;
    const auto got = polar_factor(narrow(m), {});
    BOOST_TEST_REQUIRE(got.has_value());
    for (std::size_t i = 0; i < n; ++i) {
      BOOST_TEST(std::abs(got->at(i, 4)) < 1e-3);
      BOOST_TEST(std::abs(got->at(7, i)) < 1e-3);
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_has_no_polar_factor) {
  BOOST_TEST(!polar_factor({}, {}).has_value());
  BOOST_TEST(!polar_factor(narrow(wide_matrix(3, 4)), {}).has_value());
  wide_matrix bad(3, 3);
  bad.at(1, 1) = std::nan("");
  BOOST_TEST(!polar_factor(narrow(bad), {}).has_value());
  random_source random = scattered_source(9);
  search_options late;
  late.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  BOOST_TEST(!polar_factor(narrow(normal_matrix(random, 300, 300, 1, 0)), late).has_value());
}
