#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>

namespace weightkin::test {
namespace {

/// A random strided tensor over its own bytes, at an odd address.
struct strided_tensor {
  std::vector<std::uint64_t> shape;
  std::vector<std::int64_t> strides;
  std::vector<std::byte> bytes;
  dtype type;

  strided_tensor(std::mt19937& generator, dtype element) : type(element) {
    const std::size_t rank = generator() % 5;
    std::int64_t last = 0;
    for (std::size_t axis = 0; axis < rank; ++axis) {
      shape.push_back(1 + generator() % 4);
      strides.push_back(generator() % 6);
      last += static_cast<std::int64_t>(shape.back() - 1) * strides.back();
    }
    bytes.resize(1 + (static_cast<std::size_t>(last) + 1) * bits_of(type) / 8);
    for (std::byte& byte : bytes)
      byte = static_cast<std::byte>(generator());
  }

  [[nodiscard]] tensor_view view() const {
    tensor_view view;
    view.name = "t";
    view.type = type;
    view.shape = shape;
    view.strides = strides;
    view.data = bytes.data() + 1;
    return view;
  }

  /// The bytes of element `flat`, index by index from its position in C order.
  [[nodiscard]] std::vector<std::byte> element(std::uint64_t flat) const {
    std::int64_t offset = 0;
    for (std::size_t axis = shape.size(); axis-- > 0; flat /= shape[axis])
      offset += static_cast<std::int64_t>(flat % shape[axis]) * strides[axis];
    const std::size_t size = bits_of(type) / 8;
    const std::byte* begin = bytes.data() + 1 + static_cast<std::size_t>(offset) * size;
    return {begin, begin + size};
  }
};

BOOST_AUTO_TEST_CASE(any_range_of_any_strided_tensor_comes_in_c_order) {
  std::mt19937 generator(7);
  for (const dtype type : {dtype::u8, dtype::bf16, dtype::f32, dtype::f64, dtype::c128}) {
    for (int repeat = 0; repeat < 300; ++repeat) {
      const strided_tensor tensor(generator, type);
      const std::uint64_t total = element_count(tensor.view());
      const std::uint64_t first = generator() % total;
      const std::size_t count = generator() % (total - first + 1);
      std::vector<std::byte> scratch(count * bits_of(type) / 8);
      const auto read = read_elements(tensor.view(), first, count, scratch);
      BOOST_REQUIRE(read.has_value());
      std::vector<std::byte> expected;
      for (std::size_t i = 0; i < count; ++i) {
        const auto element = tensor.element(first + i);
        expected.insert(expected.end(), element.begin(), element.end());
      }
      BOOST_REQUIRE(std::ranges::equal(*read, expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(contiguous_elements_are_not_copied) {
  const std::vector<float> values{1, 2, 3, 4, 5, 6};
  const std::vector<std::uint64_t> shape{2, 3};
  tensor_view view;
  view.shape = shape;
  view.data = std::as_bytes(std::span(values)).data();
  const auto read = read_elements(view, 2, 3, {});
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->data() == view.data + 8);
  BOOST_TEST(read->size() == 12U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_an_error_that_names_the_tensor) {
  const std::vector<std::byte> bytes(64);
  const std::vector<std::uint64_t> shape{4, 4};
  const std::vector<std::int64_t> transposed{1, 4};
  std::vector<std::byte> scratch(64);
  tensor_view view;
  view.name = "layer.weight";
  view.shape = shape;

  const auto nowhere = read_elements(view, 0, 1, scratch);
  BOOST_REQUIRE(!nowhere.has_value());
  BOOST_TEST((nowhere.error().code == errc::bad_argument));
  BOOST_TEST(nowhere.error().message.find("layer.weight") != std::string::npos);
  BOOST_TEST(read_elements(view, 0, 0, scratch).has_value());

  view.data = bytes.data();
  view.strides = transposed;
  const auto small = read_elements(view, 0, 4, std::span(scratch).first(15));
  BOOST_REQUIRE(!small.has_value());
  BOOST_TEST((small.error().code == errc::bad_argument));

  view.type = dtype::f4_e2m1;
  const auto strided = read_elements(view, 0, 4, scratch);
  BOOST_REQUIRE(!strided.has_value());
  BOOST_TEST((strided.error().code == errc::unsupported));
  view.strides = {};
  BOOST_TEST(read_elements(view, 2, 4, scratch).has_value());
  BOOST_TEST(!read_elements(view, 1, 4, scratch).has_value());
  BOOST_TEST(!read_elements(view, 0, 3, scratch).has_value());
}

/// Hands out the numbers first, first + 1, ... or fails, and counts the calls.
class counting_source final : public element_source {
public:
  explicit counting_source(bool fails) : fails_(fails) {}
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    if (fails_) return error{errc::io, "the medium is gone"};
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<std::uint16_t>(first + i);
      std::memcpy(scratch.data() + 2 * i, &value, 2);
    }
    return std::span<const std::byte>(scratch.first(2 * count));
  }

private:
  bool fails_;
};

BOOST_AUTO_TEST_CASE(a_source_is_asked_instead_of_the_address) {
  const std::vector<std::uint64_t> shape{100};
  const counting_source good(false);
  const counting_source bad(true);
  tensor_view view;
  view.type = dtype::u16;
  view.shape = shape;
  view.source = &good;
  const auto values = read_as_f64(view, 40, 3);
  BOOST_REQUIRE(values.has_value());
  BOOST_TEST(*values == (std::vector<double>{40, 41, 42}), boost::test_tools::per_element());
  view.source = &bad;
  const auto failed = read_as_f64(view, 40, 3);
  BOOST_REQUIRE(!failed.has_value());
  BOOST_TEST((failed.error().code == errc::io));
}

template <class Stored>
std::vector<double> widened(dtype type, const std::vector<Stored>& stored, std::size_t count) {
  std::vector<double> out(count);
  widen_to_f64(type, std::as_bytes(std::span(stored)), count, out.data());
  std::vector<float> narrow(count);
  widen_to_f32(type, std::as_bytes(std::span(stored)), count, narrow.data());
  for (std::size_t i = 0; i < count; ++i)
    BOOST_TEST(narrow[i] == static_cast<float>(out[i]));
  return out;
}

template <class Stored>
void check_plain(dtype type, const std::vector<Stored>& stored, const std::vector<double>& values) {
  BOOST_TEST(widened(type, stored, values.size()) == values, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(integers_and_booleans_widen_to_their_values) {
  check_plain<std::uint8_t>(dtype::boolean, {0, 1, 2, 255}, {0, 1, 1, 1});
  check_plain<std::uint8_t>(dtype::u8, {0, 1, 128, 255}, {0, 1, 128, 255});
  check_plain<std::int8_t>(dtype::i8, {0, -1, -128, 127}, {0, -1, -128, 127});
  check_plain<std::uint16_t>(dtype::u16, {0, 65535}, {0, 65535});
  check_plain<std::int16_t>(dtype::i16, {-32768, 32767}, {-32768, 32767});
  check_plain<std::uint32_t>(dtype::u32, {0, 4294967295U}, {0, 4294967295.0});
  check_plain<std::int32_t>(dtype::i32, {INT32_MIN, INT32_MAX}, {-2147483648.0, 2147483647.0});
  check_plain<std::uint64_t>(dtype::u64, {1, 1ULL << 63}, {1, 9223372036854775808.0});
  check_plain<std::int64_t>(dtype::i64, {-1, INT64_MIN}, {-1, -9223372036854775808.0});
}

BOOST_AUTO_TEST_CASE(reals_widen_exactly) {
  check_plain<std::uint16_t>(dtype::f16, {0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00},
                             {1, -2, std::ldexp(1.0, -24), 65504, INFINITY});
  check_plain<std::uint16_t>(dtype::bf16, {0x3f80, 0xc040, 0x0001}, {1, -3, std::ldexp(1.0, -133)});
  check_plain<float>(dtype::f32, {1.5F, -0.1F}, {1.5, static_cast<double>(-0.1F)});
  const double fine = 1.0 + std::ldexp(1.0, -52);
  check_plain<double>(dtype::f64, {fine, -1e300}, {fine, -1e300});
  check_plain<std::uint8_t>(dtype::f8_e4m3fn, {0x38, 0xfe}, {1, -448});
  check_plain<std::uint8_t>(dtype::f8_e5m2, {0x3c, 0xfb}, {1, -57344});
  check_plain<std::uint8_t>(dtype::f8_e4m3fnuz, {0x40, 0xff}, {1, -240});
  check_plain<std::uint8_t>(dtype::f8_e5m2fnuz, {0x40, 0xff}, {1, -57344});
  check_plain<std::uint8_t>(dtype::f8_e8m0, {127, 0, 130}, {1, std::ldexp(1.0, -127), 8});
}

BOOST_AUTO_TEST_CASE(complex_numbers_show_their_real_part) {
  check_plain<std::uint16_t>(dtype::c32, {0x3c00, 0x4000, 0xc200, 0x4400}, {1, -3});
  check_plain<float>(dtype::c64, {1, 2, -3, 4}, {1, -3});
  check_plain<double>(dtype::c128, {1, 2, -3, 4}, {1, -3});
}

/// Element i of a little-endian bit stream, bit by bit.
std::uint32_t bits_at(const std::vector<std::uint8_t>& stream, std::size_t width, std::size_t i) {
  std::uint32_t value = 0;
  for (std::size_t bit = 0; bit < width; ++bit) {
    const std::size_t at = i * width + bit;
    value |= static_cast<std::uint32_t>((stream[at / 8] >> (at % 8)) & 1) << bit;
  }
  return value;
}

BOOST_AUTO_TEST_CASE(sub_byte_elements_start_in_the_lowest_bits) {
  check_plain<std::uint8_t>(dtype::f4_e2m1, {0x21, 0xf7}, {0.5, 1, 6, -6});
  std::vector<std::uint8_t> stream(48);
  std::mt19937 generator(3);
  for (auto& byte : stream)
    byte = static_cast<std::uint8_t>(generator());
  for (const auto& [type, format, width] : {std::tuple{dtype::f4_e2m1, f4_e2m1_format, 4},
                                            std::tuple{dtype::f6_e2m3, f6_e2m3_format, 6},
                                            std::tuple{dtype::f6_e3m2, f6_e3m2_format, 6}}) {
    std::vector<double> expected;
    for (std::size_t i = 0; i < stream.size() * 8 / static_cast<std::size_t>(width); ++i)
      expected.push_back(widen(format, bits_at(stream, static_cast<std::size_t>(width), i)));
    check_plain(type, stream, expected);
  }
}

} // namespace
} // namespace weightkin::test
