#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/allocation_meter.hpp"
#include "support/safetensors_writer.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::vector<std::byte> counted_bytes(std::size_t count) {
  std::vector<std::byte> bytes(count);
  for (std::size_t i = 0; i < count; ++i)
    bytes[i] = static_cast<std::byte>(7 * i + 3);
  return bytes;
}

/// A file whose header is exactly `header`, followed by `data_bytes` bytes.
std::vector<std::byte> raw_file(const std::string& header, std::size_t data_bytes) {
  std::vector<std::byte> file;
  for (int byte = 0; byte < 8; ++byte)
    file.push_back(static_cast<std::byte>(header.size() >> (8 * byte) & 0xffU));
  for (const char c : header)
    file.push_back(static_cast<std::byte>(c));
  const auto data = counted_bytes(data_bytes);
  file.insert(file.end(), data.begin(), data.end());
  return file;
}

fault fault_of(const std::string& header, std::size_t data_bytes,
               const open_options& options = {}) {
  const auto file = raw_file(header, data_bytes);
  const auto opened = checkpoint::open(file, "file", options);
  return opened ? fault::none : opened.error().why;
}

std::vector<std::byte> small_golden() {
  return safetensors_writer()
      .metadata("format", "pt")
      .add("layer.weight", dtype::f32, {2, 3}, counted_bytes(24))
      .add("layer.bias", dtype::bf16, {3}, counted_bytes(6))
      .bytes();
}

} // namespace

BOOST_AUTO_TEST_CASE(every_dtype_comes_back_as_written) {
  const std::vector<dtype> types{
      dtype::boolean, dtype::u8,      dtype::i8,          dtype::u16,         dtype::i16,
      dtype::u32,     dtype::i32,     dtype::u64,         dtype::i64,         dtype::f16,
      dtype::bf16,    dtype::f32,     dtype::f64,         dtype::c64,         dtype::f8_e4m3fn,
      dtype::f8_e5m2, dtype::f8_e8m0, dtype::f8_e4m3fnuz, dtype::f8_e5m2fnuz, dtype::f6_e2m3,
      dtype::f6_e3m2, dtype::f4_e2m1};
  safetensors_writer writer;
  for (const dtype type : types)
    writer.add(name_of(type), type, {2, 4}, counted_bytes(*bytes_of(type, 8)));
  const temp_directory folder;
  writer.write(folder / "all");
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const auto opened = checkpoint::open(folder / "all", {.access = access});
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "safetensors");
    BOOST_TEST(opened->size() == types.size());
    BOOST_TEST(opened->warnings().empty());
    BOOST_TEST(opened->files().size() == 1U);
    for (std::size_t i = 0; i < opened->size(); ++i) {
      const tensor_view view = (*opened)[i];
      BOOST_TEST((view.type == types[i]));
      BOOST_TEST(view.name == name_of(types[i]));
      BOOST_TEST((view.source == nullptr) == (access == file_access::mapped));
      std::vector<std::byte> scratch(16 * 8);
      const auto bytes = read_elements(view, 0, 8, scratch);
      BOOST_TEST_REQUIRE(bytes.has_value());
      const auto wanted = counted_bytes(*bytes_of(types[i], 8));
      BOOST_TEST((std::vector<std::byte>(bytes->begin(), bytes->end()) == wanted));
    }
  }
}

BOOST_AUTO_TEST_CASE(metadata_keeps_its_order_and_tensors_the_order_of_their_data) {
  const std::string header = R"({"__metadata__":{"z":"1","a":"\u00e9"},)"
                             R"("second":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},)"
                             R"("first":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                             R"("empty":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}})";
  const auto file = raw_file(header, 3);
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST_REQUIRE(opened->metadata().size() == 2U);
  BOOST_TEST(opened->metadata()[0].first == "z");
  BOOST_TEST(opened->metadata()[1].second == "\xc3\xa9");
  BOOST_TEST((*opened)[0].name == "first");
  BOOST_TEST((*opened)[1].name == "empty");
  BOOST_TEST((*opened)[2].name == "second");
  BOOST_TEST((*opened)[2].data == file.data() + 8 + header.size() + 1);
  BOOST_TEST((*opened)[2].storage.offset == 8 + header.size() + 1);
}

