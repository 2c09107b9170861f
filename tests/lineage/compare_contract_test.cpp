// What `compare` promises beside the verdict: same answer at any thread count, cancellation, errors
// of the medium, abstention, power.
#include <atomic>
#include <limits>
#include <support/case_fixtures.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

#include "lineage/explanation.hpp"
#include "lineage/number_text.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

accused_pair relatives(std::uint64_t seed) {
  gaussian random(seed);
  accused_pair pair;
  const named_weights tower = vision_tower(random, 2);
  tower.store(pair.reference, "visual.");
  tuned_copy(random, tower, 0.2).store(pair.suspect, "vision_tower.");
  small_language_model(random).store(pair.suspect, "model.");
  small_language_model(random).store(pair.reference, "model.");
  return pair;
}

void same_answer(const comparison& one, const comparison& other) {
  BOOST_REQUIRE_EQUAL(one.components.size(), other.components.size());
  for (std::size_t i = 0; i < one.components.size(); ++i) {
    BOOST_TEST(one.components[i].sentence == other.components[i].sentence);
    BOOST_TEST(one.components[i].evidence.z == other.components[i].evidence.z);
    BOOST_TEST(one.components[i].log10_p_holm == other.components[i].log10_p_holm);
  }
  BOOST_REQUIRE_EQUAL(one.tensors.size(), other.tensors.size());
  for (std::size_t i = 0; i < one.tensors.size(); ++i) {
    BOOST_TEST(one.tensors[i].stats.sum_ab == other.tensors[i].stats.sum_ab);
    BOOST_TEST(one.tensors[i].permutation.z == other.tensors[i].permutation.z);
  }
}

BOOST_AUTO_TEST_CASE(threads_do_not_change_a_bit) {
  const accused_pair pair = relatives(1);
  compare_options options;
  options.threads = 1;
  const auto one = compare(pair.suspect, pair.reference, options);
  options.threads = 7;
  const auto seven = compare(pair.suspect, pair.reference, options);
  BOOST_REQUIRE(one && seven);
  same_answer(*one, *seven);
}

BOOST_AUTO_TEST_CASE(sentences_give_the_p_value_that_counted) {
  const accused_pair pair = relatives(3);
  const auto answer = compare(pair.suspect, pair.reference);
  BOOST_REQUIRE(answer);
  std::size_t tested = 0;
  for (const component_ruling& part : answer->components) {
    if (part.groups == 0) continue;
    ++tested;
    const std::string counted = ", " + p_text(part.log10_p_holm) + " after correction";
    BOOST_TEST(part.sentence.find(counted) != std::string::npos, part.sentence);
  }
  BOOST_TEST(tested == 2U);
}

