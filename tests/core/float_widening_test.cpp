#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/float_formats.hpp>

#include "core/float_oracle.hpp"

namespace weightkin::test {
namespace {

/// Equal as numbers, zeros by sign, NaN as NaN.
bool same(float found, double expected) {
  if (std::isnan(expected)) return std::isnan(found);
  return static_cast<double>(found) == expected && std::signbit(found) == std::signbit(expected);
}

static_assert(widen_f16(0x3c00) == 1.0F, "usable in constant expressions");
static_assert(narrow_f16(1.0F) == 0x3c00);
static_assert(narrow_bf16(-2.0F) == 0xc000);

BOOST_AUTO_TEST_CASE(every_pattern_of_every_small_format_widens_to_its_defined_value) {
  for (const float_definition& format : all_definitions()) {
    BOOST_TEST_CONTEXT(format.name) {
      std::size_t wrong = 0;
      for (std::uint32_t pattern = 0; pattern < pattern_count(format); ++pattern)
        if (!same(widen(format.tested, pattern), defined_value(format, pattern))) ++wrong;
      BOOST_TEST(wrong == 0U);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_f16_and_bf16_pattern_widens_to_its_defined_value) {
  const float_definition f16 = all_definitions().front();
  const float_definition bf16 = bf16_definition();
  std::size_t wrong = 0;
  for (std::uint32_t pattern = 0; pattern < 65536; ++pattern) {
    if (!same(widen_f16(static_cast<std::uint16_t>(pattern)), defined_value(f16, pattern))) ++wrong;
    if (!same(widen_bf16(static_cast<std::uint16_t>(pattern)), defined_value(bf16, pattern)))
      ++wrong;
  }
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(bits_above_the_format_are_ignored) {
  for (const float_definition& format : all_definitions())
    for (std::uint32_t pattern = 0; pattern < pattern_count(format); pattern += 3)
      BOOST_REQUIRE_EQUAL(
          std::bit_cast<std::uint32_t>(widen(format.tested, pattern)),
          std::bit_cast<std::uint32_t>(widen(format.tested, pattern + pattern_count(format))));
}

BOOST_AUTO_TEST_CASE(a_nan_keeps_its_sign_and_payload) {
  BOOST_TEST(std::bit_cast<std::uint32_t>(widen_f16(0x7e01)) == 0x7fc02000U);
  BOOST_TEST(std::bit_cast<std::uint32_t>(widen_f16(0xfe01)) == 0xffc02000U);
  BOOST_TEST(std::bit_cast<std::uint32_t>(widen_bf16(0xffc3)) == 0xffc30000U);
}

BOOST_AUTO_TEST_CASE(e8m0_is_a_power_of_two) {
  for (int bits = 0; bits < 255; ++bits)
    BOOST_TEST(widen_f8_e8m0(static_cast<std::uint8_t>(bits)) ==
               static_cast<float>(std::ldexp(1.0, bits - 127)));
  BOOST_TEST(std::isnan(widen_f8_e8m0(255)));
}

BOOST_AUTO_TEST_CASE(the_published_tables_agree) {
  const char* shared = std::getenv("WEIGHTKIN_SHARED");
  const std::filesystem::path path =
      std::filesystem::path(shared != nullptr ? shared : "../shared") /
      "corpus/safetensors/ref/small_float_tables.json";
  std::ifstream file(path);
  if (!file) {
    BOOST_TEST_MESSAGE("skipped: no " << path);
    return;
  }
  const std::map<std::string, small_float> formats{
      {"E4M3", f8_e4m3fn_format},       {"E5M2", f8_e5m2_format}, {"E4M3FNUZ", f8_e4m3fnuz_format},
      {"E5M2FNUZ", f8_e5m2fnuz_format}, {"E2M3", f6_e2m3_format}, {"E3M2", f6_e3m2_format},
      {"E2M1", f4_e2m1_format}};
  const std::map<std::string, double> words{{"nan", NAN}, {"inf", INFINITY}, {"-inf", -INFINITY}};
  const nlohmann::json tables = nlohmann::json::parse(file);
  std::size_t compared = 0;
  for (const auto& [name, table] : tables.items()) {
    for (std::uint32_t pattern = 0; pattern < table.size(); ++pattern, ++compared) {
      const auto& entry = table[pattern];
      const double expected =
          entry.is_string() ? words.at(entry.get<std::string>()) : entry.get<double>();
      const float found = name == "E8M0" ? widen_f8_e8m0(static_cast<std::uint8_t>(pattern))
                                         : widen(formats.at(name), pattern);
      BOOST_REQUIRE_MESSAGE(same(found, expected), name << " " << pattern << " " << found);
    }
  }
  BOOST_TEST(compared == 5U * 256 + 2 * 64 + 16);
}

} // namespace
} // namespace weightkin::test
