// What evidence from units in a searched order needs before it convicts: that most of the units
// are surely confirmed. Networks trained apart for one task share effects of 0.6 and up to half of
// their units after a search.
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "lineage/component_rule.hpp"

namespace {

using namespace weightkin;

const double nothing = std::numeric_limits<double>::quiet_NaN();

struct searched_group {
  std::size_t units = 0;
  double agreement = 0;
  double implied = nothing;
};

/// A component in which nothing but the searched evidence, strong and significant, speaks, whether
/// or not anything else was tested (`groups_by_index`).
bool convicts(const std::vector<searched_group>& groups, double log10_choices = 0,
              double log10_searches = 0, std::size_t groups_by_index = 1) {
  component_ruling part;
  part.id = part.reference_id = "model";
  part.parameters = part.parameters_compared = 100000;
  part.groups = groups_by_index;
  part.minimum_detectable = 0.05;
  part.searched.null = null_kind::permutation_student;
  part.searched.log10_p = -30;
  part.searched.effect = 0.6;
  part.arrangement.emplace();
  part.arrangement->log10_choices = log10_choices;
  for (const searched_group& group : groups) {
    unit_correspondence units;
    units.reference_of.assign(group.units, 0);
    units.agreement = group.agreement;
    units.implied = group.implied;
    units.asked = std::isnan(group.agreement) ? 0 : group.units;
    part.arrangement->units.push_back(std::move(units));
  }
  bit_census bits;
  bits.tested = 1;
  rule(part, bits, {}, {}, log10_searches);
  return is_finding(part.ruling);
}

BOOST_AUTO_TEST_CASE(nearly_all_of_many_units_convict) {
  BOOST_TEST(convicts({{64, 1.0}}));
  BOOST_TEST(convicts({{128, 0.8}}));
  BOOST_TEST(convicts({{4096, 0.6}}));
}

/// p = 1e-30 at the level 1e-5; 64 of 64 units, were it an accident in half of the cases, 5e-20.
BOOST_AUTO_TEST_CASE(what_was_chosen_among_is_paid_for) {
  for (const std::size_t by_index : {0, 1}) {
    BOOST_TEST(convicts({{128, 1.0}}, 20, 0, by_index));
    BOOST_TEST(!convicts({{128, 1.0}}, 26, 0, by_index));
    BOOST_TEST(convicts({{128, 1.0}}, 0, 20, by_index));
    BOOST_TEST(!convicts({{128, 1.0}}, 0, 26, by_index));
    BOOST_TEST(!convicts({{128, 1.0}}, 13, 13, by_index));
    BOOST_TEST(convicts({{64, 1.0}}, 10, 0, by_index));
    BOOST_TEST(!convicts({{64, 1.0}}, 20, 0, by_index));
  }
}

BOOST_AUTO_TEST_CASE(half_of_them_do_not) {
  BOOST_TEST(!convicts({{128, 0.5}}));
  BOOST_TEST(!convicts({{64, 0.6}}));
  BOOST_TEST(!convicts({{4096, 0.5}}));
}

BOOST_AUTO_TEST_CASE(few_units_do_not_however_well_they_agree) {
  BOOST_TEST(!convicts({{8, 1.0}}));
  BOOST_TEST(!convicts({{16, 1.0}}));
}

BOOST_AUTO_TEST_CASE(what_nobody_vouches_for_is_not_confirmed) {
  BOOST_TEST(!convicts({{128, nothing}, {128, nothing}, {64, 1.0}}));
  BOOST_TEST(!convicts({{128, nothing, 0.3}, {128, nothing, 0.3}, {64, 1.0}}));
  BOOST_TEST(convicts({{128, nothing, 1.0}, {128, nothing, 1.0}, {128, 1.0}}));
  BOOST_TEST(!convicts({{128, nothing}}));
}

} // namespace
