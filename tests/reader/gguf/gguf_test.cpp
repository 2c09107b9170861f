#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/gguf_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using bytes_t = std::vector<std::byte>;

template <class Number>
bytes_t little_endian(const std::vector<Number>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  return {bytes.begin(), bytes.end()};
}

const bytes_t four_floats = little_endian<float>({1, 2, 3, 4});

result<checkpoint> open_bytes(const bytes_t& file, const open_options& options = {}) {
  return checkpoint::open(std::span<const std::byte>(file), "file.gguf", options);
}

checkpoint opened(const bytes_t& file) {
  auto model = open_bytes(file);
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  return std::move(*model);
}

std::map<std::string, std::string> metadata_of(const checkpoint& model) {
  return {model.metadata().begin(), model.metadata().end()};
}

void check_refused(const gguf_writer& writer, fault why, std::string_view hint,
                   const open_options& options = {}) {
  const auto file = writer.bytes();
  const auto model = open_bytes(file, options);
  BOOST_TEST_REQUIRE(!model.has_value(), "accepted, expected: " << hint);
  BOOST_TEST((model.error().code == errc::bad_format), model.error().message);
  BOOST_TEST((model.error().why == why), name_of(model.error().why)
                                             << ": " << model.error().message);
  BOOST_TEST(model.error().message.find(hint) != std::string::npos, model.error().message);
  BOOST_TEST(model.error().message.starts_with("file.gguf: "), model.error().message);
}

gguf_writer one_tensor(const std::vector<std::uint64_t>& extents, std::uint32_t type,
                       const bytes_t& data = four_floats) {
  return gguf_writer().tensor("w", extents, type, data);
}

std::vector<std::uint64_t> shape_of(const tensor_view& view) {
  return {view.shape.begin(), view.shape.end()};
}

} // namespace

BOOST_AUTO_TEST_CASE(every_version_and_byte_order_is_read) {
  for (const std::uint32_t version : {1U, 2U, 3U})
    for (const bool big_endian : {false, true}) {
      auto stored = four_floats;
      if (big_endian)
        for (std::size_t at = 0; at < stored.size(); at += 4)
          std::reverse(stored.begin() + static_cast<std::ptrdiff_t>(at),
                       stored.begin() + static_cast<std::ptrdiff_t>(at + 4));
      const auto file = gguf_writer(version, big_endian)
                            .pair("general.architecture", "llama")
                            .number("llama.block_count", gguf_writer::u32, 7U)
                            .numbers<std::uint32_t>("heads", gguf_writer::u32, {4, 2, 1})
                            .tensor("w", {2, 2}, 0, stored)
                            .bytes();
      const checkpoint model = opened(file);
      BOOST_TEST(model.format() == "gguf");
      BOOST_TEST(model.warnings().empty());
      BOOST_TEST_REQUIRE(model.size() == 1U);
      BOOST_TEST((*read_as_f64(model[0], 0, 4) == std::vector<double>{1, 2, 3, 4}));
      const auto metadata = metadata_of(model);
      BOOST_TEST(metadata.at("general.architecture") == "llama");
      BOOST_TEST(metadata.at("llama.block_count") == "7");
      BOOST_TEST(metadata.at("heads") == "[4,2,1]");
    }
}

BOOST_AUTO_TEST_CASE(the_slowest_axis_comes_first_and_plain_elements_lie_in_place) {
  const auto file = gguf_writer()
                        .tensor("m", {2, 1, 1, 3}, 24, bytes_t(6, std::byte{5}))
                        .tensor("s", {}, 0, little_endian<float>({8}))
                        .tensor("z", {0, 5}, 8, {})
                        .tensor("b", {4}, 30, bytes_t(8))
                        .bytes();
  const checkpoint model = opened(file);
  BOOST_TEST_REQUIRE(model.size() == 4U);
  BOOST_TEST((shape_of(model[0]) == std::vector<std::uint64_t>{3, 1, 1, 2}));
  BOOST_TEST((model[0].type == dtype::i8));
  BOOST_TEST(model[0].data >= file.data());
  BOOST_TEST(model[0].data < file.data() + file.size());
  BOOST_TEST(shape_of(model[1]).empty());
  BOOST_TEST(read_as_f64(model[1], 0, 1)->front() == 8);
  BOOST_TEST((shape_of(model[2]) == std::vector<std::uint64_t>{5, 0}));
  BOOST_TEST((model[3].type == dtype::bf16));
}

