#include <boost/test/unit_test.hpp>

#include "inventory/fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

struct expected_place {
  const char* name;
  const char* component;
  const char* suffix;
};

void check_places(const std::vector<expected_place>& places) {
  fake_model model;
  for (const expected_place& place : places)
    model.add(place.name, {16, 16});
  const inventory taken = take_inventory(model.views());
  BOOST_REQUIRE_EQUAL(taken.entries.size(), places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    BOOST_TEST_CONTEXT(places[i].name) {
      const inventory_entry& entry = taken.entries[i];
      BOOST_TEST(taken.components[entry.component].id == places[i].component);
      BOOST_TEST(entry.suffix == places[i].suffix);
      BOOST_TEST(entry.tensor == i);
    }
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(omni_model_under_its_publisher_names) {
  check_places({
      {"model.vision_model.blocks.0.attn.qkv.weight", "vision_encoder", "blocks.0.attn.qkv.weight"},
      {"model.vision_model.merger.mlp.0.weight", "vision_encoder", "merger.mlp.0.weight"},
      {"model.mm_projector.weight", "projector", "weight"},
      {"model.discrete_vision_model.encoder.layers.0.mlp.fc1.weight", "vision_tokenizer",
       "encoder.layers.0.mlp.fc1.weight"},
      {"model.audio_model.layers.0.self_attn.q_proj.weight", "audio_encoder",
       "layers.0.self_attn.q_proj.weight"},
      {"model.audio_projector.weight", "projector.2", "weight"},
      {"model.discrete_audio_model.encoder.blocks.0.attn.query.weight", "audio_tokenizer",
       "encoder.blocks.0.attn.query.weight"},
      {"model.video_audio_compressor.mixer.in_proj.weight", "projector.3", "mixer.in_proj.weight"},
      {"model.language_model.model.layers.0.mlp.gate_proj.weight", "language_model",
       "model.layers.0.mlp.gate_proj.weight"},
      {"model.language_model.lm_head.weight", "language_model", "lm_head.weight"},
  });
}

BOOST_AUTO_TEST_CASE(vision_language_file) {
  check_places({
      {"visual.blocks.0.attn.qkv.weight", "vision_encoder", "blocks.0.attn.qkv.weight"},
      {"visual.merger.mlp.2.weight", "vision_encoder", "merger.mlp.2.weight"},
      {"model.layers.0.self_attn.q_proj.weight", "language_model",
       "layers.0.self_attn.q_proj.weight"},
      {"model.embed_tokens.weight", "language_model", "embed_tokens.weight"},
      {"model.norm.weight", "language_model", "norm.weight"},
      {"lm_head.weight", "language_model", "lm_head.weight"},
  });
}

BOOST_AUTO_TEST_CASE(newer_containers_and_wrappers) {
  check_places({
      {"module.model.visual.blocks.0.mlp.up_proj.weight", "vision_encoder",
       "blocks.0.mlp.up_proj.weight"},
      {"module.model.language_model.layers.0.mlp.up_proj.weight", "language_model",
       "layers.0.mlp.up_proj.weight"},
      {"module.lm_head.weight", "language_model", "lm_head.weight"},
  });
  check_places({{"_orig_mod.module.encoder.0.weight", "model", "encoder.0.weight"},
                {"_orig_mod.module.decoder.0.weight", "model", "decoder.0.weight"}});
}

BOOST_AUTO_TEST_CASE(adapter_over_a_base) {
  check_places({
      {"base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", "adapter",
       "model.layers.0.self_attn.q_proj.lora_A.weight"},
      {"base_model.model.model.layers.0.self_attn.q_proj.base_layer.weight", "language_model",
       "layers.0.self_attn.q_proj.base_layer.weight"},
  });
  check_places({{"unet:0:up", "adapter", "unet:0:up"},
                {"text_encoder:0:down", "adapter", "text_encoder:0:down"},
                {"<s1>", "adapter", "<s1>"}});
  check_places({{"lora_unet_down_blocks_0_attn1_to_q.lora_down.weight", "adapter",
                 "lora_unet_down_blocks_0_attn1_to_q.lora_down.weight"},
                {"lora_unet_down_blocks_0_attn1_to_q.alpha", "adapter",
                 "lora_unet_down_blocks_0_attn1_to_q.alpha"}});
}

BOOST_AUTO_TEST_CASE(speech_recogniser_encoder_needs_its_convolution) {
  check_places({
      {"model.encoder.conv1.weight", "audio_encoder", "conv1.weight"},
      {"model.encoder.layers.0.fc1.weight", "audio_encoder", "layers.0.fc1.weight"},
      {"model.decoder.layers.0.fc1.weight", "language_model", "layers.0.fc1.weight"},
      {"proj_out.weight", "language_model", "proj_out.weight"},
  });
  check_places({
      {"model.encoder.layers.0.fc1.weight", "text_encoder", "layers.0.fc1.weight"},
      {"model.decoder.layers.0.fc1.weight", "language_model", "layers.0.fc1.weight"},
  });
  // An encoder alone, of anything: no rule claims it.
  check_places(
      {{"model.encoder.layers.0.fc1.weight", "model", "model.encoder.layers.0.fc1.weight"}});
}

BOOST_AUTO_TEST_CASE(diffusion_pipeline) {
  check_places({
      {"unet.down_blocks.0.resnets.0.conv1.weight", "diffusion",
       "down_blocks.0.resnets.0.conv1.weight"},
      {"vae.decoder.conv_in.weight", "autoencoder", "decoder.conv_in.weight"},
      {"text_encoder.text_model.encoder.layers.0.mlp.fc1.weight", "text_encoder",
       "text_model.encoder.layers.0.mlp.fc1.weight"},
      {"text_encoder_2.text_model.encoder.layers.0.mlp.fc1.weight", "text_encoder.2",
       "text_model.encoder.layers.0.mlp.fc1.weight"},
  });
  check_places({
      {"model.diffusion_model.input_blocks.0.0.weight", "diffusion", "input_blocks.0.0.weight"},
      {"first_stage_model.encoder.conv_in.weight", "autoencoder", "encoder.conv_in.weight"},
      {"cond_stage_model.transformer.text_model.final_layer_norm.weight", "text_encoder",
       "transformer.text_model.final_layer_norm.weight"},
      {"model_ema.decay", "model", "decay"},
  });
}

BOOST_AUTO_TEST_CASE(bare_towers_are_one_model) {
  check_places({{"blocks.0.attn.qkv.weight", "model", "blocks.0.attn.qkv.weight"},
                {"layers.0.self_attn.q_proj.weight", "model", "layers.0.self_attn.q_proj.weight"},
                {"lm_head.weight", "model", "lm_head.weight"}});
  check_places(
      {{"state_dict.encoder.encoder.0.W_i.weight", "model", "encoder.encoder.0.W_i.weight"},
       {"state_dict.readout.1.weight", "model", "readout.1.weight"}});
}

BOOST_AUTO_TEST_CASE(training_state_is_set_apart) {
  check_places({
      {"model.layers.0.mlp.up_proj.weight", "language_model", "layers.0.mlp.up_proj.weight"},
      {"optimizer.state.0.exp_avg", "optimizer", "optimizer.state.0.exp_avg"},
      {"optimizer_states.0.state.12.step", "optimizer", "optimizer_states.0.state.12.step"},
  });
}

BOOST_AUTO_TEST_CASE(prefix_is_what_all_names_share) {
  fake_model model;
  model.add("model.layers.0.mlp.up_proj.weight", {64, 16}).add("lm_head.weight", {100, 16});
  model.add("visual.blocks.0.mlp.up_proj.weight", {64, 16});
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(taken.components[0].prefix == "");
  BOOST_TEST(taken.components[1].prefix == "visual.");
  BOOST_TEST(taken.components[0].tensors == 2);
  BOOST_TEST(taken.components[0].layers == 1);
}

BOOST_AUTO_TEST_CASE(nothing_and_odd_names) {
  BOOST_TEST(take_inventory({}).components.empty());
  check_places({{"", "model", ""},
                {".", "model", "."},
                {"module.", "model", "module."},
                {"visual.", "vision_encoder", ""},
                {"a..b", "model", "a..b"}});
}
