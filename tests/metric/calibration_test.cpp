#include <algorithm>
#include <cmath>
#include <functional>
#include <support/thorough.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/permutation_test.hpp>

#include "support/null_models.hpp"

// The promise that matters most: between models that have nothing to do with each other p is
// uniform, for every kind of axis, however uneven the weights. All seeds are fixed, so the outcome
// is too; the chances below say how often a *correct* test would have failed for another seed.

using namespace weightkin;
using test::random_source;

namespace {

const std::size_t tests = test::runs(3000, 40000);
constexpr std::size_t unit_choices[] = {16, 24, 32, 48, 63, 64, 96, 128, 192, 256};

std::size_t some_units(random_source& random) {
  if (random.below(50) == 0) return 512; // costly, so rarer
  return unit_choices[random.below(std::size(unit_choices))];
}

struct tally {
  std::vector<double> p;
  double sum_z = 0, sum_zz = 0;
  std::size_t drawn = 0, closed = 0, student = 0;

  void add(const permutation_evidence& evidence) {
    BOOST_REQUIRE((evidence.null != null_kind::none));
    p.push_back(std::pow(10, evidence.log10_p));
    sum_z += evidence.z;
    sum_zz += evidence.z * evidence.z;
    drawn += evidence.draws > 0;
    closed += evidence.draws == 0;
    student += evidence.null == null_kind::permutation_student;
  }
  [[nodiscard]] std::size_t below(double level) const {
    return static_cast<std::size_t>(
        std::count_if(p.begin(), p.end(), [=](double value) { return value < level; }));
  }
  /// Kolmogorov's largest gap between the p-values' distribution and the uniform one.
  [[nodiscard]] double largest_gap() const {
    std::vector<double> sorted = p;
    std::sort(sorted.begin(), sorted.end());
    const double n = static_cast<double>(sorted.size());
    double gap = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      gap = std::max(gap, sorted[i] - static_cast<double>(i) / n);
      gap = std::max(gap, static_cast<double>(i + 1) / n - sorted[i]);
    }
    return gap;
  }
};

void check(const char* kind, const tally& got) {
  const double n = static_cast<double>(got.p.size());
  const double mean = got.sum_z / n;
  const double deviation = std::sqrt(got.sum_zz / n - mean * mean);
  BOOST_TEST_MESSAGE(kind << ": " << got.p.size() << " tests (" << got.drawn << " drawn, "
                          << got.closed << " closed form, " << got.student
                          << " Student tails), P(p<.05) " << got.below(0.05) / n << ", P(p<.01) "
                          << got.below(0.01) / n << ", P(p<.001) " << got.below(0.001) / n << ", z "
                          << mean << " +- " << deviation << ", gap " << got.largest_gap());
  // At 3,000 tests 30 are expected below 0.01; a true rate of 1 % leaves [15, 60] by luck once in
  // 700 seeds, and by the far side once in 10^6.
  BOOST_TEST(got.below(0.01) >= 0.005 * n);
  BOOST_TEST(got.below(0.01) <= 0.02 * n);
  // Poisson with mean n/1000: more than this once in about 10^5 seeds.
  BOOST_TEST(got.below(0.001) <= 0.001 * n + 5 * std::sqrt(0.001 * n));
  // Kolmogorov: gap * sqrt(n) > 2.2 once in 8,000 seeds.
  BOOST_TEST(got.largest_gap() * std::sqrt(n) < 2.2);
  BOOST_TEST(std::fabs(mean) * std::sqrt(n) < 4);
  BOOST_TEST(std::fabs(deviation - 1) * std::sqrt(2 * n) < 4.5);
}

using pair_maker = std::function<test::matrix_pair(random_source&, std::size_t units)>;

void run_single(const char* kind, std::uint64_t seed, const pair_maker& make) {
  random_source random(seed);
  tally got;
  for (std::size_t k = 0; k < tests; ++k) {
    const std::size_t units = some_units(random);
    const test::matrix_pair pair = make(random, units);
    permutation_group group(units);
    got.add(group.add(pair.a, pair.b, {.seed = k}));
  }
  check(kind, got);
}

} // namespace

BOOST_AUTO_TEST_SUITE(calibration)

BOOST_AUTO_TEST_CASE(hidden_units) {
  run_single("hidden units", 101, [](random_source& random, std::size_t units) {
    const std::size_t features = 2 + random.below(40);
    return test::correlated_pair(random, units, features, {});
  });
}

BOOST_AUTO_TEST_CASE(hidden_units_of_even_weights) {
  run_single("even hidden units", 102, [](random_source& random, std::size_t units) {
    return test::correlated_pair(random, units, 2 + random.below(40), {0, 0, 0, 0, false});
  });
}

BOOST_AUTO_TEST_CASE(hidden_units_with_common_offsets) {
  run_single("positive offsets", 103, [](random_source& random, std::size_t units) {
    return test::correlated_pair(random, units, 2 + random.below(40), {1, 1, 1, 3, true});
  });
}

