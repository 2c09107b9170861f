#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/permutation_test.hpp>
#include <weightkin/metric/tail.hpp>

#include "support/null_models.hpp"

using namespace weightkin;

namespace {

using table = std::vector<std::vector<long double>>;

long double total_squares(const table& rows) {
  long double total = 0;
  for (const auto& row : rows)
    for (const long double value : row)
      total += value * value;
  return total;
}

/// The documented preprocessing, written out slowly.
table slowly_standardised(const unit_matrix& matrix) {
  const std::size_t units = matrix.units, features = matrix.features;
  table rows(units, std::vector<long double>(features));
  for (std::size_t i = 0; i < units; ++i)
    for (std::size_t j = 0; j < features; ++j)
      rows[i][j] = matrix.values[i * features + j];
  const auto centre = [&](std::size_t j) {
    long double mean = 0;
    for (const auto& row : rows)
      mean += row[j] / static_cast<long double>(units);
    for (auto& row : rows)
      row[j] -= mean;
  };
  for (std::size_t j = 0; j < features; ++j) {
    centre(j);
    long double squares = 0;
    for (const auto& row : rows)
      squares += row[j] * row[j];
    for (auto& row : rows)
      row[j] /= std::sqrt(squares / static_cast<long double>(units));
  }
  for (auto& row : rows) {
    long double squares = 0;
    for (const long double value : row)
      squares += value * value;
    for (long double& value : row)
      value /= std::sqrt(squares);
  }
  for (std::size_t j = 0; j < features; ++j)
    centre(j);
  return rows;
}

table slow_products(const table& a, const table& b) {
  table products(a.size(), std::vector<long double>(a.size()));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t p = 0; p < a.size(); ++p)
      products[i][p] = std::inner_product(a[i].begin(), a[i].end(), b[p].begin(), 0.0L);
  return products;
}

long double sum_at(const table& products, const std::vector<std::size_t>& order) {
  long double sum = 0;
  for (std::size_t i = 0; i < order.size(); ++i)
    sum += products[i][order[i]];
  return sum;
}

std::vector<std::size_t> identity(std::size_t units) {
  std::vector<std::size_t> order(units);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

permutation_evidence evidence_of(const test::matrix_pair& pair,
                                 const permutation_options& options = {}) {
  permutation_group group(pair.a.units);
  return group.add(pair.a, pair.b, options);
}

} // namespace

BOOST_AUTO_TEST_SUITE(permutation)

BOOST_AUTO_TEST_CASE(small_groups_are_enumerated_exactly) {
  for (std::size_t units = 2; units <= 7; ++units)
    for (const double rho : {0.0, 0.5}) {
      test::random_source random(units * 10 + static_cast<std::uint64_t>(rho * 4));
      const auto pair = test::correlated_pair(random, units, 9, {}, rho);
      const table products =
          slow_products(slowly_standardised(pair.a), slowly_standardised(pair.b));
      auto order = identity(units);
      const long double observed = sum_at(products, order);
      long double squares = 0, count = 0, reached = 0;
      do {
        const long double sum = sum_at(products, order);
        squares += sum * sum;
        count += 1;
        reached += sum >= observed - 1e-6L;
      } while (std::next_permutation(order.begin(), order.end()));
      const permutation_evidence got = evidence_of(pair);
      BOOST_TEST_CONTEXT(units << " units, rho " << rho) {
        BOOST_TEST((got.null == null_kind::permutation_exact));
        BOOST_TEST(std::fabs(got.z - observed / std::sqrt(squares / count)) < 1e-4L);
        BOOST_TEST(std::fabs(std::pow(10, got.log10_p) - reached / count) < 1e-12L);
        BOOST_TEST(got.units == units);
        BOOST_TEST(got.draws == 0U);
      }
    }
}

