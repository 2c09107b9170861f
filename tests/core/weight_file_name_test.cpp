#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/weight_file_name.hpp>

namespace {

using namespace weightkin;

BOOST_AUTO_TEST_SUITE(names_of_files_of_weights)

/// An ending that ends in another of the table has to be asked first.
BOOST_AUTO_TEST_CASE(every_ending_of_the_table_is_found_whole) {
  for (const std::string_view ending : detail::weight_endings) {
    BOOST_TEST(weight_ending("a/model.v1" + std::string(ending)) == ending);
    BOOST_TEST(weight_ending(ending).size() < ending.size(), ending); // it is all of a name
  }
}

BOOST_AUTO_TEST_CASE(letters_of_either_case_and_names_with_dots) {
  BOOST_TEST(weight_ending("MODEL.SafeTensors") == ".SafeTensors");
  BOOST_TEST(weight_ending("pytorch_model.bin.index.json") == ".bin.index.json");
  BOOST_TEST(weight_ending("model.fp16.index.json") == ".index.json");
  for (const char* name : {"", ".", "Qwen2.5-3B", "config.json", "README.md", "model", "model.",
                           "safetensors", "modelgguf", "model.gguf "})
    BOOST_TEST(weight_ending(name).empty(), name);
}

static_assert(weight_ending("m.gguf") == ".gguf");

BOOST_AUTO_TEST_SUITE_END()

} // namespace
