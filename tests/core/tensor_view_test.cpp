#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin::test {
namespace {

/// Offsets of all elements in C order, by counting the index up like an odometer.
std::vector<std::int64_t> offsets_in_order(const std::vector<std::uint64_t>& shape,
                                           const std::vector<std::int64_t>& strides) {
  std::vector<std::int64_t> offsets{0};
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    std::vector<std::int64_t> next;
    for (const std::int64_t offset : offsets)
      for (std::uint64_t i = 0; i < shape[axis]; ++i)
        next.push_back(offset + static_cast<std::int64_t>(i) * strides[axis]);
    offsets = next;
  }
  return offsets;
}

bool counts_up(const std::vector<std::int64_t>& offsets) {
  for (std::size_t i = 0; i < offsets.size(); ++i)
    if (offsets[i] != static_cast<std::int64_t>(i)) return false;
  return true;
}

BOOST_AUTO_TEST_CASE(contiguous_means_that_the_walk_counts_up) {
  const std::byte somewhere{};
  std::size_t contiguous = 0;
  std::size_t strided = 0;
  const std::vector<std::int64_t> candidates{0, 1, 2, 3, 4, 6, 12};
  for (std::uint64_t a = 1; a <= 3; ++a)
    for (std::uint64_t b = 1; b <= 3; ++b)
      for (std::uint64_t c = 1; c <= 2; ++c)
        for (const std::int64_t sa : candidates)
          for (const std::int64_t sb : candidates)
            for (const std::int64_t sc : candidates) {
              const std::vector<std::uint64_t> shape{a, b, c};
              const std::vector<std::int64_t> strides{sa, sb, sc};
              tensor_view view;
              view.shape = shape;
              view.strides = strides;
              view.data = &somewhere;
              const bool expected = counts_up(offsets_in_order(shape, strides));
              BOOST_REQUIRE_EQUAL(is_contiguous(view), expected);
              ++(expected ? contiguous : strided);
            }
  BOOST_TEST(contiguous > 100U);
  BOOST_TEST(strided > 100U);
}

BOOST_AUTO_TEST_CASE(no_address_is_not_contiguous) {
  tensor_view view;
  BOOST_TEST(!is_contiguous(view));
  const std::byte somewhere{};
  view.data = &somewhere;
  BOOST_TEST(is_contiguous(view));
}

BOOST_AUTO_TEST_CASE(a_scalar_has_one_element_and_a_zero_extent_none) {
  tensor_view view;
  BOOST_TEST(element_count(view) == 1U);
  const std::array<std::uint64_t, 3> empty{4, 0, 5};
  view.shape = empty;
  BOOST_TEST(element_count(view) == 0U);
  const std::array<std::uint64_t, 3> full{4, 2, 5};
  view.shape = full;
  BOOST_TEST(element_count(view) == 40U);
}

struct named_tensor {
  std::string name;
  operator tensor_view() const { // NOLINT(google-explicit-constructor): what the test is about
    tensor_view view;
    view.name = name;
    return view;
  }
};

BOOST_AUTO_TEST_CASE(anything_with_size_and_index_is_a_source) {
  static_assert(tensor_source<std::vector<tensor_view>>);
  static_assert(tensor_source<std::vector<named_tensor>>);
  static_assert(!tensor_source<std::vector<int>>);
  static_assert(!tensor_source<tensor_view>);
  const std::vector<named_tensor> source{{"a"}, {"b"}};
  const auto views = views_of(source);
  BOOST_TEST(views.size() == 2U);
  BOOST_TEST(views[1].name == "b");
}

} // namespace
} // namespace weightkin::test
