// A reader that multiplies an adapter's factors gives a tensor with the base weight's name: it must
// stay what the factors were, descriptive and never convicting.
#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_encoding.hpp>

#include "fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// The changes that factors of rank 4 make to two weights of 64 inputs, beside the norms of one.
struct changed_model {
  fake_model stored;
  tensor_encoding first{"lora", 0, 0, {}, {}, 0};
  tensor_encoding second{"dora", 0, 0, {}, {}, 0};
  std::vector<tensor_view> views;

  changed_model() {
    stored.add("a", {4, 64}).add("b", {96, 4}).add("alpha", {}).add("norms", {96});
    stored.add("model.layers.0.self_attn.q_proj.weight", {96, 64});
    stored.add("model.layers.0.mlp.up_proj.weight", {96, 64});
    const auto all = stored.views();
    first.parts = {{"lora_b", all[1]}, {"lora_a", all[0]}, {"alpha", all[2]}};
    second.parts = {{"lora_b", all[1]}, {"lora_a", all[0]}, {"magnitude", all[3]}};
    views = {all[4], all[5]};
    views[0].encoding = &first;
    views[1].encoding = &second;
  }
};

} // namespace

BOOST_AUTO_TEST_CASE(products_of_factors_are_adapters) {
  const changed_model model;
  const inventory taken = take_inventory(model.views);
  BOOST_REQUIRE(taken.components.size() == 1U);
  BOOST_TEST(name_of(taken.components[0].kind) == "adapter");
  for (const inventory_entry& entry : taken.entries) {
    BOOST_TEST(name_of(entry.use) == "descriptive");
    BOOST_TEST(name_of(entry.why) == "adapter_factor");
    BOOST_TEST(!entry.axis.has_value());
    BOOST_TEST(entry.layer == 0);
  }
  BOOST_TEST(name_of(taken.entries[0].role) == "attention_q");
  BOOST_TEST(name_of(taken.entries[1].role) == "mlp_up");
}

BOOST_AUTO_TEST_CASE(parameters_are_what_was_trained) {
  const changed_model model;
  const inventory taken = take_inventory(model.views);
  BOOST_TEST(taken.entries[0].parameters == 4U * 64 + 96 * 4);
  BOOST_TEST(taken.entries[1].parameters == 4U * 64 + 96 * 4);
  BOOST_TEST(taken.parameters == 2U * (4 * 64 + 96 * 4));
}

BOOST_AUTO_TEST_CASE(other_encodings_are_weights) {
  changed_model model;
  model.first.scheme = "gptq";
  model.second.scheme.clear();
  const inventory taken = take_inventory(model.views);
  for (const inventory_entry& entry : taken.entries) {
    BOOST_TEST(name_of(taken.components[entry.component].kind) != "adapter");
    BOOST_TEST(name_of(entry.why) != "adapter_factor");
    BOOST_TEST(entry.parameters == 96U * 64);
  }
}
