// Real checkpoints by others, with relations that are documented or were measured. Skipped, and
// says so, when the shared folder is absent.
#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <support/shared_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/reader/checkpoint.hpp>

namespace {

using namespace weightkin;

struct zoo {
  std::filesystem::path folder = test::shared_folder() / "zoo";

  [[nodiscard]] bool absent() const {
    if (std::filesystem::is_directory(folder)) return false;
    BOOST_TEST_MESSAGE("skipped: no " << folder << "; set WEIGHTKIN_SHARED");
    return true;
  }
  [[nodiscard]] comparison compared(const std::string& subject,
                                    const std::string& reference) const {
    open_options options;
    options.lenient_pickle = true;
    const auto a = checkpoint::open(folder / subject, options);
    const auto b = checkpoint::open(folder / reference, options);
    BOOST_REQUIRE_MESSAGE(a, (a ? "" : a.error().message));
    BOOST_REQUIRE_MESSAGE(b, (b ? "" : b.error().message));
    auto answer = compare(*a, *b);
    BOOST_REQUIRE_MESSAGE(answer, (answer ? "" : answer.error().message));
    for (const component_ruling& part : answer->components)
      BOOST_TEST_MESSAGE(subject << " vs " << reference << ": " << part.id << " "
                                 << name_of(part.ruling) << " " << name_of(part.change) << ": "
                                 << part.sentence);
    return *answer;
  }
};

void expect(const comparison& answer, std::initializer_list<verdict> allowed) {
  BOOST_TEST_CONTEXT(answer.sentence)
  BOOST_TEST((std::find(allowed.begin(), allowed.end(), answer.overall) != allowed.end()),
             "overall is " << name_of(answer.overall));
}

BOOST_FIXTURE_TEST_CASE(fine_tuned_graph_network_is_strongly_dependent, zoo) {
  if (absent()) return;
  const auto answer = compared("pretrain_gnns/chem_gcn_supervised_contextpred.pth",
                               "pretrain_gnns/chem_gcn_contextpred.pth");
  expect(answer, {verdict::related, verdict::derived});
  BOOST_TEST(answer.components.front().evidence.z > 50.0);
  BOOST_TEST(answer.components.front().pearson > 0.4);
}

BOOST_FIXTURE_TEST_CASE(graph_networks_of_one_seed_are_related, zoo) {
  if (absent()) return;
  const auto answer =
      compared("pretrain_gnns/chem_gcn_contextpred.pth", "pretrain_gnns/chem_gcn_supervised.pth");
  expect(answer, {verdict::related});
  BOOST_TEST(answer.components.front().pearson <
             0.1); // a threshold on similarity would have missed it
  BOOST_TEST(answer.components.front().evidence.z > 20.0);
}

BOOST_FIXTURE_TEST_CASE(folds_from_one_initialisation_are_related, zoo) {
  if (absent()) return;
  expect(compared("admet_ai/classification_model_0.pt", "admet_ai/classification_model_1.pt"),
         {verdict::related});
}

BOOST_FIXTURE_TEST_CASE(detectors_for_two_input_sizes_share_nothing, zoo) {
  if (absent()) return;
  expect(compared("ultraface/version-RFB-320.pth", "ultraface/version-RFB-640.pth"),
         {verdict::no_shared_initialisation_found});
}

BOOST_FIXTURE_TEST_CASE(agents_of_one_run_and_of_two, zoo) {
  if (absent()) return;
  expect(
      compared("rl_agents/a2c_HalfCheetah-v3_final.zip", "rl_agents/a2c_HalfCheetah-v3_best.zip"),
      {verdict::related, verdict::derived});
  expect(compared("rl_agents/a2c_HalfCheetah-v3_final.zip", "rl_agents/a2c_Walker2d-v3_final.zip"),
         {verdict::no_shared_initialisation_found});
}

BOOST_FIXTURE_TEST_CASE(adapters_of_one_base_are_never_derived, zoo) {
  if (absent()) return;
  const auto answer =
      compared("sd_lora/lora_disney.safetensors", "sd_lora/lora_disney_inpainting.safetensors");
  expect(answer, {verdict::no_shared_initialisation_found, verdict::undetermined});
  const bool explained =
      std::any_of(answer.components.begin(), answer.components.end(), [](const auto& part) {
        return part.sentence.find("one base share its unit order") != std::string::npos;
      });
  BOOST_TEST(explained);
}

BOOST_FIXTURE_TEST_CASE(voice_detectors_share_only_a_fixed_transform, zoo) {
  if (absent()) return;
  const auto answer = compared("silero_vad/v5.jit", "silero_vad/v6.2_HEAD.jit");
  expect(answer, {verdict::no_shared_initialisation_found});
  std::size_t excluded_tables = 0;
  for (const tensor_evidence& pair : answer.tensors)
    if (pair.why == exclusion::deterministic && pair.stats.bit_equal == pair.stats.elements) {
      ++excluded_tables;
      BOOST_TEST(!pair.detail.empty());
    }
  BOOST_TEST(excluded_tables >= 1U);
}

BOOST_FIXTURE_TEST_CASE(retraining_with_one_seed_is_related, zoo) {
  if (absent()) return;
  expect(compared("gnina/jit_crossdock_default2018.pt", "gnina/jit_crossdock_default2018_1.3.pt"),
         {verdict::related});
}

BOOST_FIXTURE_TEST_CASE(cascade_stages_have_nothing_in_common, zoo) {
  if (absent()) return;
  for (const auto& [a, b] :
       {std::pair{"mtcnn/onet.pt", "mtcnn/rnet.pt"}, std::pair{"mtcnn/pnet.pt", "mtcnn/rnet.pt"},
        std::pair{"mtcnn/onet.pt", "mtcnn/pnet.pt"}})
    expect(compared(a, b), {verdict::no_shared_initialisation_found, verdict::not_comparable,
                            verdict::non_evidential, verdict::undetermined});
}

BOOST_FIXTURE_TEST_CASE(digits_documented_as_identical_are_only_related, zoo) {
  if (absent()) return;
  expect(compared("burn_mnist/mnist.pt", "burn_mnist/mnist.safetensors"), {verdict::related});
}

} // namespace
