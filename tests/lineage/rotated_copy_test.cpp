#include <algorithm>
#include <string>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>

using namespace weightkin;
using namespace weightkin::test;

namespace {

constexpr decoder_sizes sizes{4, 48, 160, 256};

fingerprint printed(const turned_decoder& model, dtype type = dtype::bf16) {
  auto print = fingerprint_of(stored(model, type), {.threads = 1});
  if (!print) BOOST_FAIL(print.error().message);
  return std::move(*print);
}

turned_decoder rotated(const turned_decoder& parent, double rho) {
  turned_decoder child = parent;
  random_source random = scattered_source(11);
  if (rho < 1) train_on(child, 12, rho);
  fold_gains(child);
  turn(child, random_rotation(random, sizes.d));
  rescale(child, 13, false);
  return child;
}

component_ruling ruling_between(const fingerprint& subject, const fingerprint& reference) {
  const auto answer = compare_fingerprints(subject, reference);
  if (!answer) BOOST_FAIL(answer.error().message);
  BOOST_REQUIRE_EQUAL(answer->components.size(), 1U);
  BOOST_TEST((answer->overall == answer->components[0].ruling));
  const bool found = is_finding(answer->overall);
  BOOST_TEST(answer->parameters_found == (found ? answer->components[0].parameters : 0));
  return answer->components[0];
}

bool names_rotation(const component_ruling& ruling) {
  return std::any_of(ruling.explanations.begin(), ruling.explanations.end(),
                     [](const possible_explanation& possible) {
                       return possible.kind == explanation_kind::subject_rebased;
                     });
}

} // namespace

BOOST_AUTO_TEST_CASE(a_rotated_copy_is_related) {
  const turned_decoder parent = make_decoder(1, sizes);
  const fingerprint reference = printed(parent);
  for (const double rho : {1.0, 0.99, 0.9, 0.7}) {
    const fingerprint subject = printed(rotated(parent, rho));
    const component_ruling ruling = ruling_between(subject, reference);
    BOOST_TEST_MESSAGE("rho " << rho << ": " << ruling.sentence);
    BOOST_TEST((ruling.ruling == verdict::related));
    BOOST_TEST(names_rotation(ruling));
    BOOST_TEST(ruling.anchored_networks == sizes.layers);
    // Through a file, the same; without anchors, silence.
    const auto file = decode_fingerprint(encode_fingerprint(subject));
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(ruling_between(*file, reference).sentence == ruling.sentence);
    disclosure hidden;
    hidden.anchors = false;
    BOOST_TEST(!is_finding(ruling_between(disclose(subject, hidden), reference).ruling));
  }
}

BOOST_AUTO_TEST_CASE(a_plain_copy_is_not_explained_by_rotation) {
  const turned_decoder parent = make_decoder(1, sizes);
  turned_decoder child = parent;
  train_on(child, 12, 0.99);
  const component_ruling ruling = ruling_between(printed(child), printed(parent));
  BOOST_TEST(is_finding(ruling.ruling));
  BOOST_TEST(!names_rotation(ruling));
  BOOST_TEST(ruling.anchors_log10_p_holm < -30); // reported beside it
}

BOOST_AUTO_TEST_CASE(strangers_stay_strangers) {
  const common_ground ground{0.8, 2, 1, 0.8, 0.4};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const component_ruling ruling =
        ruling_between(printed(make_decoder(100 + seed, sizes, ground)),
                       printed(make_decoder(200 + seed, sizes, ground)));
    BOOST_TEST(!is_finding(ruling.ruling));
    BOOST_TEST(ruling.anchored_networks == sizes.layers);
  }
}

BOOST_AUTO_TEST_CASE(reordered_and_rotated_is_not_found) {
  const turned_decoder parent = make_decoder(1, sizes);
  turned_decoder child = rotated(parent, 1);
  reorder_units(child, 3);
  BOOST_TEST(!is_finding(ruling_between(printed(child), printed(parent)).ruling));
}

BOOST_AUTO_TEST_CASE(prints_that_contradict_themselves_are_refused) {
  const fingerprint good = printed(make_decoder(1, sizes));
  fingerprint bad = good;
  bad.anchors[0].up = bad.tensors.size();
  BOOST_TEST(!compare_fingerprints(bad, good).has_value());
  BOOST_TEST(!compare_fingerprints(good, bad).has_value());
}
