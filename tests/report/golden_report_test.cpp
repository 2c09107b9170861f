#include <cstdlib>
#include <fstream>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "report/standard_documents.hpp"

namespace {

using namespace weightkin;

std::string pinned(const char* name) {
  const char* source = std::getenv("WEIGHTKIN_SOURCE");
  BOOST_TEST_REQUIRE(source != nullptr);
  std::ifstream file(std::string(source) + "/tests/report/golden/" + name, std::ios::binary);
  BOOST_TEST_REQUIRE(file.good(), name << " is missing; write_samples makes it");
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

BOOST_AUTO_TEST_SUITE(golden_reports)

BOOST_AUTO_TEST_CASE(every_document_has_its_pinned_bytes) {
  for (const sample::sample_document& document : sample::documents())
    BOOST_TEST(sample::without_version(document.text) == pinned(document.file), document.file);
}

BOOST_AUTO_TEST_CASE(standard_documents_have_their_pinned_bytes) {
  for (const sample::sample_document& document : sample::standard_documents())
    BOOST_TEST(sample::without_version(document.text) == pinned(document.file), document.file);
}

BOOST_AUTO_TEST_CASE(the_same_comparison_gives_the_same_bytes) {
  const auto once = sample::documents();
  const auto again = sample::documents();
  for (std::size_t i = 0; i < once.size(); ++i)
    BOOST_TEST(once[i].text == again[i].text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
