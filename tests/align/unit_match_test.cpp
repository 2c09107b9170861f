#include <cmath>
#include <set>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/align/correspondence.hpp>

#include "align/search/unit_match.hpp"

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

namespace {

unit_matrix narrow(const wide_matrix& m) {
  return {m.rows, m.columns, {m.values.begin(), m.values.end()}};
}

wide_matrix weights(std::uint64_t seed, std::size_t units, std::size_t features) {
  random_source random = scattered_source(seed);
  return normal_matrix(random, units, features, 0.1, 0.4);
}

/// The parent's rows in another order, blended with noise; `order[i]` is where row i came from.
wide_matrix child_of(const wide_matrix& parent, const std::vector<std::size_t>& order,
                     std::size_t units, std::uint64_t seed, double rho) {
  random_source random = scattered_source(seed);
  wide_matrix child(units, parent.columns);
  for (std::size_t i = 0; i < units; ++i)
    for (std::size_t k = 0; k < parent.columns; ++k)
      child.at(i, k) = parent.at(order[i], k);
  blend(random, child, rho);
  return child;
}

double recovered(const unit_match& match, const std::vector<std::size_t>& order) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < match.of.size(); ++i)
    right += match.of[i] == static_cast<std::int64_t>(order[i]);
  return static_cast<double>(right) / static_cast<double>(match.of.size());
}

bool one_to_one(const unit_match& match) {
  std::set<std::int64_t> seen;
  for (const auto of : match.of)
    if (of != no_counterpart && !seen.insert(of).second) return false;
  return true;
}

} // namespace

BOOST_AUTO_TEST_CASE(permuted_children_are_recovered) {
  for (const auto& [rho, goal] :
       {std::pair(1.0, 1.0), {0.95, 0.999}, {0.7, 0.999}, {0.5, 0.95}, {0.3, 0.5}}) {
    double worst = 1;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      random_source random = scattered_source(seed + 10);
      const auto order = random_permutation(random, 384);
      const wide_matrix parent = weights(seed, 384, 256);
      const auto match =
          match_units(narrow(child_of(parent, order, 384, seed + 20, rho)), narrow(parent));
      BOOST_TEST(one_to_one(match));
      worst = std::min(worst, recovered(match, order));
    }
    BOOST_TEST_MESSAGE("rho " << rho << ": recovered at least " << worst);
    BOOST_TEST(worst >= goal);
  }
}

BOOST_AUTO_TEST_CASE(fewer_units_are_all_found_and_more_stay_alone) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    random_source random = scattered_source(seed + 10);
    const auto order = random_permutation(random, 300);
    const wide_matrix parent = weights(seed, 300, 96);
    const wide_matrix child = child_of(parent, order, 170, seed + 20, 0.8);
    const auto narrower = match_units(narrow(child), narrow(parent));
    BOOST_TEST(recovered(narrower, order) >= 0.98);
    const auto wider = match_units(narrow(parent), narrow(child));
    BOOST_TEST(one_to_one(wider));
    std::size_t alone = 0, right = 0;
    for (std::size_t i = 0; i < wider.of.size(); ++i) {
      alone += wider.of[i] == no_counterpart;
      if (wider.of[i] >= 0) right += order[static_cast<std::size_t>(wider.of[i])] == i;
    }
    BOOST_TEST(alone == 130U);
    BOOST_TEST(right >= 168U);
  }
}

BOOST_AUTO_TEST_CASE(flipped_dimensions_are_found_with_their_signs) {
  const wide_matrix parent = weights(3, 200, 300);
  random_source random = scattered_source(4);
  const auto order = random_permutation(random, 200);
  wide_matrix child = child_of(parent, order, 200, 5, 0.7);
  for (std::size_t i = 0; i < 200; i += 3)
    for (std::size_t k = 0; k < 300; ++k)
      child.at(i, k) = -child.at(i, k);
  const auto match = match_dimensions(narrow(child), narrow(parent));
  BOOST_TEST(recovered(match, order) == 1.0);
  for (std::size_t i = 0; i < 200; ++i)
    BOOST_TEST(match.sign[i] == (i % 3 == 0 ? -1 : 1));
}

BOOST_AUTO_TEST_CASE(many_units_are_matched_in_rounds) {
  // More than are ever assigned at once, and strangers, so that rounds leave many.
  const auto match = match_units(narrow(weights(1, 2600, 8)), narrow(weights(2, 2500, 8)));
  BOOST_TEST(one_to_one(match));
  BOOST_TEST(std::count(match.of.begin(), match.of.end(), no_counterpart) == 100);
}

BOOST_AUTO_TEST_CASE(threads_do_not_matter) {
  const auto a = narrow(weights(1, 500, 40)), b = narrow(weights(2, 700, 40));
  const auto one = match_units(a, b, 1), three = match_units(a, b, 3);
  BOOST_TEST((one.of == three.of && one.similarity.size() == three.similarity.size()));
}

BOOST_AUTO_TEST_CASE(rows_that_are_zero_or_not_finite_match_nothing) {
  wide_matrix parent = weights(1, 50, 30);
  wide_matrix child = parent;
  for (std::size_t k = 0; k < 30; ++k)
    child.at(4, k) = 0;
  child.at(9, 2) = std::nan("");
  parent.at(20, 1) = -1 / 0.0;
  const auto match = match_units(narrow(child), narrow(parent));
  BOOST_TEST(match.of[9] == no_counterpart);
  BOOST_TEST(std::isnan(match.similarity[9]));
  for (const std::size_t i : {0, 1, 2, 3, 5, 30, 49})
    BOOST_TEST(match.of[i] == static_cast<std::int64_t>(i));
  BOOST_TEST(match_units(narrow(wide_matrix(5, 3)), narrow(wide_matrix(6, 3))).of[0] ==
             no_counterpart);
  BOOST_TEST(match_units({}, {}).of.empty());
}

BOOST_AUTO_TEST_CASE(equal_rows_cost_no_more) {
  wide_matrix same(3000, 4), other(3000, 4);
  for (std::size_t i = 0; i < 3000; ++i)
    for (std::size_t k = 0; k < 4; ++k) {
      same.at(i, k) = (i % 2 == 0 ? 1.0 : -1.0) * static_cast<double>(k);
      other.at(i, k) = (i % 2 == 0 ? 1.0 : -1.0) * static_cast<double>(k + 1);
    }
  const auto match = match_units(narrow(same), narrow(other));
  BOOST_TEST(one_to_one(match));
}

BOOST_AUTO_TEST_CASE(strangers_agree_by_chance_alone) {
  // Two halves of the evidence, asked separately: one unit in `units` by chance.
  double sum = 0, most = 0;
  constexpr int pairs = 200;
  constexpr std::size_t units = 96;
  for (int pair = 0; pair < pairs; ++pair) {
    const auto seed = static_cast<std::uint64_t>(10 * pair);
    const auto gates =
        match_units(narrow(weights(seed, units, 64)), narrow(weights(seed + 1, units, 64)));
    const auto ups =
        match_units(narrow(weights(seed + 2, units, 64)), narrow(weights(seed + 3, units, 64)));
    double agreed = 0;
    for (std::size_t i = 0; i < units; ++i)
      agreed += gates.of[i] == ups.of[i];
    sum += agreed / units / pairs;
    most = std::max(most, agreed / units);
  }
  BOOST_TEST_MESSAGE("agreement of strangers: mean " << sum << " (1/units " << 1.0 / units
                                                     << "), most " << most);
  BOOST_TEST(std::abs(sum * units - 1) < 4 / std::sqrt(static_cast<double>(pairs)));
}
