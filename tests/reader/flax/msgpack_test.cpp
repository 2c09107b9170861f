#include <limits>

#include <boost/test/unit_test.hpp>

#include "reader/wire/msgpack.hpp"

using namespace weightkin;

namespace {

result<msgpack_token> token_of(std::string_view bytes) {
  const auto source = borrow_memory(std::as_bytes(std::span(bytes.data(), bytes.size())), "file");
  byte_cursor cursor(*source);
  return read_msgpack_token(cursor);
}

void check_token(std::string_view bytes, msgpack_kind kind, std::uint64_t value) {
  const auto token = token_of(bytes);
  BOOST_TEST_REQUIRE(token.has_value(), (token ? "" : token.error().message));
  BOOST_TEST((token->kind == kind));
  BOOST_TEST(token->value == value);
}

fault fault_of(std::string_view bytes) {
  const auto token = token_of(bytes);
  return token ? fault::none : token.error().why;
}

using namespace std::string_view_literals;
using kind = msgpack_kind;

} // namespace

BOOST_AUTO_TEST_CASE(numbers_of_every_width) {
  check_token("\x7f", kind::whole, 127);
  check_token("\xcc\xff", kind::whole, 255);
  check_token("\xcd\x01\x02", kind::whole, 0x102);
  check_token("\xce\x01\x02\x03\x04", kind::whole, 0x1020304);
  check_token("\xcf\x80\0\0\0\0\0\0\x01"sv, kind::whole, 0x8000000000000001U);
  const auto minus = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  check_token("\xff", kind::negative, minus(-1));
  check_token("\xe0", kind::negative, minus(-32));
  check_token("\xd0\x80", kind::negative, minus(-128));
  check_token("\xd0\x7f", kind::whole, 127);
  check_token("\xd1\xff\xfe", kind::negative, minus(-2));
  check_token("\xd2\x80\0\0\0"sv, kind::negative, minus(std::numeric_limits<std::int32_t>::min()));
  check_token("\xd3\x80\0\0\0\0\0\0\0"sv, kind::negative,
              minus(std::numeric_limits<std::int64_t>::min()));
  check_token("\xc2", kind::boolean, 0);
  check_token("\xc3", kind::boolean, 1);
  check_token("\xc0", kind::nil, 0);
  BOOST_TEST(token_of("\xca\x3f\xc0\0\0"sv)->real == 1.5);
  BOOST_TEST(token_of("\xcb\xc0\x04\0\0\0\0\0\0"sv)->real == -2.5);
}

BOOST_AUTO_TEST_CASE(heads_leave_their_payload) {
  check_token("\xa2xy", kind::text, 2);
  check_token("\xd9\x01x", kind::text, 1);
  check_token("\xda\0\x01x"sv, kind::text, 1);
  check_token("\xdb\0\0\0\x01x"sv, kind::text, 1);
  check_token("\xc4\x01x", kind::binary, 1);
  check_token("\xc5\0\x01x"sv, kind::binary, 1);
  check_token("\xc6\0\0\0\x01x"sv, kind::binary, 1);
  check_token("\xc7\x01\x05x", kind::extension, 1);
  check_token("\xc8\0\x01\x05x"sv, kind::extension, 1);
  check_token("\xc9\0\0\0\x01\x05x"sv, kind::extension, 1);
  check_token("\xd5\x05xy", kind::extension, 2);
  check_token("\xd8\x05"
              "0123456789abcdef",
              kind::extension, 16);
  BOOST_TEST(token_of("\xd4\xfex")->extension == -2);
  check_token("\x92\x01\x02", kind::array, 2);
  check_token("\xdc\0\x01\x01"sv, kind::array, 1);
  check_token("\xdd\0\0\0\x01\x01"sv, kind::array, 1);
  check_token("\x81\xa1x\x01", kind::map, 1);
  check_token("\xde\0\x01\xa1x\x01"sv, kind::map, 1);
  check_token("\xdf\0\0\0\x01\xa1x\x01"sv, kind::map, 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_truncated) {
  for (const std::string_view cut :
       {""sv, "\xcd\x01"sv, "\xcb\0"sv, "\xa2x"sv, "\xdb\xff\xff\xff\xff"sv,
        "\xc6\xff\xff\xff\xff"sv, "\xc9\xff\xff\xff\xff\x01"sv, "\xdd\xff\xff\xff\xff\x01"sv,
        "\xdf\xff\xff\xff\xff\x01"sv, "\x81\x01"sv, "\xd4"sv})
    BOOST_TEST((fault_of(cut) == fault::truncated));
  BOOST_TEST((fault_of("\xc1") == fault::format));
}
