#include <filesystem>

#include <boost/test/unit_test.hpp>

#include "support/corpus_check.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(every_zarr_file_of_the_corpus_gets_a_right_answer) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no corpus on this machine");
    return;
  }
  const corpus_counts counts = check_corpus_answers(*root, "zarr/");
  BOOST_TEST(counts.good == 23);
  BOOST_TEST(counts.bad == 11);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_the_references) {
  const auto root = corpus_root();
  if (!root) return;
  const std::filesystem::path store = *root / "zarr/good/gen.zarr";
  for (const file_access access : {file_access::mapped, file_access::copied})
    for (const std::filesystem::path& opened : {store, store / ".zgroup"})
      BOOST_TEST(check_generated_reference(opened, *root / "zarr/ref/gen", as_stored(access)) ==
                 5U);
}
