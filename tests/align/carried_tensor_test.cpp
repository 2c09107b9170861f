// A carried tensor gives the elements that the plain definition of its changes gives, however it is
// read.

#include <memory>
#include <support/null_models.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>

#include "align/carry/carried_tensor.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::detail;

struct stored_matrix {
  std::vector<std::uint64_t> shape;
  std::vector<float> values;
  std::vector<std::uint16_t> halves;

  [[nodiscard]] tensor_view view() const {
    return {.name = "w",
            .type = dtype::f32,
            .shape = shape,
            .strides = {},
            .data = reinterpret_cast<const std::byte*>(values.data()),
            .source = nullptr,
            .storage = {}};
  }
  [[nodiscard]] tensor_view half_view() const {
    tensor_view half = view();
    half.type = dtype::bf16;
    half.data = reinterpret_cast<const std::byte*>(halves.data());
    return half;
  }
};

stored_matrix make_tensor(std::vector<std::uint64_t> shape, std::uint64_t seed) {
  test::random_source random(seed * 1000003);
  stored_matrix made{std::move(shape), {}, {}};
  std::uint64_t count = 1;
  for (const std::uint64_t extent : made.shape)
    count *= extent;
  for (std::uint64_t i = 0; i < count; ++i) {
    made.halves.push_back(narrow_bf16(static_cast<float>(random.normal())));
    made.values.push_back(widen_bf16(made.halves.back()));
  }
  return made;
}

std::vector<double> read_all(const tensor_view& view, std::size_t piece) {
  std::vector<double> all;
  for (std::uint64_t first = 0; first < element_count(view); first += piece) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece, element_count(view) - first));
    auto part = read_as_f64(view, first, count);
    if (!part) BOOST_FAIL(part.error().message);
    all.insert(all.end(), part->begin(), part->end());
  }
  return all;
}

carried_tensor carry(const tensor_view& view, bool swap, const std::vector<axis_change>& changes) {
  auto carried = carried_tensor::carry(view, {false, swap}, changes, "carried");
  if (!carried) BOOST_FAIL(carried.error().message);
  return std::move(*carried);
}

} // namespace

BOOST_AUTO_TEST_CASE(picks_flips_and_scales_any_axis) {
  const stored_matrix base = make_tensor({5, 7, 3}, 1);
  const axis_change rows{
      .axis = 0, .factor = {1, 2, 3, 4, 5}, .from = {4, -1, 0, 0}, .sign = {}, .turn = nullptr};
  const axis_change columns{
      .axis = 1, .factor = {}, .from = {6, 1, -1}, .sign = {1, -1, 1}, .turn = nullptr};
  const carried_tensor carried = carry(base.view(), false, {rows, columns});
  BOOST_TEST(carried.view().name == "carried");
  BOOST_TEST(carried.view().shape == (std::vector<std::uint64_t>{4, 3, 3}),
             boost::test_tools::per_element());
  for (const std::size_t piece : {1U, 2U, 5U, 36U}) {
    const auto values = read_all(carried.view(), piece);
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t k = 0; k < 3; ++k) {
          const std::int64_t r = rows.from[i], c = columns.from[j];
          double expected = 0;
          if (r >= 0 && c >= 0)
            expected =
                static_cast<double>(base.values[static_cast<std::size_t>((r * 7 + c) * 3) + k]) *
                rows.factor[static_cast<std::size_t>(r)] * columns.sign[j];
          BOOST_TEST(values[(i * 3 + j) * 3 + k] == expected);
        }
  }
}

BOOST_AUTO_TEST_CASE(moving_keeps_the_type_and_its_bits) {
  const stored_matrix base = make_tensor({6, 4}, 2);
  const axis_change rows{.axis = 0, .factor = {}, .from = {5, 3, 1}, .sign = {}, .turn = nullptr};
  const carried_tensor carried = carry(base.half_view(), true, {});
  const carried_tensor picked = carry(base.half_view(), false, {rows});
  BOOST_TEST((carried.view().type == dtype::bf16 && picked.view().type == dtype::bf16));
  const auto swapped = read_all(carried.view(), 5);
  const auto moved = read_all(picked.view(), 3);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < 4; ++j)
      BOOST_TEST(swapped[j * 6 + i] == base.values[i * 4 + j]);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 4; ++j)
      BOOST_TEST(moved[i * 4 + j] == base.values[static_cast<std::size_t>(rows.from[i]) * 4 + j]);
}

