// Quantised layouts and adapters of the shared corpus: right answers, and values bit for bit equal
// to reference values that other programs computed from the rules of each scheme.
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus_check.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

constexpr file_access both_ways[] = {file_access::mapped, file_access::copied};

std::vector<float> floats_of(const tensor_view& view) {
  BOOST_TEST_REQUIRE((view.type == dtype::f32));
  const auto bytes = all_bytes(view);
  BOOST_TEST_REQUIRE(bytes.has_value(), (bytes ? "" : bytes.error().message));
  std::vector<float> values(bytes->size() / sizeof(float));
  std::memcpy(values.data(), bytes->data(), bytes->size());
  return values;
}

checkpoint opened(const std::filesystem::path& path, file_access access) {
  auto model = checkpoint::open(path, as_stored(access));
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  return std::move(*model);
}

/// The reference has a stack of experts as the file stores it and as a framework turns it; the
/// reader answers the file's order.
std::string name_in_file(const std::string& reference) {
  constexpr std::string_view stored_order = ".rows_by_in";
  if (reference.ends_with(stored_order))
    return reference.substr(0, reference.size() - stored_order.size());
  return reference == "l.mlp.experts.gate_up_proj" ? "" : reference;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_file_is_answered_right) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("skipped: no shared corpus");
    return;
  }
  const corpus_counts quantised = check_corpus_answers(*root, "hfquant/");
  BOOST_TEST(quantised.good == 39);
  BOOST_TEST(quantised.bad == 28);
  BOOST_TEST(check_corpus_answers(*root, "peft/").good == 3);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_the_references) {
  const auto root = corpus_root();
  if (!root) return;
  std::size_t files = 0;
  std::size_t tensors = 0;
  for (const auto& folder : std::filesystem::directory_iterator(*root / "hfquant" / "good")) {
    ++files;
    for (const file_access access : both_ways)
      tensors += check_generated_reference(folder.path() / "model.safetensors",
                                           *root / "hfquant" / "ref" / folder.path().filename(),
                                           as_stored(access), name_in_file);
  }
  BOOST_TEST(files == 39U);
  BOOST_TEST(tensors == 2 * 49U);
}

BOOST_AUTO_TEST_CASE(nothing_but_weights_is_left) {
  const auto root = corpus_root();
  if (!root) return;
  for (const auto& folder : std::filesystem::directory_iterator(*root / "hfquant" / "good")) {
    const checkpoint model = opened(folder.path() / "model.safetensors", file_access::mapped);
    for (const tensor_view& view : views_of(model)) {
      const bool plain = view.name.ends_with("bias");
      BOOST_TEST((view.encoding == nullptr) == plain, folder.path() << ": " << view.name);
      if (view.encoding == nullptr) continue;
      BOOST_TEST(view.encoding->parts.size() >= 2U);
      BOOST_TEST(!view.encoding->scheme.empty());
      BOOST_TEST(view.encoding->bits_per_value > 0);
      for (const encoding_part& part : view.encoding->parts)
        BOOST_TEST(all_bytes(part.stored).has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_framework_turns_stacks_of_experts) {
  const auto root = corpus_root();
  if (!root) return;
  const auto folder = *root / "hfquant";
  const checkpoint model =
      opened(folder / "good" / "mxfp4_gptoss" / "model.safetensors", file_access::copied);
  const auto found = views_of(model);
  const tensor_view* stack = tensor_named(found, "l.mlp.experts.gate_up_proj");
  BOOST_TEST_REQUIRE((stack != nullptr));
  const nlohmann::json names = load_reference_json(folder / "ref" / "mxfp4_gptoss.names.json");
  const checkpoint reference = opened(folder / "ref" / "mxfp4_gptoss.npz", file_access::mapped);
  const auto turned = std::find(names.begin(), names.end(), "l.mlp.experts.gate_up_proj");
  const auto member = "t000" + std::to_string(turned - names.begin());
  const auto all = views_of(reference);
  const std::vector<float> wanted = floats_of(*tensor_named(all, member));
  const std::vector<float> stored = floats_of(*stack);
  for (std::size_t e = 0; e < 2; ++e)
    for (std::size_t row = 0; row < 10; ++row)
      for (std::size_t in = 0; in < 96; ++in)
        BOOST_REQUIRE_EQUAL(stored[(e * 10 + row) * 96 + in], wanted[(e * 96 + in) * 10 + row]);
}

BOOST_AUTO_TEST_CASE(a_change_added_to_its_base_is_the_merged_reference) {
  const auto root = corpus_root();
  if (!root) return;
  const auto folder = *root / "peft" / "good" / "lora";
  const std::string name = "model.layers.0.self_attn.q_proj.weight";
  for (const file_access access : both_ways) {
    const checkpoint adapter = opened(folder / "adapter_model.safetensors", access);
    BOOST_TEST_REQUIRE(adapter.size() == 1U);
    BOOST_TEST(adapter[0].name == name);
    BOOST_TEST(adapter[0].encoding->scheme == "lora");
    const bool says_base = std::find(adapter.metadata().begin(), adapter.metadata().end(),
                                     std::pair<std::string, std::string>("base_model", "base")) !=
                           adapter.metadata().end();
    BOOST_TEST(says_base);
    const std::vector<float> change = floats_of(adapter[0]);
    const std::vector<float> base = floats_of(opened(folder / "base.safetensors", access)[0]);
    const std::vector<float> merged =
        floats_of(opened(*root / "peft" / "ref" / "lora.npz", access)[0]);
    BOOST_TEST_REQUIRE(change.size() == merged.size());
    for (std::size_t i = 0; i < merged.size(); ++i)
      BOOST_TEST(base[i] + change[i] == merged[i]);
  }
}
