#include <boost/test/unit_test.hpp>

#include <weightkin/report/svg_picture.hpp>

#include "report/sample_comparison.hpp"

namespace {

using namespace weightkin;

std::size_t count_of(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(words, at)) != std::string::npos; at += words.size())
    ++count;
  return count;
}

BOOST_AUTO_TEST_SUITE(svg_picture)

BOOST_AUTO_TEST_CASE(each_component_says_its_verdict_in_words) {
  const std::vector<comparison> rulings{sample::suspect(), sample::innocent()};
  const std::string picture = to_svg(rulings);
  BOOST_TEST(count_of(picture, ">derived (fine_tuned)<") == 1U);
  BOOST_TEST(count_of(picture, ">identical_after_cast<") == 1U);
  BOOST_TEST(count_of(picture, ">no_shared_initialisation_found<") == 3U);
  BOOST_TEST(count_of(picture, ">not_comparable<") == 1U);
}

BOOST_AUTO_TEST_CASE(the_picture_needs_nothing_beside_it) {
  comparison ruling = sample::suspect();
  const std::string picture = to_svg({&ruling, 1});
  BOOST_TEST(count_of(picture, "href") == 0U);
  BOOST_TEST(count_of(picture, "<script") == 0U);
  BOOST_TEST(count_of(picture, "http") == 1U); // the SVG name space
}

BOOST_AUTO_TEST_CASE(hostile_names_are_text) {
  comparison ruling = sample::suspect();
  ruling.subject.name = "</text><script>alert(1)</script>";
  ruling.components[0].id = "a\"&<\x1b";
  const std::string picture = to_svg({&ruling, 1});
  BOOST_TEST(count_of(picture, "<script") == 0U);
  BOOST_TEST(count_of(picture, "a&quot;&amp;&lt;\\x1b") == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_to_draw_is_a_picture_too) {
  BOOST_TEST(to_svg({}).find("</svg>") != std::string::npos);
  const comparison empty;
  BOOST_TEST(to_svg({&empty, 1}).find("nan") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
