// What single tensors show of how they were made, over many seeds and two kinds of weights.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <support/model_builder.hpp>
#include <support/thorough.hpp>
#include <support/turned_decoder.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "lineage/one_tensor.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

/// Values that are gone are neither rounded nor trained, whichever side lacks them.
BOOST_AUTO_TEST_CASE(values_that_are_not_finite_are_named) {
  for (const float lost :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
    for (const std::size_t every : {2U, 1000U}) {
      const auto spoiled = [&](random_source&, const matrix& m) {
        matrix changed = m;
        for (std::size_t i = 0; i < changed.values.size(); i += every)
          changed.values[i] = lost;
        return changed;
      };
      const double elements = std::ceil(160.0 * 192.0 / static_cast<double>(every));
      const auto counted = [&](const outcome& answer) {
        BOOST_TEST(answer.findings.front().numbers.front().value == elements);
        BOOST_TEST((answer.direction.which == descent_direction::undetermined));
      };
      expect(operation_kind::nonfinite, spoiled, dtype::f32, counted);
      random_source random = scattered_source(77);
      const matrix whole = weights(random, 160, 192, false);
      const outcome turned = look(whole, spoiled(random, whole));
      BOOST_TEST_REQUIRE(turned.findings.size() == 1U);
      BOOST_TEST((turned.findings.front().kind == operation_kind::nonfinite));
    }
}

/// What else was done is found beside it.
BOOST_AUTO_TEST_CASE(trained_values_beside_lost_ones_are_both_named) {
  random_source random = scattered_source(78);
  const matrix reference = weights(random, 160, 192, false);
  matrix subject = with_low_rank(random, reference, 4, 0.1);
  for (std::size_t i = 0; i < subject.values.size(); i += 500)
    subject.values[i] = std::numeric_limits<float>::quiet_NaN();
  const outcome answer = look(subject, reference);
  BOOST_TEST_REQUIRE(answer.findings.size() == 2U);
  BOOST_TEST((answer.findings[0].kind == operation_kind::nonfinite));
  BOOST_TEST((answer.findings[1].kind == operation_kind::low_rank_merged));
}

BOOST_AUTO_TEST_CASE(strangers_have_no_operation) {
  for (std::uint64_t seed = 0; seed < 40; ++seed)
    for (const bool heavy : {false, true}) {
      random_source random = scattered_source(9000 + 2 * seed + heavy);
      const matrix a = weights(random, 96, 64, heavy);
      const matrix b = weights(random, 96, 64, heavy);
      BOOST_TEST(look(a, b).findings.empty());
    }
}

/// A stranger that is itself rounded has no operation either, however coarse its grid.
BOOST_AUTO_TEST_CASE(rounded_strangers_have_no_operation) {
  for (std::uint64_t seed = 0; seed < 40; ++seed)
    for (const float step : {0.004F, 0.02F, 0.06F}) {
      random_source random = scattered_source(9500 + seed);
      matrix a = weights(random, 32, 64, true);
      const matrix b = weights(random, 32, 64, true);
      for (float& x : a.values)
        x = step * std::nearbyint(x / step);
      BOOST_TEST(look(a, b).findings.empty());
      BOOST_TEST(look(b, a).findings.empty());
    }
}

BOOST_AUTO_TEST_CASE(half_of_the_variance_is_continued_training) {
  expect(operation_kind::continued, [](random_source& r, const matrix& m) {
    matrix changed = with_low_rank(r, m, 4, 0.7);
    for (float& x : changed.values)
      x += static_cast<float>(0.7 * 0.02 * r.normal());
    return changed;
  });
}

BOOST_AUTO_TEST_CASE(white_noise_is_noise) {
  expect(operation_kind::noised, [](random_source& r, const matrix& m) {
    matrix changed = m;
    for (float& x : changed.values)
      x += static_cast<float>(r.normal() / 708);
    return changed;
  });
}

/// Rounding to levels of `step` per `block` neighbours; `levels` of them on either side.
matrix rounded(const matrix& m, std::size_t block, float levels) {
  matrix changed = m;
  for (std::size_t begin = 0; begin < m.values.size(); begin += block) {
    float largest = 0;
    for (std::size_t i = begin; i < begin + block; ++i)
      largest = std::max(largest, std::abs(m.values[i]));
    const float step = largest / levels;
    for (std::size_t i = begin; i < begin + block; ++i)
      changed.values[i] = step * std::nearbyint(m.values[i] / step);
  }
  return changed;
}

BOOST_AUTO_TEST_CASE(dequantised_floats_keep_bits_and_block) {
  for (const std::size_t block : {32U, 64U})
    for (const int bits : {3, 4, 8})
      for (const dtype type : {dtype::f32, dtype::bf16}) {
        // Every pair of two of the three.
        if (!is_thorough() && (type == dtype::f32) != ((block == 32) == (bits != 4))) continue;
        expect(
            operation_kind::quantised,
            [&](random_source&, const matrix& m) {
              return rounded(m, block, static_cast<float>((1 << (bits - 1)) - 1));
            },
            type,
            [&](const outcome& answer) {
              BOOST_TEST_REQUIRE(answer.seen.subject_grid.has_value());
              BOOST_TEST_CONTEXT(describe(*answer.seen.subject_grid)) {
                BOOST_TEST(answer.seen.subject_grid->bits == bits);
                BOOST_TEST(answer.seen.subject_grid->block == block);
                BOOST_TEST(answer.seen.subject_grid->symmetric);
                BOOST_TEST(answer.seen.subject_grid->within > 0.99);
              }
              BOOST_TEST(name_of(answer.direction.which) == "subject_from_reference");
            });
      }
}

BOOST_AUTO_TEST_CASE(a_scale_per_row_column_and_tensor_is_told) {
  const auto lines = [](bool rows) {
    return [rows](random_source&, const matrix& m) {
      matrix changed = m;
      for (std::size_t k = 0; k < (rows ? m.rows : m.columns); ++k) {
        float largest = 0;
        const auto at = [&](std::size_t i) { return rows ? k * m.columns + i : i * m.columns + k; };
        const std::size_t length = rows ? m.columns : m.rows;
        for (std::size_t i = 0; i < length; ++i)
          largest = std::max(largest, std::abs(m.values[at(i)]));
        const float step = largest / 127;
        for (std::size_t i = 0; i < length; ++i)
          changed.values[at(i)] = step * std::nearbyint(m.values[at(i)] / step);
      }
      return changed;
    };
  };
  const auto extent = [](grid_extent wanted) {
    return [wanted](const outcome& answer) {
      BOOST_TEST_REQUIRE(answer.seen.subject_grid.has_value());
      BOOST_TEST((answer.seen.subject_grid->extent == wanted), describe(*answer.seen.subject_grid));
      BOOST_TEST(answer.seen.subject_grid->bits == 8);
    };
  };
  expect(operation_kind::quantised, lines(true), dtype::f32, extent(grid_extent::row));
  expect(operation_kind::quantised, lines(false), dtype::f32, extent(grid_extent::column));
  expect(
      operation_kind::quantised,
      [](random_source&, const matrix& m) { return rounded(m, m.values.size(), 127); }, dtype::f32,
      extent(grid_extent::tensor));
}

/// MXFP4: blocks of 32, power-of-two scales, the eight magnitudes of E2M1.
BOOST_AUTO_TEST_CASE(four_bit_floats_are_named) {
  expect(
      operation_kind::quantised,
      [](random_source&, const matrix& m) {
        constexpr float levels[] = {0, 0.5F, 1, 1.5F, 2, 3, 4, 6};
        matrix changed = m;
        for (std::size_t begin = 0; begin < m.values.size(); begin += 32) {
          float largest = 0;
          for (std::size_t i = begin; i < begin + 32; ++i)
            largest = std::max(largest, std::abs(m.values[i]));
          const float scale = std::ldexp(1.0F, std::ilogb(largest) - 2);
          for (std::size_t i = begin; i < begin + 32; ++i) {
            const float x = std::abs(m.values[i]) / scale;
            float best = 0;
            for (const float level : levels)
              if (std::abs(level - x) < std::abs(best - x)) best = level;
            changed.values[i] = std::copysign(best * scale, m.values[i]);
          }
        }
        return changed;
      },
      dtype::f32,
      [](const outcome& answer) {
        BOOST_TEST_REQUIRE(answer.seen.subject_grid.has_value());
        BOOST_TEST(describe(*answer.seen.subject_grid).find("MXFP4") != std::string::npos);
      });
}

BOOST_AUTO_TEST_CASE(zeros_are_pruning_and_show_how) {
  const auto pruned = [](double share, bool by_size) {
    return [=](random_source& r, const matrix& m) {
      matrix changed = m;
      std::vector<float> sizes;
      for (const float x : m.values)
        sizes.push_back(std::abs(x));
      std::sort(sizes.begin(), sizes.end());
      const float limit =
          sizes[static_cast<std::size_t>(share * static_cast<double>(sizes.size()))];
      for (float& x : changed.values)
        if (by_size ? std::abs(x) < limit : r.uniform() < share) x = 0;
      return changed;
    };
  };
  for (const double share : {0.3, 0.9})
    for (const bool by_size : {true, false})
      expect(operation_kind::pruned, pruned(share, by_size), dtype::f32,
             [&](const outcome& answer) {
               BOOST_TEST(std::abs(answer.seen.subject_zeros.density - (1 - share)) < 0.02);
               BOOST_TEST(answer.seen.subject_zeros.survivors_equal == 1.0);
               BOOST_TEST((answer.seen.subject_zeros.smaller > 0.9) == by_size);
               BOOST_TEST(name_of(answer.direction.which) == "subject_from_reference");
             });
}

BOOST_AUTO_TEST_CASE(two_of_four_is_seen_along_rows_and_columns) {
  for (const bool down : {false, true})
    expect(
        operation_kind::pruned_pattern,
        [down](random_source&, const matrix& m) {
          matrix changed = m;
          const std::size_t lines = down ? m.columns : m.rows;
          const std::size_t length = down ? m.rows : m.columns;
          for (std::size_t k = 0; k < lines; ++k)
            for (std::size_t begin = 0; begin < length; begin += 4) {
              const auto at = [&](std::size_t i) {
                return down ? (begin + i) * m.columns + k : k * m.columns + begin + i;
              };
              std::vector<std::size_t> order{0, 1, 2, 3};
              std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
                return std::abs(m.values[at(i)]) < std::abs(m.values[at(j)]);
              });
              changed.values[at(order[0])] = changed.values[at(order[1])] = 0;
            }
          return changed;
        },
        dtype::f32,
        [down](const outcome& answer) {
          BOOST_TEST(answer.seen.subject_zeros.kept_of == 2U);
          BOOST_TEST(answer.seen.subject_zeros.group == 4U);
          BOOST_TEST(answer.seen.subject_zeros.down == down);
        });
}

