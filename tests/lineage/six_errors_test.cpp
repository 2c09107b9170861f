// Six errors that convicted an innocent model in public. Each test commits the error by hand, sees
// it convict, and shows that the engine on the same data does not.
#include <cmath>
#include <numeric>
#include <support/case_fixtures.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

constexpr std::uint64_t seeds = 20;

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += static_cast<double>(a[i]) * b[i];
    aa += static_cast<double>(a[i]) * a[i];
    bb += static_cast<double>(b[i]) * b[i];
  }
  return ab / std::sqrt(aa * bb);
}

struct gain_models {
  std::vector<std::vector<float>> a;
  std::vector<std::vector<float>> b;
  accused_pair stored;
};

/// Norm gains only, nine layers.
gain_models gains_of(std::uint64_t seed, std::size_t d = 4096) {
  gaussian random(seed);
  gain_models models;
  for (std::size_t layer = 0; layer < input_gains.size(); ++layer) {
    const gain_moments& m = input_gains[layer];
    models.a.push_back(random.vector(d, m.mean_a, m.sd_a));
    models.b.push_back(random.vector(d, m.mean_b, m.sd_b));
    const std::string name = "model.layers." + std::to_string(layer) + ".input_layernorm.weight";
    models.stored.suspect.add(name, {d}, models.a.back());
    models.stored.reference.add(name, {d}, models.b.back());
  }
  return models;
}

comparison ruled(const accused_pair& pair) {
  auto answer = compare(pair.suspect, pair.reference);
  BOOST_REQUIRE(answer);
  return *answer;
}

BOOST_AUTO_TEST_CASE(error_1_mean_dominated_vectors_and_error_5_a_null_of_zero) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const gain_models models = gains_of(seed);
    const double naive_z = cosine(models.a[8], models.b[8]) * std::sqrt(4096.0);
    BOOST_TEST(naive_z > 60.0);
    const comparison answer = ruled(models.stored);
    BOOST_TEST(!is_finding(answer.overall));
    for (const tensor_evidence& pair : answer.tensors) {
      BOOST_TEST(name_of(pair.use) == name_of(evidence_use::descriptive));
      BOOST_TEST(std::abs(pair.metrics.cosine - pair.metrics.cosine_if_unrelated) < 0.06);
    }
  }
}

/// F5: layer 0 of the same model taken for the null.
BOOST_AUTO_TEST_CASE(error_2_an_unrepresentative_baseline) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const gain_models models = gains_of(30 + seed);
    std::vector<double> baseline;
    for (std::size_t deep = 4; deep < models.a.size(); ++deep)
      baseline.push_back(cosine(models.a[0], models.a[deep]));
    const double mean = std::accumulate(baseline.begin(), baseline.end(), 0.0) /
                        static_cast<double>(baseline.size());
    double variance = 0;
    for (const double x : baseline)
      variance += (x - mean) * (x - mean);
    const double sd = std::sqrt(variance / static_cast<double>(baseline.size() - 1));
    const double z = (cosine(models.a[7], models.b[7]) - mean) / sd;
    BOOST_TEST(z > 20.0);
    BOOST_TEST(!is_finding(ruled(models.stored).overall));
  }
}

BOOST_AUTO_TEST_CASE(error_3_centring_by_a_constant) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const gain_models models = gains_of(60 + seed);
    const auto shifted = [](std::vector<float> v) {
      for (float& x : v)
        x -= 1.0F;
      return v;
    };
    BOOST_TEST(cosine(shifted(models.a[0]), shifted(models.b[0])) >
               0.9); // both means far below one
    for (const tensor_evidence& pair : ruled(models.stored).tensors)
      BOOST_TEST(std::abs(pair.metrics.pearson) < 6.0 / std::sqrt(4096.0));
  }
}

/// The same tensor counted three times must not make the evidence stronger.
BOOST_AUTO_TEST_CASE(error_4_pseudo_replication) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(90 + seed);
    model_in_memory once_a;
    model_in_memory once_b;
    model_in_memory thrice_a;
    model_in_memory thrice_b;
    const auto a = heavy_matrix(random, 128, 96);
    const auto b = correlated(random, a, 0.08);
    once_a.add("blocks.0.attn.q_proj.weight", {128, 96}, a);
    once_b.add("blocks.0.attn.q_proj.weight", {128, 96}, b);
    for (const char* name : {"q_proj", "k_proj", "v_proj"}) {
      thrice_a.add(std::string("blocks.0.attn.") + name + ".weight", {128, 96}, a);
      thrice_b.add(std::string("blocks.0.attn.") + name + ".weight", {128, 96}, b);
    }
    const auto one = compare(once_a, once_b);
    const auto three = compare(thrice_a, thrice_b);
    BOOST_REQUIRE(one && three);
    const double z_one = one->components.front().evidence.z;
    const double z_three = three->components.front().evidence.z;
    BOOST_TEST(std::abs(z_one) > 1.0);
    BOOST_TEST(z_three == z_one, boost::test_tools::tolerance(1e-6));
  }
}

/// Attention, router and embeddings without similarity count as what they are, not as "retrained
/// since".
BOOST_AUTO_TEST_CASE(error_6_an_unfalsifiable_reading) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const comparison answer = ruled(innocent_norms(120 + seed, 512));
    const component_ruling& part = answer.components.front();
    BOOST_TEST(name_of(part.ruling) == name_of(verdict::no_shared_initialisation_found));
    BOOST_TEST(part.minimum_detectable < 0.1);
    BOOST_TEST(part.groups >= 1U);
  }
}

} // namespace
