#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/float_formats.hpp>

#include "core/float_oracle.hpp"

namespace weightkin::test {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// Every number of the format, every midpoint between neighbours, and the floats right beside
/// each; then what lies outside.
std::vector<float> telling_values(const nearest_search& oracle) {
  std::vector<float> values{0.0F, std::numeric_limits<float>::denorm_min(),
                            std::numeric_limits<float>::min(), std::numeric_limits<float>::max(),
                            infinity};
  const std::vector<double>& grid = oracle.magnitudes();
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const double middle = i + 1 < grid.size() ? (grid[i] + grid[i + 1]) / 2 : 2 * grid[i];
    for (const double centre : {grid[i], middle}) {
      const auto value = static_cast<float>(centre);
      values.push_back(value);
      values.push_back(std::nextafter(value, 0.0F));
      values.push_back(std::nextafter(value, infinity));
    }
  }
  const std::size_t count = values.size();
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(-values[i]);
  return values;
}

/// Any bits at all, so mostly far outside small formats; and numbers of ordinary size.
std::vector<float> random_values() {
  std::mt19937 generator(20240601);
  std::normal_distribution<float> ordinary(0.0F, 3.0F);
  std::vector<float> values;
  for (int i = 0; i < 100'000; ++i) {
    values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(generator())));
    values.push_back(ordinary(generator));
  }
  return values;
}

template <class Narrow>
std::size_t count_wrong(const nearest_search& oracle, Narrow narrow_one) {
  std::size_t wrong = 0;
  for (const std::vector<float>& values : {telling_values(oracle), random_values()}) {
    for (const float value : values) {
      if (std::isnan(value)) continue;
      const std::uint32_t expected = oracle.round(value);
      const std::uint32_t found = narrow_one(value);
      if (found != expected && wrong++ < 5)
        BOOST_TEST_MESSAGE(value << " gives " << found << ", nearest is " << expected);
    }
  }
  return wrong;
}

BOOST_AUTO_TEST_CASE(narrowing_finds_the_nearest_number_ties_to_even) {
  for (const float_definition& format : all_definitions()) {
    BOOST_TEST_CONTEXT(format.name) {
      const nearest_search oracle(format);
      BOOST_TEST(count_wrong(oracle, [&](float v) { return narrow(format.tested, v); }) == 0U);
    }
  }
}

BOOST_AUTO_TEST_CASE(narrowing_to_bf16_finds_the_nearest_number_ties_to_even) {
  const nearest_search oracle(bf16_definition());
  BOOST_TEST(count_wrong(oracle, [](float v) { return std::uint32_t{narrow_bf16(v)}; }) == 0U);
}

BOOST_AUTO_TEST_CASE(every_pattern_survives_widening_and_narrowing) {
  for (const float_definition& format : all_definitions()) {
    std::size_t wrong = 0;
    for (std::uint32_t pattern = 0; pattern < pattern_count(format); ++pattern)
      if (!std::isnan(defined_value(format, pattern)) &&
          narrow(format.tested, widen(format.tested, pattern)) != pattern)
        ++wrong;
    BOOST_TEST(wrong == 0U, format.name);
  }
  std::size_t wrong = 0;
  for (std::uint32_t pattern = 0; pattern < 65536; ++pattern) {
    const auto bits = static_cast<std::uint16_t>(pattern);
    if (!std::isnan(widen_bf16(bits)) && narrow_bf16(widen_bf16(bits)) != bits) ++wrong;
    if (!std::isnan(widen_f16(bits)) && narrow_f16(widen_f16(bits)) != bits) ++wrong;
  }
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(a_nan_stays_a_nan_where_there_is_one) {
  for (const std::uint32_t bits : {0x7fc00000U, 0xffc00000U, 0x7f800001U, 0xffffffffU}) {
    const float nan = std::bit_cast<float>(bits);
    BOOST_TEST(std::isnan(widen_bf16(narrow_bf16(nan))));
    BOOST_TEST(std::signbit(widen_bf16(narrow_bf16(nan))) == std::signbit(nan));
    for (const float_definition& format : all_definitions()) {
      BOOST_TEST(narrow(format.tested, nan) == nearest_search(format).round(nan), format.name);
      const bool has_nan = format.specials != special_patterns::none;
      BOOST_TEST(std::isnan(widen(format.tested, narrow(format.tested, nan))) == has_nan,
                 format.name);
    }
  }
}

} // namespace
} // namespace weightkin::test
