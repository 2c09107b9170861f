// What was done to a component, read from the residual; and the cases in between a copy and
// nothing.
#include <cmath>
#include <functional>
#include <support/case_fixtures.hpp>
#include <support/thorough.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

const std::uint64_t seeds = test::runs(5, 20);
using change = std::function<void(gaussian&, named_weights::item&)>;

/// A tower against itself with `apply` done to every matrix; gains and biases stay.
component_ruling after(std::uint64_t seed, const change& apply) {
  gaussian random(seed);
  const named_weights original = vision_tower(random, 2);
  named_weights changed = original;
  for (auto& item : changed.items)
    if (item.shape.size() >= 2) apply(random, item);
  model_in_memory subject;
  changed.store(subject, "visual.");
  model_in_memory reference;
  original.store(reference, "visual.");
  auto answer = compare(subject, reference);
  BOOST_REQUIRE(answer);
  return answer->components.front();
}

void expect(std::uint64_t first_seed, const change& apply, verdict ruling, change_kind kind) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const component_ruling part = after(first_seed + seed, apply);
    BOOST_TEST_CONTEXT("seed " << first_seed + seed << ": " << part.sentence) {
      BOOST_TEST(name_of(part.ruling) == name_of(ruling));
      BOOST_TEST(name_of(part.change) == name_of(kind));
    }
  }
}

/// Symmetric rounding to `bits` per block of 32 neighbours, as block formats do.
void quantise(named_weights::item& item, int bits) {
  const float levels = static_cast<float>((1 << (bits - 1)) - 1);
  for (std::size_t begin = 0; begin < item.values.size(); begin += 32) {
    const std::size_t end = std::min(begin + 32, item.values.size());
    float largest = 0;
    for (std::size_t i = begin; i < end; ++i)
      largest = std::max(largest, std::abs(item.values[i]));
    if (largest == 0) continue;
    const float step = largest / levels;
    for (std::size_t i = begin; i < end; ++i)
      item.values[i] = step * std::nearbyint(item.values[i] / step);
  }
}

BOOST_AUTO_TEST_CASE(block_quantised_weights_are_reencoded) {
  expect(
      1000, [](gaussian&, auto& item) { quantise(item, 8); }, verdict::reencoded,
      change_kind::none);
  expect(
      1100, [](gaussian&, auto& item) { quantise(item, 4); }, verdict::reencoded,
      change_kind::none);
}

BOOST_AUTO_TEST_CASE(white_noise_of_one_size_is_noise) {
  const change noise = [](gaussian& random, auto& item) {
    for (float& value : item.values)
      value += static_cast<float>(random() * 0.002);
  };
  expect(1200, noise, verdict::derived, change_kind::noised);
}

BOOST_AUTO_TEST_CASE(a_common_factor_is_a_rescaling) {
  const change scale = [](gaussian&, auto& item) {
    for (float& value : item.values)
      value *= 1.7F;
  };
  expect(1300, scale, verdict::derived, change_kind::rescaled);
}

BOOST_AUTO_TEST_CASE(kept_tensors_beside_changed_ones_are_partly_frozen) {
  const change tune_attention = [](gaussian& random, auto& item) {
    if (item.name.find("attn") != std::string::npos)
      item.values = fine_tuned(random, item.values, item.shape[0], 0.1);
  };
  expect(1400, tune_attention, verdict::derived, change_kind::partly_frozen);
}

BOOST_AUTO_TEST_CASE(untouched_weights_are_identical) {
  expect(
      1500, [](gaussian&, auto&) {}, verdict::identical, change_kind::none);
}

BOOST_AUTO_TEST_CASE(half_of_the_correlation_is_only_related) {
  const change drift = [](gaussian& random, auto& item) {
    item.values = correlated(random, item.values, 0.5);
  };
  expect(1600, drift, verdict::related, change_kind::none);
}

/// One copied layer among strangers: the sum over the component dilutes it, the strongest group
/// does not.
BOOST_AUTO_TEST_CASE(one_related_layer_among_many_is_found) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    gaussian random(1700 + seed);
    const named_weights original = vision_tower(random, 8);
    named_weights mixed = vision_tower(random, 8);
    for (std::size_t i = 0; i < mixed.items.size(); ++i)
      if (mixed.items[i].name.rfind("blocks.5.mlp.", 0) == 0)
        mixed.items[i].values =
            fine_tuned(random, original.items[i].values, original.items[i].shape[0], 0.3);
    model_in_memory subject;
    mixed.store(subject, "visual.");
    model_in_memory reference;
    original.store(reference, "visual.");
    const auto answer = compare(subject, reference);
    BOOST_REQUIRE(answer);
    const component_ruling& part = answer->components.front();
    BOOST_TEST_CONTEXT("seed " << seed << ": " << part.sentence) {
      BOOST_TEST(name_of(part.ruling) == name_of(verdict::related));
      BOOST_TEST(part.strongest_group.find('5') != std::string::npos);
    }
  }
}