BOOST_AUTO_TEST_CASE(the_group_that_decided_is_named) {
  component_ruling part;
  part.ruling = verdict::related;
  part.groups = 3;
  part.evidence.effect = 0.5;
  part.evidence.log10_p = -6;
  part.strongest = part.evidence;
  part.strongest.log10_p = -8.2;
  part.strongest_group = "residual";
  part.log10_p_holm = -7.15;
  const auto sentence_of = [](component_ruling ruling) {
    explain_dependence(ruling, {});
    return ruling.sentence;
  };
  BOOST_TEST(sentence_of(part).find("p = 7.1e-08 after correction in group residual") !=
             std::string::npos);
  part.strongest.log10_p = -6.2; // of three groups it is no better than all together
  BOOST_TEST(sentence_of(part).find("in group") == std::string::npos);
  part.evidence.effect = 0.01; // but that would not have counted
  BOOST_TEST(sentence_of(part).find("in group residual") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(progress_is_reported_and_can_cancel) {
  const accused_pair pair = relatives(2);
  compare_options options;
  std::uint64_t last = 0;
  std::string stage;
  options.on_progress = [&](const progress& now) {
    if (now.stage == stage) BOOST_TEST(now.done >= last);
    BOOST_TEST(now.done <= now.total);
    last = now.done;
    stage = now.stage;
    return true;
  };
  BOOST_REQUIRE(compare(pair.suspect, pair.reference, options));
  BOOST_TEST(last > 0U);
  options.on_progress = [](const progress&) { return false; };
  const auto cancelled = compare(pair.suspect, pair.reference, options);
  BOOST_REQUIRE(!cancelled);
  BOOST_TEST(name_of(cancelled.error().code) == name_of(errc::cancelled));
}

/// A medium that fails past its first part for every reader.
class failing_source final : public element_source {
public:
  result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                          std::span<std::byte> scratch) const override {
    if (first > 100'000)
      return error{errc::io, "file 'x', tensor 'w', offset 100001: the page vanished"};
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<float>((first + i) * 2654435761U % 1000) - 500.0F;
      std::memcpy(scratch.data() + 4 * i, &value, 4);
    }
    return std::span<const std::byte>(scratch.data(), 4 * count);
  }
};

BOOST_AUTO_TEST_CASE(an_unreadable_tensor_is_never_passed_over) {
  const failing_source broken;
  const std::vector<std::uint64_t> shape{512, 512};
  gaussian random(3);
  const auto values = heavy_matrix(random, 512, 512);
  const std::vector<tensor_view> subject{{.name = "layers.0.mlp.up_proj.weight",
                                          .type = dtype::f32,
                                          .shape = shape,
                                          .strides = {},
                                          .data = nullptr,
                                          .source = &broken,
                                          .storage = {}}};
  model_in_memory reference;
  reference.add("layers.0.mlp.up_proj.weight", {512, 512}, values);
  const auto answer = compare(subject, reference);
  // The inventory's glance meets the fault: the tensor is listed as unreadable, with the error.
  BOOST_REQUIRE(answer);
  BOOST_TEST(!is_finding(answer->overall));
  BOOST_REQUIRE(!answer->unmatched.empty());
  BOOST_TEST(answer->unmatched.front().reason.find("the page vanished") != std::string::npos);
}

/// Small reads work everywhere, so the tensor looks sound; the stream breaks past its first part.
class breaking_stream final : public element_source {
public:
  result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                          std::span<std::byte> scratch) const override {
    if (count > 1024 && first + count > 100'000)
      return error{errc::io, "file 'x', tensor 'w', offset 400000: the disk failed"};
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<float>((first + i) * 2654435761U % 1000) - 500.0F;
      std::memcpy(scratch.data() + 4 * i, &value, 4);
    }
    return std::span<const std::byte>(scratch.data(), 4 * count);
  }
};

