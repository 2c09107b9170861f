#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#include <xtensor/views/xview.hpp>
#else
#include <xtensor/xarray.hpp>
#include <xtensor/xview.hpp>
#endif
#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/interop/xtensor.hpp>

namespace weightkin::test {
namespace {

std::vector<double> elements(const tensor_view& view) {
  return read_as_f64(view, 0, static_cast<std::size_t>(element_count(view))).value();
}

xt::xarray<double> counted() {
  xt::xarray<double> array = xt::xarray<double>::from_shape({2, 3, 4});
  for (std::size_t i = 0; i < 24; ++i)
    array.data()[i] = static_cast<double>(i);
  return array;
}

BOOST_AUTO_TEST_CASE(containers_and_views_become_tensors) {
  const xt::xarray<double> array = counted();
  const auto whole = view_of_xtensor("a", array);
  BOOST_REQUIRE(whole.has_value());
  const std::vector<double> all = elements(*whole);
  for (std::size_t i = 0; i < 24; ++i)
    BOOST_REQUIRE_EQUAL(all[i], static_cast<double>(i));

  const auto part = xt::view(array, xt::all(), 1, xt::range(0, 4, 2));
  const auto strided = view_of_xtensor("b", part);
  BOOST_REQUIRE(strided.has_value());
  BOOST_TEST(elements(*strided) == (std::vector<double>{4, 6, 16, 18}),
             boost::test_tools::per_element());
}

template <class Container>
concept borrowable = requires(Container&& container) {
  view_of_xtensor("", std::forward<Container>(container));
};

static_assert(borrowable<xt::xarray<float>&>);
static_assert(!borrowable<xt::xarray<float>>, "a temporary container cannot be borrowed from");

BOOST_AUTO_TEST_CASE(column_major_containers_keep_their_meaning) {
  xt::xarray<float, xt::layout_type::column_major> array =
      xt::xarray<float, xt::layout_type::column_major>::from_shape({2, 3});
  for (std::size_t row = 0; row < 2; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      array(row, column) = static_cast<float>(10 * row + column);
  BOOST_TEST(elements(*view_of_xtensor("a", array)) == (std::vector<double>{0, 1, 2, 10, 11, 12}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(running_backwards_is_refused) {
  const xt::xarray<double> array = counted();
  const auto backwards = xt::view(array, 0, 0, xt::range(3, 0, -1));
  const auto view = view_of_xtensor("a", backwards);
  BOOST_REQUIRE(!view.has_value());
  BOOST_TEST((view.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(a_tensor_of_any_strides_becomes_an_expression_in_place) {
  const xt::xarray<double> array = counted();
  const std::vector<std::uint64_t> shape{4, 2, 3};
  const std::vector<std::int64_t> strides{1, 12, 4}; // the last axis first
  tensor_view view;
  view.type = dtype::f64;
  view.shape = shape;
  view.strides = strides;
  view.data = std::as_bytes(std::span(array.data(), 24)).data();
  const auto mapped = map_as_xtensor<double>(view);
  BOOST_REQUIRE(mapped.has_value());
  BOOST_TEST(mapped->dimension() == 3U);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 2; ++j)
      for (std::size_t k = 0; k < 3; ++k)
        BOOST_REQUIRE_EQUAL((*mapped)(i, j, k), array(j, k, i));
  BOOST_TEST(&(*mapped)(0, 0, 0) == array.data());
  BOOST_TEST((map_as_xtensor<float>(view).error().code == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(packed_scalars_and_empty_tensors_work) {
  const std::vector<float> values{7, 8};
  tensor_view view;
  view.data = std::as_bytes(std::span(values)).data();
  BOOST_TEST((*map_as_xtensor<float>(view))() == 7.0F);
  const std::vector<std::uint64_t> two{2};
  view.shape = two;
  BOOST_TEST((*map_as_xtensor<float>(view))(1) == 8.0F);
  const std::vector<std::uint64_t> none{3, 0};
  view.shape = none;
  BOOST_TEST(map_as_xtensor<float>(view)->size() == 0U);
}

} // namespace
} // namespace weightkin::test
