#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <support/thorough.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/estimate.hpp>

#include "fingerprint/sums/tensor_sums.hpp"
#include "support/weight_families.hpp"

// What estimate_similarity promises: estimates without bias, and errors as large as stated. Every
// pair has a seed of its own, so errors are over fingerprints as well as over weights. All seeds
// are fixed.

using namespace weightkin;
using test::matrix_family;
using test::random_source;

namespace {

constexpr std::array correlations = {0.0, 0.1, 0.5, 0.9, 0.99, 0.999};

/// One quantity's errors over many pairs.
struct error_tally {
  std::size_t pairs = 0, far = 0;
  double errors = 0, squares = 0, stated_squares = 0;

  void add(const estimate& got, double truth) {
    const double error = got.value - truth;
    ++pairs;
    errors += error;
    squares += error * error;
    stated_squares += got.standard_error * got.standard_error;
    far += std::fabs(error) > 4 * got.standard_error ? 1 : 0;
  }
  [[nodiscard]] double count() const { return static_cast<double>(pairs); }
  [[nodiscard]] double stated() const { return std::sqrt(stated_squares / count()); }
  [[nodiscard]] double measured() const { return std::sqrt(squares / count()); }
  [[nodiscard]] double ratio() const { return measured() / stated(); }
  /// In stated standard errors.
  [[nodiscard]] double bias() const { return errors / count() / stated(); }
};

struct tallies {
  std::array<error_tally, correlations.size()> pearson, cosine, distance;
};

tensor_print print_of(const std::vector<float>& values, std::size_t rows, std::uint64_t seed) {
  const tensor_declaration declared{"w", dtype::f32, {rows, values.size() / rows}};
  detail::tensor_sums sums(declared, seed, nullptr);
  sums.add(0, values.size(), std::as_bytes(std::span(values)));
  return sums.finish();
}

struct exact_similarity {
  double pearson = 0, cosine = 0, relative_l2 = 0;
};

exact_similarity exact(const std::vector<float>& a, const std::vector<float>& b) {
  double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0, dd = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = a[i], y = b[i];
    sa += x;
    sb += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
    dd += (x - y) * (x - y);
  }
  const double n = static_cast<double>(a.size());
  return {(ab - sa * sb / n) / std::sqrt((aa - sa * sa / n) * (bb - sb * sb / n)),
          ab / std::sqrt(aa * bb), std::sqrt(dd / bb)};
}

/// Weights of the usual size; an offset makes their mean matter.
void to_weights(const std::vector<double>& from, double offset, std::vector<float>& weights) {
  for (std::size_t i = 0; i < from.size(); ++i)
    weights[i] = static_cast<float>(0.02 * (from[i] + offset));
}

tallies measure(const matrix_family& family, std::size_t rows, std::size_t columns,
                std::size_t pairs, double offset = 0) {
  tallies all;
  const std::size_t n = rows * columns;
  std::vector<double> a(n), fresh(n), b(n);
  std::vector<float> weights_a(n), weights_b(n);
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    random_source random(1000003 * rows + pair);
    family.fill(random, rows, columns, a, fresh);
    test::standardise(a);
    test::standardise(fresh);
    to_weights(a, offset, weights_a);
    const std::uint64_t seed = random.bits();
    const tensor_print print_a = print_of(weights_a, rows, seed);
    for (std::size_t at = 0; at < correlations.size(); ++at) {
      const double rho = correlations[at];
      for (std::size_t i = 0; i < n; ++i)
        b[i] = rho * a[i] + std::sqrt(1 - rho * rho) * fresh[i];
      to_weights(b, offset, weights_b);
      const tensor_print print_b = print_of(weights_b, rows, seed);
      const exact_similarity truth = exact(weights_a, weights_b);
      const print_similarity got = estimate_similarity(print_a, print_b);
      all.pearson[at].add(got.pearson, truth.pearson);
      all.cosine[at].add(got.cosine, truth.cosine);
      all.distance[at].add(got.relative_l2, truth.relative_l2);
    }
  }
  return all;
}

struct limits {
  double bias = 0.1;      ///< of the mean error, in stated standard errors
  double too_large = 0.1; ///< by how much errors may exceed the stated one
  double too_small = 0.2; ///< and fall short of it
};

