#include <boost/test/unit_test.hpp>

#include "inventory/fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

struct expected_axis {
  const char* name;
  fake_model::shape_type shape;
  tensor_role role;
  int axis; ///< -1: the tensor cannot carry a verdict
  const char* group = "";
  std::uint64_t units = 0;
  std::uint64_t gates = 1;
  bool shared_unknown = false;
  bool skip_diagonal = false;
};

void check(const std::vector<expected_axis>& rows) {
  fake_model model;
  for (const expected_axis& row : rows)
    model.add(row.name, row.shape);
  const inventory taken = take_inventory(model.views());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const expected_axis& row = rows[i];
    const inventory_entry& entry = taken.entries[i];
    BOOST_TEST_CONTEXT(row.name << ": " << text_of(entry)) {
      BOOST_TEST(name_of(entry.role) == name_of(row.role));
      BOOST_TEST((entry.use == evidence_use::convicting) == (row.axis >= 0));
      if (row.axis < 0 || !entry.axis) continue;
      BOOST_TEST(entry.axis->axis == static_cast<std::size_t>(row.axis));
      BOOST_TEST(entry.axis->group == row.group);
      BOOST_TEST(entry.axis->units == row.units);
      BOOST_TEST(entry.axis->gates == row.gates);
      BOOST_TEST(entry.axis->block == 1U);
      BOOST_TEST(entry.axis->shared_unknown == row.shared_unknown);
      BOOST_TEST(entry.axis->skip_diagonal == row.skip_diagonal);
    }
  }
}

using enum tensor_role;

} // namespace

BOOST_AUTO_TEST_CASE(decoder_with_gated_feed_forward) {
  check({
      {"model.embed_tokens.weight", {1000, 64}, token_embedding, 1, "residual", 64},
      {"model.layers.0.input_layernorm.weight", {64}, norm, -1},
      {"model.layers.0.self_attn.q_proj.weight", {128, 64}, attention_q, 1, "residual", 64},
      {"model.layers.0.self_attn.k_proj.weight", {32, 64}, attention_k, 1, "residual", 64},
      {"model.layers.0.self_attn.v_proj.weight", {32, 64}, attention_v, 1, "residual", 64},
      {"model.layers.0.self_attn.o_proj.weight", {64, 128}, attention_o, 0, "residual", 64},
      {"model.layers.0.mlp.gate_proj.weight", {96, 64}, mlp_gate, 0, "layers.0.mlp.hidden", 96},
      {"model.layers.0.mlp.up_proj.weight", {96, 64}, mlp_up, 0, "layers.0.mlp.hidden", 96},
      {"model.layers.0.mlp.down_proj.weight", {64, 96}, mlp_down, 1, "layers.0.mlp.hidden", 96},
      {"lm_head.weight", {1000, 64}, output_head, 1, "residual", 64},
  });
}

BOOST_AUTO_TEST_CASE(fused_gate_and_up_by_name_or_by_shape) {
  check({
      {"model.layers.0.self_attn.qkv_proj.weight", {96, 32}, attention_qkv, 1, "residual", 32},
      {"model.layers.0.mlp.gate_up_proj.weight",
       {160, 32},
       mlp_gate_up,
       0,
       "layers.0.mlp.hidden",
       80,
       2},
      {"model.layers.0.mlp.down_proj.weight", {32, 80}, mlp_down, 1, "layers.0.mlp.hidden", 80},
      {"model.layers.1.mlp.dense_h_to_4h.weight",
       {160, 32},
       mlp_up,
       0,
       "layers.1.mlp.hidden",
       80,
       2},
      {"model.layers.1.mlp.dense_4h_to_h.weight", {32, 80}, mlp_down, 1, "layers.1.mlp.hidden", 80},
  });
}

BOOST_AUTO_TEST_CASE(mixture_of_experts) {
  check({
      {"model.layers.0.self_attn.q_proj.weight", {64, 64}, attention_q, 1, "residual", 64},
      {"model.layers.0.mlp.gate.weight", {16, 64}, router, 1, "residual", 64},
      {"model.layers.0.mlp.experts.3.gate_proj.weight",
       {24, 64},
       mlp_gate,
       0,
       "layers.0.mlp.experts.3.hidden",
       24},
      {"model.layers.0.mlp.experts.3.down_proj.weight",
       {64, 24},
       mlp_down,
       1,
       "layers.0.mlp.experts.3.hidden",
       24},
      {"model.layers.0.mlp.shared_experts.up_proj.weight",
       {48, 64},
       mlp_up,
       0,
       "layers.0.mlp.shared_expert.hidden",
       48},
      {"model.layers.1.mlp.experts.gate_up_proj", {16, 64, 48}, mlp_gate_up, 1, "residual", 64},
      {"model.layers.1.mlp.experts.down_proj", {16, 24, 64}, mlp_down, 2, "residual", 64},
  });
}