BOOST_AUTO_TEST_CASE(convolution_channels) {
  run_single("convolution channels", 104, [](random_source& random, std::size_t units) {
    return test::convolution_pair(random, units, 1 + random.below(5), random.below(2) ? 9 : 3);
  });
}

BOOST_AUTO_TEST_CASE(lstm_units) {
  run_single("LSTM units", 105, [](random_source& random, std::size_t units) {
    return test::lstm_pair(random, units, 1 + random.below(8));
  });
}

BOOST_AUTO_TEST_CASE(embedding_and_router_columns) {
  run_single("embedding columns", 106, [](random_source& random, std::size_t units) {
    return test::embedding_pair(random, units, 4 + random.below(36), random.below(2) ? 0.5 : 0);
  });
}

BOOST_AUTO_TEST_CASE(gain_vectors) {
  run_single("gain vectors", 107, [](random_source& random, std::size_t units) {
    return test::gain_pair(random, units);
  });
}

BOOST_AUTO_TEST_CASE(tied_vectors) {
  // Values on a coarse grid, as narrow formats and unfinished training give: many equal ranks.
  run_single("vectors with ties", 108, [](random_source& random, std::size_t units) {
    auto pair = test::gain_pair(random, units);
    for (unit_matrix* side : {&pair.a, &pair.b})
      for (float& value : side->values)
        value = std::round(value * 16) / 16;
    return pair;
  });
}

BOOST_AUTO_TEST_CASE(residual_dimensions_pooled_over_tensors) {
  random_source random(109);
  tally got;
  for (std::size_t k = 0; k < tests; ++k) {
    const std::size_t units = some_units(random);
    permutation_group group(units);
    const auto embedding = test::embedding_pair(random, units, 4 + random.below(20), 0.2);
    const auto matrix = test::correlated_pair(random, units, 2 + random.below(20), {});
    const auto gains = test::gain_pair(random, units);
    group.add(embedding.a, embedding.b);
    group.add(matrix.a, matrix.b);
    group.add(gains.a, gains.b);
    got.add(group.pooled({.seed = k}));
  }
  check("residual dimensions, pooled", got);
}

BOOST_AUTO_TEST_CASE(dependent_tensors_of_one_permutation) {
  // Within each model the second tensor repeats half of the first: treating them as two
  // independent tests would overstate the evidence, the pooled matrix must not.
  random_source random(110);
  tally got;
  for (std::size_t k = 0; k < tests; ++k) {
    const std::size_t units = some_units(random);
    auto first = test::correlated_pair(random, units, 12, {});
    auto second = test::correlated_pair(random, units, 12, {});
    for (std::size_t i = 0; i < first.a.values.size(); ++i) {
      second.a.values[i] = second.a.values[i] + 2 * first.a.values[i];
      second.b.values[i] = second.b.values[i] + 2 * first.b.values[i];
    }
    permutation_group group(units);
    group.add(first.a, first.b);
    group.add(second.a, second.b);
    got.add(group.pooled({.seed = k}));
  }
  check("dependent tensors, pooled", got);
}

BOOST_AUTO_TEST_CASE(tensors_that_may_not_share_a_permutation) {
  // The larger of two nearly equal variances is a little too large: p errs on the safe side.
  random_source random(113);
  tally got;
  for (std::size_t k = 0; k < tests; ++k) {
    const std::size_t units = some_units(random);
    permutation_group group(units, false);
    for (int tensor = 0; tensor < 3; ++tensor) {
      const auto pair = test::correlated_pair(random, units, 2 + random.below(20), {});
      group.add(pair.a, pair.b);
    }
    got.add(group.pooled({.seed = k}));
  }
  check("unknown sharing, pooled", got);
}

BOOST_AUTO_TEST_CASE(layers_combined) {
  random_source random(111);
  tally got;
  for (std::size_t k = 0; k < tests; ++k) {
    std::vector<permutation_evidence> layers;
    const std::size_t count = 2 + random.below(3);
    for (std::size_t layer = 0; layer < count; ++layer) {
      const std::size_t units = 5 + random.below(60); // enumerated, drawn and closed form mixed
      const auto pair = test::correlated_pair(random, units, 2 + random.below(16), {});
      permutation_group group(units);
      layers.push_back(group.add(pair.a, pair.b, {.seed = k, .draws = 255}));
    }
    got.add(combine_independent(layers));
  }
  check("layers combined", got);
}

BOOST_AUTO_TEST_CASE(few_units_never_overstate) {
  // With 3 to 7 units p takes few values, so it cannot be uniform; it must never be too small.
  random_source random(112);
  for (std::size_t units = 3; units <= 7; ++units) {
    tally got;
    for (std::size_t k = 0; k < tests; ++k) {
      const auto pair = test::correlated_pair(random, units, 2 + random.below(10), {});
      permutation_group group(units);
      got.add(group.add(pair.a, pair.b));
    }
    const double n = static_cast<double>(tests);
    for (const double level : {0.2, 0.05, 0.01})
      BOOST_TEST(got.below(level * (1 + 1e-9)) <= level * n + 4.5 * std::sqrt(level * n));
  }
}

BOOST_AUTO_TEST_SUITE_END()