BOOST_AUTO_TEST_CASE(metadata_becomes_text_and_long_values_are_walked_over) {
  using w = gguf_writer;
  const std::vector<std::uint8_t> long_array(513, 1);
  const auto file = w().number("u8", w::u8, std::uint8_t{255})
                        .number("i8", w::i8, std::int8_t{-128})
                        .number("u16", w::u16, std::uint16_t{65535})
                        .number("i16", w::i16, std::int16_t{-2})
                        .number("i32", w::i32, -3)
                        .number("u64", w::u64, ~std::uint64_t{0})
                        .number("i64", w::i64, INT64_MIN)
                        .number("f32", w::f32, 0.1F)
                        .number("f64", w::f64, 1e-7)
                        .number("yes", w::boolean, std::uint8_t{1})
                        .pair("empty", "")
                        .pair("longest", std::string(4096, 'x'))
                        .pair("too long", std::string(4097, 'x'))
                        .strings("words", {"a", "", "ccc"})
                        .numbers<float>("scores", w::f32, {0.5F, -1})
                        .numbers<std::uint8_t>("none", w::u8, {})
                        .numbers("too many", w::u8, long_array)
                        .bytes();
  const checkpoint model = opened(file);
  const std::map<std::string, std::string> wanted{{"u8", "255"},
                                                  {"i8", "-128"},
                                                  {"u16", "65535"},
                                                  {"i16", "-2"},
                                                  {"i32", "-3"},
                                                  {"u64", "18446744073709551615"},
                                                  {"i64", "-9223372036854775808"},
                                                  {"f32", "0.1"},
                                                  {"f64", "1e-07"},
                                                  {"yes", "true"},
                                                  {"empty", ""},
                                                  {"longest", std::string(4096, 'x')},
                                                  {"scores", "[0.5,-1]"},
                                                  {"none", "[]"}};
  BOOST_TEST((metadata_of(model) == wanted));
  BOOST_TEST(model.metadata()[0].first == "u8");
  BOOST_TEST(model.size() == 0U);
}

BOOST_AUTO_TEST_CASE(odd_but_harmless_things_are_warned_about) {
  const auto warning_of = [](const gguf_writer& writer) {
    const checkpoint model = opened(writer.bytes());
    return model.warnings().empty() ? std::string() : model.warnings()[0];
  };
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  BOOST_TEST(has(warning_of(gguf_writer().number("b", gguf_writer::boolean, std::uint8_t{2})),
                 "boolean other than 0 and 1"));
  BOOST_TEST(has(warning_of(gguf_writer().pair("t", "\xff")), "not UTF-8"));
  BOOST_TEST(has(warning_of(one_tensor({4}, 0).tensor_at(64, "v", {4}, 0, bytes_t(48))),
                 "one behind the other"));
  BOOST_TEST(has(warning_of(one_tensor({4}, 0, bytes_t(48))), "16 bytes after"));
  BOOST_TEST(warning_of(one_tensor({4}, 0)).empty());
}

BOOST_AUTO_TEST_CASE(arrays_in_arrays_are_walked_over_to_a_depth_of_four) {
  const auto nested = [](unsigned depth) {
    gguf_writer writer;
    writer.begin_array("n", depth == 1 ? gguf_writer::u8 : gguf_writer::array, depth == 1 ? 0 : 1);
    for (unsigned i = 2; i <= depth; ++i)
      writer.array_head(i == depth ? gguf_writer::u8 : gguf_writer::array, i == depth ? 0 : 1);
    return writer.tensor("w", {4}, 0, four_floats).bytes();
  };
  BOOST_TEST(opened(nested(4)).size() == 1U);
  const auto deeper = open_bytes(nested(5));
  BOOST_TEST_REQUIRE(!deeper.has_value());
  BOOST_TEST((deeper.error().code == errc::unsupported), deeper.error().message);
}

BOOST_AUTO_TEST_CASE(counts_that_the_file_cannot_hold_are_refused) {
  check_refused(gguf_writer().claim(std::uint64_t{1} << 40, 0), fault::truncated, "tensors");
  check_refused(gguf_writer().claim(0, ~std::uint64_t{0}), fault::truncated, "pairs");
  check_refused(gguf_writer().begin_array("a", gguf_writer::u64, (std::uint64_t{1} << 61) + 1),
                fault::truncated, "array of");
  check_refused(gguf_writer().begin_array("a", gguf_writer::string, 1000), fault::truncated,
                "array of");
  open_options few;
  few.limits.tensors = 1;
  few.limits.metadata_pairs = 1;
  check_refused(one_tensor({4}, 0).tensor("v", {4}, 0, four_floats), fault::limit, "tensors", few);
  check_refused(gguf_writer().pair("a", "").pair("b", ""), fault::limit, "pairs", few);
  open_options little;
  little.limits.config_bytes = 100;
  check_refused(gguf_writer().pair("a", std::string(101, 'x')), fault::limit, "bytes of metadata",
                little);
}

