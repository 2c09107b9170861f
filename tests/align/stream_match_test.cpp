#include <cmath>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include "align/search/stream_match.hpp"

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

namespace {

dense_matrix narrow(const wide_matrix& m) {
  return {m.rows, m.columns, {m.values.begin(), m.values.end()}};
}

wide_matrix table(std::uint64_t seed, std::size_t tokens, std::size_t d) {
  random_source random = scattered_source(seed);
  wide_matrix m = normal_matrix(random, tokens, d, 1, 0.3);
  // Anisotropic, as embeddings are.
  for (std::size_t k = 0; k < d; ++k) {
    const double scale = random.lognormal(0.5);
    for (std::size_t i = 0; i < tokens; ++i)
      m.at(i, k) *= scale;
  }
  return m;
}

wide_matrix child_of(const wide_matrix& parent, std::uint64_t seed, double rho) {
  random_source random = scattered_source(seed);
  wide_matrix child = parent;
  blend(random, child, rho);
  return child;
}

void print(const char* what, double rho, const stream_relation& found) {
  const stream_statistics& s = found.statistics;
  BOOST_TEST_MESSAGE(what << " rho " << rho << ": " << static_cast<int>(found.basis) << " same "
                          << s.same << " permuted " << s.permuted << " rotated " << s.rotated
                          << " fitted " << s.fitted << " (chance " << s.fitted_by_chance << ") p "
                          << s.log10_p_same << ' ' << s.log10_p_permuted << ' '
                          << s.log10_p_rotated);
}

/// Share of the dimensions that were put where they came from, with their sign.
double recovered(const stream_relation& found, const wide_matrix& applied) {
  std::size_t right = 0;
  for (std::size_t k = 0; k < applied.columns; ++k) {
    const auto from = found.carry.from[k];
    if (from >= 0 && applied.at(static_cast<std::size_t>(from), k) == found.carry.sign[k]) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(applied.columns);
}

constexpr std::size_t d = 64;
constexpr std::size_t tokens = 1024;

} // namespace

BOOST_AUTO_TEST_CASE(children_in_order_are_the_same_stream) {
  for (const double rho : {1.0, 0.95, 0.7, 0.5, 0.3})
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const wide_matrix parent = table(seed, tokens, d);
      const auto found =
          relate_streams(narrow(child_of(parent, seed + 100, rho)), narrow(parent), {});
      print("same", rho, found);
      BOOST_TEST((found.basis == basis_relation::same));
    }
}

BOOST_AUTO_TEST_CASE(permuted_and_flipped_dimensions_are_found) {
  for (const double rho : {1.0, 0.95, 0.7, 0.5, 0.3})
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      random_source random = scattered_source(seed + 50);
      const wide_matrix parent = table(seed, tokens, d);
      const wide_matrix r = random_signed_order(random, d);
      const auto found =
          relate_streams(narrow(product(child_of(parent, seed + 100, rho), r)), narrow(parent), {});
      print("permuted", rho, found);
      BOOST_REQUIRE((found.basis == basis_relation::permuted));
      BOOST_TEST(recovered(found, r) >= (rho >= 0.5 ? 0.999 : 0.95));
    }
}

BOOST_AUTO_TEST_CASE(rotations_are_found_and_undone) {
  for (const double rho : {1.0, 0.95, 0.7, 0.5, 0.3})
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      random_source random = scattered_source(seed + 50);
      const wide_matrix parent = table(seed, tokens, d);
      const wide_matrix r = random_rotation(random, d);
      const auto found =
          relate_streams(narrow(product(child_of(parent, seed + 100, rho), r)), narrow(parent), {});
      print("rotated", rho, found);
      BOOST_REQUIRE((found.basis == basis_relation::rotated));
      double agreement = 0;
      for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j < d; ++j)
          agreement += r.at(j, i) * found.carry.turn->values[i * d + j] / d;
      BOOST_TEST_MESSAGE("  turn agrees " << agreement);
      BOOST_TEST(agreement > rho * 0.9);
    }
}

BOOST_AUTO_TEST_CASE(narrower_and_wider_children_are_found) {
  for (const double rho : {1.0, 0.7, 0.5})
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const wide_matrix parent = table(seed, tokens, d);
      const wide_matrix child = child_of(parent, seed + 100, rho);
      random_source random = scattered_source(seed + 50);
      const auto order = random_permutation(random, d);
      wide_matrix pruned(tokens, 40), padded(tokens, 80);
      for (std::size_t t = 0; t < tokens; ++t)
        for (std::size_t k = 0; k < d; ++k) {
          if (k < 40) pruned.at(t, k) = child.at(t, order[k]);
          padded.at(t, k + 7) = child.at(t, order[k]);
        }
      const auto narrowed = relate_streams(narrow(pruned), narrow(parent), {});
      print("pruned", rho, narrowed);
      BOOST_REQUIRE((narrowed.basis == basis_relation::permuted));
      for (std::size_t k = 0; k < 40; ++k)
        BOOST_TEST(narrowed.carry.from[k] == static_cast<std::int64_t>(order[k]));
      const auto widened = relate_streams(narrow(padded), narrow(parent), {});
      print("padded", rho, widened);
      BOOST_REQUIRE((widened.basis == basis_relation::permuted));
      for (std::size_t k = 0; k < 80; ++k) {
        const bool real = k >= 7 && k < 7 + d;
        BOOST_TEST(widened.carry.from[k] == (real ? static_cast<std::int64_t>(order[k - 7]) : -1));
      }
    }
}

BOOST_AUTO_TEST_CASE(strangers_have_no_relation) {
  std::size_t named = 0;
  double nearest_same = 0, nearest_permuted = 0, nearest_rotated = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto found =
        relate_streams(narrow(table(seed, 512, 48)), narrow(table(seed + 1000, 512, 48)), {});
    if (seed <= 3) print("strangers", 0, found);
    named += found.basis != basis_relation::unknown;
    nearest_same = std::min(nearest_same, found.statistics.log10_p_same);
    nearest_permuted = std::min(nearest_permuted, found.statistics.log10_p_permuted);
    nearest_rotated = std::min(nearest_rotated, found.statistics.log10_p_rotated);
  }
  BOOST_TEST_MESSAGE("200 strangers: smallest log10 p " << nearest_same << ' ' << nearest_permuted
                                                        << ' ' << nearest_rotated);
  BOOST_TEST(named == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_or_empty_is_harmless) {
  wide_matrix parent = table(3, 256, 16);
  wide_matrix child = parent;
  child.at(7, 3) = std::nan("");
  parent.at(9, 2) = 1 / 0.0;
  for (std::size_t t = 0; t < 256; ++t)
    child.at(t, 5) = 0;
  BOOST_TEST((relate_streams(narrow(child), narrow(parent), {}).basis == basis_relation::same));
  const wide_matrix zeros(256, 16);
  BOOST_TEST((relate_streams(narrow(zeros), narrow(parent), {}).basis == basis_relation::unknown));
  // Nothing was observed, whatever the number of columns claims.
  const dense_matrix claimed{0, std::size_t{1} << 50, {}};
  BOOST_TEST((relate_streams(claimed, claimed, {}).basis == basis_relation::unknown));
  BOOST_TEST((relate_streams({}, {}, {}).basis == basis_relation::unknown));
}
