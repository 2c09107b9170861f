#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include "support/corpus_check.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_CASE(every_case_is_answered_as_the_manifest_says) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  int good = 0;
  int bad = 0;
  for (const corpus_case& test_case : corpus_cases(*root, "tfjs/")) {
    if (test_case.path.ends_with(".bin")) continue; // opened through the model
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const auto answers = corpus_answers(*root / test_case.path, as_stored(access));
      BOOST_TEST(is_right(test_case, answers), test_case.path
                                                   << " (" << test_case.why << "): answered "
                                                   << answers.front() << ", " << answers.back()
                                                   << ", expected " << test_case.expected_text());
    }
    ++(test_case.is_bad() ? bad : good);
  }
  BOOST_TEST(good == 1);
  BOOST_TEST(bad == 20);
}

BOOST_AUTO_TEST_CASE(the_generated_model_holds_its_references) {
  const auto root = corpus_root();
  if (!root) return;
  const fs::path folder = *root / "tfjs";
  for (const file_access access : {file_access::mapped, file_access::copied})
    BOOST_TEST(check_generated_reference(folder / "good/gen/model.json", folder / "ref/gen",
                                         as_stored(access)) == 6U);
}
