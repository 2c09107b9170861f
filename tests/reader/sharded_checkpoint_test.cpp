#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/safetensors_writer.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

safetensors_writer shard_with(const std::vector<std::string>& names, float value) {
  safetensors_writer writer;
  for (const std::string& name : names)
    writer.add(name, dtype::f32, {2}, std::vector<float>{value, value + 1});
  return writer;
}

/// A folder with shards one (a, b) and two (c) and the index `map`.
struct sharded_folder {
  explicit sharded_folder(const std::string& index) {
    shard_with({"a", "b"}, 1).metadata("format", "pt").write(folder / "one.safetensors");
    shard_with({"c"}, 5).metadata("format", "pt").write(folder / "two.safetensors");
    write_file(path(), index);
  }
  [[nodiscard]] fs::path path() const { return folder / "model.safetensors.index.json"; }
  temp_directory folder;
};

const std::string good_map =
    R"("weight_map":{"a":"one.safetensors","b":"one.safetensors","c":"two.safetensors"})";

fault fault_of(const std::string& index, const open_options& options = {}) {
  const sharded_folder sharded(index);
  const auto opened = checkpoint::open(sharded.path(), options);
  return opened ? fault::none : opened.error().why;
}

/// The warnings of an index that opens.
std::vector<std::string> warnings_of(const std::string& index, std::size_t tensors) {
  const sharded_folder sharded(index);
  const auto opened = checkpoint::open(sharded.path());
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == tensors);
  return {opened->warnings().begin(), opened->warnings().end()};
}

} // namespace

BOOST_AUTO_TEST_CASE(shards_add_up_to_the_whole) {
  const sharded_folder sharded("{\"metadata\":{\"total_size\":24}," + good_map + "}");
  for (const fs::path& path : {sharded.path(), sharded.folder.path()})
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const auto opened = checkpoint::open(path, {.access = access});
      BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
      BOOST_TEST(opened->warnings().empty());
      BOOST_TEST(opened->format() == "safetensors");
      BOOST_TEST_REQUIRE(opened->size() == 3U);
      BOOST_TEST_REQUIRE(opened->files().size() == 3U);
      BOOST_TEST(opened->files()[0].path == sharded.path().string());
      BOOST_TEST(opened->files()[2].path == (sharded.folder / "two.safetensors").string());
      BOOST_TEST(opened->metadata().size() == 1U); // the shards say the same
      BOOST_TEST((*opened)[2].name == "c");
      BOOST_TEST(read_as_f64((*opened)[2], 0, 2)->back() == 6.0);
      BOOST_TEST(((*opened)[0].storage.space != (*opened)[2].storage.space));
    }
}

BOOST_AUTO_TEST_CASE(each_rule_of_the_index_has_its_fault) {
  BOOST_TEST((fault_of("{" + good_map + "}") == fault::none));
  BOOST_TEST((fault_of("{\"metadata\":{}}") == fault::header));
  BOOST_TEST((fault_of("{\"weight_map\":[]}") == fault::header));
  BOOST_TEST((fault_of("{\"weight_map\":{\"a\":1}}") == fault::header));
  BOOST_TEST((fault_of("{\"weight_map\":{\"a\":\"one.safe") == fault::header));
  BOOST_TEST((fault_of("{" + good_map + "," + good_map + "}") == fault::duplicate));
  BOOST_TEST((fault_of(R"({"weight_map":{"a":"one.safetensors","\u0061":"one.safetensors"}})") ==
              fault::duplicate));
  BOOST_TEST((fault_of(R"({"weight_map":{"a":"absent.safetensors"}})") == fault::shard));
  BOOST_TEST((fault_of(R"({"weight_map":{"z":"one.safetensors"}})") == fault::shard));
  BOOST_TEST((fault_of(R"({"weight_map":{"c":"one.safetensors"}})") == fault::shard));
  BOOST_TEST((fault_of(R"({"weight_map":{"a":"../one.safetensors"}})") == fault::path));
  BOOST_TEST((fault_of(R"({"weight_map":{"a":"model.safetensors.index.json"}})") == fault::format));
}

BOOST_AUTO_TEST_CASE(no_file_is_touched_before_all_names_are_checked) {
  const sharded_folder sharded(R"({"weight_map":{"a":"absent","b":"../x"}})");
  const auto opened = checkpoint::open(sharded.path());
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().why == fault::path));
  BOOST_TEST(opened.error().message.find(sharded.path().string()) == 0U);
}

BOOST_AUTO_TEST_CASE(odd_indexes_open_with_a_warning) {
  BOOST_TEST(warnings_of("{\"metadata\":{\"total_size\":999}," + good_map + "}", 3).size() == 1U);
  BOOST_TEST(warnings_of("{\"metadata\":{\"total_size\":2.4e1}," + good_map + "}", 3).empty());
  BOOST_TEST(warnings_of("{\"metadata\":null," + good_map + "}", 3).empty());
  BOOST_TEST(warnings_of(R"({"weight_map":{},"else":[{"x":"y"},1.5]})", 0).size() == 1U);
  // b is in shard one but not in the map.
  const auto extra = warnings_of(R"({"weight_map":{"a":"one.safetensors"}})", 2);
  BOOST_TEST_REQUIRE(extra.size() == 1U);
  BOOST_TEST(extra[0].find("'b'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_tensor_in_two_shards_is_read_where_the_index_says) {
  const sharded_folder sharded(
      R"({"weight_map":{"a":"one.safetensors","b":"one.safetensors","c":"two.safetensors"}})");
  shard_with({"c", "a"}, 5).write(sharded.folder / "two.safetensors");
  const auto opened = checkpoint::open(sharded.path());
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 3U);
  BOOST_TEST(opened->warnings().size() == 1U);
  BOOST_TEST(read_as_f64((*opened)[0], 0, 1)->front() == 1.0);

  // Mapped nowhere but present twice, nobody knows which is meant.
  const sharded_folder twice(R"({"weight_map":{"a":"one.safetensors","c":"two.safetensors"}})");
  shard_with({"c", "b"}, 5).write(twice.folder / "two.safetensors");
  const auto refused = checkpoint::open(twice.path());
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_TEST((refused.error().why == fault::duplicate));
}

BOOST_AUTO_TEST_CASE(limits_are_the_callers) {
  open_options options;
  options.limits.shards = 1;
  BOOST_TEST((fault_of("{" + good_map + "}", options) == fault::limit));
  options = {};
  options.limits.index_bytes = 10;
  BOOST_TEST((fault_of("{" + good_map + "}", options) == fault::limit));
  options = {};
  options.limits.tensors = 2;
  BOOST_TEST((fault_of("{" + good_map + "}", options) == fault::limit));
}

BOOST_AUTO_TEST_CASE(an_index_in_memory_has_no_shards) {
  const std::string text = "{" + good_map + "}";
  const auto opened = checkpoint::open(std::as_bytes(std::span(text.data(), text.size())), "text");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().why == fault::shard));
}
