// Singular values of differences: against known ones, against noise over many draws, and in whole
// comparisons.
#include <cmath>
#include <numeric>
#include <support/model_builder.hpp>
#include <support/turned_decoder.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

#include "lineage/operation/gaussian_spectrum.hpp"
#include "lineage/operation/symmetric_spectrum.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

std::vector<double> noise(random_source& random, std::size_t count) {
  std::vector<double> values(count);
  for (double& value : values)
    value = random.normal();
  return values;
}

/// What `change` adds to the two matrices of a model, the larger of which is the second.
using change = void (*)(random_source&, std::vector<float>&, std::size_t rows, std::size_t columns);

constexpr std::size_t rows[] = {96, 160};
constexpr std::size_t columns[] = {80, 128};

comparison compare_changed(std::uint64_t seed, change apply) {
  random_source random = scattered_source(seed);
  model_in_memory subject, reference;
  for (std::size_t m = 0; m < 2; ++m) {
    std::vector<float> values;
    for (std::size_t i = 0; i < rows[m] * columns[m]; ++i)
      values.push_back(static_cast<float>(0.02 * random.normal()));
    const std::string name = "layers." + std::to_string(m) + ".mlp.up_proj.weight";
    reference.add(name, {rows[m], columns[m]}, values);
    apply(random, values, rows[m], columns[m]);
    subject.add(name, {rows[m], columns[m]}, values);
  }
  auto answer = compare(subject, reference);
  if (!answer) BOOST_FAIL(answer.error().message);
  return std::move(*answer);
}

void add_four_directions(random_source& random, std::vector<float>& values, std::size_t high,
                         std::size_t wide) {
  for (int k = 0; k < 4; ++k) {
    const auto left = noise(random, high);
    const auto right = noise(random, wide);
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] += static_cast<float>(0.001 * left[i / wide] * right[i % wide]);
  }
}

void add_noise(random_source& random, std::vector<float>& values, std::size_t, std::size_t) {
  for (float& value : values)
    value += static_cast<float>(0.002 * random.normal());
}

void add_nothing(random_source&, std::vector<float>&, std::size_t, std::size_t) {}

BOOST_AUTO_TEST_CASE(expected_values_are_those_of_many_draws) {
  constexpr int draws = 60;
  for (const auto& [high, wide] :
       {std::pair<std::size_t, std::size_t>{96, 160}, {160, 96}, {64, 64}, {24, 200}}) {
    const std::size_t side = std::min(high, wide);
    std::vector<double> mean(side, 0.0);
    random_source random = scattered_source(high * 1000 + wide);
    for (int draw = 0; draw < draws; ++draw) {
      const auto values = noise(random, high * wide);
      const double energy = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
      const auto squares = squared_singular_values(values, high, wide);
      for (std::size_t i = 0; i < side; ++i)
        mean[i] += squares[i] / energy / draws;
    }
    const gaussian_spectrum expected = expect_gaussian(high, wide, 64);
    BOOST_TEST_REQUIRE(expected.shares.size() == std::min<std::size_t>(side, 64));
    for (std::size_t i = 0; i < expected.shares.size() / 2; ++i)
      BOOST_TEST(std::abs(expected.shares[i] / mean[i] - 1) < 0.06,
                 high << " by " << wide << ", value " << i << ": " << expected.shares[i]
                      << " expected, " << mean[i] << " seen");
    BOOST_TEST(expected.edge > expected.shares[0]);
  }
}

BOOST_AUTO_TEST_CASE(noise_crosses_the_edge_once_in_a_thousand) {
  // Chance of more than 9 crossings in 2000 draws at that rate: 5e-5. At least one draw in twenty
  // comes near, or the edge would say nothing.
  constexpr int draws = 2000;
  int crossings = 0, near = 0;
  random_source random = scattered_source(77);
  const gaussian_spectrum expected = expect_gaussian(32, 48, 1);
  for (int draw = 0; draw < draws; ++draw) {
    const auto values = noise(random, 32 * 48);
    const double energy = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
    const double largest = squared_singular_values(values, 32, 48).front() / energy;
    crossings += largest > expected.edge ? 1 : 0;
    near += largest > 0.85 * expected.edge ? 1 : 0;
  }
  BOOST_TEST(crossings <= 9);
  BOOST_TEST(near >= draws / 20);
}

