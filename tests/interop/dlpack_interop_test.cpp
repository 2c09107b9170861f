#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/interop/dlpack.hpp>

namespace weightkin::test {
namespace {

// The layout that every producer of 64-bit DLPack agrees on.
static_assert(sizeof(dlpack::data_type) == 4);
static_assert(sizeof(dlpack::device) == 8);
static_assert(offsetof(dlpack::tensor, device) == 8);
static_assert(offsetof(dlpack::tensor, ndim) == 16);
static_assert(offsetof(dlpack::tensor, dtype) == 20);
static_assert(offsetof(dlpack::tensor, shape) == 24);
static_assert(offsetof(dlpack::tensor, strides) == 32);
static_assert(offsetof(dlpack::tensor, byte_offset) == 40);
static_assert(sizeof(dlpack::tensor) == 48);
static_assert(offsetof(dlpack::managed_tensor, manager_ctx) == 48);
static_assert(sizeof(dlpack::managed_tensor) == 64);
static_assert(offsetof(dlpack::managed_tensor_versioned, manager_ctx) == 8);
static_assert(offsetof(dlpack::managed_tensor_versioned, flags) == 24);
static_assert(offsetof(dlpack::managed_tensor_versioned, dl_tensor) == 32);
static_assert(sizeof(dlpack::managed_tensor_versioned) == 80);

/// A 2 x 3 f32 tensor 1..6, whose deleter must never be called here.
struct sample {
  std::array<float, 8> values{0, 0, 1, 2, 3, 4, 5, 6};
  std::array<std::int64_t, 2> shape{2, 3};
  std::array<std::int64_t, 2> strides{3, 1};
  dlpack::managed_tensor_versioned managed{};

  sample() {
    managed.version = {1, 1};
    managed.dl_tensor = {values.data(), {1, 0}, 2, {2, 32, 1}, shape.data(), strides.data(), 8};
  }
};

errc refused(const sample& s) {
  const auto view = view_of_dlpack("t", s.managed);
  BOOST_REQUIRE(!view.has_value());
  BOOST_TEST(view.error().message.starts_with("tensor 't' "));
  return view.error().code;
}

std::vector<double> elements(const tensor_view& view) {
  return read_as_f64(view, 0, static_cast<std::size_t>(element_count(view))).value();
}

BOOST_AUTO_TEST_CASE(plain_and_versioned_tensors_are_borrowed) {
  sample s;
  const auto versioned = view_of_dlpack("t", s.managed);
  BOOST_REQUIRE(versioned.has_value());
  BOOST_TEST(versioned->data == reinterpret_cast<const std::byte*>(&s.values[2]));
  BOOST_TEST(elements(*versioned) == (std::vector<double>{1, 2, 3, 4, 5, 6}),
             boost::test_tools::per_element());

  const dlpack::managed_tensor plain{s.managed.dl_tensor, nullptr, nullptr};
  const auto view = view_of_dlpack("t", plain);
  BOOST_REQUIRE(view.has_value());
  BOOST_TEST(elements(*view) == (std::vector<double>{1, 2, 3, 4, 5, 6}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(strides_are_kept_and_absent_ones_mean_c_order) {
  sample s;
  s.shape = {3, 2};
  s.strides = {1, 3};
  BOOST_TEST(elements(*view_of_dlpack("t", s.managed)) == (std::vector<double>{1, 4, 2, 5, 3, 6}),
             boost::test_tools::per_element());
  s.managed.dl_tensor.strides = nullptr;
  BOOST_TEST(elements(*view_of_dlpack("t", s.managed)) == (std::vector<double>{1, 2, 3, 4, 5, 6}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_stride_along_one_element_or_none_may_be_anything) {
  sample s;
  s.shape = {1, 3};
  for (const std::int64_t stride : {std::int64_t{-5}, INT64_MAX, INT64_MIN}) {
    s.strides = {stride, 2};
    BOOST_TEST(elements(*view_of_dlpack("t", s.managed)) == (std::vector<double>{1, 3, 5}),
               boost::test_tools::per_element());
  }
  s.shape = {0, 3};
  s.strides = {-5, 2};
  BOOST_TEST(view_of_dlpack("t", s.managed).has_value());
}

BOOST_AUTO_TEST_CASE(device_memory_is_refused_pinned_host_memory_is_not) {
  sample s;
  for (const std::int32_t device : {2, 4, 7, 8, 10, 13, 14, 0, -1}) {
    s.managed.dl_tensor.device.device_type = device;
    BOOST_TEST((refused(s) == errc::unsupported), device);
  }
  for (const std::int32_t host : {1, 3, 11}) {
    s.managed.dl_tensor.device.device_type = host;
    BOOST_TEST(view_of_dlpack("t", s.managed).has_value(), host);
  }
}

BOOST_AUTO_TEST_CASE(what_has_no_meaning_here_is_refused) {
  const auto after = [](auto change) {
    sample s;
    change(s.managed, s);
    return refused(s);
  };
  BOOST_TEST((after([](auto& m, auto&) { m.version.major = 2; }) == errc::unsupported));
  BOOST_TEST((after([](auto& m, auto&) { m.dl_tensor.dtype = {2, 128, 1}; }) == errc::unsupported));
  BOOST_TEST((after([](auto& m, auto&) { m.dl_tensor.dtype = {3, 64, 1}; }) == errc::unsupported));
  BOOST_TEST((after([](auto& m, auto&) { m.dl_tensor.dtype = {2, 32, 4}; }) == errc::unsupported));
  BOOST_TEST((after([](auto& m, auto&) {
                m.dl_tensor.dtype = {17, 4, 1};
                m.flags = dlpack::flag_sub_byte_padded;
              }) == errc::unsupported));
  BOOST_TEST((after([](auto& m, auto&) { m.dl_tensor.ndim = -1; }) == errc::bad_argument));
  BOOST_TEST((after([](auto& m, auto&) { m.dl_tensor.ndim = 65; }) == errc::bad_argument));
  BOOST_TEST((after([](auto&, auto& s) { s.shape[0] = -2; }) == errc::bad_argument));
  BOOST_TEST((after([](auto&, auto& s) { s.shape = {INT64_MAX, 4}; }) == errc::bad_argument));
  BOOST_TEST((after([](auto&, auto& s) { s.strides[1] = -1; }) == errc::unsupported));
  BOOST_TEST((after([](auto& m, auto&) { m.dl_tensor.data = nullptr; }) == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(every_dtype_but_none_twice_has_a_code) {
  std::vector<int> codes_of(25);
  for (unsigned code = 0; code < 32; ++code)
    for (unsigned bits = 0; bits < 256; ++bits)
      if (const auto type = dlpack::dtype_of(code, bits)) {
        BOOST_TEST(bits_of(*type) == bits);
        ++codes_of[static_cast<std::size_t>(*type)];
      }
  for (std::size_t number = 1; number <= 24; ++number)
    BOOST_TEST(codes_of[number] == 1, "dtype " << number);
}

} // namespace
} // namespace weightkin::test
