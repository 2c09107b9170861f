// Weights whose file says that they are quantised: the grid is believed, whichever side has it,
// and a change larger than its steps is not put down to it.
#include <algorithm>
#include <cmath>
#include <functional>
#include <support/case_fixtures.hpp>
#include <support/thorough.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

const std::uint64_t seeds = test::runs(5, 20);

/// A model of which every matrix carries the same encoding.
struct encoded_model {
  model_in_memory weights;
  tensor_encoding encoding;

  [[nodiscard]] std::size_t size() const { return weights.size(); }
  [[nodiscard]] tensor_view operator[](std::size_t index) const {
    tensor_view view = weights[index];
    if (view.shape.size() >= 2 && !encoding.scheme.empty()) view.encoding = &encoding;
    return view;
  }
};

/// Rounds each run of `block` values to the nearest of `levels` times the run's largest magnitude.
void round_to_levels(std::vector<float>& values, std::size_t block,
                     const std::vector<float>& levels) {
  for (std::size_t begin = 0; begin < values.size(); begin += block) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last =
        values.begin() + static_cast<std::ptrdiff_t>(std::min(begin + block, values.size()));
    float largest = 0;
    std::for_each(first, last, [&](float v) { largest = std::max(largest, std::abs(v)); });
    std::for_each(first, last, [&](float& v) {
      const float nearest = *std::min_element(levels.begin(), levels.end(), [&](float a, float b) {
        return std::abs(a * largest - v) < std::abs(b * largest - v);
      });
      v = nearest * largest;
    });
  }
}

/// Sixteen levels that crowd around zero, like those made for normal weights.
std::vector<float> crowded_levels() {
  std::vector<float> levels;
  for (int i = -8; i <= 7; ++i) {
    const float x = static_cast<float>(i) / (i < 0 ? 8.0F : 7.0F);
    levels.push_back(x * (0.4F + 0.6F * std::abs(x)));
  }
  return levels;
}

using change = std::function<void(named_weights&)>;

component_ruling rule_on(std::uint64_t seed, const change& of_subject, const change& of_reference,
                         const tensor_encoding& subject_encoding,
                         const tensor_encoding& reference_encoding) {
  gaussian random(seed);
  named_weights a = vision_tower(random, 2);
  named_weights b = a;
  of_subject(a);
  of_reference(b);
  encoded_model subject{{}, subject_encoding};
  encoded_model reference{{}, reference_encoding};
  a.store(subject.weights, "visual.");
  b.store(reference.weights, "visual.");
  const auto answer = compare(subject, reference);
  BOOST_REQUIRE(answer);
  return answer->components.front();
}

change rounded(std::size_t block, std::vector<float> levels) {
  return [=](named_weights& weights) {
    for (auto& item : weights.items)
      if (item.shape.size() >= 2) round_to_levels(item.values, block, levels);
  };
}

const change untouched = [](named_weights&) {};
const tensor_encoding plain;
const tensor_encoding four_bits{"nf4", 4.5, 64, {}, {}, 0};
const tensor_encoding two_bits{"q2_k", 2.6, 16, {}, {}, 0};

BOOST_AUTO_TEST_CASE(uneven_levels_are_a_reencoding_on_either_side) {
  const change coarse = rounded(64, crowded_levels());
  for (std::uint64_t seed = 100; seed < 100 + seeds; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      BOOST_TEST(name_of(rule_on(seed, coarse, untouched, four_bits, plain).ruling) == "reencoded");
      BOOST_TEST(name_of(rule_on(seed, untouched, coarse, plain, four_bits).ruling) == "reencoded");
    }
  }
}