/// A bit-equal table of unknown make beside unrelated weights accuses nobody.
BOOST_AUTO_TEST_CASE(an_unknown_fixed_table_abstains) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    gaussian random(1800 + seed);
    const auto table = heavy_matrix(random, 64, 96);
    model_in_memory models[2];
    for (model_in_memory& model : models) {
      model.add("front.weight", {64, 96}, table);
      model.add("layers.0.weight", {128, 64}, heavy_matrix(random, 128, 64));
      model.add("layers.1.weight", {128, 128}, heavy_matrix(random, 128, 128));
      model.add("layers.2.weight", {10, 128}, heavy_matrix(random, 10, 128));
    }
    const auto answer = compare(models[0], models[1]);
    BOOST_REQUIRE(answer);
    BOOST_TEST_CONTEXT("seed " << seed << ": " << answer->components.front().sentence)
    BOOST_TEST(name_of(answer->overall) == name_of(verdict::undetermined));
  }
}

/// The same when the table is all that corresponds: "identical" would be true of it and false of
/// the model.
BOOST_AUTO_TEST_CASE(a_fixed_table_as_the_only_counterpart_abstains) {
  gaussian random(1840);
  const auto table = heavy_matrix(random, 64, 96);
  const auto model = [&](std::uint64_t width) {
    model_in_memory made;
    made.add("front.weight", {64, 96}, table);
    made.add("layers.0.weight", {width, 64}, heavy_matrix(random, width, 64));
    made.add("layers.1.weight", {width, width}, heavy_matrix(random, width, width));
    return made;
  };
  const auto answer = compare(model(128), model(160));
  BOOST_REQUIRE(answer);
  BOOST_TEST_CONTEXT(answer->components.front().sentence)
  BOOST_TEST(name_of(answer->overall) == name_of(verdict::undetermined));
}

/// The same table where it cannot carry a verdict: no finding, but the reader is told.
BOOST_AUTO_TEST_CASE(equal_bits_outside_the_evidence_are_mentioned) {
  gaussian random(1850);
  const auto table = heavy_matrix(random, 64, 96);
  model_in_memory models[2];
  for (model_in_memory& model : models) {
    small_language_model(random).store(model, "model.");
    model.add("model.front.filters", {64, 96}, table);
  }
  const auto answer = compare(models[0], models[1]);
  BOOST_REQUIRE(answer);
  BOOST_TEST(!is_finding(answer->overall));
  bool told = false;
  for (const auto& part : answer->components)
    for (const auto& possible : part.explanations)
      told |= possible == possible_explanation{explanation_kind::equal_elsewhere, "1"};
  BOOST_TEST(told);
}

/// Factors over one base abstain and say why, whatever their values.
BOOST_AUTO_TEST_CASE(adapters_abstain_with_the_reason) {
  gaussian random(1900);
  model_in_memory models[2];
  for (model_in_memory& model : models)
    for (int layer = 0; layer < 4; ++layer) {
      const std::string at =
          "base_model.model.model.layers." + std::to_string(layer) + ".self_attn.q_proj.";
      model.add(at + "lora_A.weight", {8, 128}, heavy_matrix(random, 8, 128));
      model.add(at + "lora_B.weight", {128, 8}, heavy_matrix(random, 128, 8));
    }
  const auto answer = compare(models[0], models[1]);
  BOOST_REQUIRE(answer);
  BOOST_TEST(name_of(answer->overall) == name_of(verdict::undetermined));
  BOOST_TEST(answer->components.front().sentence.find("share its unit order") != std::string::npos);
}

/// Recurrent cells remember themselves: independent networks share a strong diagonal per gate.
BOOST_AUTO_TEST_CASE(a_common_recurrent_diagonal_is_no_kinship) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    gaussian random(2000 + seed);
    constexpr std::size_t h = 128;
    model_in_memory models[2];
    for (model_in_memory& model : models) {
      auto recurrent = heavy_matrix(random, 4 * h, h);
      for (std::size_t gate = 0; gate < 4; ++gate)
        for (std::size_t unit = 0; unit < h; ++unit)
          recurrent[(gate * h + unit) * h + unit] -= 0.25F;
      model.add("decoder.rnn.weight_ih_l0", {4 * h, h}, heavy_matrix(random, 4 * h, h));
      model.add("decoder.rnn.weight_hh_l0", {4 * h, h}, recurrent);
    }
    const auto answer = compare(models[0], models[1]);
    BOOST_REQUIRE(answer);
    BOOST_TEST_CONTEXT("seed " << seed << ": " << answer->components.front().sentence) {
      BOOST_TEST(!is_finding(answer->overall));
      BOOST_TEST(answer->components.front().evidence.z < 5.0);
    }
  }
}

/// Two projectors that serve one language model abstain; copies of one projector do not.
BOOST_AUTO_TEST_CASE(projectors_between_kin_abstain) {
  gaussian random(2100);
  const named_weights language = small_language_model(random);
  const auto common = heavy_matrix(random, 128, 320);
  const auto projector_like = [&](double rho) { return correlated(random, common, rho); };
  const auto model = [&](const std::vector<float>& projector) {
    model_in_memory made;
    language.store(made, "language_model.model.");
    made.add("multi_modal_projector.linear.weight", {128, 320}, projector);
    return made;
  };
  const auto apart = compare(model(projector_like(0.5)), model(projector_like(0.5)));
  const auto copied = compare(model(common), model(common));
  BOOST_REQUIRE(apart && copied);
  const auto projector_of = [](const comparison& answer) {
    for (const auto& part : answer.components)
      if (part.kind == component_kind::projector) return part.ruling;
    return verdict::not_comparable;
  };
  BOOST_TEST(name_of(projector_of(*apart)) == name_of(verdict::undetermined));
  BOOST_TEST(name_of(projector_of(*copied)) == name_of(verdict::identical));
}

} // namespace
