// From an index to a ruling: what scan says of candidates, corrected for all that were not.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include <weightkin/registry/index_scan.hpp>

#include "index_fixtures.hpp"
#include "support/family_models.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

constexpr family_sizes sizes{.layers = 2, .width = 48, .hidden = 96};

fingerprint print_at(std::uint64_t seed) {
  return print_of_family(founder(seed, sizes), "founder " + std::to_string(seed));
}

BOOST_AUTO_TEST_CASE(the_parent_is_found_and_levels_are_for_the_whole_index) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  constexpr std::uint64_t models = 150;
  std::vector<fingerprint> prints;
  for (std::uint64_t seed = 0; seed < models; ++seed)
    prints.push_back(print_at(seed));
  must(index.add_all(prints));
  const fingerprint child = print_of_family(changed(founder(42, sizes), 7, 0.3), "child of 42");
  index_scan_options options;
  options.candidates.limit = 16;
  options.scan.confirm = 4;
  options.scan.threads = 1;
  const index_answer answer = must(scan_index(index, child, {}, {}, options));
  BOOST_TEST(answer.models == models);
  BOOST_TEST(answer.exact.empty());
  BOOST_REQUIRE(answer.scan.has_value());
  BOOST_TEST(answer.candidates.size() == 16U);
  BOOST_TEST(answer.scan->references == models);
  BOOST_TEST(answer.scan->tests == models * child.contents.components.size());
  BOOST_TEST(
      (answer.scan->overall == verdict::derived || answer.scan->overall == verdict::related));
  BOOST_REQUIRE(answer.scan->components[0].nearest.size() == 1U);
  BOOST_TEST(answer.candidates[answer.scan->components[0].nearest[0]].model.name == "founder 42");

  // The same as a scan of everything, which compares the same ones.
  const auto whole = must(scan(child, {}, prints, {}, options.scan));
  BOOST_TEST((whole.overall == answer.scan->overall));
  BOOST_TEST(whole.tests == answer.scan->tests);
  const auto holm = [](const scan_result& scanned) {
    return scanned.candidates[0].pair.components[0].log10_p_holm;
  };
  BOOST_TEST(holm(whole) == holm(*answer.scan));
}

BOOST_AUTO_TEST_CASE(strangers_are_not_convicted) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  std::vector<fingerprint> prints;
  for (std::uint64_t seed = 0; seed < 60; ++seed)
    prints.push_back(print_at(seed));
  must(index.add_all(prints));
  index_scan_options options;
  options.scan.threads = 1;
  options.candidates.limit = 16;
  for (std::uint64_t seed = 1000; seed < 1012; ++seed) {
    const index_answer answer = must(scan_index(index, print_at(seed), {}, {}, options));
    BOOST_REQUIRE(answer.scan.has_value());
    BOOST_TEST(!is_finding(answer.scan->overall), answer.scan->sentence);
  }
}

BOOST_AUTO_TEST_CASE(weights_are_compared_where_they_are_lent) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  for (std::uint64_t seed = 0; seed < 3; ++seed)
    must(index.add(print_at(seed)));
  const family_model parent = founder(1, sizes);
  const model_in_memory child = in_memory(changed(parent, 3, 0.1));
  const fingerprint subject = print_of_family(changed(parent, 3, 0.1), "child");
  const model_in_memory held = in_memory(parent);
  const auto own = views_of(child);
  const auto theirs = views_of(held);
  const index_lender lend = [&](const index_entry& model) -> result<std::optional<lent_weights>> {
    if (model.name != "founder 1") return std::optional<lent_weights>{};
    return std::optional(lent_weights{theirs, nullptr});
  };
  const index_answer answer = must(scan_index(index, subject, own, lend));
  BOOST_REQUIRE(answer.scan.has_value());
  for (const scan_candidate& each : answer.scan->candidates) {
    const bool lent = answer.candidates[each.reference].model.name == "founder 1";
    BOOST_TEST(
        (each.pair.source == (lent ? evidence_source::weights : evidence_source::fingerprints)));
  }
}

BOOST_AUTO_TEST_CASE(an_empty_index_says_nothing) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  const index_answer answer = must(scan_index(index, print_at(1), {}, {}));
  BOOST_TEST(answer.models == 0U);
  BOOST_TEST(answer.candidates.empty());
  BOOST_TEST(!answer.scan.has_value());
}

} // namespace
