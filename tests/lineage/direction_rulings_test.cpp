// A direction is always right where it is given: children are never named as the origin, whatever
// was done to them, and a parent taken for the subject is never named the child.

#include <cstdint>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

#include "zoo/recipes.hpp"

namespace {

using namespace weightkin;

descent_direction direction_of(const zoo::zoo_model& subject, const zoo::zoo_model& reference) {
  const auto answer = compare_views(subject.views(), reference.views(), {});
  if (!answer) BOOST_FAIL(answer.error().message);
  return answer->components.front().direction.which;
}

} // namespace

BOOST_AUTO_TEST_CASE(no_child_is_named_the_origin) {
  const zoo::relatives family = zoo::made_relatives(211);
  int given = 0, asked = 0;
  for (const zoo::recipe& made : zoo::recipes_for(zoo::backbone::decoder)) {
    const std::size_t last = made.strengths.size() - 1;
    const zoo::descendant child = made.apply(family, last, 7);
    ++asked;
    const descent_direction forth = direction_of(child.model, family.parent);
    const descent_direction back = direction_of(family.parent, child.model);
    BOOST_TEST((forth != descent_direction::reference_from_subject), made.name);
    BOOST_TEST((back != descent_direction::subject_from_reference), made.name << ", exchanged");
    given += forth == descent_direction::subject_from_reference;
  }
  BOOST_TEST_MESSAGE(given << " of " << asked << " children show that they are");
  BOOST_TEST(given >= 10); // the rule that says nothing is never wrong either
}

/// What was padded and turned still has no more than it came from; what was cut to a smaller width
/// has less, and is not taken for the origin.
BOOST_AUTO_TEST_CASE(a_stream_with_room_to_spare_came_later) {
  for (const std::uint64_t seed : {211, 223, 227}) {
    const zoo::relatives family = zoo::made_relatives(seed);
    const zoo::descendant child = zoo::recipe_named("e3").apply(family, 0, seed);
    BOOST_TEST(
        (direction_of(child.model, family.parent) == descent_direction::subject_from_reference));
    BOOST_TEST(
        (direction_of(family.parent, child.model) == descent_direction::reference_from_subject));
  }
}
