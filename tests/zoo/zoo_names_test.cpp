#include <map>

#include <boost/test/unit_test.hpp>

#include <weightkin/inventory/inventory.hpp>

#include "backbone_graph.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

struct expected {
  tensor_role role;
  std::size_t axis;
  std::uint64_t units;
  std::string group;
};

void check(backbone kind, const std::map<std::string, expected>& table) {
  const zoo_model model = initial_model(kind, zoo_scale::usual, 1);
  const inventory seen = take_inventory(model.views());
  std::size_t found = 0;
  for (const inventory_entry& entry : seen.entries) {
    const std::string& name = model.tensors[entry.tensor].name;
    const auto row = table.find(name);
    if (row == table.end()) continue;
    ++found;
    BOOST_TEST(name_of(entry.role) == name_of(row->second.role), name);
    BOOST_TEST((entry.use == evidence_use::convicting), name);
    BOOST_REQUIRE(entry.axis);
    BOOST_TEST(entry.axis->axis == row->second.axis, name);
    BOOST_TEST(entry.axis->units == row->second.units, name);
    BOOST_TEST(entry.axis->group == row->second.group, name);
  }
  BOOST_TEST(found == table.size());
}

} // namespace

BOOST_AUTO_TEST_CASE(a_decoder_is_understood) {
  using r = tensor_role;
  const std::string at = "model.layers.3.";
  check(backbone::decoder,
        {{"model.embed_tokens.weight", {r::token_embedding, 1, 64, "residual"}},
         {at + "self_attn.q_proj.weight", {r::attention_q, 1, 64, "residual"}},
         {at + "self_attn.k_proj.weight", {r::attention_k, 1, 64, "residual"}},
         {at + "self_attn.v_proj.weight", {r::attention_v, 1, 64, "residual"}},
         {at + "self_attn.o_proj.weight", {r::attention_o, 0, 64, "residual"}},
         {at + "mlp.gate_proj.weight", {r::mlp_gate, 0, 160, "layers.3.mlp.hidden"}},
         {at + "mlp.up_proj.weight", {r::mlp_up, 0, 160, "layers.3.mlp.hidden"}},
         {at + "mlp.down_proj.weight", {r::mlp_down, 1, 160, "layers.3.mlp.hidden"}},
         {"lm_head.weight", {r::output_head, 1, 64, "residual"}}});
}

BOOST_AUTO_TEST_CASE(a_vision_transformer_is_understood) {
  using r = tensor_role;
  check(backbone::vision,
        {{"patch_embed.proj.weight", {r::convolution, 0, 64, "residual"}},
         {"pos_embed", {r::position_embedding, 2, 64, "residual"}},
         {"blocks.2.attn.qkv.weight", {r::attention_qkv, 1, 64, "residual"}},
         {"blocks.2.attn.proj.weight", {r::attention_o, 0, 64, "residual"}},
         {"blocks.2.mlp.fc1.weight", {r::mlp_up, 0, 160, "layers.2.mlp.hidden"}},
         {"blocks.2.mlp.fc2.weight", {r::mlp_down, 1, 160, "layers.2.mlp.hidden"}}});
}

BOOST_AUTO_TEST_CASE(layers_without_a_stream_are_understood) {
  using r = tensor_role;
  check(backbone::convolution, {{"features.2.weight", {r::convolution, 0, 32, "width.32"}},
                                {"features.4.weight", {r::convolution, 0, 64, "width.64"}}});
  check(backbone::perceptron, {{"fc1.weight", {r::linear, 0, 128, "width.128"}},
                               {"fc2.weight", {r::linear, 0, 128, "width.128"}}});
  check(backbone::lstm, {{"rnn.weight_ih_l0", {r::recurrent, 0, 64, "rnn.hidden_l0"}},
                         {"rnn.weight_hh_l0", {r::recurrent, 0, 64, "rnn.hidden_l0"}},
                         {"rnn.weight_hh_l1", {r::recurrent, 0, 64, "rnn.hidden_l1"}}});
}

BOOST_AUTO_TEST_CASE(two_towers_are_three_components) {
  const zoo_model model = initial_model(backbone::two_tower, zoo_scale::usual, 1);
  const inventory seen = take_inventory(model.views());
  BOOST_REQUIRE_EQUAL(seen.components.size(), 3U);
  BOOST_TEST((seen.components[0].kind == component_kind::vision_encoder));
  BOOST_TEST((seen.components[1].kind == component_kind::projector));
  BOOST_TEST((seen.components[2].kind == component_kind::language_model));
  for (const inventory_entry& entry : seen.entries)
    if (model.tensors[entry.tensor].name == "lm_head.weight") BOOST_TEST(entry.component == 2U);
}
