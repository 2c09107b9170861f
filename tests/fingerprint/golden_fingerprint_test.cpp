#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "support/print_builder.hpp"

using namespace weightkin;

namespace {

std::string pinned(const char* name) {
  const char* root = std::getenv("WEIGHTKIN_SOURCE");
  const std::filesystem::path source =
      root != nullptr ? std::filesystem::path(root)
                      : std::filesystem::path(__FILE__).parent_path() / "../..";
  std::ifstream file(source / "tests/data/fingerprint" / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

/// Files of version 1.0 stay readable for ever, and the writer of this version writes these bytes.
BOOST_AUTO_TEST_CASE(pinned_files_are_read_and_written) {
  const std::string file = pinned("odd.wkf");
  const std::string json = pinned("odd.json");
  BOOST_REQUIRE(!file.empty());
  BOOST_REQUIRE(!json.empty());
  const auto read = decode_fingerprint(std::as_bytes(std::span(file)), "odd.wkf");
  if (!read) BOOST_FAIL(read.error().message);
  BOOST_TEST(fingerprint_to_json(*read) == json);
  const auto from_json = fingerprint_from_json(json, "odd.json");
  if (!from_json) BOOST_FAIL(from_json.error().message);
  BOOST_TEST(test::same_print(*from_json, *read));
  BOOST_TEST((text_of(encode_fingerprint(*from_json)) == file));
  BOOST_TEST(test::same_print(*read, test::odd_print()));
}

BOOST_AUTO_TEST_CASE(small_pinned_files_too) {
  const std::string file = pinned("odd_small.wkf");
  const auto read = decode_fingerprint(std::as_bytes(std::span(file)), "odd_small.wkf");
  if (!read) BOOST_FAIL(read.error().message);
  const fingerprint small = truncate(test::odd_print(), print_level::small);
  BOOST_TEST(test::same_print(*read, small));
  BOOST_TEST((text_of(encode_fingerprint(small)) == file));
}