/// Scales of channels are as far apart as a kernel is large, which no power of two need divide.
BOOST_AUTO_TEST_CASE(blocks_of_any_length_are_a_reencoding) {
  std::vector<float> bytes;
  for (int i = -127; i <= 127; ++i)
    bytes.push_back(static_cast<float>(i) / 127.0F);
  for (const std::size_t block : {48U, 96U, 576U}) {
    const tensor_encoding by_channel{"torch-int8", 8.5, block, {}, {}, 0};
    for (std::uint64_t seed = 150; seed < 150 + seeds; ++seed) {
      const component_ruling part =
          rule_on(seed, rounded(block, bytes), untouched, by_channel, plain);
      BOOST_TEST(name_of(part.ruling) == "reencoded",
                 "block " << block << ", seed " << seed << ": " << part.sentence);
    }
  }
}

BOOST_AUTO_TEST_CASE(two_encodings_of_one_original_are_reencoded) {
  for (std::uint64_t seed = 200; seed < 200 + seeds; ++seed) {
    const component_ruling part =
        rule_on(seed, rounded(64, crowded_levels()), rounded(16, {-1.0F, -0.33F, 0.33F, 1.0F}),
                four_bits, two_bits);
    BOOST_TEST(name_of(part.ruling) == "reencoded", "seed " << seed << ": " << part.sentence);
  }
}

/// Trained on by half of the weights' size, then rounded: far more than a step of the grid.
BOOST_AUTO_TEST_CASE(a_change_beyond_the_grid_is_not_a_reencoding) {
  for (std::uint64_t seed = 300; seed < 300 + seeds; ++seed) {
    const change trained_and_rounded = [&](named_weights& weights) {
      gaussian random(seed + 1000);
      for (auto& item : weights.items) {
        if (item.shape.size() < 2) continue;
        item.values = fine_tuned(random, item.values, item.shape[0], 0.5);
        round_to_levels(item.values, 64, crowded_levels());
      }
    };
    const component_ruling part = rule_on(seed, trained_and_rounded, untouched, four_bits, plain);
    BOOST_TEST(name_of(part.ruling) != "reencoded", "seed " << seed << ": " << part.sentence);
    BOOST_TEST(is_finding(part.ruling));
  }
}

BOOST_AUTO_TEST_CASE(strangers_on_one_grid_are_strangers) {
  for (std::uint64_t seed = 400; seed < 400 + seeds; ++seed) {
    const change another = [&](named_weights& weights) {
      gaussian random(seed + 1000);
      weights = vision_tower(random, 2);
      rounded(64, crowded_levels())(weights);
    };
    const component_ruling part =
        rule_on(seed, rounded(64, crowded_levels()), another, four_bits, four_bits);
    BOOST_TEST(!is_finding(part.ruling), "seed " << seed << ": " << part.sentence);
  }
}

/// A container's rule adds one to every gain and takes it off again when read: the last bits are
/// gone, and nothing else.
BOOST_AUTO_TEST_CASE(what_undoing_a_layout_leaves_does_not_make_a_difference) {
  struct gains_undone : encoded_model {
    tensor_encoding undone{"", 0, 0, {}, {"one added to gains"}, 0x1p-23};
    [[nodiscard]] tensor_view operator[](std::size_t index) const {
      tensor_view view = weights[index];
      if (view.shape.size() == 1) view.encoding = &undone;
      return view;
    }
  };
  gaussian random(500);
  const named_weights original = vision_tower(random, 2);
  named_weights returned = original;
  for (auto& item : returned.items)
    if (item.shape.size() == 1)
      for (float& value : item.values)
        value = (value + 1.0F) - 1.0F;
  gains_undone subject;
  returned.store(subject.weights, "visual.");
  model_in_memory reference;
  original.store(reference, "visual.");
  const auto answer = compare(subject, reference);
  BOOST_REQUIRE(answer);
  BOOST_TEST(name_of(answer->components.front().ruling) == "identical_after_cast");
  // Without that word of the file the gains differ, and so does the ruling.
  model_in_memory silent;
  returned.store(silent, "visual.");
  const auto strict = compare(silent, reference);
  BOOST_REQUIRE(strict);
  BOOST_TEST(name_of(strict->components.front().ruling) == "derived");
}

} // namespace
