#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/reader/checkpoint.hpp>

#include "support/safetensors_writer.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

void put(const temp_directory& folder, const std::string& name, const std::string& tensor) {
  safetensors_writer().add(tensor, dtype::f32, {1}, std::vector<float>{1}).write(folder / name);
}

/// Name of the first tensor of what opening the folder chose, or the error's message.
std::string chosen(const temp_directory& folder) {
  const auto opened = checkpoint::open(folder.path());
  return opened ? std::string((*opened)[0].name) : opened.error().message;
}

} // namespace

BOOST_AUTO_TEST_CASE(better_names_win) {
  const temp_directory folder;
  put(folder, "weights.pt",
      "any"); // content decides what it is, the name only that it is looked at
  BOOST_TEST(chosen(folder) == "any");
  put(folder, "pytorch_model.bin", "bin");
  BOOST_TEST(chosen(folder) == "bin");
  write_file(folder / "pytorch_model.bin.index.json",
             R"({"weight_map":{"bin":"pytorch_model.bin"}})");
  const auto sharded = checkpoint::open(folder.path());
  BOOST_TEST_REQUIRE(sharded.has_value());
  BOOST_TEST(sharded->files().size() == 2U);
  put(folder, "other.safetensors", "other");
  BOOST_TEST(chosen(folder) == "other");
  put(folder, "adapter_model.safetensors", "adapter");
  BOOST_TEST(chosen(folder) == "adapter");
  put(folder, "consolidated.safetensors", "consolidated");
  BOOST_TEST(chosen(folder) == "consolidated");
  put(folder, "diffusion_pytorch_model.safetensors", "diffusion");
  BOOST_TEST(chosen(folder) == "diffusion");
  put(folder, "model.safetensors", "model");
  BOOST_TEST(chosen(folder) == "model");
  put(folder, "shard.safetensors", "sharded");
  write_file(folder / "model.safetensors.index.json",
             R"({"weight_map":{"sharded":"shard.safetensors"}})");
  BOOST_TEST(chosen(folder) == "sharded");
}

BOOST_AUTO_TEST_CASE(a_model_may_have_any_name) {
  for (const char* const name :
       {"qwen:7b.safetensors", "back\\slash.safetensors", "not\xff utf8.safetensors"}) {
    const temp_directory folder;
    put(folder, name, "it");
    BOOST_TEST(chosen(folder) == "it");
  }
}

BOOST_AUTO_TEST_CASE(an_empty_directory_says_what_was_looked_for) {
  const temp_directory folder;
  write_file(folder / "README.md", "text");
  write_file(folder / "config.json", "{}");
  put(folder, ".hidden.safetensors", "hidden");
  const auto opened = checkpoint::open(folder.path());
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().why == fault::missing));
  BOOST_TEST(opened.error().message.find("model.safetensors.index.json") != std::string::npos);
  BOOST_TEST(opened.error().message.find(folder.path().string()) == 0U);
}

BOOST_AUTO_TEST_CASE(two_equal_choices_are_named_and_not_guessed) {
  const temp_directory folder;
  put(folder, "a.safetensors", "a");
  put(folder, "b.safetensors", "b");
  const auto opened = checkpoint::open(folder.path());
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().code == errc::bad_argument));
  BOOST_TEST(opened.error().message.find("'a.safetensors', 'b.safetensors'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_link_out_of_the_directory_is_refused) {
  const temp_directory folder;
  put(folder, "outside.safetensors", "outside");
  fs::create_directory(folder / "model");
  fs::create_symlink("../outside.safetensors", folder / "model/model.safetensors");
  const auto opened = checkpoint::open(folder / "model");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().why == fault::path));
  // Named by the caller, the same link is trusted.
  BOOST_TEST(checkpoint::open(folder / "model/model.safetensors").has_value());
}
