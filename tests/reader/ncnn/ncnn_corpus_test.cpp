#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus_check.hpp"
#include "support/memory_files.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::vector<std::byte> bytes_of_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

} // namespace

BOOST_AUTO_TEST_CASE(every_file_answers_one_of_its_right_answers) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  BOOST_TEST(check_corpus_answers(*root, "ncnn/").good == 3);
}

BOOST_AUTO_TEST_CASE(values_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  for (const file_access access : {file_access::mapped, file_access::copied})
    for (const char* name : {"gen.param", "gen.bin"})
      BOOST_TEST(check_generated_reference(*root / "ncnn/good" / name, *root / "ncnn/ref/gen",
                                           as_stored(access)) == 2U);
}

BOOST_AUTO_TEST_CASE(half_precision_is_the_same_rounded) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const auto good = *root / "ncnn/good";
  const auto full = checkpoint::open(good / "gen.bin");
  const std::map<std::string, std::vector<std::byte>> files{
      {"x.param", bytes_of_file(good / "gen.param")},
      {"x.bin", bytes_of_file(good / "gen_fp16.bin")}};
  const auto half = checkpoint::open(borrow_memory(files.at("x.bin"), "folder/x.bin"),
                                     std::make_shared<memory_files>(files));
  BOOST_TEST_REQUIRE(full.has_value());
  BOOST_TEST_REQUIRE(half.has_value(), (half ? "" : half.error().message));
  const auto wide = read_as_f64((*full)[0], 0, 6);
  const auto narrow = read_as_f64((*half)[0], 0, 6);
  for (std::size_t i = 0; i < 6; ++i)
    BOOST_TEST(std::abs((*wide)[i] - (*narrow)[i]) <= std::abs((*wide)[i]) / 2048);
}

BOOST_AUTO_TEST_CASE(a_real_model_opens_by_either_file) {
  const auto folder = shared_folder() / "zoo/ultraface";
  if (!std::filesystem::exists(folder)) {
    BOOST_TEST_MESSAGE("no shared zoo here: nothing checked");
    return;
  }
  for (const char* name : {"RFB-320.param", "RFB-320.bin"}) {
    const auto opened = checkpoint::open(folder / name);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "ncnn");
    BOOST_TEST(opened->size() == 104U); // 52 convolutions, each with a bias
    for (std::size_t i = 0; i < opened->size(); ++i) {
      const auto values =
          read_as_f64((*opened)[i], 0, static_cast<std::size_t>(element_count((*opened)[i])));
      BOOST_TEST_REQUIRE(values.has_value());
      for (const double value : *values)
        BOOST_TEST_REQUIRE(std::abs(value) < 100, (*opened)[i].name);
    }
  }
}