BOOST_AUTO_TEST_CASE(closed_form_against_the_formula) {
  for (const std::size_t units : {64U, 100U, 150U})
    for (const std::size_t features : {2U, 17U, 130U}) {
      test::random_source random(units + features);
      const auto pair = test::correlated_pair(random, units, features, {}, 0.1);
      const table a = slowly_standardised(pair.a), b = slowly_standardised(pair.b);
      const table products = slow_products(a, b);
      const long double sum = sum_at(products, identity(units));
      const long double variance = total_squares(products) / (units - 1);
      const long double norms = std::sqrt(total_squares(a) * total_squares(b));
      const permutation_evidence got = evidence_of(pair);
      BOOST_TEST(std::fabs(got.z - sum / std::sqrt(variance)) < 1e-5L);
      BOOST_TEST(std::fabs(got.effect - sum / norms) < 1e-7L);
      BOOST_TEST(std::fabs(got.effective_size / (norms * norms / variance) - 1) < 1e-6L);
      BOOST_TEST(std::fabs(got.effect * std::sqrt(got.effective_size) - got.z) < 1e-9);
      if (got.null == null_kind::permutation_normal)
        BOOST_TEST(got.log10_p == log10_normal_tail(got.z));
    }
}

BOOST_AUTO_TEST_CASE(drawn_p_agrees_with_the_closed_form) {
  // 63 units are drawn, 64 are not: on either side of the border the two must tell the same story.
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    test::random_source random(seed);
    const auto pair = test::correlated_pair(random, 80, 30, {}, 0.02);
    const permutation_evidence closed = evidence_of(pair);
    const permutation_evidence drawn = evidence_of(pair, {.monte_carlo_below = 1000});
    BOOST_TEST((closed.null == null_kind::permutation_normal));
    BOOST_TEST(drawn.draws == 4095U);
    BOOST_TEST(drawn.z == closed.z);
    const double p = std::pow(10, closed.log10_p);
    const double standard_error = std::sqrt(p * (1 - p) / 4095);
    BOOST_TEST(std::fabs(std::pow(10, drawn.log10_p) - p) < 5 * standard_error + 0.01 * p + 5e-4);
  }
}

BOOST_AUTO_TEST_CASE(far_beyond_the_draws) {
  test::random_source random(31);
  const auto pair = test::correlated_pair(random, 40, 30, {}, 0.9);
  const permutation_evidence got = evidence_of(pair);
  BOOST_TEST(got.z > 15);
  BOOST_TEST(
      (got.null == null_kind::permutation_normal || got.null == null_kind::permutation_student));
  BOOST_TEST(got.log10_p < -20);
  // No test of 40 units can be rarer than one permutation in 40! = 8.2e47.
  BOOST_TEST(got.log10_p >= -47.92);
}

BOOST_AUTO_TEST_CASE(a_copy_has_effect_one) {
  test::random_source random(32);
  const auto pair = test::correlated_pair(random, 100, 20, {});
  const permutation_evidence got = evidence_of({pair.a, pair.a});
  BOOST_TEST(got.effect == 1.0);
  BOOST_TEST(got.z > 30);
  unit_matrix mirrored = pair.a;
  for (float& value : mirrored.values)
    value = -value;
  const permutation_evidence opposite = evidence_of({pair.a, mirrored});
  BOOST_TEST(opposite.effect == -1.0);
  BOOST_TEST(opposite.log10_p > -1e-10); // the alternative is positive dependence only
}

BOOST_AUTO_TEST_CASE(uneven_products_get_a_wider_tail) {
  // One feature pair dominates a few rows of two units' worth: products with heavy tails.
  test::random_source random(33);
  auto pair = test::correlated_pair(random, 100, 40, {0, 0, 0, 0, false});
  for (unit_matrix* side : {&pair.a, &pair.b})
    for (std::size_t i = 0; i < 100; ++i)
      for (std::size_t j = 0; j < 40; ++j)
        side->values[i * 40 + j] =
            i < 4 ? 1000.0F * side->values[j] : (j == 0 ? 1e-3F : 0.0F) * side->values[i * 40 + j];
  const permutation_evidence got = evidence_of(pair);
  BOOST_TEST(got.excess_kurtosis > 0.02);
  BOOST_TEST((got.null != null_kind::permutation_normal));
}