BOOST_AUTO_TEST_CASE(few_directions_stand_above_the_edge_and_are_counted) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const comparison answer = compare_changed(100 + seed, add_four_directions);
    BOOST_TEST_REQUIRE(answer.components.size() == 1U);
    const auto& spectrum = answer.components[0].spectrum;
    BOOST_TEST_REQUIRE(spectrum.has_value());
    BOOST_TEST(name_of(spectrum->operation) == "low_rank_merged");
    BOOST_TEST(spectrum->tensor == "layers.1.mlp.up_proj.weight"); // the larger one
    BOOST_TEST(spectrum->rows == 160U);
    BOOST_TEST(spectrum->all_columns == 128U);
    BOOST_TEST(spectrum->above_edge == 4U);
    BOOST_TEST(spectrum->share_above_edge == 1.0, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(spectrum->shares.size() == 64U);
    BOOST_TEST(spectrum->shares[4] < 1e-6);
    BOOST_TEST(spectrum->relative_size > 0.05);
  }
}

BOOST_AUTO_TEST_CASE(noise_lies_where_a_gaussian_difference_does) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const comparison answer = compare_changed(200 + seed, add_noise);
    const auto& spectrum = answer.components[0].spectrum;
    BOOST_TEST_REQUIRE(spectrum.has_value());
    BOOST_TEST(name_of(spectrum->operation) == "noised");
    BOOST_TEST(spectrum->above_edge == 0U);
    for (std::size_t i = 0; i < spectrum->shares.size(); ++i)
      BOOST_TEST(std::abs(spectrum->shares[i] / spectrum->gaussian_shares[i] - 1) < 0.2);
  }
}

BOOST_AUTO_TEST_CASE(copies_and_strangers_have_none) {
  BOOST_TEST(!compare_changed(300, add_nothing).components[0].spectrum.has_value());
  const comparison strangers = compare_changed(
      301, [](random_source& random, std::vector<float>& values, std::size_t, std::size_t) {
        for (float& value : values)
          value = static_cast<float>(0.02 * random.normal());
      });
  BOOST_TEST(!strangers.components[0].spectrum.has_value());
}

BOOST_AUTO_TEST_CASE(what_was_asked_is_kept) {
  model_in_memory model;
  model.add("layers.0.mlp.up_proj.weight", {8, 8}, std::vector<float>(64, 0.5F));
  compare_options options;
  const comparison plain = compare(model, model, options).value();
  BOOST_TEST_REQUIRE(plain.asked.has_value());
  BOOST_TEST((plain.asked->depth == search_depth::automatic));
  BOOST_TEST(plain.asked->component_map.empty());
  std::vector<map_rule> rules(1);
  rules[0].prefix = "layers.";
  rules[0].component = "language_model";
  options.map = rules;
  options.depth = search_depth::layers;
  options.search_seconds = 9;
  const comparison asked = compare(model, model, options).value();
  BOOST_TEST((asked.asked->depth == search_depth::layers));
  BOOST_TEST(asked.asked->seconds == 9);
  BOOST_TEST(asked.asked->component_map == component_map_digest(rules));
}

BOOST_AUTO_TEST_CASE(maps_that_differ_have_digests_that_differ) {
  const auto digest_of = [](const char* json) {
    const auto rules = parse_component_map(json);
    if (!rules) BOOST_FAIL(rules.error().message);
    return component_map_digest(*rules);
  };
  const std::string one = digest_of(R"({"rules":[{"prefix":"a","component":"b"}]})");
  BOOST_TEST(one.size() == 64U);
  BOOST_TEST(digest_of(R"({ "rules": [ {"component":"b", "prefix":"a"} ] })") == one);
  for (const char* other : {R"({"rules":[{"prefix":"ab"}]})", R"({"rules":[{"prefix":"a"}]})",
                            R"({"rules":[{"prefix":"a","component":"b","unit_axis":0}]})",
                            R"({"rules":[{"prefix":"a","component":"b","use":"excluded"}]})",
                            R"({"rules":[{"prefix":"a","component":"b"},{"prefix":"c"}]})"})
    BOOST_TEST(digest_of(other) != one);
  BOOST_TEST(digest_of(R"({"rules":[]})").empty());
}

} // namespace
