#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/metric/pair_metrics.hpp>

#include "support/null_models.hpp"

using namespace weightkin;

namespace {

using list = std::vector<float>;

/// The sums a fused pass would give, in long double, rounded once.
pair_stats stats_of(const list& a, const list& b) {
  long double sums[7] = {};
  pair_stats stats;
  stats.elements = stats.finite = a.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    const long double x = a[i], y = b[i];
    const long double terms[7] = {x, y, x * x, y * y, x * y, std::fabs(x - y), (x - y) * (x - y)};
    for (int k = 0; k < 7; ++k)
      sums[k] += terms[k];
    stats.bit_equal += a[i] == b[i];
    stats.sign_equal += ((x > 0) - (x < 0)) == ((y > 0) - (y < 0));
  }
  stats.sum_a = static_cast<double>(sums[0]);
  stats.sum_b = static_cast<double>(sums[1]);
  stats.sum_aa = static_cast<double>(sums[2]);
  stats.sum_bb = static_cast<double>(sums[3]);
  stats.sum_ab = static_cast<double>(sums[4]);
  stats.sum_abs_diff = static_cast<double>(sums[5]);
  stats.sum_sq_diff = static_cast<double>(sums[6]);
  return stats;
}

/// 1 - cosine of a - shift_a and b - shift_b, by the angle's half: |u - v|^2 / 2 for unit u, v.
long double shortfall(const list& a, const list& b, long double shift_a, long double shift_b) {
  long double aa = 0, bb = 0, gap = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - shift_a) * (a[i] - shift_a);
    bb += (b[i] - shift_b) * (b[i] - shift_b);
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    const long double d = (a[i] - shift_a) / std::sqrt(aa) - (b[i] - shift_b) / std::sqrt(bb);
    gap += d * d;
  }
  return gap / 2;
}

long double mean_of(const list& values) {
  long double sum = 0;
  for (const float value : values)
    sum += value;
  return sum / static_cast<long double>(values.size());
}

list normals(std::uint64_t seed, std::size_t count, double mean, double sd) {
  test::random_source random(seed);
  list values(count);
  for (float& value : values)
    value = static_cast<float>(mean + sd * random.normal());
  return values;
}

} // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(against_long_double_from_strangers_to_copies) {
  for (const double mean : {0.0, 1.0, -3.0})
    for (const double noise : {0.0, 1e-6, 1e-3, 0.1, 1.0, 10.0}) {
      const list a = normals(3, 5000, mean, 1);
      list b = normals(4, 5000, 0, noise);
      for (std::size_t i = 0; i < a.size(); ++i)
        b[i] += a[i];
      const pair_metrics got = metrics_of(stats_of(a, b));
      const auto cosine = static_cast<double>(1 - shortfall(a, b, 0, 0));
      const auto pearson = static_cast<double>(1 - shortfall(a, b, mean_of(a), mean_of(b)));
      BOOST_TEST_CONTEXT("mean " << mean << " noise " << noise) {
        BOOST_TEST(std::fabs(got.cosine - cosine) < 1e-13);
        BOOST_TEST(std::fabs(got.pearson - pearson) < 1e-12);
      }
    }
}

BOOST_AUTO_TEST_CASE(near_one_keeps_its_digits) {
  const list a = normals(5, 20000, 0, 1);
  list b = a;
  for (std::size_t i = 0; i < b.size(); i += 7)
    b[i] *= 1.0F + 1e-6F;
  const pair_metrics got = metrics_of(stats_of(a, b));
  const auto expected = static_cast<double>(shortfall(a, b, 0, 0));
  BOOST_TEST(expected > 1e-14);
  // 1 - cosine is itself a difference of doubles: its spacing there is 1.1e-16.
  BOOST_TEST(std::fabs((1 - got.cosine) - expected) < 2.5e-16);
  BOOST_TEST(got.cosine < 1.0);
}