BOOST_AUTO_TEST_CASE(a_stream_that_breaks_ends_the_comparison_with_its_error) {
  const breaking_stream broken;
  const std::vector<std::uint64_t> shape{512, 512};
  gaussian random(7);
  const std::vector<tensor_view> subject{{.name = "layers.0.mlp.up_proj.weight",
                                          .type = dtype::f32,
                                          .shape = shape,
                                          .strides = {},
                                          .data = nullptr,
                                          .source = &broken,
                                          .storage = {}}};
  model_in_memory reference;
  reference.add("layers.0.mlp.up_proj.weight", {512, 512}, heavy_matrix(random, 512, 512));
  const auto answer = compare(subject, reference);
  BOOST_REQUIRE(!answer);
  BOOST_TEST(name_of(answer.error().code) == name_of(errc::io));
  BOOST_TEST(answer.error().message.find("the disk failed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_in_common_is_not_comparable) {
  gaussian random(4);
  model_in_memory a;
  model_in_memory b;
  a.add("layers.0.mlp.up_proj.weight", {64, 32}, heavy_matrix(random, 64, 32));
  b.add("layers.0.mlp.up_proj.weight", {96, 48}, heavy_matrix(random, 96, 48));
  const auto answer = compare(a, b);
  BOOST_REQUIRE(answer);
  BOOST_TEST(name_of(answer->overall) == name_of(verdict::not_comparable));
  BOOST_REQUIRE_EQUAL(answer->unmatched.size(), 2U);
  for (const auto& left : answer->unmatched)
    BOOST_TEST(!left.reason.empty());
  const auto empty = compare(model_in_memory{}, b);
  BOOST_REQUIRE(empty);
  BOOST_TEST(name_of(empty->overall) == name_of(verdict::not_comparable));
}

BOOST_AUTO_TEST_CASE(too_little_data_abstains) {
  gaussian random(5);
  model_in_memory a;
  model_in_memory b;
  a.add("layers.0.mlp.up_proj.weight", {8, 3}, heavy_matrix(random, 8, 3));
  b.add("layers.0.mlp.up_proj.weight", {8, 3}, heavy_matrix(random, 8, 3));
  const auto answer = compare(a, b);
  BOOST_REQUIRE(answer);
  BOOST_TEST(!is_finding(answer->overall));
  BOOST_TEST(name_of(answer->overall) != name_of(verdict::no_shared_initialisation_found));
}

/// Stated power is real: at the stated minimum about half of the relatives are found.
BOOST_AUTO_TEST_CASE(minimum_detectable_effect_is_honest) {
  std::size_t found = 0;
  constexpr std::size_t trials = 60;
  double planted = 0.0;
  for (std::size_t trial = 0; trial < trials; ++trial) {
    gaussian random(1000 + trial);
    model_in_memory a;
    model_in_memory b;
    const auto values = random.vector(std::size_t{96} * 48, 0.0, 0.02);
    if (planted == 0.0) {
      model_in_memory stranger;
      a.add("layers.0.mlp.up_proj.weight", {96, 48}, values);
      stranger.add("layers.0.mlp.up_proj.weight", {96, 48},
                   random.vector(std::size_t{96} * 48, 0.0, 0.02));
      const auto probe = compare(a, stranger);
      BOOST_REQUIRE(probe);
      planted = probe->components.front().minimum_detectable;
      a = model_in_memory{};
    }
    std::vector<float> mixed(values.size());
    for (std::size_t i = 0; i < mixed.size(); ++i)
      mixed[i] = static_cast<float>(planted * values[i] +
                                    std::sqrt(1 - planted * planted) * 0.02 * random());
    a.add("layers.0.mlp.up_proj.weight", {96, 48}, values);
    b.add("layers.0.mlp.up_proj.weight", {96, 48}, mixed);
    const auto answer = compare(a, b);
    BOOST_REQUIRE(answer);
    found += is_finding(answer->overall) ? 1 : 0;
  }
  BOOST_TEST_MESSAGE("planted " << planted << ", found " << found << " of " << trials);
  BOOST_TEST(found >= 15U); // binomial(60, 1/2): below 15 or above 45 with probability 1e-4
  BOOST_TEST(found <= 45U);
}

BOOST_AUTO_TEST_CASE(non_finite_values_are_counted_and_do_not_poison) {
  const accused_pair clean = relatives(6);
  gaussian random(6);
  model_in_memory dirty;
  for (std::size_t i = 0; i < clean.suspect.size(); ++i) {
    const tensor_view view = clean.suspect[i];
    std::vector<float> values(element_count(view));
    std::memcpy(values.data(), view.data, values.size() * 4);
    if (values.size() > 1000) values[17] = std::numeric_limits<float>::quiet_NaN();
    if (values.size() > 1000) values[901] = std::numeric_limits<float>::infinity();
    dirty.add(std::string(view.name), {view.shape.begin(), view.shape.end()}, values);
  }
  const auto answer = compare(dirty, clean.reference);
  BOOST_REQUIRE(answer);
  BOOST_TEST(name_of(answer->overall) == name_of(verdict::derived));
  bool counted = false;
  for (const tensor_evidence& pair : answer->tensors) {
    BOOST_TEST(!std::isnan(pair.metrics.cosine));
    counted |= pair.stats.nonfinite_a == 2 && pair.stats.finite + 2 == pair.stats.elements;
  }
  BOOST_TEST(counted);
}

} // namespace
