// Who of many references a model descends from, over many seeds.
#include <algorithm>
#include <set>
#include <string>
#include <support/family_models.hpp>
#include <support/thorough.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/lineage/scan.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

const std::uint64_t seeds = test::runs(10, 40);

scan_result must_scan(const fingerprint& subject, const std::vector<fingerprint>& references,
                      const scan_options& options = {}) {
  auto answer = scan(subject, {}, references, {}, options);
  if (!answer) throw std::runtime_error(answer.error().message);
  return std::move(*answer);
}

std::vector<fingerprint> strangers(std::uint64_t seed, std::size_t count) {
  std::vector<fingerprint> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(print_of_family(founder(10'000 + 100 * seed + i), "stranger"));
  return out;
}

std::set<std::size_t> found_in(const scan_result& answer) {
  std::set<std::size_t> out;
  for (const component_origin& origin : answer.components)
    out.insert(origin.found.begin(), origin.found.end());
  return out;
}

using indices = std::vector<std::size_t>;

BOOST_AUTO_TEST_CASE(strangers_are_never_found) {
  std::size_t looks = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    scan_options options;
    options.confirm = 20;
    const auto answer =
        must_scan(print_of_family(founder(seed), "subject"), strangers(seed, 20), options);
    BOOST_TEST(found_in(answer).empty());
    BOOST_TEST(name_of(answer.overall) == name_of(verdict::no_shared_initialisation_found));
    BOOST_TEST(answer.compared == 20u);
    BOOST_TEST(answer.tests == 20u * answer.components.size());
    looks += answer.compared;
  }
  BOOST_TEST(looks >= 200u);
}

BOOST_AUTO_TEST_CASE(in_a_chain_the_last_before_the_subject_is_nearest) {
  for (const double step : {0.05, 0.3, 1.0})
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const family_model w = founder(seed);
      const family_model q = changed(w, seed + 1000, step);
      const family_model h = changed(q, seed + 2000, 0.1);
      auto references = strangers(seed, 6);
      references.push_back(print_of_family(w, "W"));
      references.push_back(print_of_family(q, "Q"));
      BOOST_TEST_CONTEXT("step " << step << ", seed " << seed) {
        for (const family_model* subject : {&h, &q}) {
          const auto answer = must_scan(print_of_family(*subject, "H"), references);
          BOOST_TEST((found_in(answer) == std::set<std::size_t>{6, 7}));
          BOOST_TEST_REQUIRE(answer.components.size() == 1u);
          BOOST_TEST((answer.components[0].nearest == indices{7}), answer.components[0].sentence);
        }
      }
    }
}

BOOST_AUTO_TEST_CASE(siblings_are_not_separable) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const family_model w = founder(seed);
    std::vector<fingerprint> siblings;
    for (std::uint64_t i = 0; i < 4; ++i)
      siblings.push_back(print_of_family(changed(w, seed + 1000 * i, 0.3), "sibling"));
    const auto subject = print_of_family(changed(w, seed + 9000, 0.3), "subject");
    const auto answer = must_scan(subject, siblings);
    BOOST_TEST(answer.components[0].found.size() == 4u);
    BOOST_TEST(answer.components[0].nearest.size() == 4u, answer.components[0].sentence);
    siblings.push_back(print_of_family(w, "parent"));
    BOOST_TEST((must_scan(subject, siblings).components[0].nearest == indices{4}));
  }
}

BOOST_AUTO_TEST_CASE(a_child_of_one_sibling_is_told_from_the_others) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const family_model w = founder(seed);
    std::vector<family_model> siblings;
    std::vector<fingerprint> prints;
    for (std::uint64_t i = 0; i < 4; ++i) {
      siblings.push_back(changed(w, seed + 1000 * i, 0.1));
      prints.push_back(print_of_family(siblings.back(), "sibling"));
    }
    const auto subject = print_of_family(changed(siblings[2], seed + 9000, 0.2), "subject");
    const auto answer = must_scan(subject, prints);
    BOOST_TEST((answer.components[0].nearest == indices{2}), answer.components[0].sentence);
  }
}

BOOST_AUTO_TEST_CASE(what_branched_off_midway_belongs_to_nobody) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const family_model w = founder(seed);
    const family_model between = changed(w, seed + 1000, 0.3); // not among the references
    const std::vector<fingerprint> references{
        print_of_family(w, "W"), print_of_family(changed(between, seed + 2000, 0.3), "Q")};
    const auto subject = print_of_family(changed(between, seed + 3000, 0.3), "subject");
    BOOST_TEST(must_scan(subject, references).components[0].nearest.size() == 2u);
  }
}

