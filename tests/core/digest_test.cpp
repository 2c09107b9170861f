#include <boost/test/unit_test.hpp>

#include <weightkin/core/digest.hpp>

namespace weightkin::test {
namespace {

BOOST_AUTO_TEST_CASE(prints_64_lower_case_digits_in_order) {
  digest value;
  for (std::size_t i = 0; i < 32; ++i)
    value.bytes[i] = static_cast<std::uint8_t>(i * 8 + 7);
  BOOST_TEST(to_hex(value) == "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff");
}

BOOST_AUTO_TEST_CASE(orders_by_the_first_differing_byte) {
  digest low;
  digest high;
  BOOST_TEST((low == high));
  high.bytes[31] = 1;
  BOOST_TEST((low < high));
  low.bytes[0] = 1;
  BOOST_TEST((high < low));
  BOOST_TEST((low != high));
}

} // namespace
} // namespace weightkin::test
