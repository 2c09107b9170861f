#include <align/search/model_blocks.hpp>
#include <string>
#include <support/case_fixtures.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

/// A model of random matrices, as its blocks are described.
struct described {
  explicit described(const model_in_memory& made)
      : model(made), views(views_of(made)), contents(take_inventory(views)) {}

  [[nodiscard]] model_ref ref() const { return {views, &contents}; }
  [[nodiscard]] model_blocks blocks(std::size_t component = 0) const {
    return describe_blocks(ref(), component);
  }
  [[nodiscard]] std::string name(tensor_index index) const {
    return index ? std::string(views[*index].name) : "";
  }

  const model_in_memory& model;
  std::vector<tensor_view> views;
  inventory contents;
};

class shapes_only {
public:
  void add(const std::string& name, model_in_memory::shape_type shape) {
    std::uint64_t count = 1;
    for (const std::uint64_t extent : shape)
      count *= extent;
    model.add(name, std::move(shape), random_.vector(count, shape.size() == 1 ? 1.0 : 0.0, 0.1));
  }
  model_in_memory model;

private:
  gaussian random_{7};
};

BOOST_AUTO_TEST_CASE(a_gated_decoder_is_described_in_full) {
  gaussian random(1);
  model_in_memory made;
  small_language_model(random).store(made, "model.");
  made.add("lm_head.weight", {512, 128}, random.vector(512 * 128, 0, 0.02));
  const described model(made);
  const model_blocks blocks = model.blocks();
  BOOST_TEST(blocks.width == 128U);
  BOOST_TEST(model.name(blocks.embedding) == "model.embed_tokens.weight");
  BOOST_TEST(model.name(blocks.head) == "lm_head.weight");
  BOOST_TEST(model.name(blocks.final_gain) == "model.norm.weight");
  BOOST_REQUIRE_EQUAL(blocks.layers.size(), 3U);
  for (int number = 0; number < 3; ++number) {
    const layer_block& layer = blocks.layers[static_cast<std::size_t>(number)];
    const std::string at = "model.layers." + std::to_string(number) + ".";
    BOOST_TEST(layer.layer == number);
    BOOST_TEST(model.name(layer.q) == at + "self_attn.q_proj.weight");
    BOOST_TEST(model.name(layer.k) == at + "self_attn.k_proj.weight");
    BOOST_TEST(model.name(layer.v) == at + "self_attn.v_proj.weight");
    BOOST_TEST(model.name(layer.o) == at + "self_attn.o_proj.weight");
    BOOST_TEST(!layer.qkv);
    BOOST_TEST(!layer.router);
    BOOST_TEST(model.name(layer.attention_gain) == at + "input_layernorm.weight");
    BOOST_TEST(model.name(layer.network_gain) == at + "post_attention_layernorm.weight");
    BOOST_REQUIRE_EQUAL(layer.networks.size(), 1U);
    BOOST_TEST(model.name(layer.networks[0].gate) == at + "mlp.gate_proj.weight");
    BOOST_TEST(model.name(layer.networks[0].up) == at + "mlp.up_proj.weight");
    BOOST_TEST(model.name(layer.networks[0].down) == at + "mlp.down_proj.weight");
    BOOST_TEST(layer.networks[0].expert == -1);
    BOOST_TEST(stream_axis_of(model.ref(), *layer.q, 128).value() == 1U);
    BOOST_TEST(stream_axis_of(model.ref(), *layer.o, 128).value() == 0U);
    BOOST_TEST(stream_axis_of(model.ref(), *layer.networks[0].up, 128).value() == 1U);
    BOOST_TEST(stream_axis_of(model.ref(), *layer.networks[0].down, 128).value() == 0U);
  }
}