/// Adds what luck does to that many pairs: three standard deviations of a mean (1 / sqrt(N)) and
/// of a root mean square (1 / sqrt(2 N)).
void check(std::string_view what, std::span<const error_tally> tally, const limits& allowed) {
  std::string line(what);
  for (std::size_t at = 0; at < tally.size(); ++at) {
    const error_tally& t = tally[at];
    std::array<char, 100> text{};
    std::snprintf(text.data(), text.size(), " | %g: %.5f x%.2f bias %+.2f far %zu",
                  correlations[at], t.stated(), t.ratio(), t.bias(), t.far);
    line += text.data();
    const double luck = 3 / std::sqrt(t.count());
    BOOST_TEST(std::fabs(t.bias()) < allowed.bias + luck, what << ' ' << correlations[at]);
    BOOST_TEST(t.ratio() < 1 + allowed.too_large + luck / std::sqrt(2),
               what << ' ' << correlations[at]);
    BOOST_TEST(t.ratio() > 1 - allowed.too_small - luck / std::sqrt(2),
               what << ' ' << correlations[at]);
  }
  BOOST_TEST_MESSAGE(line << " | " << tally[0].pairs << " pairs");
}

std::string title(const matrix_family& family, std::size_t size) {
  return std::string(family.name) + ' ' + std::to_string(size);
}

/// Below 16,384 elements rows of buckets are folded together, and blocks of one column fall into
/// few of them: where few columns or blocks hold the energy, errors are up to a third larger.
limits limits_of(const matrix_family& family, std::size_t size) {
  const bool few_columns = family.name == "heavy columns" || family.name == "sparse blocks";
  return size * size < 16384 && few_columns ? limits{0.1, 0.35, 0.2} : limits{};
}

const std::size_t estimator_pairs = test::runs(30, 1000);

void check_families(std::size_t size, std::size_t pairs) {
  for (const matrix_family& family : test::even_families)
    check(title(family, size), measure(family, size, size, pairs).pearson, limits_of(family, size));
}

} // namespace

BOOST_AUTO_TEST_CASE(pearson_of_small_matrices) { check_families(64, 10 * estimator_pairs); }

BOOST_AUTO_TEST_CASE(pearson_of_matrices_with_all_buckets) { check_families(128, estimator_pairs); }

BOOST_AUTO_TEST_CASE(pearson_of_matrices_whose_magnitudes_are_sampled) {
  check_families(256, estimator_pairs / 2 + 1);
}

BOOST_AUTO_TEST_CASE(pearson_of_large_matrices) {
  for (const std::size_t at : {0, 1, 3})
    check(title(test::even_families[at], 1024),
          measure(test::even_families[at], 1024, 1024, estimator_pairs / 10).pearson, {});
}

BOOST_AUTO_TEST_CASE(the_published_errors_at_the_default_size) {
  const tallies got = measure(test::even_families[0], 128, 128, 4 * estimator_pairs);
  const double luck = 1 + 3 / std::sqrt(2 * got.pearson[0].count());
  BOOST_TEST(got.pearson[0].measured() < 0.033 * luck);
  BOOST_TEST(got.pearson[4].measured() < 0.0010 * luck);
}

BOOST_AUTO_TEST_CASE(cosine_and_distance) {
  for (const double offset : {0.0, 1.0}) {
    const tallies got = measure(test::even_families[0], 96, 96, 3 * estimator_pairs, offset);
    check("cosine", got.cosine, {});
    check("relative distance", got.distance, {});
  }
}

// Where two elements hold more than half of the energy, an error is what their sharing a bucket
// does: once in k tensors, and then beyond anything stated.
BOOST_AUTO_TEST_CASE(spikes_have_rare_large_errors) {
  const tallies got = measure(test::spiked_family, 64, 64, 10 * estimator_pairs);
  for (const error_tally& tally : got.pearson) {
    const double collisions = tally.count() / 256;
    BOOST_TEST_MESSAGE("two spikes: x" << tally.ratio() << ", far " << tally.far << " of "
                                       << tally.pairs << ", collisions expected " << collisions);
    BOOST_TEST(static_cast<double>(tally.far) < collisions + 4 * std::sqrt(collisions));
    BOOST_TEST(tally.ratio() < 4);
    BOOST_TEST(tally.ratio() > 0.5);
  }
}