BOOST_AUTO_TEST_CASE(latent_attention) {
  check({
      {"model.layers.0.input_layernorm.weight", {128}, norm, -1},
      {"model.layers.0.self_attn.q_a_proj.weight", {48, 128}, attention_q, 1, "residual", 128},
      {"model.layers.0.self_attn.q_b_proj.weight",
       {192, 48},
       attention_q,
       1,
       "layers.0.width.48",
       48,
       1,
       true},
      {"model.layers.0.self_attn.kv_a_proj_with_mqa.weight",
       {40, 128},
       attention_qkv,
       1,
       "residual",
       128},
      {"model.layers.0.self_attn.o_proj.weight", {128, 96}, attention_o, 0, "residual", 128},
  });
}

BOOST_AUTO_TEST_CASE(transposed_linear_layers) {
  check({
      {"transformer.wte.weight", {500, 48}, token_embedding, 1, "residual", 48},
      {"transformer.wpe.weight", {100, 48}, position_embedding, 1, "residual", 48},
      {"transformer.h.0.attn.c_attn.weight", {48, 144}, attention_qkv, 0, "residual", 48},
      {"transformer.h.0.attn.c_proj.weight", {48, 48}, attention_o, 1, "residual", 48},
      {"transformer.h.0.mlp.c_fc.weight", {48, 192}, mlp_up, 1, "layers.0.mlp.hidden", 192},
      {"transformer.h.0.mlp.c_proj.weight", {192, 48}, mlp_down, 0, "layers.0.mlp.hidden", 192},
  });
}

BOOST_AUTO_TEST_CASE(same_words_stored_the_usual_way) {
  check({
      {"visual.transformer.resblocks.0.attn.in_proj_weight",
       {144, 48},
       attention_qkv,
       1,
       "residual",
       48},
      {"visual.transformer.resblocks.0.mlp.c_fc.weight",
       {192, 48},
       mlp_up,
       0,
       "layers.0.mlp.hidden",
       192},
      {"visual.transformer.resblocks.0.mlp.c_proj.weight",
       {48, 192},
       mlp_down,
       1,
       "layers.0.mlp.hidden",
       192},
  });
}