BOOST_AUTO_TEST_CASE(transposed_linear_layers_and_fused_attention_are_understood) {
  shapes_only made;
  made.add("wte.weight", {300, 48});
  made.add("wpe.weight", {64, 48});
  for (int i = 0; i < 2; ++i) {
    const std::string at = "h." + std::to_string(i) + ".";
    made.add(at + "ln_1.weight", {48});
    made.add(at + "ln_1.bias", {48});
    made.add(at + "attn.c_attn.weight", {48, 144});
    made.add(at + "attn.c_attn.bias", {144});
    made.add(at + "attn.c_proj.weight", {48, 48});
    made.add(at + "ln_2.weight", {48});
    made.add(at + "mlp.c_fc.weight", {48, 192});
    made.add(at + "mlp.c_proj.weight", {192, 48});
  }
  made.add("ln_f.weight", {48});
  const described model(made.model);
  const model_blocks blocks = model.blocks();
  BOOST_TEST(blocks.width == 48U);
  BOOST_TEST(model.name(blocks.embedding) == "wte.weight");
  BOOST_TEST(!blocks.head);
  BOOST_TEST(model.name(blocks.final_gain) == "ln_f.weight");
  BOOST_REQUIRE_EQUAL(blocks.layers.size(), 2U);
  const layer_block& layer = blocks.layers[1];
  BOOST_TEST(model.name(layer.qkv) == "h.1.attn.c_attn.weight");
  BOOST_TEST(!layer.q);
  BOOST_TEST(model.name(layer.o) == "h.1.attn.c_proj.weight");
  BOOST_TEST(model.name(layer.attention_gain) == "h.1.ln_1.weight");
  BOOST_TEST(model.name(layer.network_gain) == "h.1.ln_2.weight");
  BOOST_REQUIRE_EQUAL(layer.networks.size(), 1U);
  BOOST_TEST(!layer.networks[0].gate);
  BOOST_TEST(model.name(layer.networks[0].up) == "h.1.mlp.c_fc.weight");
  BOOST_TEST(model.name(layer.networks[0].down) == "h.1.mlp.c_proj.weight");
  BOOST_TEST(stream_axis_of(model.ref(), *layer.qkv, 48).value() == 0U);
  BOOST_TEST(stream_axis_of(model.ref(), *layer.o, 48).value() == 1U);
  BOOST_TEST(stream_axis_of(model.ref(), *layer.networks[0].up, 48).value() == 0U);
}

BOOST_AUTO_TEST_CASE(a_vision_tower_with_fused_attention_has_no_token_table) {
  shapes_only made;
  made.add("patch_embed.proj.weight", {48, 3, 4, 4});
  made.add("pos_embed", {1, 17, 48});
  for (int i = 0; i < 2; ++i) {
    const std::string at = "blocks." + std::to_string(i) + ".";
    made.add(at + "norm1.weight", {48});
    made.add(at + "attn.qkv.weight", {144, 48});
    made.add(at + "attn.proj.weight", {48, 48});
    made.add(at + "norm2.weight", {48});
    made.add(at + "mlp.fc1.weight", {192, 48});
    made.add(at + "mlp.fc2.weight", {48, 192});
  }
  made.add("norm.weight", {48});
  made.add("head.weight", {10, 48});
  const described model(made.model);
  const model_blocks blocks = model.blocks();
  BOOST_TEST(blocks.width == 48U);
  BOOST_TEST(!blocks.embedding);
  BOOST_TEST(!blocks.head);
  BOOST_REQUIRE_EQUAL(blocks.layers.size(), 2U);
  BOOST_TEST(model.name(blocks.layers[0].qkv) == "blocks.0.attn.qkv.weight");
  BOOST_TEST(model.name(blocks.layers[0].networks.at(0).up) == "blocks.0.mlp.fc1.weight");
  BOOST_TEST(model.name(blocks.layers[0].network_gain) == "blocks.0.norm2.weight");
}

void add_speech_layer(shapes_only& made, const std::string& at, bool crossed) {
  for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
    made.add(at + "self_attn." + part + ".weight", {48, 48});
    if (crossed) made.add(at + "encoder_attn." + part + ".weight", {48, 48});
  }
  made.add(at + "self_attn_layer_norm.weight", {48});
  if (crossed) made.add(at + "encoder_attn_layer_norm.weight", {48});
  made.add(at + "fc1.weight", {192, 48});
  made.add(at + "fc2.weight", {48, 192});
  made.add(at + "final_layer_norm.weight", {48});
}

