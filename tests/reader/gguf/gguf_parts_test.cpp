#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/gguf_writer.hpp"
#include "support/memory_files.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using files_t = std::map<std::string, std::vector<std::byte>>;

/// One part with a tensor of one float.
struct part {
  std::uint16_t number;
  std::uint16_t count;
  std::int32_t tensors;
  std::string name;
  float value;

  [[nodiscard]] std::vector<std::byte> bytes() const {
    gguf_writer writer;
    if (number == 0) writer.pair("general.architecture", "test");
    const auto raw = std::as_bytes(std::span(&value, 1));
    return writer.number("split.no", gguf_writer::u16, number)
        .number("split.count", gguf_writer::u16, count)
        .number("split.tensors.count", gguf_writer::i32, tensors)
        .tensor(name, {1}, 0, {raw.begin(), raw.end()})
        .bytes();
  }
};

files_t three_parts() {
  return {{"m-00001-of-00003.gguf", part{0, 3, 3, "a", 1}.bytes()},
          {"m-00002-of-00003.gguf", part{1, 3, 3, "b", 2}.bytes()},
          {"m-00003-of-00003.gguf", part{2, 3, 3, "c", 3}.bytes()}};
}

result<checkpoint> open_part(const std::shared_ptr<const memory_files>& files,
                             const std::string& name, const open_options& options = {}) {
  auto bytes = files->open(name);
  BOOST_TEST_REQUIRE(bytes.has_value());
  return checkpoint::open(std::move(*bytes), files, options);
}

void check_refused(const files_t& files, fault why, std::string_view hint,
                   const open_options& options = {}) {
  const auto set = std::make_shared<const memory_files>(files);
  const auto model = open_part(set, files.begin()->first, options);
  BOOST_TEST_REQUIRE(!model.has_value(), "accepted, expected: " << hint);
  BOOST_TEST((model.error().code == errc::bad_format), model.error().message);
  BOOST_TEST((model.error().why == why), model.error().message);
  BOOST_TEST(model.error().message.find(hint) != std::string::npos, model.error().message);
}

} // namespace

BOOST_AUTO_TEST_CASE(any_part_opens_the_whole_model) {
  const auto files = std::make_shared<const memory_files>(three_parts());
  for (const auto& [name, bytes] : three_parts()) {
    const auto model = open_part(files, name);
    BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
    BOOST_TEST_REQUIRE(model->size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) {
      BOOST_TEST((*model)[i].name == std::string(1, static_cast<char>('a' + i)));
      BOOST_TEST(read_as_f64((*model)[i], 0, 1)->front() == static_cast<double>(i + 1));
    }
    BOOST_TEST(model->files().size() == 3U);
    BOOST_TEST(model->metadata()[0].first == "general.architecture");
  }
}

BOOST_AUTO_TEST_CASE(a_directory_opens_at_its_first_part) {
  const temp_directory folder;
  for (const auto& [name, bytes] : three_parts())
    write_file(folder / name, bytes);
  const auto model = checkpoint::open(folder.path());
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST(model->size() == 3U);
}

BOOST_AUTO_TEST_CASE(parts_may_have_any_name) {
  const temp_directory folder;
  for (const auto& [name, bytes] : three_parts())
    write_file(folder / ("qwen:q4" + name.substr(1)), bytes);
  for (const auto& path : {folder.path(), folder / "qwen:q4-00002-of-00003.gguf"}) {
    const auto model = checkpoint::open(path);
    BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
    BOOST_TEST(model->size() == 3U);
  }
}

BOOST_AUTO_TEST_CASE(a_model_that_was_merged_again_stands_alone) {
  const auto files =
      std::make_shared<const memory_files>(files_t{{"merged.gguf", part{0, 0, 1, "a", 1}.bytes()}});
  const auto model = open_part(files, "merged.gguf");
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST(model->size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_part_without_a_place_in_its_name_is_refused) {
  for (const char* name :
       {"model.gguf", "m-1-of-3.gguf", "m-00000-of-00003.gguf", "m-00004-of-00003.gguf",
        "m-00001-of-00003.bin", "m00001-of-00003.gguf", "m-00001of-00003.gguf", "00003.gguf"})
    check_refused({{name, part{0, 3, 3, "a", 1}.bytes()}}, fault::shard, "its name");
}

BOOST_AUTO_TEST_CASE(parts_that_contradict_one_another_are_refused) {
  const auto with = [](const char* name, const part& changed) {
    files_t files = three_parts();
    files[name] = changed.bytes();
    return files;
  };
  constexpr const char* first = "m-00001-of-00003.gguf";
  constexpr const char* second = "m-00002-of-00003.gguf";
  check_refused(with(first, {0, 2, 3, "a", 1}), fault::shard, "one of 2 parts");
  check_refused(with(first, {1, 3, 3, "a", 1}), fault::shard, "part number 1");
  check_refused(with(second, {0, 3, 3, "b", 2}), fault::shard, "part number 0");
  check_refused(with(second, {1, 4, 3, "b", 2}), fault::shard, "one of 4 parts");
  check_refused(with(second, {1, 3, 4, "b", 2}), fault::shard, "disagree");
  check_refused(with(second, {1, 3, 3, "a", 2}), fault::duplicate, "'a'");
  files_t miscounted = three_parts();
  miscounted[first] = part{0, 3, -1, "a", 1}.bytes();
  check_refused(miscounted, fault::shard, "disagree");
  files_t wrong_total;
  for (std::uint16_t i = 0; i < 3; ++i)
    wrong_total["m-0000" + std::to_string(i + 1) + "-of-00003.gguf"] =
        part{i, 3, 4, std::string(1, static_cast<char>('a' + i)), 1}.bytes();
  check_refused(wrong_total, fault::shard, "hold 3 tensors");
}

BOOST_AUTO_TEST_CASE(absent_and_foreign_parts_are_refused) {
  files_t files = three_parts();
  files.erase("m-00003-of-00003.gguf");
  check_refused(files, fault::shard, "m-00003-of-00003.gguf");
  files["m-00003-of-00003.gguf"] = std::vector<std::byte>(64);
  check_refused(files, fault::magic, "GGUF");
}

BOOST_AUTO_TEST_CASE(limits_hold_for_all_parts_together) {
  open_options options;
  options.limits.tensors = 2;
  check_refused(three_parts(), fault::limit, "2 tensors", options);
  options.limits.shards = 2;
  check_refused(three_parts(), fault::limit, "3 parts", options);
}

BOOST_AUTO_TEST_CASE(bytes_alone_cannot_reach_the_other_parts) {
  const auto bytes = part{0, 2, 2, "a", 1}.bytes();
  const auto model = checkpoint::open(std::span<const std::byte>(bytes), "m-00001-of-00002.gguf");
  BOOST_TEST_REQUIRE(!model.has_value());
  BOOST_TEST((model.error().why == fault::shard), model.error().message);
}
