#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/wire/crc32c.hpp"
#include "support/bundle_writer.hpp"
#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_literals;

namespace {

constexpr std::array accesses{file_access::mapped, file_access::copied};

/// A bundle written into a folder as `model`, opened by its index.
result<checkpoint> opened(const temp_directory& folder, const std::string& index,
                          const std::string& data, file_access access = file_access::mapped) {
  write_file(folder / "model.index", index);
  write_file(folder / "model.data-00000-of-00001", data);
  return checkpoint::open(folder / "model.index", {.access = access, .undo_layout = false});
}

std::vector<double> values(const tensor_view& view) {
  const auto read = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  return *read;
}

void check_refused(const std::string& index, const std::string& data, fault why,
                   const std::string& hint) {
  const temp_directory folder;
  const auto found = opened(folder, index, data);
  BOOST_TEST_REQUIRE(!found.has_value());
  BOOST_TEST((found.error().why == why), found.error().message);
  BOOST_TEST(found.error().message.find(hint) != std::string::npos, found.error().message);
}

/// Extents as (start, length); a length of -1 leaves the axis whole.
std::string slice_message(const std::vector<std::pair<int, int>>& extents) {
  std::string message;
  for (const auto& [start, length] : extents)
    message +=
        message_field(1, length < 0 ? ""
                                    : varint_field(1, static_cast<std::uint64_t>(start)) +
                                          varint_field(2, static_cast<std::uint64_t>(length)));
  return message;
}

/// The entry of a variable [2, 5] that is cut along its second axis.
std::string partitioned_entry(const std::vector<std::vector<std::pair<int, int>>>& slices) {
  std::string message = varint_field(1, 1) + message_field(2, shape_message({2, 5}));
  for (const auto& slice : slices)
    message += message_field(7, slice_message(slice));
  return message;
}

// Keys of slices of "p", from the encoding's description: NUL for the number 0, the escaped name,
// the rank, then start and length of each axis with 0x80 added (0x7f for -1).
const std::string first_slice = "\0p\0\1\1\2\x80\x7f\x80\x82"s;
const std::string second_slice = "\0p\0\1\1\2\x80\x7f\x82\x83"s;

bundle_writer partitioned_bundle() {
  bundle_writer bundle;
  bundle.add(first_slice, {2, 2}, {0, 1, 5, 6});
  bundle.add(second_slice, {2, 3}, {2, 3, 4, 7, 8, 9});
  bundle.add_raw("p", partitioned_entry({{{0, -1}, {0, 2}}, {{0, -1}, {2, 3}}}));
  return bundle;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_checksum_is_the_one_of_the_specification) {
  crc32c crc;
  crc.add(bytes_of_text("1234"));
  crc.add(bytes_of_text("56789"));
  BOOST_TEST(crc.value() == 0xe3069283U);
  const std::string text = "a longer text, so that eight bytes are taken at a time, too";
  crc32c whole;
  whole.add(bytes_of_text(text));
  BOOST_TEST(masked_crc(whole.value()) == slow_masked_crc(text));
}

BOOST_AUTO_TEST_CASE(a_bundle_is_read_with_names_and_values_as_stored) {
  bundle_writer bundle;
  for (int i = 0; i < 10; ++i)
    bundle.add("layer_" + std::to_string(i) + "/kernel/.ATTRIBUTES/VARIABLE_VALUE", {2, 1},
               {static_cast<float>(i), -1.5F});
  bundle.add("step", {}, {7});
  for (const bool compress : {false, true})
    for (const file_access access : accesses) {
      const temp_directory folder;
      const auto found = opened(folder, bundle.index(compress), bundle.data(), access);
      BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
      BOOST_TEST(found->format() == "tensorflow-checkpoint");
      BOOST_TEST_REQUIRE(found->size() == 11U);
      BOOST_TEST(found->files().size() == 2U);
      BOOST_TEST((*found)[3].name == "layer_3/kernel/.ATTRIBUTES/VARIABLE_VALUE");
      BOOST_TEST((values((*found)[3]) == std::vector<double>{3, -1.5}));
      BOOST_TEST((values((*found)[10]) == std::vector<double>{7}));
      BOOST_TEST(found->warnings().empty());
    }
}

BOOST_AUTO_TEST_CASE(damaged_elements_are_noticed_by_the_first_read_not_by_opening) {
  bundle_writer bundle;
  bundle.add("a", {3}, {1, 2, 3}).add("b", {1}, {4});
  std::string data = bundle.data();
  data[9] ^= 1;
  for (const file_access access : accesses) {
    const temp_directory folder;
    const auto found = opened(folder, bundle.index(), data, access);
    BOOST_TEST_REQUIRE(found.has_value());
    const auto first = read_as_f64((*found)[0], 0, 1); // not even the damaged element
    BOOST_TEST_REQUIRE(!first.has_value());
    BOOST_TEST((first.error().why == fault::checksum));
    BOOST_TEST(first.error().message.find("tensor 'a'") != std::string::npos);
    BOOST_TEST((values((*found)[1]) == std::vector<double>{4}));
  }
}

BOOST_AUTO_TEST_CASE(entries_on_the_same_bytes_are_one_tensor) {
  bundle_writer bundle;
  const float value = 1;
  const std::string entry = bundle.entry(1, {1}, {reinterpret_cast<const char*>(&value), 4});
  bundle.add_raw("a", entry).add_raw("b", entry).add("c", {1}, {1});
  const temp_directory folder;
  const auto found = opened(folder, bundle.index(), bundle.data());
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST((*found)[0].storage.space == (*found)[1].storage.space);
  const bool third_is_another = (*found)[2].storage.space != (*found)[0].storage.space ||
                                (*found)[2].storage.offset != (*found)[0].storage.offset;
  BOOST_TEST(third_is_another);
}

BOOST_AUTO_TEST_CASE(a_partitioned_variable_is_one_tensor) {
  const bundle_writer bundle = partitioned_bundle();
  for (const file_access access : accesses) {
    const temp_directory folder;
    const auto found = opened(folder, bundle.index(), bundle.data(), access);
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
    BOOST_TEST_REQUIRE(found->size() == 1U);
    BOOST_TEST((*found)[0].name == "p");
    BOOST_TEST((values((*found)[0]) == std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    BOOST_TEST((*read_as_f64((*found)[0], 3, 4) == std::vector<double>{3, 4, 5, 6}));
  }
}

BOOST_AUTO_TEST_CASE(slices_that_do_not_make_the_variable_are_refused) {
  const auto with = [](const std::vector<std::vector<std::pair<int, int>>>& slices) {
    return partitioned_bundle().add_raw("p", partitioned_entry(slices));
  };
  const auto check = [](const bundle_writer& bundle, fault why, const std::string& hint) {
    check_refused(bundle.index(), bundle.data(), why, hint);
  };
  check(with({{{0, -1}, {0, 2}}}), fault::hole, "fill");
  check(with({{{0, -1}, {2, 3}}}), fault::hole, "follow");
  check(with({{{0, -1}, {0, 2}}, {{0, -1}, {0, 2}}}), fault::overlap, "follow");
  check(with({{{0, -1}, {0, 3}}}), fault::missing, "slice 0 of 1");
  check(with({{{0, -1}}}), fault::missing, "slice");
}

BOOST_AUTO_TEST_CASE(strings_are_passed_over_and_handles_refused) {
  bundle_writer bundle;
  bundle.add("w", {1}, {1});
  bundle.add_raw("_CHECKPOINTABLE_OBJECT_GRAPH", bundle.entry(7, {}, "x"));
  const temp_directory folder;
  const auto quiet = opened(folder, bundle.index(), bundle.data());
  BOOST_TEST_REQUIRE(quiet.has_value());
  BOOST_TEST(quiet->size() == 1U);
  BOOST_TEST(quiet->warnings().empty());
  bundle.add_raw("words", bundle.entry(7, {2}, "xyz"));
  const auto found = opened(folder, bundle.index(), bundle.data());
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST_REQUIRE(found->warnings().size() == 1U);
  BOOST_TEST(found->warnings()[0].find("'words'") != std::string::npos);
  bundle.add_raw("handle", bundle.entry(20, {1}, "x"));
  const auto refused = opened(folder, bundle.index(), bundle.data());
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_TEST((refused.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(broken_indexes_are_refused_by_their_fault) {
  bundle_writer bundle;
  bundle.add("a", {2}, {1, 2}).add("b", {2}, {3, 4});
  const std::string index = bundle.index();
  check_refused(index.substr(0, index.size() - 20), bundle.data(), fault::magic, "mark");
  check_refused(index, bundle.data().substr(0, 12), fault::bounds, "'b'");
  std::string damaged = index;
  damaged[20] ^= 4;
  check_refused(damaged, bundle.data(), fault::checksum, "CRC-32C");
  const std::string header = varint_field(1, 1) + message_field(3, varint_field(1, 1));
  const std::string entry = bundle.entry(1, {1}, "abcd");
  check_refused(table_writer().add("", header).add("w", entry).add("w", entry).text(),
                bundle.data(), fault::duplicate, "'w'");
  check_refused(table_writer().add("", header).add("w", entry).add("v", entry).text(),
                bundle.data(), fault::header, "order");
  check_refused(table_writer().add("a", entry).text(), bundle.data(), fault::header, "header");
}

BOOST_AUTO_TEST_CASE(what_snappy_inflates_to_is_bounded) {
  table_writer table(true, 1000);
  table.add("", varint_field(1, 1));
  // 200 000 equal keys' worth of zeros packs to a fraction.
  table.add("w", varint_field(1, 1) + message_field(15, std::string(200'000, '\0')) +
                     varint_field(5, 4));
  const temp_directory folder;
  const auto found = opened(folder, table.text(), "abcd");
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  open_options options;
  options.limits.table_block_bytes = 100'000;
  const auto refused = checkpoint::open(folder / "model.index", options);
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_TEST((refused.error().why == fault::limit), refused.error().message);
}

BOOST_AUTO_TEST_CASE(a_missing_data_file_is_named) {
  bundle_writer bundle;
  bundle.add("a", {1}, {1});
  const auto alone = checkpoint::open(bytes_of_text(bundle.index()), "model.index");
  BOOST_TEST_REQUIRE(!alone.has_value());
  BOOST_TEST((alone.error().why == fault::missing));
  BOOST_TEST(alone.error().message.find("model.data-00000-of-00001") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_state_file_leads_to_the_newest_checkpoint_and_nowhere_else) {
  bundle_writer bundle;
  bundle.add("a", {1}, {1});
  const temp_directory folder;
  write_file(folder / "old.index", bundle.index());
  write_file(folder / "saves/new-2.index", bundle.index());
  write_file(folder / "saves/new-2.data-00000-of-00001", bundle.data());
  write_file(folder / "checkpoint", "model_checkpoint_path: \"saves/new-2\"\n"
                                    "all_model_checkpoint_paths: \"old\"\n");
  const auto found = checkpoint::open(folder / "checkpoint");
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST(found->size() == 1U);
  for (const std::string name : {"/etc/model", "../model", "a\\\\b", "c:model"}) {
    write_file(folder / "checkpoint", "model_checkpoint_path: \"" + name + "\"\n");
    const auto refused = checkpoint::open(folder / "checkpoint");
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().why == fault::path), refused.error().message);
  }
  write_file(folder / "checkpoint", "model_checkpoint_path: none\n");
  BOOST_TEST((checkpoint::open(folder / "checkpoint").error().why == fault::header));
}

BOOST_AUTO_TEST_CASE(directories_open_by_their_index) {
  bundle_writer bundle;
  bundle.add("a", {1}, {1});
  const temp_directory folder;
  write_file(folder / "saved_model.pb", "anything");
  write_file(folder / "variables/variables.index", bundle.index());
  write_file(folder / "variables/variables.data-00000-of-00001", bundle.data());
  const auto saved_model = checkpoint::open(folder.path());
  BOOST_TEST_REQUIRE(saved_model.has_value(), (saved_model ? "" : saved_model.error().message));
  const auto variables = checkpoint::open(folder / "variables");
  BOOST_TEST_REQUIRE(variables.has_value(), (variables ? "" : variables.error().message));
  BOOST_TEST(variables->size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_bundle_brings_the_reader_down) {
  bundle_writer bundle = partitioned_bundle();
  bundle.add("w", {2, 1}, {1, 2});
  const std::map<std::string, std::vector<std::byte>> files{
      {"m.data-00000-of-00001", bytes_of_text(bundle.data())}};
  const auto beside = std::make_shared<memory_files>(files);
  survives_mutations(bytes_of_text(bundle.index()), "m.index", beside);
  survives_mutations(bytes_of_text(bundle.index(true)), "m.index", beside);
}
