#include <boost/test/unit_test.hpp>

#include "inventory/fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::string slot_in(const std::vector<const char*>& companions, const char* name) {
  fake_model model;
  model.add(name, {16, 16});
  for (const char* companion : companions)
    model.add(companion, {16, 16});
  return take_inventory(model.views()).entries.front().slot;
}

std::string slot(const char* name) { return slot_in({}, name); }

} // namespace

BOOST_AUTO_TEST_CASE(renamed_containers_meet) {
  const struct {
    const char* one;
    const char* other;
    const char* slot;
  } rows[] = {
      {"visual.blocks.0.attn.qkv.weight", "model.vision_model.blocks.0.attn.qkv.weight",
       "layers.0.attention.qkv.weight"},
      {"audio_tower.layers.3.self_attn.q_proj.weight",
       "model.audio_model.layers.3.self_attn.q_proj.weight", "layers.3.attention.q.weight"},
      {"model.layers.7.mlp.gate_proj.weight",
       "model.language_model.model.layers.7.mlp.gate_proj.weight", "layers.7.mlp.gate.weight"},
      {"vision_tower.vision_tower.vision_model.encoder.layers.2.mlp.fc1.bias",
       "vision_model.encoder.layers.2.mlp.fc1.bias", "layers.2.mlp.up.bias"},
      {"vision_model.embeddings.patch_embedding.weight",
       "discrete_vision_model.vision_model.embeddings.patch_embedding.weight",
       "patch_embedding.weight"},
      {"model.embed_tokens.weight", "model.language_model.embed_tokens.weight",
       "token_embedding.weight"},
      {"visual.merger.mlp.0.weight", "model.visual.merger.mlp.0.weight", "merger.mlp.0.weight"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(slot(row.one) == row.slot);
    BOOST_TEST(slot(row.other) == row.slot);
  }
}

BOOST_AUTO_TEST_CASE(dialects_of_the_same_block_meet) {
  const struct {
    const char* name;
    const char* slot;
  } rows[] = {
      {"transformer.h.4.attn.c_attn.weight", "layers.4.attention.qkv.weight"},
      {"transformer.h.4.mlp.c_proj.weight", "layers.4.mlp.down.weight"},
      {"transformer.h.4.ln_2.bias", "layers.4.norm2.bias"},
      {"gpt_neox.layers.4.attention.query_key_value.weight", "layers.4.attention.qkv.weight"},
      {"gpt_neox.layers.4.mlp.dense_h_to_4h.weight", "layers.4.mlp.up.weight"},
      {"encoder.layer.4.attention.self.query.weight", "encoder.layers.4.attention.q.weight"},
      {"bert.encoder.layer.4.attention.output.dense.weight", "encoder.layers.4.attention.o.weight"},
      {"bert.encoder.layer.4.intermediate.dense.weight", "encoder.layers.4.mlp.up.weight"},
      {"bert.encoder.layer.4.output.LayerNorm.gamma", "encoder.layers.4.norm2.weight"},
      {"layers.4.attention.wq.weight", "layers.4.attention.q.weight"},
      {"layers.4.feed_forward.w2.weight", "layers.4.mlp.down.weight"},
      {"model.layers.4.block_sparse_moe.experts.6.w3.weight", "layers.4.mlp.experts.6.up.weight"},
      {"model.layers.4.block_sparse_moe.gate.weight", "layers.4.mlp.router.weight"},
      {"model.layers.4.mlp.shared_experts.down_proj.weight",
       "layers.4.mlp.shared_expert.down.weight"},
      {"visual.transformer.resblocks.4.attn.in_proj_weight", "layers.4.attention.qkv.weight"},
      {"blocks.4.mlp.2.weight", "layers.4.mlp.down.weight"},
      {"audio_tower.layers.4.fc2.weight", "layers.4.mlp.down.weight"},
      {"audio_tower.layers.4.final_layer_norm.weight", "layers.4.norm2.weight"},
      {"audio_tower.layer_norm.weight", "final_norm.weight"},
      // Words that mean something elsewhere stay what they are.
      {"base_net.0.1.weight", "base_net.0.1.weight"},
      {"conv1.weight", "conv1.weight"},
      {"query.weight", "query.weight"},
      {"down_blocks.0.attentions.1.proj.weight", "down_blocks.0.attentions.1.proj.weight"},
      {"mlp_extractor.policy_net.0.weight", "mlp_extractor.policy_net.0.weight"},
  };
  for (const auto& row : rows)
    BOOST_TEST(slot(row.name) == row.slot);
}

BOOST_AUTO_TEST_CASE(slots_identify_tensors) {
  // Two names that normalise alike keep their own.
  fake_model model;
  model.add("blocks.0.mlp.fc1.weight", {64, 16});
  model.add("layers.0.mlp.fc1.weight", {64, 16});
  model.add("layers.1.mlp.fc1.weight", {64, 16});
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(taken.entries[0].slot == "blocks.0.mlp.fc1.weight");
  BOOST_TEST(taken.entries[1].slot == "layers.0.mlp.fc1.weight");
  BOOST_TEST(taken.entries[2].slot == "layers.1.mlp.up.weight");
}

BOOST_AUTO_TEST_CASE(layer_numbers) {
  const struct {
    const char* name;
    int layer;
  } rows[] = {
      {"model.layers.17.mlp.experts.3.up_proj.weight", 17},
      {"visual.blocks.31.norm1.weight", 31},
      {"transformer.h.5.ln_1.weight", 5},
      {"base_net.4.1.weight", 4},
      {"encoder.2.layers.9.weight", 9},
      {"conv1.weight", -1},
      {"fc.weight", -1},
      {"layers.99999999999.weight", -1},
      {"text_encoder:12:up", 12},
  };
  for (const auto& row : rows) {
    fake_model model;
    model.add(row.name, {16, 16});
    BOOST_TEST_CONTEXT(row.name) {
      BOOST_TEST(take_inventory(model.views()).entries[0].layer == row.layer);
    }
  }
}
