#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/hdf5/hdf5_file.hpp"
#include "reader/hdf5/hdf5_filters.hpp"
#include "reader/hdf5/lzf.hpp"

using namespace weightkin;
using namespace std::string_view_literals;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace

BOOST_AUTO_TEST_CASE(the_checksum_is_the_published_one) {
  BOOST_TEST(hdf5_checksum({}) == 0xdeadbeefU);
  BOOST_TEST(hdf5_checksum(bytes_of("Four score and seven years ago")) == 0x17770551U);
}

BOOST_AUTO_TEST_CASE(fletcher_sums_words) {
  // 0x0102 + 0x0304 = 0x0406; sums 0x0102 + 0x0406 = 0x0508
  BOOST_TEST(hdf5_fletcher32(bytes_of("\1\2\3\4")) == 0x05080406U);
  BOOST_TEST(hdf5_fletcher32(bytes_of("\1\2\3")) == 0x05040402U);
  BOOST_TEST(hdf5_fletcher32(bytes_of("\xff\xff\xff\xff")) == 0xffffffffU);
}

BOOST_AUTO_TEST_CASE(lzf_copies_and_repeats) {
  const auto unpack = [](std::string_view packed, std::size_t size) {
    std::vector<std::byte> out(size);
    return lzf_decompress(bytes_of(packed), out)
               ? std::string(reinterpret_cast<const char*>(out.data()), size)
               : std::string("broken");
  };
  BOOST_TEST(unpack("\2abc"sv, 3) == "abc");
  BOOST_TEST(unpack("\2abc\x20\2"sv, 6) == "abcabc");
  BOOST_TEST(unpack("\0x\xe0\1\0"sv, 11) == "xxxxxxxxxxx");
  BOOST_TEST(unpack("\2abc"sv, 4) == "broken");
  BOOST_TEST(unpack("\2ab"sv, 3) == "broken");
  BOOST_TEST(unpack("\x20\0"sv, 3) == "broken");     // from before the beginning
  BOOST_TEST(unpack("\0x\xe0\1"sv, 10) == "broken"); // the distance is missing
}