BOOST_AUTO_TEST_CASE(nothing_to_test) {
  const unit_matrix constant{10, 3, std::vector<float>(30, 2.5F)};
  test::random_source random(34);
  const auto pair = test::correlated_pair(random, 10, 3, {});
  permutation_group group(10);
  BOOST_TEST((group.pooled().null == null_kind::none));
  BOOST_TEST((group.add(constant, pair.b).null == null_kind::none));
  BOOST_TEST((group.add(pair.a, constant).null == null_kind::none));
  BOOST_TEST((group.pooled().null == null_kind::none));
  group.add(pair.a, pair.b);
  const permutation_evidence alone = group.pooled();
  group.add(constant, constant);
  BOOST_TEST(group.pooled().z == alone.z);
  permutation_group single(1);
  BOOST_TEST((single.add({1, 3, {1, 2, 3}}, {1, 3, {1, 2, 3}}).null == null_kind::none));
}

/// Units that were filled up with equal values, at the same numbers in both, are as if they were
/// not there.
BOOST_AUTO_TEST_CASE(units_without_values_say_nothing) {
  constexpr std::size_t units = 160, features = 24, filled = 70;
  const auto without = [](const unit_matrix& matrix, float value) {
    unit_matrix longer{units, features, matrix.values};
    longer.values.resize(units * features, value);
    return longer;
  };
  test::random_source random(36);
  const auto pair = test::correlated_pair(random, units - filled, features, {}, 0.1);
  permutation_group shorter(units - filled);
  permutation_group longer(units);
  const permutation_evidence there = shorter.add(pair.a, pair.b);
  const permutation_evidence padded = longer.add(without(pair.a, 0.0F), without(pair.b, 2.0F));
  BOOST_TEST(padded.units == there.units);
  BOOST_TEST(padded.z == there.z);
  BOOST_TEST(padded.log10_p == there.log10_p);
  // Where other tensors of the group know the units, the pool is of all that any knows.
  BOOST_TEST(longer.pooled().units == there.units);
  BOOST_TEST(longer.pooled().z == shorter.pooled().z);
  const auto whole = test::correlated_pair(random, units, features, {}, 0.1);
  longer.add(whole.a, whole.b);
  BOOST_TEST(longer.pooled().units == units);
  BOOST_TEST(longer.pooled().effect > 0);
}

/// Strangers whose last units are zeros: p-values stay uniform.
BOOST_AUTO_TEST_CASE(common_zeros_make_no_kinship) {
  std::size_t low = 0;
  constexpr std::size_t tests = 400;
  for (std::size_t test = 0; test < tests; ++test) {
    test::random_source random(4000 + test);
    auto pair = test::correlated_pair(random, 128, 32, {});
    for (unit_matrix* side : {&pair.a, &pair.b})
      std::fill(side->values.begin() + 64 * 32, side->values.end(), 0.0F);
    low += evidence_of(pair).log10_p <= -2 ? 1 : 0;
  }
  BOOST_TEST(low <= 12U); // 4 expected; above 12 with a chance of 0.0003
}

