// Fingerprints rule as the weights do, or abstain; and never find what the weights do not. What
// they say when parts of them are missing or forged is in partial_fingerprints_test.
#include <cmath>
#include <support/both_answers.hpp>
#include <support/case_fixtures.hpp>
#include <support/thorough.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare_fingerprints.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

const std::uint64_t seeds = test::runs(4, 20);

const component_ruling& ruling_on(const comparison& answer, component_kind kind) {
  for (const component_ruling& part : answer.components)
    if (part.kind == kind) return part;
  BOOST_FAIL("no component of kind " << name_of(kind));
  std::abort();
}

accused_pair fine_tuned_tower(std::uint64_t seed, double change = 0.10) {
  gaussian random(seed);
  accused_pair pair;
  const named_weights tower = vision_tower(random);
  tower.store(pair.reference, "visual.", dtype::bf16);
  small_language_model(random).store(pair.reference, "model.", dtype::bf16);
  tuned_copy(random, tower, change).store(pair.suspect, "model.vision_model.", dtype::bf16);
  pair.suspect.add("model.mm_projector.weight", {128, 320}, heavy_matrix(random, 128, 320),
                   dtype::bf16);
  small_language_model(random).store(pair.suspect, "model.language_model.model.", dtype::bf16);
  return pair;
}

BOOST_AUTO_TEST_CASE(f1_fine_tuned_vision_tower) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const accused_pair pair = fine_tuned_tower(seed);
    const both_answers answers = must_compare(pair.suspect, pair.reference);
    BOOST_TEST_CONTEXT("seed " << seed) {
      never_stronger(answers);
      const auto& vision = ruling_on(answers.prints, component_kind::vision_encoder);
      BOOST_TEST(name_of(vision.ruling) == name_of(verdict::derived));
      BOOST_TEST(vision.relative_l2 == 0.10, boost::test_tools::tolerance(0.15));
      BOOST_TEST(std::isnan(vision.bit_equal_share));
      const auto& language = ruling_on(answers.prints, component_kind::language_model);
      BOOST_TEST(name_of(language.ruling) == name_of(verdict::no_shared_initialisation_found));
    }
  }
}

BOOST_AUTO_TEST_CASE(f2_cast_audio_encoder) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(100 + seed);
    const named_weights encoder = audio_encoder(random);
    for (const dtype narrow : {dtype::bf16, dtype::f16}) {
      model_in_memory donor;
      encoder.store(donor, "audio_tower.");
      model_in_memory suspect;
      encoder.store(suspect, "model.audio_model.", narrow);
      const both_answers answers = must_compare(suspect, donor);
      BOOST_TEST_CONTEXT("seed " << seed << ' ' << name_of(narrow)) {
        same_rulings(answers);
        const auto& audio = ruling_on(answers.prints, component_kind::audio_encoder);
        BOOST_TEST(name_of(audio.ruling) == name_of(verdict::identical_after_cast));
        BOOST_TEST((audio.explanations.front().kind == explanation_kind::cast_from_finer));
        BOOST_TEST(audio.sentence.find("checksum") != std::string::npos);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(shared_positions_alone_are_no_finding) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(200 + seed);
    model_in_memory one;
    audio_encoder(random).store(one, "audio_tower.");
    model_in_memory other;
    audio_encoder(random).store(other, "audio_tower.");
    same_rulings(must_compare(one, other));
  }
}

BOOST_AUTO_TEST_CASE(f4_innocent_norms) {
  for (std::uint64_t seed = 1; seed <= (seeds + 3) / 4; ++seed) {
    const accused_pair pair = innocent_norms(300 + seed);
    const both_answers answers = must_compare(pair.suspect, pair.reference);
    never_stronger(answers);
    for (const tensor_evidence& gains : answers.prints.tensors) {
      if (gains.role != tensor_role::norm) continue;
      BOOST_TEST(name_of(gains.use) == name_of(evidence_use::descriptive));
      BOOST_TEST(std::abs(gains.metrics.pearson) < 5 * gains.pearson_error);
    }
  }
}

BOOST_AUTO_TEST_CASE(f4_innocent_routers) {
  for (std::uint64_t seed = 1; seed <= (seeds + 3) / 4; ++seed) {
    const accused_pair pair = innocent_routers(400 + seed);
    BOOST_TEST(!is_finding(must_compare(pair.suspect, pair.reference).prints.overall));
  }
}

BOOST_AUTO_TEST_CASE(f6_equal_shapes) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(500 + seed);
    model_in_memory one;
    vision_tower(random, 2).store(one, "visual.");
    const named_weights audio = audio_encoder(random, 2);
    audio.store(one, "audio_tower.");
    small_language_model(random).store(one, "model.");
    model_in_memory copier;
    vision_tower(random, 2).store(copier, "visual.");
    audio.store(copier, "audio_tower.");
    small_language_model(random).store(copier, "model.");
    const both_answers answers = must_compare(copier, one);
    BOOST_TEST_CONTEXT("seed " << seed) {
      same_rulings(answers);
      BOOST_TEST(name_of(ruling_on(answers.prints, component_kind::audio_encoder).ruling) ==
                 name_of(verdict::identical));
    }
  }
}

/// 720 comparisons at a family-wise level of 1e-5 each.
BOOST_AUTO_TEST_CASE(f16_nine_strangers) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(600 + seed);
    std::vector<fingerprint> prints;
    for (int i = 0; i < 9; ++i) {
      model_in_memory model;
      language_model(random, 2, 64, 176, 128).store(model, "model.");
      prints.push_back(must_print(model));
    }
    for (std::size_t i = 0; i < prints.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const auto answer = compare_fingerprints(prints[i], prints[j]);
        BOOST_REQUIRE(answer);
        BOOST_TEST_CONTEXT("seed " << seed << " pair " << i << "," << j << ": "
                                   << answer->components.front().sentence)
        BOOST_TEST(!is_finding(answer->overall));
      }
  }
}

} // namespace