BOOST_AUTO_TEST_CASE(pruned_and_trained_on_is_both) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    random_source random = scattered_source(700 + seed);
    const matrix reference = weights(random, 160, 192, true);
    matrix subject = with_low_rank(random, reference, 4, 0.05);
    for (float& x : subject.values)
      x = random.uniform() < 0.5 ? 0.0F : x + static_cast<float>(0.001 * random.normal());
    const outcome answer = look(subject, reference);
    std::vector<std::string> kinds;
    for (const auto& finding : answer.findings)
      kinds.emplace_back(name_of(finding.kind));
    BOOST_TEST(kinds == (std::vector<std::string>{"pruned", "fine_tuned"}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(casts_are_casts_in_either_container) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    random_source random = scattered_source(800 + seed);
    const matrix reference = weights(random, 96, 64, true);
    matrix subject = reference;
    for (float& x : subject.values)
      x = widen_bf16(narrow_bf16(x));
    const outcome answer = look(subject, reference);
    BOOST_TEST_REQUIRE(answer.findings.size() == 1U);
    BOOST_TEST(name_of(answer.findings.front().kind) == "cast");
    BOOST_TEST(name_of(answer.direction.which) == "subject_from_reference");
    BOOST_TEST(name_of(look(reference, subject).direction.which) == "reference_from_subject");
  }
}