BOOST_AUTO_TEST_CASE(swapping_comes_before_picking) {
  const stored_matrix base = make_tensor({6, 4}, 3);
  const axis_change rows{.axis = 0, .factor = {}, .from = {3, 0}, .sign = {}, .turn = nullptr};
  const auto values = read_all(carry(base.view(), true, {rows}).view(), 7);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 6; ++j)
      BOOST_TEST(values[i * 6 + j] == base.values[j * 4 + static_cast<std::size_t>(rows.from[i])]);
}

BOOST_AUTO_TEST_CASE(a_matrix_of_the_wrong_shape_is_read_as_the_transposed_one) {
  const stored_matrix base = make_tensor({6, 4}, 6);
  auto carried = carried_tensor::carry(base.view(), {true, true}, {}, "carried");
  if (!carried) BOOST_FAIL(carried.error().message);
  BOOST_TEST((carried->view().shape[0] == 6 && carried->view().shape[1] == 4));
  const auto values = read_all(carried->view(), 5);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < 4; ++j)
      BOOST_TEST(values[i * 4 + j] == base.values[j * 6 + i]);
}

BOOST_AUTO_TEST_CASE(turns_either_axis_after_the_factors) {
  const stored_matrix base = make_tensor({9, 5}, 4);
  test::random_source random(99);
  for (const std::size_t axis : {0U, 1U}) {
    auto turn = std::make_shared<stream_turn>();
    turn->from = static_cast<std::size_t>(base.shape[axis]);
    turn->to = 4;
    for (std::size_t i = 0; i < turn->to * turn->from; ++i)
      turn->values.push_back(static_cast<float>(random.normal()));
    axis_change change{.axis = axis, .factor = {}, .from = {}, .sign = {}, .turn = turn};
    for (std::size_t i = 0; i < turn->from; ++i)
      change.factor.push_back(static_cast<float>(i + 1));
    const carried_tensor carried = carry(base.half_view(), false, {change});
    const std::size_t rows = axis == 0 ? 4 : 9, columns = axis == 0 ? 5 : 4;
    for (const std::size_t piece : {1U, 3U, 4U, 11U, 36U}) {
      const auto values = read_all(carried.view(), piece);
      BOOST_REQUIRE(values.size() == rows * columns);
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) {
          double expected = 0;
          for (std::size_t k = 0; k < turn->from; ++k) {
            const double old = axis == 0 ? base.values[k * 5 + j] : base.values[i * 5 + k];
            expected += old * static_cast<double>(k + 1) *
                        turn->values[(axis == 0 ? i : j) * turn->from + k];
          }
          BOOST_CHECK_SMALL(values[i * columns + j] - expected, 1e-4);
        }
    }
  }
}

BOOST_AUTO_TEST_CASE(changes_that_do_not_fit_are_refused) {
  const stored_matrix base = make_tensor({3, 4}, 5);
  const auto refused = [&](axis_change change) {
    const auto carried = carried_tensor::carry(base.view(), {}, std::vector{change}, "c");
    return !carried && carried.error().code == errc::bad_argument;
  };
  BOOST_TEST(refused({.axis = 2, .factor = {}, .from = {0}, .sign = {}, .turn = nullptr}));
  BOOST_TEST(refused({.axis = 0, .factor = {}, .from = {3}, .sign = {}, .turn = nullptr}));
  BOOST_TEST(refused({.axis = 0, .factor = {}, .from = {-2}, .sign = {}, .turn = nullptr}));
  BOOST_TEST(refused({.axis = 1, .factor = {1, 2}, .from = {}, .sign = {}, .turn = nullptr}));
  BOOST_TEST(refused({.axis = 1, .factor = {}, .from = {}, .sign = {1}, .turn = nullptr}));
  const auto short_turn = std::make_shared<stream_turn>(stream_turn{2, 3, {1, 2}});
  BOOST_TEST(refused({.axis = 0, .factor = {}, .from = {}, .sign = {}, .turn = short_turn}));
}