BOOST_AUTO_TEST_CASE(each_rule_has_its_fault) {
  const auto one = [](const std::string& members) { return "{\"t\":{" + members + "}}"; };
  const std::string good = R"("dtype":"F32","shape":[1],"data_offsets":[0,4])";
  BOOST_TEST((fault_of(one(good), 4) == fault::none));
  BOOST_TEST((fault_of(one(good), 3) == fault::bounds));
  BOOST_TEST((fault_of(one(good), 5) == fault::trailing));
  BOOST_TEST((fault_of(one(good + R"(,"extra":[{"x":[1,"y",null]}])"), 4) == fault::none));
  BOOST_TEST((fault_of(one(good + R"(,"shape":[1])"), 4) == fault::duplicate));
  BOOST_TEST(
      (fault_of(one(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])"), 4) == fault::offset));
  BOOST_TEST(
      (fault_of(one(R"("dtype":"F99","shape":[1],"data_offsets":[0,4])"), 4) == fault::dtype));
  BOOST_TEST(
      (fault_of(one(R"("dtype":"f32","shape":[1],"data_offsets":[0,4])"), 4) == fault::dtype));
  BOOST_TEST(
      (fault_of(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])"), 4) == fault::shape));
  BOOST_TEST(
      (fault_of(one(R"("dtype":"F32","shape":[-1],"data_offsets":[0,4])"), 4) == fault::header));
  BOOST_TEST(
      (fault_of(one(R"("dtype":"F32","shape":[-0],"data_offsets":[0,0])"), 0) == fault::header));
  BOOST_TEST(
      (fault_of(one(R"("dtype":"F32","shape":[1],"data_offsets":[0,1844674407370955162000])"), 4) ==
       fault::overflow));
  BOOST_TEST((fault_of("{\"t\":[]}", 0) == fault::header));
  BOOST_TEST((fault_of("[]", 0) == fault::header));
  BOOST_TEST((fault_of("{} {}", 0) == fault::header));
  const std::string same = "\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]";
  BOOST_TEST(
      (fault_of("{\"a\":{" + same + "},\"\\u0061\":{" + same + "}}", 1) == fault::duplicate));
  BOOST_TEST((fault_of("{\"a\":{" + same + "},\"b\":{" + same + "}}", 1) == fault::overlap));
  BOOST_TEST((fault_of(R"({"__metadata__":{"k":"1","k":"2"}})", 0) == fault::duplicate));
  BOOST_TEST((fault_of(R"({"__metadata__":null})", 0) == fault::none));
  BOOST_TEST((fault_of(R"({"__metadata__":{"k":1}})", 0) == fault::header));
}

BOOST_AUTO_TEST_CASE(messages_name_file_tensor_and_byte) {
  const auto file =
      raw_file("{\"lay\\u0007er\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8);
  const auto opened = checkpoint::open(file, "some file");
  BOOST_TEST_REQUIRE(!opened.has_value());
  const std::string& message = opened.error().message;
  BOOST_TEST(message.find("some file: byte ") == 0U, message);
  BOOST_TEST(message.find("'lay\\x07er'") != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(limits_are_the_callers) {
  open_options options;
  options.limits.header_bytes = 40;
  const std::string two = R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)"
                          R"("b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})";
  BOOST_TEST((fault_of(two, 0) == fault::none));
  BOOST_TEST((fault_of(two, 0, options) == fault::limit));
  options = {};
  options.limits.tensors = 1;
  BOOST_TEST((fault_of(two, 0, options) == fault::limit));
  options = {};
  options.limits.json_depth = 2;
  BOOST_TEST((fault_of(two, 0, options) == fault::limit));
  options = {};
  options.limits.json_string_bytes = 4;
  BOOST_TEST((fault_of(two, 0, options) == fault::limit));
}

BOOST_AUTO_TEST_CASE(every_truncation_is_an_error) {
  const auto whole = small_golden();
  BOOST_TEST_REQUIRE(checkpoint::open(whole, "whole").has_value());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    // A copy of exactly that size, so that a sanitizer sees a read past its end.
    const std::vector<std::byte> cut(whole.begin(),
                                     whole.begin() + static_cast<std::ptrdiff_t>(length));
    const auto opened = checkpoint::open(cut, "cut");
    BOOST_TEST_REQUIRE(!opened.has_value(), "cut to " << length);
    BOOST_TEST((opened.error().code == errc::bad_format));
  }
}

BOOST_AUTO_TEST_CASE(no_flipped_bit_reaches_past_the_file) {
  const auto whole = small_golden();
  int opened_all_the_same = 0;
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::vector<std::byte> damaged = whole;
    damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    const auto opened = checkpoint::open(damaged, "damaged");
    if (!opened) {
      BOOST_TEST(
          (opened.error().code == errc::bad_format || opened.error().code == errc::unsupported));
      continue;
    }
    ++opened_all_the_same;
    std::uint64_t covered = 0;
    for (std::size_t i = 0; i < opened->size(); ++i) {
      const tensor_view view = (*opened)[i];
      const std::uint64_t size = *bytes_of(view.type, element_count(view));
      BOOST_TEST(view.data >= damaged.data());
      BOOST_TEST(view.data + size <= damaged.data() + damaged.size());
      covered += size;
    }
    BOOST_TEST(covered <= 30U);
  }
  BOOST_TEST(opened_all_the_same >= 8 * 30); // at least every bit of the data
}

BOOST_AUTO_TEST_CASE(any_header_order_gives_the_order_of_the_data) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> entries;
    std::vector<std::string> wanted; // by position; empty ones before the tensor they touch
    std::size_t at = 0;
    for (int i = 0; i < 60; ++i) {
      const std::size_t size = random() % 3;
      const std::string name = "t" + std::to_string(i);
      entries.push_back("\"" + name + R"(":{"dtype":"U8","shape":[)" + std::to_string(size) +
                        R"(],"data_offsets":[)" + std::to_string(at) + "," +
                        std::to_string(at + size) + "]}");
      if (size != 0) wanted.push_back(name);
      at += size;
    }
    std::shuffle(entries.begin(), entries.end(), random);
    std::string header = "{";
    for (const std::string& entry : entries)
      header += (header.size() > 1 ? "," : "") + entry;
    const auto file = raw_file(header + "}", at);
    const auto opened = checkpoint::open(file, "shuffled");
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->size() == 60U);
    std::vector<std::string> got;
    const std::byte* position = nullptr;
    for (std::size_t i = 0; i < opened->size(); ++i) {
      const tensor_view view = (*opened)[i];
      BOOST_TEST(view.data >= position);
      position = view.data;
      if (element_count(view) != 0) got.emplace_back(view.name);
    }
    BOOST_TEST(got == wanted, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(many_tensors_take_memory_in_proportion_to_the_file) {
  std::string header = "{";
  for (int i = 0; i < 100'000; ++i)
    header += (i != 0 ? ",\"a_name_too_long_to_be_kept_in_place_" : "\"a_name_too_long_") +
              std::to_string(i) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
  const temp_directory folder;
  write_file(folder / "many", raw_file(header + "}", 0));
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const std::size_t mark = allocation_meter::mark();
    const auto opened = checkpoint::open(folder / "many", {.access = access});
    BOOST_TEST(allocation_meter::growth_since(mark) < 4 * header.size());
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->size() == 100'000U);
  }
}

BOOST_AUTO_TEST_CASE(text_that_only_looks_like_entries_takes_no_room) {
  std::string header = "{\"__metadata__\":{\"x\":\"";
  for (int i = 0; i < 100'000; ++i)
    header += R"(\"data_offsets\")";
  const temp_directory folder;
  write_file(folder / "text", raw_file(header + "\"}}", 0));
  const std::size_t mark = allocation_meter::mark();
  const auto opened = checkpoint::open(folder / "text", {.access = file_access::copied});
  BOOST_TEST(allocation_meter::growth_since(mark) < 8 * header.size());
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 0U);
}
