// The pairs of the shared zoo from their fingerprints: never more than the weights say. Skipped,
// and says so, when the shared folder is absent.
#include <support/zoo_prints.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

int strength_of(verdict ruling) {
  return is_finding(ruling) ? 1 + static_cast<int>(verdict::related) - static_cast<int>(ruling) : 0;
}

BOOST_AUTO_TEST_CASE(fingerprints_never_say_more_than_weights) {
  const std::filesystem::path zoo = shared_folder() / "zoo";
  const auto pairs = zoo_pairs(zoo);
  if (pairs.empty()) BOOST_TEST_MESSAGE("skipped: no " << zoo << "; set WEIGHTKIN_SHARED");
  std::size_t findings = 0;
  std::size_t found = 0;
  for (const zoo_pair& pair : pairs) {
    const auto answers = compare_zoo_prints(zoo, pair);
    BOOST_TEST_CONTEXT(pair.a << " vs " << pair.b) {
      BOOST_TEST_REQUIRE(answers.has_value(), (answers ? "" : answers.error().message));
      BOOST_TEST(strength_of(answers->prints.overall) <= strength_of(answers->full.overall),
                 name_of(answers->prints.overall) << " after " << name_of(answers->full.overall)
                                                  << ": " << answers->prints.sentence);
      findings += is_finding(answers->full.overall) ? 1 : 0;
      found += is_finding(answers->prints.overall) ? 1 : 0;
    }
  }
  BOOST_TEST_MESSAGE(found << " of " << findings << " findings are found from fingerprints");
  BOOST_TEST(found * 10 >= findings * 8);
}

} // namespace
