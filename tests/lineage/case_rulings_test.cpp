// The fixtures of real disputes, each over many seeds, with the verdict a court would have to
// reach.
#include <cmath>
#include <support/case_fixtures.hpp>
#include <support/thorough.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

const std::uint64_t seeds = test::runs(2, 20);

const component_ruling& ruling_on(const comparison& answer, component_kind kind) {
  for (const component_ruling& part : answer.components)
    if (part.kind == kind) return part;
  BOOST_FAIL("no component of kind " << name_of(kind));
  std::abort();
}

comparison must_compare(const model_in_memory& subject, const model_in_memory& reference) {
  auto answer = compare(subject, reference);
  BOOST_REQUIRE(answer);
  return *answer;
}

/// F1: a vision tower fine-tuned from the donor's inside a model that is otherwise its own.
BOOST_AUTO_TEST_CASE(f1_fine_tuned_vision_tower) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(seed);
    model_in_memory donor;
    const named_weights tower = vision_tower(random);
    tower.store(donor, "visual.", dtype::bf16);
    small_language_model(random).store(donor, "model.", dtype::bf16);
    model_in_memory suspect;
    tuned_copy(random, tower, 0.10).store(suspect, "model.vision_model.", dtype::bf16);
    suspect.add("model.mm_projector.weight", {128, 320}, heavy_matrix(random, 128, 320),
                dtype::bf16);
    small_language_model(random).store(suspect, "model.language_model.model.", dtype::bf16);

    const comparison answer = must_compare(suspect, donor);
    const auto& vision = ruling_on(answer, component_kind::vision_encoder);
    BOOST_TEST_CONTEXT("seed " << seed << ": " << vision.sentence) {
      BOOST_TEST(name_of(vision.ruling) == name_of(verdict::derived));
      BOOST_TEST(name_of(vision.change) == name_of(change_kind::fine_tuned));
      BOOST_TEST(vision.relative_l2 == 0.10, boost::test_tools::tolerance(0.05));
      const double share =
          static_cast<double>(vision.parameters) / static_cast<double>(answer.subject.parameters);
      BOOST_TEST(vision.share == share, boost::test_tools::tolerance(1e-12));
      BOOST_TEST(answer.parameters_found == vision.parameters);
    }
    const auto& language = ruling_on(answer, component_kind::language_model);
    BOOST_TEST_CONTEXT("seed " << seed << ": " << language.sentence)
    BOOST_TEST(name_of(language.ruling) == name_of(verdict::no_shared_initialisation_found));
    const auto& projector = ruling_on(answer, component_kind::projector);
    BOOST_TEST(!is_finding(projector.ruling));
    BOOST_TEST(name_of(answer.overall) == name_of(verdict::derived));
  }
}

/// F2: an audio encoder renamed and cast from f32 to bf16; its positions are a fixed table.
BOOST_AUTO_TEST_CASE(f2_cast_audio_encoder) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(100 + seed);
    const named_weights encoder = audio_encoder(random);
    model_in_memory donor;
    encoder.store(donor, "audio_tower.");
    model_in_memory suspect;
    encoder.store(suspect, "model.audio_model.", dtype::bf16);
    const comparison answer = must_compare(suspect, donor);
    const auto& audio = ruling_on(answer, component_kind::audio_encoder);
    BOOST_TEST_CONTEXT("seed " << seed << ": " << audio.sentence) {
      BOOST_TEST(name_of(audio.ruling) == name_of(verdict::identical_after_cast));
      BOOST_TEST((audio.explanations.front().kind ==
                  explanation_kind::cast_from_finer)); // direction of the cast
    }
    bool positions_excluded = false;
    for (const tensor_evidence& pair : answer.tensors)
      if (pair.subject_name.find("embed_positions") != std::string::npos)
        positions_excluded =
            pair.use == evidence_use::excluded && pair.why == exclusion::deterministic;
    BOOST_TEST(positions_excluded);
  }
}

/// F2's counterpart: the same fixed positions in two encoders that share nothing else.
BOOST_AUTO_TEST_CASE(shared_positions_alone_are_no_finding) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(200 + seed);
    model_in_memory one;
    audio_encoder(random).store(one, "audio_tower.");
    model_in_memory other;
    audio_encoder(random).store(other, "audio_tower.");
    const comparison answer = must_compare(one, other);
    BOOST_TEST_CONTEXT(answer.components.front().sentence)
    BOOST_TEST(name_of(answer.overall) == name_of(verdict::no_shared_initialisation_found));
  }
}