BOOST_AUTO_TEST_CASE(bad_metadata_is_refused) {
  using w = gguf_writer;
  check_refused(w(4), fault::version, "version 4");
  check_refused(w(0), fault::version, "version 0");
  check_refused(w().pair("", "x"), fault::header, "empty");
  check_refused(w().pair(std::string_view("a\0b", 3), "x"), fault::encoding, "NUL");
  check_refused(w().pair("\xc3", "x"), fault::encoding, "UTF-8");
  check_refused(w().pair(std::string(65'536, 'k'), "x"), fault::limit, "metadata key");
  check_refused(w().pair("a", "x").number("a", w::u8, std::uint8_t{1}), fault::duplicate, "'a'");
  check_refused(w().number("a", 13, 1U), fault::header, "type 13");
  check_refused(w().begin_array("a", 99, 0), fault::header, "type 99");
  check_refused(w().pair("general.alignment", "32"), fault::header, "alignment");
  check_refused(w().number("general.alignment", w::u32, 0U), fault::alignment, "power of two");
  check_refused(w().number("general.alignment", w::u32, 24U), fault::alignment, "power of two");
  check_refused(w().number("general.alignment", w::u32, 1U << 17), fault::limit, "131072");
  check_refused(w().pair("split.count", "2"), fault::header, "split.count");
}

BOOST_AUTO_TEST_CASE(bad_tensors_are_refused) {
  constexpr std::uint64_t half = std::uint64_t{1} << 32;
  check_refused(gguf_writer().tensor("", {4}, 0, four_floats), fault::header, "empty");
  check_refused(gguf_writer().tensor(std::string(1025, 'n'), {4}, 0, four_floats), fault::limit,
                "1025");
  check_refused(one_tensor({4}, 0).tensor("w", {4}, 0, four_floats), fault::duplicate, "'w'");
  check_refused(one_tensor({1, 1, 1, 1, 4}, 0), fault::limit, "5 axes");
  check_refused(one_tensor({4}, 4), fault::dtype, "removed");
  check_refused(one_tensor({4}, 43), fault::dtype, "not known");
  check_refused(one_tensor({31}, 8), fault::shape, "rows of 31");
  check_refused(one_tensor({}, 8), fault::shape, "rows of 1");
  check_refused(one_tensor({half, half}, 24), fault::overflow, "63 bits");
  check_refused(one_tensor({0, half, half}, 24), fault::overflow, "63 bits");
  check_refused(one_tensor({~std::uint64_t{0}}, 24), fault::overflow, "63 bits");
  check_refused(one_tensor({half, half / 2 - 1}, 41), fault::bounds, "data section");
  check_refused(one_tensor({half * 2, half / 4}, 41), fault::overflow, "values");
  check_refused(one_tensor({5}, 0), fault::bounds, "20 bytes at 0");
}

BOOST_AUTO_TEST_CASE(tensors_that_lie_wrong_are_refused) {
  const auto second_at = [](std::uint64_t offset) {
    return one_tensor({8}, 0, bytes_t(32)).tensor_at(offset, "v", {8}, 0, bytes_t(32));
  };
  BOOST_TEST(opened(second_at(32).bytes()).size() == 2U);
  check_refused(second_at(0), fault::overlap, "'v'");
  check_refused(second_at(8), fault::offset, "no multiple");
  check_refused(second_at(64), fault::offset, "32 bytes at 64");
  check_refused(second_at(std::uint64_t{0} - 32), fault::offset, "data section");
}

BOOST_AUTO_TEST_CASE(metadata_counted_as_a_tensor_is_named_as_such) {
  const auto file = gguf_writer().pair("general.architecture", "x").claim(1, 0).bytes();
  const auto model = open_bytes(file);
  BOOST_TEST_REQUIRE(!model.has_value());
  BOOST_TEST((model.error().why == fault::header), model.error().message);
}

BOOST_AUTO_TEST_CASE(empty_tensors_may_stand_behind_a_missing_last_padding) {
  auto file = one_tensor({4}, 0).tensor("z", {0}, 0, {}).bytes();
  BOOST_TEST(opened(file).size() == 2U);
  const auto empty = gguf_writer().tensor("z", {0}, 0, {}).bytes();
  const bytes_t cut(empty.begin(), empty.end() - 1);
  const checkpoint model = opened(cut);
  BOOST_TEST(model.size() == 1U);
  BOOST_TEST(read_as_f64(model[0], 0, 0)->empty());
}