BOOST_AUTO_TEST_CASE(encoder_and_decoder_of_a_speech_model_are_told_apart) {
  shapes_only made;
  made.add("model.encoder.conv1.weight", {48, 20, 3});
  made.add("model.encoder.conv2.weight", {48, 48, 3});
  for (int i = 0; i < 3; ++i)
    add_speech_layer(made, "model.encoder.layers." + std::to_string(i) + ".", false);
  made.add("model.encoder.layer_norm.weight", {48});
  made.add("model.decoder.embed_tokens.weight", {300, 48});
  for (int i = 0; i < 2; ++i)
    add_speech_layer(made, "model.decoder.layers." + std::to_string(i) + ".", true);
  made.add("model.decoder.layer_norm.weight", {48});
  const described model(made.model);
  std::vector<model_blocks> stacks;
  for (std::size_t c = 0; c < model.contents.components.size(); ++c)
    for (auto& stack : describe_stacks(model.ref(), c))
      stacks.push_back(std::move(stack));
  BOOST_REQUIRE_EQUAL(stacks.size(), 2U);
  const model_blocks& encoder = stacks[0].layers.size() == 3 ? stacks[0] : stacks[1];
  const model_blocks& decoder = stacks[0].layers.size() == 3 ? stacks[1] : stacks[0];
  BOOST_REQUIRE_EQUAL(encoder.layers.size(), 3U);
  BOOST_REQUIRE_EQUAL(decoder.layers.size(), 2U);
  BOOST_TEST(!encoder.embedding);
  BOOST_TEST(model.name(decoder.embedding) == "model.decoder.embed_tokens.weight");
  BOOST_TEST(model.name(encoder.final_gain) == "model.encoder.layer_norm.weight");
  BOOST_TEST(model.name(decoder.final_gain) == "model.decoder.layer_norm.weight");
  BOOST_TEST(model.name(encoder.layers[2].q) == "model.encoder.layers.2.self_attn.q_proj.weight");
  // Queries of the attention over the encoder are another matrix and must not be taken for these.
  BOOST_TEST(model.name(decoder.layers[1].q) == "model.decoder.layers.1.self_attn.q_proj.weight");
  BOOST_TEST(model.name(decoder.layers[1].attention_gain) ==
             "model.decoder.layers.1.self_attn_layer_norm.weight");
  BOOST_TEST(model.name(decoder.layers[1].network_gain) ==
             "model.decoder.layers.1.final_layer_norm.weight");
}

BOOST_AUTO_TEST_CASE(experts_are_numbered_and_routers_found) {
  shapes_only made;
  made.add("model.embed_tokens.weight", {300, 48});
  for (int i = 0; i < 2; ++i) {
    const std::string at = "model.layers." + std::to_string(i) + ".";
    made.add(at + "input_layernorm.weight", {48});
    for (const char* part : {"q_proj", "k_proj", "v_proj", "o_proj"})
      made.add(at + "self_attn." + part + ".weight", {48, 48});
    made.add(at + "post_attention_layernorm.weight", {48});
    made.add(at + "block_sparse_moe.gate.weight", {12, 48});
    for (int expert = 11; expert >= 0; --expert) {
      const std::string in = at + "block_sparse_moe.experts." + std::to_string(expert) + ".";
      made.add(in + "w1.weight", {96, 48});
      made.add(in + "w2.weight", {48, 96});
      made.add(in + "w3.weight", {96, 48});
    }
  }
  const described model(made.model);
  const model_blocks blocks = model.blocks();
  BOOST_REQUIRE_EQUAL(blocks.layers.size(), 2U);
  const layer_block& layer = blocks.layers[1];
  BOOST_TEST(model.name(layer.router) == "model.layers.1.block_sparse_moe.gate.weight");
  BOOST_TEST(model.name(layer.network_gain) == "model.layers.1.post_attention_layernorm.weight");
  BOOST_REQUIRE_EQUAL(layer.networks.size(), 12U);
  for (int expert = 0; expert < 12; ++expert) {
    const network_block& network = layer.networks[static_cast<std::size_t>(expert)];
    const std::string in =
        "model.layers.1.block_sparse_moe.experts." + std::to_string(expert) + ".";
    BOOST_TEST(network.expert == expert);
    BOOST_TEST(model.name(network.gate) == in + "w1.weight");
    BOOST_TEST(model.name(network.up) == in + "w3.weight");
    BOOST_TEST(model.name(network.down) == in + "w2.weight");
  }
}

BOOST_AUTO_TEST_CASE(a_fused_gate_and_up_matrix_stands_for_both) {
  shapes_only made;
  made.add("model.embed_tokens.weight", {300, 48});
  for (int i = 0; i < 2; ++i) {
    const std::string at = "model.layers." + std::to_string(i) + ".";
    made.add(at + "input_layernorm.weight", {48});
    made.add(at + "self_attn.qkv_proj.weight", {144, 48});
    made.add(at + "self_attn.o_proj.weight", {48, 48});
    made.add(at + "post_attention_layernorm.weight", {48});
    made.add(at + "mlp.gate_up_proj.weight", {192, 48});
    made.add(at + "mlp.down_proj.weight", {48, 96});
  }
  const described model(made.model);
  const layer_block layer = model.blocks().layers.at(0);
  BOOST_TEST(model.name(layer.qkv) == "model.layers.0.self_attn.qkv_proj.weight");
  BOOST_REQUIRE_EQUAL(layer.networks.size(), 1U);
  BOOST_TEST(model.name(layer.networks[0].up) == "model.layers.0.mlp.gate_up_proj.weight");
  BOOST_TEST((layer.networks[0].gate == layer.networks[0].up));
  BOOST_TEST(model.name(layer.networks[0].down) == "model.layers.0.mlp.down_proj.weight");
}

