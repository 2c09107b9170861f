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
  const corpus_counts dcp = check_corpus_answers(*root, "dcp/");
  BOOST_TEST(dcp.good == 3);
  BOOST_TEST(dcp.bad == 7);
  const corpus_counts deepspeed = check_corpus_answers(*root, "deepspeed/");
  BOOST_TEST(deepspeed.good == 9);
}

BOOST_AUTO_TEST_CASE(values_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const open_options options = as_stored(access);
    for (const char* opened : {"dcp/good/ckpt", "dcp/good/ckpt/.metadata"})
      BOOST_TEST(check_generated_reference(*root / opened, *root / "dcp/ref/ckpt", options) == 2U);
    for (const char* name : {"zero2", "zero3"})
      for (const std::string file : {"", "/latest"})
        BOOST_TEST(check_generated_reference(*root / ("deepspeed/good/" + std::string(name) + file),
                                             *root / "deepspeed/ref" / name, options) == 2U);
  }
}
