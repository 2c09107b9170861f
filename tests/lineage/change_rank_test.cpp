// Changes of few directions: added to a tensor, or one taken out of what it writes.
#include <boost/test/unit_test.hpp>

#include "lineage/one_tensor.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(merged_adapters_have_their_rank) {
  for (const std::size_t rank : {1U, 4U, 16U})
    expect(
        operation_kind::low_rank_merged,
        [&](random_source& r, const matrix& m) { return with_low_rank(r, m, rank, 0.03); },
        dtype::f32,
        [&](const outcome& answer) {
          BOOST_TEST(answer.seen.rank.rank == rank);
          BOOST_TEST(name_of(answer.direction.which) == "undetermined");
          BOOST_TEST(answer.direction.reason.find("low-rank") != std::string::npos);
        });
}

/// Stored as bf16 the rest is rounding: a change of 1 % of the weights' size still shows its rank.
BOOST_AUTO_TEST_CASE(rank_shows_through_bf16) {
  expect(
      operation_kind::low_rank_merged,
      [](random_source& r, const matrix& m) { return with_low_rank(r, m, 8, 0.01); }, dtype::bf16,
      [](const outcome& answer) { BOOST_TEST(answer.seen.rank.rank == 8U); });
}

/// Row factors on top of a low-rank change, as DoRA leaves them.
BOOST_AUTO_TEST_CASE(row_factors_do_not_hide_a_low_rank) {
  expect(
      operation_kind::low_rank_merged,
      [](random_source& r, const matrix& m) {
        matrix changed = with_low_rank(r, m, 4, 0.05);
        for (std::size_t i = 0; i < m.rows; ++i) {
          const double factor = r.lognormal(0.05);
          for (std::size_t j = 0; j < m.columns; ++j)
            changed.values[i * m.columns + j] *= static_cast<float>(factor);
        }
        return changed;
      },
      dtype::f32,
      [](const outcome& answer) {
        BOOST_TEST(answer.seen.rank.rows_rescaled);
        BOOST_TEST(answer.seen.rank.rank == 4U);
      });
}

BOOST_AUTO_TEST_CASE(a_change_that_is_only_half_low_rank_is_fine_tuning) {
  expect(operation_kind::fine_tuned, [](random_source& r, const matrix& m) {
    matrix changed = with_low_rank(r, m, 4, 0.05);
    for (float& x : changed.values)
      x += static_cast<float>(0.05 * 0.02 * r.normal());
    return changed;
  });
}

/// `m` with a share of some direction taken out of what it writes.
matrix without_direction(random_source& r, const matrix& m, double share) {
  std::vector<double> v(m.rows), along(m.columns);
  double square = 0;
  for (double& x : v) {
    x = r.normal();
    square += x * x;
  }
  for (std::size_t i = 0; i < m.values.size(); ++i)
    along[i % m.columns] += v[i / m.columns] * m.values[i];
  matrix changed = m;
  for (std::size_t i = 0; i < m.values.size(); ++i)
    changed.values[i] =
        static_cast<float>(m.values[i] - share * v[i / m.columns] * along[i % m.columns] / square);
  return changed;
}

/// A rank-one change that happens to lie along what it was added to, in one tensor: nobody removed
/// anything.
BOOST_AUTO_TEST_CASE(most_of_a_direction_in_one_tensor_is_a_change_of_rank_one) {
  expect(
      operation_kind::low_rank_merged,
      [](random_source& r, const matrix& m) { return without_direction(r, m, 0.8); }, dtype::f32,
      [](const outcome& answer) { BOOST_TEST(name_of(answer.direction.which) == "undetermined"); });
}

/// Much added along one direction is nearly all that the sum holds there. Whoever had less lacks
/// nothing.
BOOST_AUTO_TEST_CASE(a_large_change_of_rank_one_removes_nothing_from_what_it_was_added_to) {
  for (const double relative : {0.5, 1.0, 2.0}) {
    expect(
        operation_kind::low_rank_merged,
        [=](random_source& r, const matrix& m) { return with_low_rank(r, m, 1, relative); },
        dtype::f32,
        [](const outcome& answer) {
          BOOST_TEST(name_of(answer.direction.which) == "undetermined");
        });
  }
}

/// One direction out of what a tall matrix writes, which is too tall to be looked at whole.
BOOST_AUTO_TEST_CASE(a_removed_direction_is_read_along_all_of_the_stream) {
  expect(
      operation_kind::direction_removed,
      [](random_source& r, const matrix& m) { return without_direction(r, m, 1); }, dtype::f32,
      [](const outcome& answer) {
        BOOST_TEST_REQUIRE(answer.seen.removed.has_value());
        BOOST_TEST(answer.seen.removed->among_rows);
        BOOST_TEST(answer.seen.removed->subject_lacks_it);
        BOOST_TEST(answer.seen.removed->share > 0.999);
        BOOST_TEST(name_of(answer.direction.which) == "subject_from_reference");
      },
      700, 600);
}

} // namespace
