// How often the engine accuses strangers: over a thousand independent component comparisons, none.
#include <cmath>
#include <support/case_fixtures.hpp>
#include <support/thorough.hpp>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

model_in_memory stranger(std::uint64_t seed) {
  gaussian random(seed);
  model_in_memory model;
  vision_tower(random, 1).store(model, "visual.");
  audio_encoder(random, 1).store(model, "audio_tower.");
  language_model(random, 1, 64, 176, 96).store(model, "model.");
  return model;
}

/// log of the probability of `hits` among `tries` at a rate.
double log_binomial(std::size_t hits, std::size_t tries, double rate) {
  const auto k = static_cast<double>(hits);
  const auto n = static_cast<double>(tries);
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(rate) +
         (n - k) * std::log1p(-rate);
}

/// The probability of at least (at most) so many hits.
std::pair<double, double> binomial_tails(std::size_t hits, std::size_t tries, double rate) {
  double at_most = 0;
  for (std::size_t k = 0; k <= hits; ++k)
    at_most += std::exp(log_binomial(k, tries, rate));
  return {1 - at_most + std::exp(log_binomial(hits, tries, rate)), at_most};
}

/// Of 3 components each. At the family-wise level 1e-5 per pair a false finding anywhere in 1,200
/// pairs has probability at most 0.012; hints (adjusted p <= 1e-3) should be rare too.
BOOST_AUTO_TEST_CASE(no_stranger_is_accused) {
  std::size_t compared = 0;
  std::size_t findings = 0;
  std::size_t hints = 0;
  std::size_t low_p = 0;
  const std::uint64_t pairs = test::runs(120, 1200);
  for (std::uint64_t pair = 0; pair < pairs; ++pair) {
    const auto answer = compare(stranger(2 * pair + 1), stranger(2 * pair + 2));
    BOOST_REQUIRE(answer);
    for (const component_ruling& part : answer->components) {
      ++compared;
      findings += is_finding(part.ruling) ? 1 : 0;
      hints += part.ruling == verdict::undetermined ? 1 : 0;
      low_p += part.evidence.log10_p < -2.0 ? 1 : 0;
    }
  }
  BOOST_TEST_MESSAGE(compared << " component comparisons, " << findings << " findings, " << hints
                              << " undetermined, " << low_p << " with pooled p < 0.01");
  BOOST_TEST(compared == 3 * pairs);
  BOOST_TEST(findings == 0U);
  // Rates of exactly .001 and .01 leave these bands in one of a thousand (the seeds are fixed).
  BOOST_TEST(binomial_tails(hints, compared, 1e-3).first > 1e-3);
  const auto [as_many, as_few] = binomial_tails(low_p, compared, 0.01);
  BOOST_TEST(as_many > 5e-4);
  BOOST_TEST(as_few > 5e-4);
}

} // namespace