/// F4: gains with cosines near one and routers with a tiny common correlation.
BOOST_AUTO_TEST_CASE(f4_innocent_norms) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const accused_pair pair = innocent_norms(300 + seed);
    const comparison answer = must_compare(pair.suspect, pair.reference);
    BOOST_TEST_CONTEXT("seed " << seed << ": " << answer.components.front().sentence)
    BOOST_TEST(name_of(answer.overall) == name_of(verdict::no_shared_initialisation_found));
    double highest = 0;
    for (const tensor_evidence& gains : answer.tensors) {
      if (gains.role != tensor_role::norm) continue;
      highest = std::max(highest, gains.metrics.cosine);
      BOOST_TEST(name_of(gains.use) == name_of(evidence_use::descriptive));
      // The value expected with no relation stands beside each cosine and explains it.
      BOOST_TEST(std::abs(gains.metrics.cosine - gains.metrics.cosine_if_unrelated) < 0.06);
    }
    BOOST_TEST(highest > 0.99);
  }
}

BOOST_AUTO_TEST_CASE(f4_innocent_routers) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const accused_pair pair = innocent_routers(400 + seed);
    const comparison answer = must_compare(pair.suspect, pair.reference);
    double sum = 0;
    std::uint64_t elements = 0;
    for (const tensor_evidence& router : answer.tensors) {
      sum += router.metrics.pearson * static_cast<double>(router.parameters);
      elements += router.parameters;
    }
    const double naive = sum / std::sqrt(static_cast<double>(elements));
    BOOST_TEST_CONTEXT("seed " << seed << ", naive z " << naive << ": "
                               << answer.components.front().sentence) {
      BOOST_TEST(naive > 5.0); // the error that convicts
      BOOST_TEST(!is_finding(answer.overall));
    }
  }
}

/// F6: two models of one shape throughout, independent; then with exactly one component copied.
BOOST_AUTO_TEST_CASE(f6_equal_shapes) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(500 + seed);
    model_in_memory one;
    const named_weights tower = vision_tower(random, 2);
    tower.store(one, "visual.");
    const named_weights audio = audio_encoder(random, 2);
    audio.store(one, "audio_tower.");
    small_language_model(random).store(one, "model.");
    model_in_memory other;
    vision_tower(random, 2).store(other, "visual.");
    audio_encoder(random, 2).store(other, "audio_tower.");
    const named_weights own = small_language_model(random);
    own.store(other, "model.");
    BOOST_TEST(name_of(must_compare(one, other).overall) ==
               name_of(verdict::no_shared_initialisation_found));

    model_in_memory copier;
    vision_tower(random, 2).store(copier, "visual.");
    audio.store(copier, "audio_tower.");
    own.store(copier, "model.");
    const comparison answer = must_compare(copier, one);
    for (const component_ruling& part : answer.components)
      BOOST_TEST_CONTEXT("seed " << seed << " " << part.id << ": " << part.sentence)
    BOOST_TEST(is_finding(part.ruling) == (part.kind == component_kind::audio_encoder));
    BOOST_TEST(name_of(ruling_on(answer, component_kind::audio_encoder).ruling) ==
               name_of(verdict::identical));
  }
}

/// F16: nine unrelated models, all pairs, twenty times: 720 comparisons at a family-wise level of
/// 1e-5 each, so the whole case would show one false finding by chance with probability 0.007.
BOOST_AUTO_TEST_CASE(f16_nine_strangers) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    gaussian random(600 + seed);
    std::vector<model_in_memory> models(9);
    for (model_in_memory& model : models)
      language_model(random, 2, 64, 176, 128).store(model, "model.");
    for (std::size_t i = 0; i < models.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const comparison answer = must_compare(models[i], models[j]);
        BOOST_TEST_CONTEXT("seed " << seed << " pair " << i << "," << j << ": "
                                   << answer.components.front().sentence)
        BOOST_TEST(!is_finding(answer.overall));
      }
  }
}

} // namespace