BOOST_AUTO_TEST_CASE(factors_of_rows_and_columns_are_rescaling) {
  for (const bool rows : {false, true})
    for (const bool columns : {false, true})
      expect(operation_kind::rescaled, [=](random_source& r, const matrix& m) {
        std::vector<double> row(m.rows, 1.7), column(m.columns, 1.0);
        if (rows)
          for (double& x : row)
            x = r.lognormal(0.5);
        if (columns)
          for (double& x : column)
            x = r.lognormal(0.5);
        matrix changed = m;
        for (std::size_t i = 0; i < m.values.size(); ++i)
          changed.values[i] =
              static_cast<float>(m.values[i] * row[i / m.columns] * column[i % m.columns]);
        return changed;
      });
}

BOOST_AUTO_TEST_CASE(hostile_values_do_no_harm) {
  random_source random = scattered_source(5);
  const matrix reference = weights(random, 64, 64, false);
  for (const float bad : {std::nanf(""), HUGE_VALF, 3e38F}) {
    matrix subject = reference;
    for (std::size_t i = 0; i < subject.values.size(); i += 3)
      subject.values[i] = bad;
    (void)look(subject, reference);
    (void)look(reference, subject);
    (void)look(subject, subject);
  }
  const matrix one{1, 1, {1.0F}};
  BOOST_TEST(look(one, one).findings.empty());
  const matrix zero{64, 64, std::vector<float>(4096, 0.0F)};
  (void)look(zero, reference);
  (void)look(reference, zero);
}

} // namespace
