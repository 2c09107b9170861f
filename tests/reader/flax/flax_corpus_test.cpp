#include <string>

#include <boost/test/unit_test.hpp>

#include "support/corpus_check.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(every_flax_file_of_the_corpus_gets_a_right_answer) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no corpus on this machine");
    return;
  }
  const corpus_counts counts = check_corpus_answers(*root, "flax/");
  BOOST_TEST(counts.good == 1);
  BOOST_TEST(counts.bad == 25);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_the_references) {
  const auto root = corpus_root();
  if (!root) return;
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    // The references also know an array of another file, which the corpus does not hold.
    const auto select = [](const std::string& name) {
      return name.starts_with("chunked.") ? std::string() : name;
    };
    const std::size_t checked = check_generated_reference(
        *root / "flax/good/gen__state.msgpack", *root / "flax/ref/gen", as_stored(access), select);
    BOOST_TEST(checked == 6U);
  }
}