BOOST_AUTO_TEST_CASE(vision_tower) {
  check({
      {"visual.patch_embed.proj.weight", {64, 3, 2, 14, 14}, convolution, 0, "residual", 64},
      {"visual.pos_embed", {1, 197, 64}, position_embedding, 2, "residual", 64},
      {"visual.cls_token", {1, 1, 64}, unknown, -1},
      {"visual.blocks.0.norm1.weight", {64}, norm, -1},
      {"visual.blocks.0.attn.qkv.weight", {192, 64}, attention_qkv, 1, "residual", 64},
      {"visual.blocks.0.attn.qkv.bias", {192}, bias, -1},
      {"visual.blocks.0.attn.proj.weight", {64, 64}, attention_o, 0, "residual", 64},
      {"visual.blocks.0.mlp.linear_fc1.weight", {216, 64}, mlp_up, 0, "layers.0.mlp.hidden", 216},
      {"visual.blocks.0.mlp.linear_fc2.weight", {64, 216}, mlp_down, 1, "layers.0.mlp.hidden", 216},
      {"visual.merger.mlp.0.weight", {256, 256}, linear, 0, "width.256", 256, 1, true, true},
      {"visual.merger.mlp.2.weight", {80, 256}, linear, 1, "width.256", 256, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(text_encoder_of_the_older_dialect) {
  check({
      {"bert.embeddings.word_embeddings.weight", {300, 48}, token_embedding, 1, "residual", 48},
      {"bert.encoder.layer.0.attention.self.query.weight",
       {48, 48},
       attention_q,
       1,
       "residual",
       48},
      {"bert.encoder.layer.0.attention.output.dense.weight",
       {48, 48},
       attention_o,
       0,
       "residual",
       48},
      {"bert.encoder.layer.0.intermediate.dense.weight",
       {192, 48},
       mlp_up,
       0,
       "encoder.layers.0.mlp.hidden",
       192},
      {"bert.encoder.layer.0.output.dense.weight",
       {48, 192},
       mlp_down,
       1,
       "encoder.layers.0.mlp.hidden",
       192},
      {"classifier.weight", {3, 48}, linear, 1, "width.48", 48, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(convolutional_network) {
  check({
      {"base_net.0.0.weight", {16, 3, 3, 3}, convolution, 0, "width.16", 16, 1, true},
      {"base_net.0.1.weight", {16}, norm, -1},
      {"base_net.0.1.running_mean", {16}, batch_norm_statistic, -1},
      {"base_net.1.0.weight", {16, 1, 3, 3}, convolution, 0, "width.16", 16, 1, true},
      {"base_net.1.3.weight", {16, 16, 1, 1}, convolution, 0, "width.16", 16, 1, true, true},
      {"base_net.2.3.weight", {32, 16, 1, 1}, convolution, 0, "width.32", 32, 1, true},
      {"base_net.2.4.weight", {32}, norm, -1},
      {"classification_headers.0.weight", {12, 32, 3, 3}, convolution, 1, "width.32", 32, 1, true},
      {"regression_headers.0.weight", {4, 32, 1, 1}, convolution, 1, "width.32", 32, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(what_leaves_a_head_has_fixed_meaning) {
  // Twelve box coordinates, although other layers of the net are twelve channels wide.
  check({
      {"base_net.0.0.weight", {12, 16, 3, 3}, convolution, 0, "width.12", 12, 1, true},
      {"base_net.0.1.weight", {12}, norm, -1},
      {"base_net.1.0.weight", {32, 12, 3, 3}, convolution, 0, "width.32", 32, 1, true},
      {"regression_headers.0.0.weight", {32, 1, 3, 3}, convolution, 0, "width.32", 32, 1, true},
      {"regression_headers.0.2.weight", {12, 32, 1, 1}, convolution, 1, "width.32", 32, 1, true},
      {"head.0.weight", {40, 32}, linear, 0, "width.40", 40, 1, true},
      {"head.2.weight", {12, 40}, linear, 1, "width.40", 40, 1, true},
      {"tail.weight", {9, 12}, linear, 1, "width.12", 12, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(residual_classifier) {
  check({
      {"conv1.weight", {64, 3, 7, 7}, convolution, 0, "width.64", 64, 1, true},
      {"layer1.0.conv1.weight", {64, 64, 3, 3}, convolution, 0, "width.64", 64, 1, true, true},
      {"layer2.0.conv1.weight", {128, 64, 3, 3}, convolution, 0, "width.128", 128, 1, true},
      {"layer2.0.bn1.weight", {128}, norm, -1},
      {"fc.weight", {1000, 128}, linear, 1, "width.128", 128, 1, true},
      {"fc.bias", {1000}, bias, -1},
  });
}

BOOST_AUTO_TEST_CASE(flattened_channels_are_no_units) {
  check({
      {"unit5_conv.weight", {128, 32, 3, 3, 3}, convolution, 0, "width.128", 128, 1, true},
      {"pose_output.weight", {2, 27648}, linear, -1},
      {"affinity_output.weight", {1, 27648}, linear, -1},
  });
}

BOOST_AUTO_TEST_CASE(policy_networks) {
  check({
      {"log_std", {6}, unknown, -1},
      {"mlp_extractor.policy_net.0.weight", {64, 17}, linear, 0, "width.64", 64, 1, true},
      {"mlp_extractor.policy_net.2.weight", {64, 64}, linear, 0, "width.64", 64, 1, true, true},
      {"mlp_extractor.value_net.0.weight", {64, 17}, linear, 0, "width.64", 64, 1, true},
      {"action_net.weight", {6, 64}, linear, 1, "width.64", 64, 1, true},
      {"value_net.weight", {1, 64}, linear, -1},
  });
  check({
      {"q_net.q_net.0.weight", {256, 4}, linear, 0, "width.256", 256, 1, true},
      {"q_net.q_net.2.weight", {256, 256}, linear, 0, "width.256", 256, 1, true, true},
      {"q_net.q_net.4.weight", {2, 256}, linear, 1, "width.256", 256, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(molecule_networks) {
  check({
      {"encoder.encoder.0.cached_zero_vector", {300}, buffer, -1},
      {"encoder.encoder.0.W_i.weight", {300, 147}, linear, 0, "width.300", 300, 1, true},
      {"encoder.encoder.0.W_h.weight", {300, 300}, linear, 0, "width.300", 300, 1, true, true},
      {"encoder.encoder.0.W_o.weight", {300, 433}, linear, 0, "width.300", 300, 1, true},
      {"readout.1.weight", {300, 500}, linear, 0, "width.300", 300, 1, true},
      {"readout.4.weight", {31, 300}, linear, 1, "width.300", 300, 1, true},
  });
  check({
      {"x_embedding1.weight", {120, 300}, linear, 1, "width.300", 300, 1, true},
      {"x_embedding2.weight", {3, 300}, linear, 1, "width.300", 300, 1, true},
      {"gnns.0.linear.weight", {300, 300}, linear, 0, "width.300", 300, 1, true, true},
      {"gnns.0.edge_embedding1.weight", {6, 300}, linear, 1, "width.300", 300, 1, true},
      {"gnns.1.linear.weight", {300, 300}, linear, 0, "width.300", 300, 1, true, true},
      {"batch_norms.0.running_var", {300}, batch_norm_statistic, -1},
      {"graph_pred_linear.weight", {12, 300}, linear, 1, "width.300", 300, 1, true},
  });
  check({
      {"gnns.0.mlp.0.weight", {600, 300}, mlp_up, 0, "layers.0.mlp.hidden", 600},
      {"gnns.0.mlp.2.weight", {300, 600}, mlp_down, 1, "layers.0.mlp.hidden", 600},
  });
}

BOOST_AUTO_TEST_CASE(speech_detector_with_recurrence) {
  check({
      {"_model.encoder.0.reparam_conv.weight",
       {128, 129, 3},
       convolution,
       0,
       "width.128",
       128,
       1,
       true},
      {"_model.encoder.1.reparam_conv.weight",
       {64, 128, 3},
       convolution,
       0,
       "width.64",
       64,
       1,
       true},
      {"_model.encoder.2.reparam_conv.weight",
       {64, 64, 3},
       convolution,
       0,
       "width.64",
       64,
       1,
       true,
       true},
      {"_model.encoder.3.reparam_conv.weight",
       {128, 64, 3},
       convolution,
       0,
       "width.128",
       128,
       1,
       true},
      {"_model.decoder.rnn.weight_ih",
       {512, 128},
       recurrent,
       0,
       "_model.decoder.rnn.hidden",
       128,
       4},
      {"_model.decoder.rnn.weight_hh",
       {512, 128},
       recurrent,
       0,
       "_model.decoder.rnn.hidden",
       128,
       4,
       false,
       true},
      {"_model.decoder.rnn.bias_ih", {512}, bias, -1},
      {"_model.decoder.decoder.2.weight", {1, 128, 1}, convolution, -1},
  });
}

BOOST_AUTO_TEST_CASE(gates_follow_from_the_hidden_weight) {
  check({
      {"rnn.weight_ih_l0", {96, 20}, recurrent, 0, "rnn.hidden_l0", 32, 3},
      {"rnn.weight_hh_l0", {96, 32}, recurrent, 0, "rnn.hidden_l0", 32, 3, false, true},
      {"rnn.weight_ih_l0_reverse", {32, 20}, recurrent, 0, "rnn.hidden_l0_reverse", 32, 1},
      {"rnn.weight_hh_l0_reverse",
       {32, 32},
       recurrent,
       0,
       "rnn.hidden_l0_reverse",
       32,
       1,
       false,
       true},
      {"other.weight_ih_l0", {96, 20}, recurrent, -1},
  });
}

BOOST_AUTO_TEST_CASE(projector_alone_and_with_neighbours) {
  check({{"model.mm_projector.weight", {64, 48}, linear, 0, "width.64", 64, 1, true}});
  check({
      {"multi_modal_projector.linear_1.weight", {96, 48}, linear, 0, "width.96", 96, 1, true},
      {"multi_modal_projector.linear_2.weight", {64, 96}, linear, 1, "width.96", 96, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(data_on_both_sides_is_no_evidence) {
  // Pixels in, classes out: both ends mean the same in every such model.
  check({{"weight", {10, 784}, linear, -1}});
  // An autoencoder in alphabetical order: the outputs of the decoder are pixels, not units.
  check({
      {"decoder.0.weight", {400, 20}, linear, 0, "width.400", 400, 1, true},
      {"decoder.2.weight", {784, 400}, linear, 1, "width.400", 400, 1, true},
      {"encoder.0.weight", {400, 784}, linear, 0, "width.400", 400, 1, true},
      {"encoder.2.weight", {20, 400}, linear, 1, "width.400", 400, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(states_of_another_component_are_no_units) {
  check({
      {"unet.mid.conv.weight", {320, 320, 3, 3}, convolution, 0, "width.320", 320, 1, true, true},
      {"unet.mid.norm.weight", {320}, norm, -1},
      {"unet.down.0.norm.weight", {640}, norm, -1},
      {"unet.down.1.norm.weight", {1280}, norm, -1},
      {"unet.mid.transformer_blocks.0.attn1.to_q.weight",
       {320, 320},
       attention_q,
       1,
       "width.320",
       320,
       1,
       true},
      {"unet.mid.transformer_blocks.0.attn2.to_k.weight", {320, 768}, attention_k, -1},
  });
}

BOOST_AUTO_TEST_CASE(kernels_store_outputs_last) {
  check({
      {"conv_0.kernel", {3, 3, 3, 24}, convolution, 3, "width.24", 24, 1, true},
      {"conv_1.kernel", {3, 3, 24, 24}, convolution, 3, "width.24", 24, 1, true},
      {"conv_2.kernel", {3, 3, 24, 2}, convolution, 2, "width.24", 24, 1, true},
      {"dense_0.kernel", {24, 48}, linear, 1, "width.48", 48, 1, true},
      {"dense_1.kernel", {48, 48}, linear, 1, "width.48", 48, 1, true, true},
      {"dense_2.kernel", {48, 10}, linear, 0, "width.48", 48, 1, true},
  });
}

BOOST_AUTO_TEST_CASE(too_few_units_or_features) {
  check({
      {"a.weight", {6, 300}, linear, -1},
      {"gnns.0.edge_embedding1.weight", {1, 300}, linear, -1},
      {"b.0.weight", {7, 40}, linear, -1},
      {"b.2.weight", {3, 7}, linear, -1},
  });
}

BOOST_AUTO_TEST_CASE(low_rank_factors_never_convict) {
  fake_model model;
  model.add("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", {16, 64});
  model.add("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", {64, 16});
  model.add("unet:0:up", {64, 16});
  model.add("unet:0:down", {16, 64});
  const inventory taken = take_inventory(model.views());
  const tensor_role roles[] = {adapter_down, adapter_up, adapter_up, adapter_down};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(name_of(taken.entries[i].role) == name_of(roles[i]));
    BOOST_TEST(name_of(taken.entries[i].use) == "descriptive");
    BOOST_TEST(name_of(taken.entries[i].why) == "adapter_factor");
  }
}

BOOST_AUTO_TEST_CASE(gains_in_the_residual_stream_name_their_group) {
  fake_model model;
  model.add("model.layers.0.input_layernorm.weight", {64});
  model.add("model.layers.0.self_attn.q_proj.weight", {64, 64});
  model.add("model.layers.0.self_attn.q_norm.weight", {16});
  const inventory taken = take_inventory(model.views());
  BOOST_REQUIRE(taken.entries[0].axis.has_value());
  BOOST_TEST(taken.entries[0].axis->group == "residual");
  BOOST_TEST(name_of(taken.entries[0].why) == "vector");
  BOOST_TEST(!taken.entries[2].axis.has_value());
}

BOOST_AUTO_TEST_CASE(one_group_has_one_number_of_units) {
  fake_model model;
  model.add("layers.0.mlp.0.weight", {40, 16}).add("layers.0.mlp.2.weight", {24, 40});
  model.add("layers.0.mlp.4.weight", {16, 24}).add("layers.1.mlp.up_proj.weight", {64, 16});
  model.add("layers.1.mlp.down_proj.weight", {16, 48});
  const inventory taken = take_inventory(model.views());
  BOOST_REQUIRE(taken.entries[3].axis && taken.entries[4].axis);
  BOOST_TEST(taken.entries[3].axis->group != taken.entries[4].axis->group);
  for (const inventory_entry& one : taken.entries)
    for (const inventory_entry& other : taken.entries)
      if (one.axis && other.axis && one.axis->group == other.axis->group)
        BOOST_TEST(one.axis->units == other.axis->units);
}

/// What a zero-sized tensor claims along its other axes must size nothing.
BOOST_AUTO_TEST_CASE(tensors_without_elements_have_no_axis) {
  constexpr std::uint64_t claimed = std::uint64_t{1} << 40;
  fake_model model;
  model.add("model.embed_tokens.weight", {claimed, 0});
  model.add("model.layers.0.self_attn.o_proj.weight", {claimed, 0});
  model.add("model.layers.0.mlp.up_proj.weight", {claimed, 0});
  model.add("model.layers.0.mlp.down_proj.weight", {0, claimed});
  model.add("model.layers.0.mlp.experts.up_proj", {8, 0, claimed});
  model.add("rnn.weight_hh_l0", {claimed, 0});
  model.add("conv.weight", {claimed, 0, 3, 3});
  model.add("model.norm.weight", {0});
  for (const inventory_entry& entry : take_inventory(model.views()).entries)
    BOOST_TEST_CONTEXT(text_of(entry)) {
      BOOST_TEST(!entry.axis);
      BOOST_TEST((entry.why == exclusion::empty));
    }
}
