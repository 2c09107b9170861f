#include <string>

#include <boost/test/unit_test.hpp>

#include "support/corpus_check.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(every_file_answers_one_of_its_right_answers) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const corpus_counts counts = check_corpus_answers(*root, "paddle/");
  BOOST_TEST(counts.good == 4);
  BOOST_TEST(counts.bad == 5);
}

BOOST_AUTO_TEST_CASE(values_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const auto reference = *root / "paddle/ref/gen";
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const open_options options = as_stored(access);
    for (const char* name : {"gen__proto2.pdparams", "gen__proto4.pdparams"})
      BOOST_TEST(check_generated_reference(*root / "paddle/good" / name, reference, options) == 2U);
    BOOST_TEST(check_generated_reference(*root / "paddle/good/gen__tuple.pdparams", reference,
                                         options, [](const std::string& name) {
                                           return name == "linear.weight" ? name : "";
                                         }) == 1U);
    // The file has no names: by position.
    BOOST_TEST(check_generated_reference(*root / "paddle/good/gen__combined.pdiparams", reference,
                                         options, [](const std::string& name) {
                                           return name == "linear.weight" ? "parameter.0"
                                                                          : "parameter.1";
                                         }) == 2U);
  }
}