BOOST_AUTO_TEST_CASE(four_norms_a_layer_feed_what_they_stand_before) {
  shapes_only made;
  made.add("model.embed_tokens.weight", {300, 48});
  const std::string at = "model.layers.0.";
  for (const char* norm : {"input_layernorm", "post_attention_layernorm",
                           "pre_feedforward_layernorm", "post_feedforward_layernorm"})
    made.add(at + norm + ".weight", {48});
  for (const char* part : {"q_proj", "k_proj", "v_proj", "o_proj"})
    made.add(at + "self_attn." + part + ".weight", {48, 48});
  for (const char* part : {"gate_proj", "up_proj"})
    made.add(at + "mlp." + part + ".weight", {96, 48});
  made.add(at + "mlp.down_proj.weight", {48, 96});
  const described model(made.model);
  const layer_block layer = model.blocks().layers.at(0);
  BOOST_TEST(model.name(layer.attention_gain) == at + "input_layernorm.weight");
  BOOST_TEST(model.name(layer.network_gain) == at + "pre_feedforward_layernorm.weight");
}

BOOST_AUTO_TEST_CASE(norms_behind_attention_and_network_feed_neither) {
  shapes_only made;
  made.add("bert.embeddings.word_embeddings.weight", {300, 48});
  const std::string at = "bert.encoder.layer.0.";
  for (const char* part : {"query", "key", "value"})
    made.add(at + "attention.self." + part + ".weight", {48, 48});
  made.add(at + "attention.output.dense.weight", {48, 48});
  made.add(at + "attention.output.LayerNorm.weight", {48});
  made.add(at + "intermediate.dense.weight", {192, 48});
  made.add(at + "output.dense.weight", {48, 192});
  made.add(at + "output.LayerNorm.weight", {48});
  const described model(made.model);
  const model_blocks blocks = model.blocks();
  BOOST_REQUIRE_EQUAL(blocks.layers.size(), 1U);
  BOOST_TEST(model.name(blocks.layers[0].q) == at + "attention.self.query.weight");
  BOOST_TEST(model.name(blocks.layers[0].networks.at(0).up) == at + "intermediate.dense.weight");
  BOOST_TEST(!blocks.layers[0].attention_gain);
  BOOST_TEST(!blocks.layers[0].network_gain);
}

BOOST_AUTO_TEST_CASE(what_holds_no_elements_is_no_part_of_a_block) {
  constexpr std::uint64_t claimed = std::uint64_t{1} << 40;
  shapes_only made;
  made.add("model.layers.0.self_attn.o_proj.weight", {claimed, 0});
  const described alone(made.model);
  BOOST_TEST(alone.blocks().width == 0U);
  shapes_only both;
  both.add("model.embed_tokens.weight", {96, 32});
  both.add("model.layers.0.self_attn.q_proj.weight", {32, 32});
  both.add("model.layers.0.self_attn.o_proj.weight", {32, 0});
  both.add("model.layers.0.mlp.experts.gate_up_proj", {4, 32, 0});
  const described beside(both.model);
  const model_blocks blocks = beside.blocks();
  BOOST_TEST(blocks.width == 32U);
  BOOST_REQUIRE_EQUAL(blocks.layers.size(), 1U);
  BOOST_TEST(blocks.layers[0].q.has_value());
  BOOST_TEST(!blocks.layers[0].o);
  BOOST_TEST(!blocks.layers[0].stacked);
}

BOOST_AUTO_TEST_CASE(what_is_no_transformer_has_no_width) {
  shapes_only made;
  made.add("conv1.weight", {16, 3, 3, 3});
  made.add("conv2.weight", {32, 16, 3, 3});
  made.add("fc.weight", {10, 32});
  const described model(made.model);
  BOOST_TEST(model.blocks().width == 0U);
  BOOST_TEST(model.blocks().layers.empty());
}

} // namespace
