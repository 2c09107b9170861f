#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus_check.hpp"
#include "support/sha256.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(every_file_answers_one_of_its_right_answers) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const corpus_counts counts = check_corpus_answers(*root, "coreml/");
  BOOST_TEST(counts.good == 1);
  BOOST_TEST(counts.bad >= 4);
}

BOOST_AUTO_TEST_CASE(blobs_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  // The references go by the position of a blob's record, and have shapes that the file lacks.
  const auto references = load_reference_json(*root / "coreml/ref/gen.json");
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const auto opened =
        checkpoint::open(*root / "coreml/good/gen.mlpackage/Data/com.apple.CoreML/weights/"
                                 "weight.bin",
                         as_stored(access));
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST_REQUIRE(opened->size() == 3U);
    const auto check = [&](const char* record, std::size_t index) {
      const auto bytes = all_bytes((*opened)[index]);
      BOOST_TEST(sha256_hex(*bytes) == references.at(record).at("sha256").get<std::string>());
    };
    check("64", 0);
    check("192", 1);
  }
}
