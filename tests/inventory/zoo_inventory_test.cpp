#include <algorithm>
#include <filesystem>
#include <optional>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/shared_folder.hpp"

using namespace weightkin;

namespace {

/// A real file and its inventory; nothing when the shared data are absent.
struct real_model {
  checkpoint file;
  std::vector<tensor_view> views;
  inventory taken;

  [[nodiscard]] const inventory_entry& entry(std::string_view name) const {
    for (const inventory_entry& found : taken.entries)
      if (views[found.tensor].name == name) return found;
    throw std::runtime_error("no tensor " + std::string(name));
  }
};

std::optional<real_model> open_zoo(const char* path) {
  const auto full = test::shared_folder() / "zoo" / path;
  if (!std::filesystem::exists(full)) {
    BOOST_TEST_MESSAGE("absent, passed over: " << full);
    return std::nullopt;
  }
  open_options options;
  options.lenient_pickle = true;
  auto file = checkpoint::open(full, options);
  BOOST_REQUIRE_MESSAGE(file.has_value(), (file ? "" : file.error().message));
  std::vector<tensor_view> views = views_of(*file);
  inventory taken = take_inventory(views);
  for (const inventory_entry& entry : taken.entries)
    BOOST_TEST_MESSAGE(views[entry.tensor].name
                       << " " << name_of(entry.role) << " " << name_of(entry.use) << " "
                       << name_of(entry.why) << " " << (entry.axis ? entry.axis->group : "-") << " "
                       << entry.detail);
  return real_model{std::move(*file), std::move(views), std::move(taken)};
}

std::size_t count_of(const inventory& taken, evidence_use use) {
  return static_cast<std::size_t>(
      std::count_if(taken.entries.begin(), taken.entries.end(),
                    [use](const inventory_entry& entry) { return entry.use == use; }));
}

} // namespace

BOOST_AUTO_TEST_CASE(fourier_basis_of_a_speech_detector) {
  const auto model = open_zoo("silero_vad/v6.2_16k.safetensors");
  if (!model) return;
  const inventory_entry& basis = model->entry("stft_conv.weight");
  BOOST_TEST(name_of(basis.why) == "deterministic");
  BOOST_TEST(basis.detail.find("STFT basis") != std::string::npos);
  for (const char* name : {"conv1.weight", "conv2.weight", "conv3.weight", "conv4.weight",
                           "lstm_cell.weight_ih", "lstm_cell.weight_hh"})
    BOOST_TEST(name_of(model->entry(name).use) == "convicting");
  BOOST_TEST(model->entry("lstm_cell.weight_hh").axis->gates == 4U);
}

BOOST_AUTO_TEST_CASE(both_networks_of_a_script_module) {
  const auto model = open_zoo("silero_vad/v5.jit");
  if (!model) return;
  for (const char* name :
       {"_model.stft.forward_basis_buffer", "_model_8k.stft.forward_basis_buffer"})
    BOOST_TEST(name_of(model->entry(name).why) == "deterministic");
}

BOOST_AUTO_TEST_CASE(adapters_have_no_units) {
  for (const char* path :
       {"sd_lora/lora_disney.safetensors", "sd_lora/lora_disney_inpainting.safetensors"}) {
    const auto model = open_zoo(path);
    if (!model) return;
    BOOST_TEST(model->taken.components.size() == 1U);
    BOOST_TEST(name_of(model->taken.components[0].kind) == "adapter");
    BOOST_TEST(count_of(model->taken, evidence_use::convicting) == 0U);
  }
}

BOOST_AUTO_TEST_CASE(molecule_networks) {
  const auto model = open_zoo("pretrain_gnns/chem_gcn_contextpred.pth");
  if (!model) return;
  // 2 atom tables, and a matrix and 2 bond tables in each of 5 layers.
  BOOST_TEST(count_of(model->taken, evidence_use::convicting) == 17U);
}

BOOST_AUTO_TEST_CASE(outputs_of_detectors_have_fixed_meaning) {
  const auto model = open_zoo("ultraface/version-RFB-320.pth");
  if (!model) return;
  for (const char* name : {"regression_headers.0.2.weight", "regression_headers.3.weight",
                           "classification_headers.1.2.weight", "classification_headers.3.weight"})
    BOOST_TEST(model->entry(name).axis->axis == 1U);
}

BOOST_AUTO_TEST_CASE(one_kind_of_component_in_each_small_network) {
  for (const char* path :
       {"admet_ai/classification_model_0.pt", "gnina/jit_crossdock_default2018.pt",
        "ultraface/version-RFB-320.pth", "rl_agents/a2c_HalfCheetah-v3_final.zip",
        "rl_agents/dqn_CartPole-v1_final.zip", "mtcnn/onet.pt", "mtcnn/pnet.pt",
        "burn_mnist/mnist.pt", "burn_mnist/mnist.safetensors"}) {
    const auto model = open_zoo(path);
    if (!model) return;
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(model->taken.components[0].id == "model");
      for (const component& part : model->taken.components)
        BOOST_TEST((part.kind == component_kind::model || part.kind == component_kind::optimizer));
      BOOST_TEST(count_of(model->taken, evidence_use::convicting) >= 3U);
      for (const inventory_entry& entry : model->taken.entries)
        BOOST_TEST(name_of(entry.why) != "unreadable");
    }
  }
}
