#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "support/print_builder.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

void check_round_trip(const fingerprint& print) {
  const std::string json = fingerprint_to_json(print);
  const auto read = fingerprint_from_json(json);
  if (!read) BOOST_FAIL(read.error().message);
  BOOST_TEST(same_print(*read, print));
  // The bits of numbers too.
  BOOST_TEST((encode_fingerprint(*read) == encode_fingerprint(print)));
  BOOST_TEST(fingerprint_to_json(*read) == json);
}

void check_refused(const std::string& json, errc code, const std::string& words) {
  const auto read = fingerprint_from_json(json, "x.json");
  BOOST_REQUIRE(!read);
  BOOST_TEST((read.error().code == code), read.error().message);
  BOOST_TEST(read.error().message.starts_with("x.json: "));
  BOOST_TEST(read.error().message.find(words) != std::string::npos, read.error().message);
}

/// The document of `odd_print` with one text in it replaced.
void check_edit_refused(const std::string& from, const std::string& to, const std::string& words,
                        errc code = errc::bad_format) {
  std::string json = fingerprint_to_json(odd_print());
  const std::size_t at = json.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
  json.replace(at, from.size(), to);
  check_refused(json, code, words);
}

} // namespace

BOOST_AUTO_TEST_CASE(every_field_comes_back) {
  check_round_trip(odd_print());
  check_round_trip(llama_print(1));
  check_round_trip(fingerprint{});
  check_round_trip(disclose(odd_print(), {false, false, false, false, false, false}));
}

BOOST_AUTO_TEST_CASE(what_json_has_no_way_to_write) {
  fingerprint print = odd_print();
  print.seed = ~std::uint64_t{0};
  print.name = "not \xff UTF-8";
  print.tensors[0].name = "\xed\xa0\x80";
  print.tensors[1].name = std::string("\0\x1f\"\\", 4);
  print.tensors[3].name = "\xf0\x9f\xa6\x99 \xc3\xbf";
  print.contents.entries[0].suffix = print.contents.entries[1].suffix = "";
  print.tensors[2].mean = -0.0;
  print.tensors[2].minimum = std::numeric_limits<double>::denorm_min();
  print.tensors[2].mean_square = std::numeric_limits<double>::max();
  print.tensors[0].sketch->scale = std::numeric_limits<float>::denorm_min();
  check_round_trip(print);
  const std::string json = fingerprint_to_json(print);
  for (const char c : json)
    BOOST_REQUIRE((c == '\n' || (c >= ' ' && c <= '~')));
}

BOOST_AUTO_TEST_CASE(what_is_no_fingerprint_is_refused) {
  check_refused("", errc::bad_format, "not JSON at byte 0");
  check_refused("[1,2", errc::bad_format, "not JSON");
  check_refused("[]", errc::bad_format, "schema");
  check_refused("{}", errc::bad_format, "schema");
  check_refused("7", errc::bad_format, "schema");
  check_refused(std::string(100'000, '['), errc::bad_format, "too deep");
  check_refused(R"({"a":1,"a":2})", errc::bad_format, "twice");
  check_refused(R"({"schema":"urn:weightkin:schema:fingerprint:1.0"})", errc::bad_format,
                "\"seed\" is missing");
  check_edit_refused("fingerprint:1.0", "fingerprint:2.0", "later", errc::unsupported);
  check_edit_refused("fingerprint:1.0", "report:1.0", "schema");
}

BOOST_AUTO_TEST_CASE(members_of_the_wrong_kind_are_refused) {
  check_edit_refused("\"seed\": 7", "\"seed\": -7", "whole number");
  check_edit_refused("\"seed\": 7", "\"seed\": \"18446744073709551616\"", "whole number");
  check_edit_refused("\"seed\": 7", "\"seed\": \"07\"", "whole number");
  check_edit_refused("\"seed\": 7", "\"seed\": 7, \"surprise\": 1", "not known");
  check_edit_refused("\"roots\": null", "\"roots\": {\"named\": \"00\"}", "64 hexadecimal");
  check_edit_refused("\"dtype\":\"bf16\"", "\"dtype\":\"bf17\"", "none of those");
  check_edit_refused("\"shape\":[16,32]", "\"shape\":[16,32.5]", "whole number");
  check_edit_refused("\"shape\":[16,32]", "\"shape\":16", "no array");
  check_edit_refused("\"layer\":0", "\"layer\":-2", "integer from -1");
  check_edit_refused("\"layer\":0", "\"layer\":18446744073709551615", "integer from -1");
  check_edit_refused("\"shared_unknown\":false", "\"shared_unknown\":0", "true or false");
  check_edit_refused("\"minimum\":-0.25", "\"minimum\":\"-0.25\"", "a number");
  check_edit_refused("\"minimum\":-0.25", "\"minimum\":1e999", "not JSON");
  check_edit_refused("\"stored\":\"", "\"stored\":\"A", "64 hexadecimal");
  check_edit_refused("\"checksum\":\"", "\"checksum\":\"0", "16 hexadecimal");
  check_edit_refused("\"gram\":[", "\"gram\":[1,", "120 elements");
  check_edit_refused("\"gram\":[", "\"gram\":[128,", "120 elements");
  check_edit_refused("\"suffix\":\"blocks.0.fc1.weight\"", "\"suffix\":{\"hex\":\"0g\"}", "string");
}

BOOST_AUTO_TEST_CASE(contradictions_are_refused) {
  check_edit_refused("\"shape\":[16,32]", "\"shape\":[16,31]", "tensor 0: more buckets");
  check_edit_refused("\"tied_to\":0", "\"tied_to\":7", "tensor 3: tied");
  check_edit_refused("\"name\":\"copy\"", "\"name\":\"counter\"", "share a name");
  check_edit_refused("\"id\":\"my part\"", "\"id\":\"vision_encoder\"", "share an id");
}

BOOST_AUTO_TEST_CASE(cut_anywhere) {
  const std::string json = fingerprint_to_json(truncate(odd_print(), print_level::small));
  for (std::size_t length = 0; length + 2 < json.size(); length += 7)
    BOOST_TEST(!fingerprint_from_json(std::string_view(json).substr(0, length)));
}