BOOST_AUTO_TEST_CASE(copies_scaled_copies_and_mirror_images) {
  const list a = normals(6, 1000, 0.5, 1);
  list twice = a, minus = a;
  for (float& value : twice)
    value *= 2;
  for (float& value : minus)
    value = -value;
  const pair_metrics same = metrics_of(stats_of(a, a));
  BOOST_TEST(same.cosine == 1.0);
  BOOST_TEST(same.pearson == 1.0);
  BOOST_TEST(same.relative_l2 == 0.0);
  BOOST_TEST(same.scale == 1.0);
  BOOST_TEST(same.bit_equal_share == 1.0);
  BOOST_TEST(same.sign_equal_share == 1.0);
  const pair_metrics doubled = metrics_of(stats_of(twice, a));
  BOOST_TEST(doubled.scale == 2.0);
  BOOST_TEST(doubled.relative_l2 == 1.0);
  BOOST_TEST(std::fabs(doubled.cosine - 1) < 3e-16);
  BOOST_TEST(std::fabs(doubled.pearson - 1) < 1e-15);
  const pair_metrics mirrored = metrics_of(stats_of(a, minus));
  BOOST_TEST(std::fabs(mirrored.cosine + 1) < 3e-16);
  BOOST_TEST(mirrored.sign_equal_share == 0.0);
}

BOOST_AUTO_TEST_CASE(strangers_meet_their_expectation) {
  // Norm gains of two strangers: the cosine says 0.99, and so does its expectation.
  const list a = normals(7, 4096, 1, 0.1);
  const list b = normals(8, 4096, 1, 0.1);
  const pair_metrics got = metrics_of(stats_of(a, b));
  BOOST_TEST(std::fabs(got.cosine - 0.9901) < 0.001);
  BOOST_TEST(std::fabs(got.cosine - got.cosine_if_unrelated) < 4 * 0.01 / 64);
  BOOST_TEST(std::fabs(got.pearson) < 4.0 / 64);
  BOOST_TEST(std::fabs(got.relative_l2 - got.relative_l2_if_unrelated) < 0.01);
  BOOST_TEST(std::fabs(got.mean_a - 1) < 0.01);
  BOOST_TEST(std::fabs(got.sd_b - 0.1) < 0.01);
}

BOOST_AUTO_TEST_CASE(published_pairs_of_moments) {
  // Layer moments (mean/sd of both sides) and the cosine measured there between unrelated models.
  struct row {
    double mean_a, sd_a, mean_b, sd_b, cosine;
  };
  const row rows[] = {{0.0163, 0.0406, 0.0109, 0.0271, 0.127},
                      {0.0715, 0.0286, 0.1223, 0.0610, 0.832},
                      {0.2357, 0.0410, 0.4970, 0.0465, 0.981},
                      {0.8390, 0.0405, 2.1794, 0.0917, 0.998}};
  std::uint64_t seed = 10;
  for (const row& r : rows) {
    const list a = normals(++seed, 4096, r.mean_a, r.sd_a);
    const list b = normals(++seed, 4096, r.mean_b, r.sd_b);
    const pair_metrics got = metrics_of(stats_of(a, b));
    BOOST_TEST(std::fabs(got.cosine_if_unrelated - r.cosine) < 0.02);
    BOOST_TEST(std::fabs(got.pearson) < 0.0625); // four deviations of 1/sqrt(4096)
  }
}

BOOST_AUTO_TEST_CASE(undefined_is_nan) {
  const list zeros(10, 0.0F), ones(10, 0.1F), some = normals(9, 10, 0, 1);
  const pair_metrics against_zero = metrics_of(stats_of(some, zeros));
  BOOST_TEST(std::isnan(against_zero.cosine));
  BOOST_TEST(std::isnan(against_zero.pearson));
  BOOST_TEST(std::isnan(against_zero.relative_l2));
  BOOST_TEST(std::isnan(against_zero.relative_l2_if_unrelated));
  BOOST_TEST(std::isnan(against_zero.scale));
  const pair_metrics constant = metrics_of(stats_of(ones, some));
  BOOST_TEST(std::isnan(constant.pearson));
  BOOST_TEST(!std::isnan(constant.cosine));
  BOOST_TEST(constant.sd_a == 0.0);
  const pair_metrics single = metrics_of(stats_of({1.0F}, {2.0F}));
  BOOST_TEST(std::isnan(single.cosine));
  BOOST_TEST(single.bit_equal_share == 0.0);
  BOOST_TEST(std::isnan(metrics_of({}).bit_equal_share));
}

BOOST_AUTO_TEST_SUITE_END()