BOOST_AUTO_TEST_CASE(copies_of_the_origin_are_not_separable_from_it) {
  const family_model w = founder(1);
  const family_model q = changed(w, 2, 0.2);
  const std::vector<fingerprint> references{print_of_family(w, "W"), print_of_family(q, "Q"),
                                            print_of_family(q, "Q again")};
  const auto answer = must_scan(print_of_family(changed(q, 3, 0.1), "H"), references);
  BOOST_TEST((answer.components[0].nearest == indices{1, 2}), answer.components[0].sentence);
}

/// A tower of one model in the body of another.
family_model assembled(const family_model& tower, const family_model& body) {
  family_model out = tower;
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

BOOST_AUTO_TEST_CASE(every_component_has_its_own_origin) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const family_sizes small{2, 32, 64};
    const family_sizes large{6, 64, 128};
    const family_model tower = founder(seed, small, "vision_tower.");
    const family_model body = founder(seed + 1000, large, "language_model.model.");
    std::vector<fingerprint> references;
    for (std::uint64_t i = 0; i < 5; ++i)
      references.push_back(
          print_of_family(assembled(founder(seed + 5000 + i, small, "vision_tower."),
                                    founder(seed + 6000 + i, large, "language_model.model.")),
                          "stranger"));
    references.push_back(print_of_family(tower, "tower"));
    references.push_back(print_of_family(body, "body"));
    scan_options options;
    options.confirm = 1; // the small tower must not be lost behind the large body
    const auto answer = must_scan(
        print_of_family(assembled(changed(tower, seed + 1, 0.1), changed(body, seed + 2, 0.5)),
                        "subject"),
        references, options);
    BOOST_TEST_REQUIRE(answer.components.size() == 2u);
    BOOST_TEST((answer.components[0].nearest == indices{5}), answer.components[0].sentence);
    BOOST_TEST((answer.components[1].nearest == indices{6}), answer.components[1].sentence);
  }
}

BOOST_AUTO_TEST_CASE(weights_are_compared_where_they_are_lent) {
  const family_model w = founder(1);
  const model_in_memory subject = in_memory(changed(w, 2, 0.1));
  const model_in_memory first = in_memory(w);
  const auto own = views_of(subject);
  const auto theirs = views_of(first);
  const std::vector<fingerprint> references{print_of_family(w, "W"),
                                            print_of_family(founder(3), "other")};
  const weight_lender lend = [&](std::size_t model) -> result<std::optional<lent_weights>> {
    if (model == 0) return std::optional(lent_weights{theirs, nullptr});
    return std::optional<lent_weights>{};
  };
  const auto print = print_of_family(changed(w, 2, 0.1), "subject");
  const auto answer = scan(print, own, references, lend);
  if (!answer) BOOST_FAIL(answer.error().message);
  for (const scan_candidate& each : answer->candidates)
    BOOST_TEST(name_of(each.pair.source) == (each.reference == 0 ? "weights" : "fingerprints"));
  BOOST_TEST((found_in(*answer) == std::set<std::size_t>{0}));

  const weight_lender failing = [&](std::size_t) -> result<std::optional<lent_weights>> {
    return error{errc::io, "gone"};
  };
  const auto failed = scan(print, own, references, failing);
  BOOST_TEST_REQUIRE(!failed.has_value());
  BOOST_TEST((failed.error().code == errc::io));
}