BOOST_AUTO_TEST_CASE(pool_of_one_is_the_pair) {
  for (const std::size_t units : {6U, 30U, 128U}) {
    test::random_source random(35);
    const auto pair = test::correlated_pair(random, units, 16, {}, 0.2);
    permutation_group group(units);
    const permutation_evidence own = group.add(pair.a, pair.b);
    const permutation_evidence pooled = group.pooled();
    BOOST_TEST(std::fabs(pooled.z - own.z) < 1e-12 * std::fabs(own.z));
    BOOST_TEST(std::fabs(pooled.effect - own.effect) < 1e-14);
    BOOST_TEST(std::fabs(pooled.effective_size / own.effective_size - 1) < 1e-12);
    BOOST_TEST(std::fabs(pooled.log10_p - own.log10_p) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(pooled_variance_by_brute_force) {
  // Three tensors, one shared permutation: the pooled sum's variance over all permutations of 6
  // units, with the documented weights scale / variance.
  constexpr std::size_t units = 6;
  test::random_source random(36);
  permutation_group group(units);
  table pooled(units, std::vector<long double>(units));
  long double scale = 0;
  for (const std::size_t features : {4U, 20U, 7U}) {
    const auto pair = test::correlated_pair(random, units, features, {}, 0.3);
    group.add(pair.a, pair.b);
    const table a = slowly_standardised(pair.a), b = slowly_standardised(pair.b);
    const table products = slow_products(a, b);
    const long double norms = std::sqrt(total_squares(a) * total_squares(b));
    const long double weight = norms / (total_squares(products) / (units - 1));
    scale += weight * norms;
    for (std::size_t i = 0; i < units; ++i)
      for (std::size_t p = 0; p < units; ++p)
        pooled[i][p] += weight * products[i][p];
  }
  auto order = identity(units);
  const long double observed = sum_at(pooled, order);
  long double squares = 0, reached = 0;
  do {
    const long double sum = sum_at(pooled, order);
    squares += sum * sum;
    reached += sum >= observed * (1 - 1e-9L);
  } while (std::next_permutation(order.begin(), order.end()));
  const permutation_evidence got = group.pooled();
  BOOST_TEST(std::fabs(got.z - observed / std::sqrt(squares / 720)) < 1e-4L);
  BOOST_TEST(std::fabs(got.effect - observed / scale) < 1e-6L);
  BOOST_TEST(std::fabs(std::pow(10, got.log10_p) - reached / 720) < 1e-12L);
}

BOOST_AUTO_TEST_CASE(unknown_sharing_takes_the_larger_variance) {
  test::random_source random(37);
  // The same tensor twice: shared is the larger variance (products add up). With its mirror image
  // as the partner the second time, products cancel and the separate variance is the larger one.
  const auto pair = test::correlated_pair(random, 80, 30, {}, 0.1);
  auto opposed = pair;
  for (float& value : opposed.b.values)
    value = -value;
  const auto pooled = [&](bool known, const test::matrix_pair& second) {
    permutation_group group(80, known);
    group.add(pair.a, pair.b);
    group.add(second.a, second.b);
    return group.pooled();
  };
  BOOST_TEST(pooled(false, pair).z == pooled(true, pair).z);
  // Twice the evidence, twice the deviation: saying a thing twice proves nothing new.
  permutation_group once(80);
  const permutation_evidence alone = once.add(pair.a, pair.b);
  BOOST_TEST(std::fabs(pooled(true, pair).z - alone.z) < 1e-9);
  const auto other = test::correlated_pair(random, 80, 30, {}, 0.1);
  BOOST_TEST(pooled(false, other).z <= pooled(true, other).z);
  BOOST_TEST(std::fabs(pooled(false, opposed).z) < 1e-9);
}

BOOST_AUTO_TEST_CASE(moving_a_group_keeps_it) {
  test::random_source random(38);
  const auto pair = test::correlated_pair(random, 64, 10, {});
  permutation_group first(64);
  const double z = first.add(pair.a, pair.b).z;
  permutation_group second = std::move(first);
  BOOST_TEST(std::fabs(second.pooled().z - z) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_same_bits_everywhere) {
  // Integers only, so that the input is the same on every machine. The answers are pinned: they
  // may not depend on compiler, instruction set or day.
  unit_matrix a{100, 37, std::vector<float>(3700)}, b = a;
  test::random_source random(39);
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const auto bits = random.bits();
    a.values[i] = static_cast<float>(static_cast<std::int64_t>(bits & 0xffffU) - 0x8000);
    b.values[i] = a.values[i] + static_cast<float>(static_cast<std::int64_t>(bits >> 44) - 0x80000);
  }
  const permutation_evidence got = evidence_of({a, b});
  BOOST_TEST_MESSAGE(std::hexfloat << got.z << " " << got.effect << " " << got.effective_size);
  BOOST_TEST(got.z == 0x1.665da597bbfb4p+1);
  BOOST_TEST(got.effect == 0x1.7ab65c8399978p-5);
  BOOST_TEST(got.effective_size == 0x1.ca767e0d737d6p+11);
}

BOOST_AUTO_TEST_CASE(names) {
  BOOST_TEST(name_of(null_kind::none) == "none");
  BOOST_TEST(name_of(null_kind::permutation_exact) == "permutation_exact");
}

BOOST_AUTO_TEST_SUITE_END()
