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
  const corpus_counts counts = check_corpus_answers(*root, "mxnet/");
  BOOST_TEST(counts.good == 2);
  BOOST_TEST(counts.bad == 6);
}

BOOST_AUTO_TEST_CASE(values_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const auto good = *root / "mxnet/good";
  const auto reference = *root / "mxnet/ref/gen";
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const open_options options = as_stored(access);
    BOOST_TEST(check_generated_reference(good / "gen__v2.params", reference, options) == 3U);
    BOOST_TEST(check_generated_reference(
                   good / "gen__v1.params", reference, options,
                   [](const std::string& name) { return name == "arg:w" ? name : ""; }) == 1U);
  }
}
