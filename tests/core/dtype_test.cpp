#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/dtype.hpp>

namespace weightkin::test {
namespace {

struct expected_row {
  dtype type;
  std::string_view name;
  int number;
  int bits;
  number_class kind;
};

using enum number_class;

/// Written out a second time, so that a change of the table is a decision.
constexpr std::array<expected_row, 24> expected{{
    {dtype::boolean, "bool", 1, 8, boolean},
    {dtype::u8, "u8", 2, 8, integer},
    {dtype::i8, "i8", 3, 8, integer},
    {dtype::u16, "u16", 4, 16, integer},
    {dtype::i16, "i16", 5, 16, integer},
    {dtype::u32, "u32", 6, 32, integer},
    {dtype::i32, "i32", 7, 32, integer},
    {dtype::u64, "u64", 8, 64, integer},
    {dtype::i64, "i64", 9, 64, integer},
    {dtype::f16, "f16", 10, 16, real},
    {dtype::bf16, "bf16", 11, 16, real},
    {dtype::f32, "f32", 12, 32, real},
    {dtype::f64, "f64", 13, 64, real},
    {dtype::c32, "c32", 14, 32, number_class::complex},
    {dtype::c64, "c64", 15, 64, number_class::complex},
    {dtype::c128, "c128", 16, 128, number_class::complex},
    {dtype::f8_e4m3fn, "f8_e4m3fn", 17, 8, real},
    {dtype::f8_e5m2, "f8_e5m2", 18, 8, real},
    {dtype::f8_e4m3fnuz, "f8_e4m3fnuz", 19, 8, real},
    {dtype::f8_e5m2fnuz, "f8_e5m2fnuz", 20, 8, real},
    {dtype::f8_e8m0, "f8_e8m0", 21, 8, real},
    {dtype::f6_e2m3, "f6_e2m3", 22, 6, real},
    {dtype::f6_e3m2, "f6_e3m2", 23, 6, real},
    {dtype::f4_e2m1, "f4_e2m1", 24, 4, real},
}};

BOOST_AUTO_TEST_CASE(every_row_says_what_it_said_before) {
  std::set<std::string_view> names;
  for (const expected_row& row : expected) {
    BOOST_TEST_CONTEXT(row.name) {
      const dtype_traits traits = traits_of(row.type);
      BOOST_TEST(static_cast<int>(row.type) == row.number);
      BOOST_TEST((traits.type == row.type));
      BOOST_TEST(traits.name == row.name);
      BOOST_TEST(name_of(row.type) == row.name);
      BOOST_TEST(traits.bits == row.bits);
      BOOST_TEST(bits_of(row.type) == static_cast<std::size_t>(row.bits));
      BOOST_TEST((traits.kind == row.kind));
      BOOST_TEST(is_real(row.type) == (row.kind == real));
      BOOST_TEST(is_complex(row.type) == (row.kind == number_class::complex));
      BOOST_TEST(is_byte_sized(row.type) == (row.bits >= 8));
      names.insert(traits.name);
    }
  }
  BOOST_TEST(names.size() == expected.size());
}

BOOST_AUTO_TEST_CASE(sign_exponent_and_fraction_fill_the_element) {
  for (const expected_row& row : expected) {
    const dtype_traits traits = traits_of(row.type);
    if (row.kind != real && row.kind != number_class::complex) {
      BOOST_TEST(traits.mantissa_bits + traits.exponent_bits == 0, row.name);
      continue;
    }
    const int sign = row.type == dtype::f8_e8m0 ? 0 : 1;
    const int part = sign + traits.exponent_bits + traits.mantissa_bits;
    BOOST_TEST(part * (row.kind == real ? 1 : 2) == row.bits, row.name);
  }
}

BOOST_AUTO_TEST_CASE(bytes_of_refuses_overflow_and_split_bytes) {
  for (const expected_row& row : expected) {
    const auto bits = static_cast<std::uint64_t>(row.bits);
    for (const std::uint64_t count : {0ULL, 1ULL, 2ULL, 3ULL, 4ULL, 8ULL, 1'000'000'007ULL}) {
      const auto bytes = bytes_of(row.type, count);
      BOOST_TEST(bytes.has_value() == (count * bits % 8 == 0), row.name);
      if (bytes) BOOST_TEST(*bytes == count * bits / 8);
    }
    BOOST_TEST(!bytes_of(row.type, UINT64_MAX / bits + 1).has_value());
    BOOST_TEST(!bytes_of(row.type, UINT64_MAX).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_number_outside_the_enumeration_has_a_row_that_harms_nobody) {
  BOOST_TEST(name_of(static_cast<dtype>(0)) == "unknown");
  BOOST_TEST(name_of(static_cast<dtype>(255)) == "unknown");
  BOOST_TEST(!is_real(static_cast<dtype>(255)));
}

} // namespace
} // namespace weightkin::test
