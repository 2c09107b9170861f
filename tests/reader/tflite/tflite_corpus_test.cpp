#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus_check.hpp"
#include "support/sha256.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_CASE(every_case_is_answered_as_the_manifest_says) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const corpus_counts counts = check_corpus_answers(*root, "tflite/");
  BOOST_TEST(counts.good == 6);
  BOOST_TEST(counts.bad == 35);
}

BOOST_AUTO_TEST_CASE(generated_models_hold_their_references) {
  const auto root = corpus_root();
  if (!root) return;
  const fs::path folder = *root / "tflite";
  std::size_t checked = 0;
  const auto all_but_packed_and_external = [](const std::string& name) {
    return name == "ext" || name == "i4" ? "" : name;
  };
  const auto external = [](const std::string& name) { return name == "ext" ? name : ""; };
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    checked += check_generated_reference(folder / "good/gen__all_types.tflite", folder / "ref/gen",
                                         as_stored(access), all_but_packed_and_external);
    checked += check_generated_reference(folder / "good/gen__external_buffer.tflite",
                                         folder / "ref/gen", as_stored(access), external);
  }
  BOOST_TEST(checked == 2 * 17U);
}

/// The reference has one integer a byte, the reader decodes to f32.
BOOST_AUTO_TEST_CASE(packed_integers_are_those_of_the_reference) {
  const auto root = corpus_root();
  if (!root) return;
  const fs::path folder = *root / "tflite";
  const auto opened =
      checkpoint::open(folder / "good/gen__all_types.tflite", as_stored(file_access::mapped));
  BOOST_TEST_REQUIRE(opened.has_value());
  const auto views = views_of(*opened);
  const tensor_view* view = tensor_named(views, "i4");
  BOOST_TEST_REQUIRE((view != nullptr));
  const auto values = read_as_f64(*view, 0, 5);
  BOOST_TEST_REQUIRE(values.has_value());
  std::vector<std::byte> bytes;
  for (const double value : *values)
    bytes.push_back(static_cast<std::byte>(static_cast<std::int8_t>(value)));
  const nlohmann::json reference = load_reference_json(folder / "ref/gen.json").at("i4");
  BOOST_TEST(sha256_hex(bytes) == reference.at("sha256").get<std::string>());
}
