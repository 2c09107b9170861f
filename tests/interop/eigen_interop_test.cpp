#include <complex>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/interop/eigen.hpp>

namespace weightkin::test {
namespace {

/// Elements of any view in C order.
std::vector<double> elements(const tensor_view& view) {
  return read_as_f64(view, 0, static_cast<std::size_t>(element_count(view))).value();
}

BOOST_AUTO_TEST_CASE(matrices_of_either_order_vectors_and_blocks_become_tensors) {
  Eigen::Matrix<float, 3, 4> columns_first;
  Eigen::Matrix<float, 3, 4, Eigen::RowMajor> rows_first;
  std::vector<double> expected;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 4; ++column) {
      const auto value = static_cast<float>(10 * row + column);
      columns_first(row, column) = rows_first(row, column) = value;
      expected.push_back(value);
    }
  const shaped_view from_columns = view_of_eigen("a", columns_first);
  const shaped_view from_rows = view_of_eigen("b", rows_first);
  BOOST_TEST(elements(from_columns) == expected, boost::test_tools::per_element());
  BOOST_TEST(elements(from_rows) == expected, boost::test_tools::per_element());
  BOOST_TEST(!is_contiguous(from_columns));
  BOOST_TEST(is_contiguous(from_rows));

  const shaped_view block = view_of_eigen("c", columns_first.block(1, 2, 2, 2));
  BOOST_TEST(elements(block) == (std::vector<double>{12, 13, 22, 23}),
             boost::test_tools::per_element());
  const shaped_view row = view_of_eigen("d", columns_first.row(2));
  BOOST_TEST(row.shape.size() == 1U);
  BOOST_TEST(elements(row) == (std::vector<double>{20, 21, 22, 23}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(scalar_types_find_their_dtype) {
  BOOST_TEST(
      (view_of_eigen("", Eigen::Matrix<double, 2, 2>::Zero().eval().col(0)).type == dtype::f64));
  const Eigen::Matrix<Eigen::bfloat16, 2, 1> bf16(Eigen::bfloat16(1.5F), Eigen::bfloat16(-2.0F));
  const shaped_view view = view_of_eigen("", bf16);
  BOOST_TEST((view.type == dtype::bf16));
  BOOST_TEST(elements(view) == (std::vector<double>{1.5, -2}), boost::test_tools::per_element());
  static_assert(element_type_v<Eigen::half> == dtype::f16);
  static_assert(element_type_v<std::int8_t> == dtype::i8);
  static_assert(element_type_v<unsigned long> == dtype::u64);
  static_assert(element_type_v<long long> == dtype::i64);
  static_assert(element_type_v<bool> == dtype::boolean);
  static_assert(element_type_v<std::complex<float>> == dtype::c64);
  static_assert(!stored_element<void*> && !stored_element<long double>);
}

template <class Matrix>
concept borrowable = requires(Matrix&& matrix) {
  view_of_eigen("", std::forward<Matrix>(matrix));
};

static_assert(borrowable<Eigen::MatrixXf&>);
static_assert(!borrowable<Eigen::MatrixXf>, "a temporary matrix cannot be borrowed from");

BOOST_AUTO_TEST_CASE(a_tensor_becomes_a_matrix_in_place) {
  const std::vector<float> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const std::vector<std::uint64_t> shape{2, 3, 2};
  tensor_view view;
  view.shape = shape;
  view.data = std::as_bytes(std::span(values)).data();
  const auto matrix = map_as_eigen<float>(view);
  BOOST_REQUIRE(matrix.has_value());
  BOOST_TEST(matrix->data() == values.data());
  BOOST_TEST(matrix->rows() == 2);
  BOOST_TEST(matrix->cols() == 6);
  BOOST_TEST((*matrix)(1, 4) == 11.0F);
  view.shape = std::span(shape).first(1);
  BOOST_TEST(map_as_eigen<float>(view)->cols() == 1);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_mapped_is_refused) {
  const std::vector<float> values(9);
  const std::vector<std::uint64_t> shape{2, 2};
  const std::vector<std::int64_t> transposed{1, 2};
  tensor_view view;
  view.name = "w";
  view.shape = shape;
  view.data = std::as_bytes(std::span(values)).data();
  BOOST_TEST((map_as_eigen<double>(view).error().code == errc::bad_argument));
  view.strides = transposed;
  BOOST_TEST((map_as_eigen<float>(view).error().code == errc::unsupported));
  view.strides = {};
  view.data += 1;
  BOOST_TEST((map_as_eigen<float>(view).error().why == fault::alignment));
  view.data = nullptr;
  BOOST_TEST((map_as_eigen<float>(view).error().code == errc::bad_argument));
  view.shape = {};
  view.data = std::as_bytes(std::span(values)).data();
  BOOST_TEST((map_as_eigen<float>(view).error().why == fault::shape));
}

} // namespace
} // namespace weightkin::test
