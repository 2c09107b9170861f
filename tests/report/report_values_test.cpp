#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"
#include "report/text_table.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::detail;

const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

BOOST_AUTO_TEST_SUITE(report_values)

BOOST_AUTO_TEST_CASE(fixed_numbers) {
  BOOST_TEST(fixed(0.99514, 4) == "0.9951");
  BOOST_TEST(fixed(-0.0001, 2) == "0.00");
  BOOST_TEST(fixed(-0.01, 2) == "-0.01");
  BOOST_TEST(fixed(nan, 2) == "-");
  BOOST_TEST(fixed(infinity, 2) == "-");
  BOOST_TEST(fixed(1e300, 0).size() == 301U);
}

BOOST_AUTO_TEST_CASE(compact_numbers_keep_three_digits) {
  BOOST_TEST(compact(0.44) == "0.44");
  BOOST_TEST(compact(9.994) == "9.99");
  BOOST_TEST(compact(9.996) == "10.0");
  BOOST_TEST(compact(99.96) == "100");
  BOOST_TEST(compact(-412.3) == "-412");
  BOOST_TEST(compact(99999.6) == "1.0e+05");
}

BOOST_AUTO_TEST_CASE(shares_never_round_to_all_or_nothing) {
  BOOST_TEST(percent(0) == "0.0 %");
  BOOST_TEST(percent(1e-9) == "<0.1 %");
  BOOST_TEST(percent(0.979) == "97.9 %");
  BOOST_TEST(percent(0.99999) == ">99.9 %");
  BOOST_TEST(percent(1) == "100.0 %");
  BOOST_TEST(percent(nan) == "-");
}

BOOST_AUTO_TEST_CASE(counts) {
  BOOST_TEST(grouped(0) == "0");
  BOOST_TEST(grouped(999) == "999");
  BOOST_TEST(grouped(688841984) == "688,841,984");
  BOOST_TEST(grouped(UINT64_MAX) == "18,446,744,073,709,551,615");
  BOOST_TEST(magnitude(999) == "999");
  BOOST_TEST(magnitude(1000) == "1.0 k");
  BOOST_TEST(magnitude(999949) == "999.9 k");
  BOOST_TEST(magnitude(999999) == "1.0 M");
  BOOST_TEST(counted(1, "tensor") == "1 tensor");
  BOOST_TEST(counted(2, "tensor") == "2 tensors");
}

BOOST_AUTO_TEST_CASE(probabilities_are_capped_at_what_chance_models_bear) {
  BOOST_TEST(probability(-36917.4) == "< 1e-12");
  BOOST_TEST(probability(-infinity) == "< 1e-12");
  BOOST_TEST(probability(-12) == "= 1.0e-12");
  BOOST_TEST(probability(-1) == "= 0.100");
  BOOST_TEST(probability(0) == "= 1.000");
  BOOST_TEST(probability(nan) == "-");
}

BOOST_AUTO_TEST_CASE(printable_text_holds_no_trick) {
  BOOST_TEST(printable("blocks.0.weight") == "blocks.0.weight");
  BOOST_TEST(printable("a\x1b[31m\n") == "a\\x1b[31m\\x0a");
  BOOST_TEST(printable(std::string_view("\0", 1)) == "\\x00");
  BOOST_TEST(printable("\xff\xc0\xaf") == "\\xff\\xc0\\xaf"); // stray and overlong bytes
  BOOST_TEST(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80"); // a surrogate
  BOOST_TEST(printable("\xe2\x80\xae"
                       "evil") == "\\u{202e}evil");        // right-to-left override
  BOOST_TEST(printable("\xc2\x9b") == "\\u{9b}");          // a C1 control
  BOOST_TEST(printable("\xed\x95\x9c") == "\xed\x95\x9c"); // a Hangul syllable stays
  const std::string twice = printable(printable("\x01\\"));
  BOOST_TEST(twice == printable("\x01\\"));
}

BOOST_AUTO_TEST_CASE(decoding_agrees_with_encoding_for_every_scalar_value) {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    std::string bytes;
    if (c < 0x80)
      bytes = {static_cast<char>(c)};
    else if (c < 0x800)
      bytes = {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    else if (c < 0x10000)
      bytes = {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
               static_cast<char>(0x80 | (c & 63))};
    else
      bytes = {static_cast<char>(0xf0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
               static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    const scalar_value decoded = decode_utf8(bytes);
    const bool surrogate = c >= 0xd800 && c < 0xe000;
    if (decoded.valid == surrogate || (decoded.valid && decoded.value != c))
      BOOST_FAIL("U+" << static_cast<std::uint32_t>(c));
  }
}

BOOST_AUTO_TEST_CASE(long_names_lose_their_middle) {
  BOOST_TEST(elided("abcdefghij", 10) == "abcdefghij");
  BOOST_TEST(elided("abcdefghijk", 8) == "abc..ijk");
  BOOST_TEST(
      columns_of(elided("\xed\x95\x9c\xed\x95\x9c\xed\x95\x9c\xed\x95\x9c\xed\x95\x9c", 4)) == 4U);
}

BOOST_AUTO_TEST_CASE(xml_specials_become_entities) {
  BOOST_TEST(xml_text("<a & \"b\">'") == "&lt;a &amp; &quot;b&quot;&gt;&#39;");
}

BOOST_AUTO_TEST_CASE(a_table_aligns_and_leaves_no_trailing_blanks) {
  text_table table({{"name"}, {"n", true}, {"note"}});
  table.add({{"a"}, {"10"}, {""}});
  table.add({{"longer"}, {"9"}, {"x"}});
  BOOST_TEST(table.rendered(false) == "name     n  note\n"
                                      "----------------\n"
                                      "a       10\n"
                                      "longer   9  x\n");
}

BOOST_AUTO_TEST_CASE(wrapping_breaks_at_blanks_only) {
  BOOST_TEST(wrapped("one two three", 9, 2) == "one two\n  three\n");
  BOOST_TEST(wrapped("unbreakable", 4, 2) == "unbreakable\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
