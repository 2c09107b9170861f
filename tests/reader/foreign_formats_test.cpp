#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/reader/checkpoint.hpp>

#include "support/zip_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_view_literals;

namespace {

error refusal(std::string_view bytes) {
  const auto opened =
      checkpoint::open(std::as_bytes(std::span(bytes.data(), bytes.size())), "file");
  BOOST_TEST_REQUIRE(!opened.has_value());
  return opened.error();
}

void check(std::string_view bytes, errc code, fault why, std::string_view hint) {
  const error failure = refusal(bytes);
  BOOST_TEST((failure.code == code), failure.message);
  BOOST_TEST((failure.why == why), failure.message);
  BOOST_TEST(failure.message.find(hint) != std::string::npos, failure.message);
}

} // namespace

BOOST_AUTO_TEST_CASE(files_that_are_no_models_say_what_they_are) {
  check("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", errc::bad_format,
        fault::format, "git lfs pull");
  check("<!DOCTYPE html><html></html>", errc::bad_format, fault::format, "web page");
  check("\r\n  <HTML><body>", errc::bad_format, fault::format, "web page");
  check("\x1f\x8b\x08\0\0\0\0\0\0\0"sv, errc::bad_format, fault::format, "gzip");
  check("7z\xbc\xaf\x27\x1c\0\4"sv, errc::bad_format, fault::format, "7z");
  check("hello, world, this is text", errc::bad_format, fault::format, "not recognised");
  check("{\"a\": 1}", errc::bad_format, fault::header, "weight_map");
}

BOOST_AUTO_TEST_CASE(model_formats_without_a_reader_are_unsupported) {
  check("FUGG\3\0\0\0\0\0\0\0"sv, errc::unsupported, fault::none, "byte-swapped GGUF");
  check("\xdd\x85\x76\0rest of it"sv, errc::unsupported, fault::none, "ncnn");
  check("Gk0\x01rest of it"sv, errc::unsupported, fault::none, "ncnn");
  check("\x0c\xdb\x3a\x2arest of it"sv, errc::unsupported, fault::none, "OCDBT");
}

BOOST_AUTO_TEST_CASE(short_files_are_truncated_when_they_begin_like_something) {
  check("", errc::bad_format, fault::truncated, "empty");
  check("\x93NUMP", errc::bad_format, fault::truncated, "5 bytes");
  check("GGUF", errc::bad_format, fault::truncated, "4 bytes");
  check("\x40\0\0\0\0"sv, errc::bad_format, fault::truncated, "safetensors");
  check("abc", errc::bad_format, fault::format, "not recognised");
}

BOOST_AUTO_TEST_CASE(zip_files_of_something_else_get_a_hint) {
  const std::vector<std::byte> content(3);
  const auto text_of = [](const std::vector<std::byte>& bytes) {
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  check(text_of(zip_writer().add("notes.txt", content).bytes()), errc::bad_format, fault::missing,
        "zip file without");
  check(text_of(zip_writer().add("model.safetensors", content).bytes()), errc::bad_format,
        fault::format, "unpack");
}

BOOST_AUTO_TEST_CASE(messages_carry_no_control_characters) {
  const error failure = refusal("\x1b[31mred text that is no model\n");
  for (const char c : failure.message)
    BOOST_TEST((c >= 0x20 && c < 0x7f));
}
