// When a p-value that does not reach the level is a hint, and a component therefore undetermined: a
// hundred times the level, so that many pairs that share a level share what hints cost as well.
#include <boost/test/unit_test.hpp>

#include "lineage/component_rule.hpp"

namespace {

using namespace weightkin;

verdict ruled(double log10_p, double log10_alpha, double effect = 0.2) {
  component_ruling part;
  part.id = part.reference_id = "model";
  part.parameters = part.parameters_compared = 100000;
  part.groups = 1;
  part.minimum_detectable = 0.05;
  part.evidence.null = null_kind::permutation_student;
  part.evidence.log10_p = part.log10_p = part.log10_p_holm = log10_p;
  part.evidence.effect = effect;
  part.strongest = part.evidence;
  bit_census bits;
  bits.tested = 1;
  ruling_options options;
  options.log10_alpha = log10_alpha;
  rule(part, bits, {}, options, 0);
  return part.ruling;
}

constexpr verdict silent = verdict::no_shared_initialisation_found;

BOOST_AUTO_TEST_CASE(one_pair) {
  BOOST_TEST((ruled(-3.1, -5) == verdict::undetermined));
  BOOST_TEST((ruled(-2.9, -5) == silent));
  BOOST_TEST((ruled(-4.9, -5, 0.001) == silent), "a hint of something below the floor");
  BOOST_TEST(is_finding(ruled(-5.5, -5)));
}

BOOST_AUTO_TEST_CASE(a_thousand_pairs_at_one_level) {
  BOOST_TEST((ruled(-6.1, -8) == verdict::undetermined));
  BOOST_TEST((ruled(-5.9, -8) == silent), "one in a thousand has such a p by chance");
  BOOST_TEST((ruled(-3.1, -8) == silent));
}

BOOST_AUTO_TEST_CASE(a_lax_level_hints_no_sooner) {
  BOOST_TEST((ruled(-3.1, -4) == verdict::undetermined));
  BOOST_TEST((ruled(-2.9, -4) == silent));
}

} // namespace
