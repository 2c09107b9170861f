#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/tensor_encoding.hpp>

#include "reader/gguf/ggml_types.hpp"
#include "support/corpus_check.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

/// The file whose values `ref/<stem>.json` has, or nothing: some references are of files that are
/// not in the corpus.
fs::path file_of(const fs::path& folder, const std::string& stem) {
  if (stem == "split") return folder / "good/split/model-00001-of-00003.gguf";
  return folder / "good" / (stem + ".gguf");
}

} // namespace

BOOST_AUTO_TEST_CASE(every_gguf_file_answers_one_of_its_right_answers) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const corpus_counts counts = check_corpus_answers(*root, "gguf/");
  BOOST_TEST(counts.good >= 59);
  BOOST_TEST(counts.bad >= 106);
}

BOOST_AUTO_TEST_CASE(gguf_values_equal_their_references_bit_for_bit) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const fs::path folder = *root / "gguf";
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    std::size_t files = 0;
    std::size_t tensors = 0;
    for (const auto& entry : fs::directory_iterator(folder / "ref")) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(".names.json")) continue;
      const std::string stem = name.substr(0, name.size() - 11);
      const fs::path file = file_of(folder, stem);
      if (!fs::exists(file)) continue;
      tensors += check_generated_reference(file, folder / "ref" / stem, as_stored(access));
      ++files;
    }
    BOOST_TEST_MESSAGE(tensors << " tensors of " << files << " files compared");
    BOOST_TEST(files >= 50U);
    BOOST_TEST(tensors >= 85U);
  }
}

BOOST_AUTO_TEST_CASE(the_type_table_equals_the_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  std::size_t checked = 0;
  const nlohmann::json table = load_reference_json(*root / "gguf/ref/type_table.json");
  for (const auto& [name, row] : table.items()) {
    const ggml_type* type = ggml_type_of(row.at("code").get<std::uint32_t>());
    BOOST_TEST_REQUIRE((type != nullptr), name);
    std::string lower;
    for (const char c : name)
      lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    BOOST_TEST(type->name == lower);
    BOOST_TEST(type->block_values == row.at("block").get<std::uint64_t>(), name);
    BOOST_TEST(type->block_bytes == row.at("bytes").get<std::uint64_t>(), name);
    ++checked;
  }
  BOOST_TEST(checked == all_ggml_types().size());
}