BOOST_AUTO_TEST_CASE(weights_of_another_model_are_told_and_not_compared) {
  const family_model w = founder(1);
  const family_model child = changed(w, 2, 0.1);
  const model_in_memory subject = in_memory(child);
  const model_in_memory right = in_memory(w);
  const model_in_memory stranger = in_memory(founder(3)); // of the same names and shapes
  family_model touched = w;
  touched[0].values[0] += 1e-3F; // one element
  const model_in_memory nearly = in_memory(touched);
  const auto own = views_of(subject);
  const auto print = print_of_family(child, "subject");
  const auto full = print_of_family(w, "W");
  disclosure no_digests;
  no_digests.digests = false;
  const auto without_digests = disclose(full, no_digests);
  for (const fingerprint* reference : {&full, &without_digests})
    for (const model_in_memory* lent : {&right, &stranger, &nearly, &subject}) {
      const auto theirs = views_of(*lent);
      for (const std::size_t left_out : {0U, 1U}) {
        const weight_lender lend = [&](std::size_t) -> result<std::optional<lent_weights>> {
          return std::optional(
              lent_weights{std::span(theirs).first(theirs.size() - left_out), nullptr});
        };
        const bool is_right = lent == &right && left_out == 0;
        const auto answer = scan(print, own, {reference, 1}, lend);
        if (!answer) BOOST_FAIL(answer.error().message);
        BOOST_TEST(name_of(answer->candidates[0].pair.source) ==
                   (is_right ? "weights" : "fingerprints"));
        BOOST_TEST(name_of(answer->overall) == name_of(verdict::derived));
        BOOST_TEST(std::ranges::any_of(answer->limits, [](const std::string& limit) {
                     return limit.starts_with("the weights at hand for W are not those");
                   }) == !is_right);
      }
    }
  // The subject's come from the caller, who has to know better.
  const auto theirs = views_of(right);
  const auto other = views_of(stranger);
  const weight_lender lend = [&](std::size_t) -> result<std::optional<lent_weights>> {
    return std::optional(lent_weights{theirs, nullptr});
  };
  const auto refused = scan(print, other, {&full, 1}, lend);
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_TEST((refused.error().code == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(a_reference_that_was_not_compared_is_said_so) {
  scan_options options;
  options.confirm = 2;
  const auto answer = must_scan(print_of_family(founder(1), "subject"), strangers(7, 9), options);
  BOOST_TEST(answer.candidates.size() == 9u);
  BOOST_TEST(std::count_if(answer.candidates.begin(), answer.candidates.end(),
                           [](const scan_candidate& each) { return each.compared; }) == 2);
  BOOST_TEST(answer.tests == 9u * answer.components.size());
  const auto is_said = [](const scan_result& scanned) {
    return scanned.limits.front().find("only the best ranked") != std::string::npos;
  };
  BOOST_TEST(is_said(answer));
  options.confirm = 9;
  const fingerprint subject = print_of_family(founder(1), "subject");
  BOOST_TEST(!is_said(must_scan(subject, strangers(7, 9), options)));
  options.population = 10; // one more was never handed over
  BOOST_TEST(is_said(must_scan(subject, strangers(7, 9), options)));
}

BOOST_AUTO_TEST_CASE(threads_do_not_change_the_answer) {
  const family_model w = founder(1);
  auto references = strangers(3, 5);
  references.push_back(print_of_family(w, "W"));
  references.push_back(print_of_family(changed(w, 5, 0.3), "Q"));
  const auto subject = print_of_family(changed(w, 2, 0.2), "subject");
  scan_options options;
  options.threads = 1;
  const auto one = must_scan(subject, references, options);
  options.threads = 3;
  const auto three = must_scan(subject, references, options);
  BOOST_TEST(one.components[0].sentence == three.components[0].sentence);
  BOOST_TEST_REQUIRE(one.candidates.size() == three.candidates.size());
  for (std::size_t at = 0; at < one.candidates.size(); ++at)
    BOOST_TEST(one.candidates[at].reference == three.candidates[at].reference);
  for (std::size_t at = 0; at < one.components[0].separations.size(); ++at)
    BOOST_TEST(one.components[0].separations[at].share ==
               three.components[0].separations[at].share);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
  const auto subject = print_of_family(founder(1), "subject");
  const auto code_of = [&](const std::vector<fingerprint>& references, scan_options options = {}) {
    const auto answer = scan(subject, {}, references, {}, options);
    return answer ? errc::ok : answer.error().code;
  };
  BOOST_TEST((code_of({}) == errc::bad_argument));
  BOOST_TEST((code_of({print_of_family(founder(2), "x", dtype::f32, 7)}) == errc::bad_argument));
  scan_options none;
  none.confirm = 0;
  BOOST_TEST((code_of(strangers(1, 2), none) == errc::bad_argument));
  fingerprint broken = print_of_family(founder(2), "x");
  broken.contents.entries.pop_back();
  BOOST_TEST((code_of({broken}) == errc::bad_argument));
  scan_options stopped;
  stopped.on_progress = [](const progress&) { return false; };
  BOOST_TEST((code_of(strangers(1, 2), stopped) == errc::cancelled));
  BOOST_TEST((code_of({fingerprint{}}) == errc::ok)); // a model without tensors is only no origin
}

} // namespace
