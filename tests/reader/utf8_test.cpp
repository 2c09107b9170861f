#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "reader/wire/utf8.hpp"

using weightkin::detail::first_invalid_utf8;

namespace {

/// Encodes one code point by the book; the oracle is that exactly these strings are well formed.
std::string encoded(std::uint32_t point) {
  std::string out;
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xc0U | point >> 6);
    add(0x80U | (point & 0x3fU));
  } else if (point < 0x10000) {
    add(0xe0U | point >> 12);
    add(0x80U | (point >> 6 & 0x3fU));
    add(0x80U | (point & 0x3fU));
  } else {
    add(0xf0U | point >> 18);
    add(0x80U | (point >> 12 & 0x3fU));
    add(0x80U | (point >> 6 & 0x3fU));
    add(0x80U | (point & 0x3fU));
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_code_point_is_valid_but_surrogates) {
  for (std::uint32_t point = 0; point <= 0x10ffff; ++point) {
    const bool is_surrogate = point >= 0xd800 && point <= 0xdfff;
    if (first_invalid_utf8(encoded(point)).has_value() != is_surrogate)
      BOOST_TEST(false, "code point " << point);
  }
}

BOOST_AUTO_TEST_CASE(two_byte_strings_are_valid_as_often_as_there_are_encodings) {
  int valid = 0;
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b)
      valid +=
          first_invalid_utf8(std::string{static_cast<char>(a), static_cast<char>(b)}).has_value()
              ? 0
              : 1;
  BOOST_TEST(valid == 128 * 128 + (0x800 - 0x80));
}

BOOST_AUTO_TEST_CASE(three_byte_strings_are_valid_as_often_as_there_are_encodings) {
  int valid = 0;
  std::string text(3, '\0');
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b)
      for (int c = 0; c < 256; ++c) {
        text[0] = static_cast<char>(a);
        text[1] = static_cast<char>(b);
        text[2] = static_cast<char>(c);
        if (!first_invalid_utf8(text)) ++valid;
      }
  const int two = 0x800 - 0x80;
  const int three = 0x10000 - 0x800 - 0x800;
  BOOST_TEST(valid == 128 * 128 * 128 + 2 * 128 * two + three);
}

BOOST_AUTO_TEST_CASE(the_position_of_the_fault_is_told) {
  BOOST_TEST((first_invalid_utf8("abc\xff") == std::optional<std::size_t>(3)));
  BOOST_TEST((first_invalid_utf8("\xc3\xa9\xc0\xaf") == std::optional<std::size_t>(2)));
  BOOST_TEST((first_invalid_utf8("ab\xe2\x82") == std::optional<std::size_t>(2)));
  BOOST_TEST((first_invalid_utf8("\xf4\x90\x80\x80") == std::optional<std::size_t>(0)));
}
