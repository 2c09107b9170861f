// Which tensors a search may look at, and what a confirmed group says of the others: by shapes.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "align/search/chain_settling.hpp"

namespace {

using namespace weightkin;
using detail::axis_use;
using detail::chain_map;
using detail::chain_settling;

const double not_asked = std::numeric_limits<double>::quiet_NaN();

/// Layers one behind the other: widths[0] inputs, then hidden units, then widths.back() outputs.
struct layers {
  chain_map chain;
  std::vector<std::size_t> elements;
  std::vector<bool> open, all;

  explicit layers(const std::vector<std::uint64_t>& widths, std::uint64_t window = 1) {
    for (std::size_t i = 1; i + 1 < widths.size(); ++i) {
      chain.groups.push_back({"hidden", widths[i], false});
      open.push_back(true);
    }
    for (std::size_t i = 1; i < widths.size(); ++i) {
      detail::chain_tensor tensor;
      if (i + 1 < widths.size()) tensor.uses.push_back(axis_use{.axis = 0, .group = i - 1});
      if (i > 1) tensor.uses.push_back(axis_use{.axis = 1, .group = i - 2});
      chain.tensors.push_back(tensor);
      const bool last = i + 1 == widths.size();
      elements.push_back(static_cast<std::size_t>(widths[i] * widths[i - 1] * (last ? 1 : window)));
      all.push_back(true);
    }
  }
  [[nodiscard]] chain_settling settling() const { return {chain, elements, open}; }
};

std::vector<bool> fitted(const layers& of) { return of.settling().choose_fitted(of.all, {}); }

BOOST_AUTO_TEST_CASE(the_last_map_is_left_out_where_the_first_can_begin) {
  const std::vector<bool> all_but_last{true, true, true, false};
  BOOST_TEST(fitted(layers({48, 128, 128, 128, 10})) == all_but_last,
             boost::test_tools::per_element());
  // 3 x 3 kernels on one channel: nine features settle 16 units only if those are nearly equal.
  BOOST_TEST(fitted(layers({1, 16, 32, 64, 8}, 9)) == all_but_last,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_cannot_carry_a_verdict_is_not_left_out) {
  const layers of({48, 128, 128, 10});
  const auto looked_at = of.settling().choose_fitted({true, true, false}, {});
  BOOST_TEST(looked_at[2]);
}

BOOST_AUTO_TEST_CASE(a_confirmed_group_vouches_for_those_before_it) {
  const layers of({48, 128, 128, 128, 10});
  const std::vector<bool> looked_at{true, true, true, false};
  const auto shares = of.settling().implied({not_asked, not_asked, 0.75}, looked_at);
  BOOST_TEST(shares[0] == 0.75);
  BOOST_TEST(shares[1] == 0.75);
  BOOST_TEST(std::isnan(shares[2])); // was asked itself
}

/// What two networks of one task share, sixteen units say more easily than five hundred.
BOOST_AUTO_TEST_CASE(a_small_group_vouches_for_no_more_units_than_it_has) {
  const layers of({48, 512, 256, 16, 10});
  const auto shares = of.settling().implied({not_asked, not_asked, 1.0}, {true, true, true, false});
  BOOST_TEST(shares[1] == 16.0 / 256);
  BOOST_TEST(shares[0] == 16.0 / 512);
}

/// A third of the units of a large group says nothing about most of a small one.
BOOST_AUTO_TEST_CASE(a_share_is_passed_on_and_never_grows) {
  const layers of({1, 16, 32, 64, 8}, 9);
  const auto shares =
      of.settling().implied({not_asked, not_asked, 0.25}, {true, true, true, false});
  BOOST_TEST(shares[1] == 0.25);
  BOOST_TEST(shares[0] == 0.25);
}

/// An order that a tensor tells by itself does not depend on anybody's.
BOOST_AUTO_TEST_CASE(what_stands_by_itself_vouches_for_nobody) {
  const layers of({48, 128, 128, 10});
  const auto shares = of.settling().implied({1.0, not_asked}, {true, true, true});
  BOOST_TEST(std::isnan(shares[1]));
  const auto unasked = of.settling().implied({not_asked, not_asked}, {true, true, true});
  BOOST_TEST(std::isnan(unasked[0]));
}

/// A network of a thousand layers is settled in a moment, and not at all when time is up.
BOOST_AUTO_TEST_CASE(deep_chains_do_not_hold_anybody_up) {
  const layers of(std::vector<std::uint64_t>(1000, 64));
  const auto looked_at = of.settling().choose_fitted(of.all, {});
  BOOST_TEST(std::count(looked_at.begin(), looked_at.end(), false) > 0);
  detail::search_options late;
  late.deadline = std::chrono::steady_clock::now();
  BOOST_TEST(of.settling().choose_fitted(of.all, late) == of.all, boost::test_tools::per_element());
}

} // namespace
