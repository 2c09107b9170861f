#include <ctime>
#include <map>

#include <boost/test/unit_test.hpp>

#include "support/layout_fixtures.hpp"
#include "support/thorough.hpp"
#include "support/undone_contents.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

file_contents gguf(std::string_view architecture, std::vector<stored_tensor> tensors,
                   std::map<std::string, std::string> numbers = {}) {
  file_contents contents;
  contents.format = "gguf";
  contents.metadata.emplace_back("general.architecture", architecture);
  for (const auto& [key, value] : numbers)
    contents.metadata.emplace_back(std::string(architecture) + "." + key, value);
  contents.tensors = std::move(tensors);
  return contents;
}

} // namespace

BOOST_AUTO_TEST_CASE(names_follow_the_architecture) {
  const struct {
    std::string architecture;
    std::string gguf;
    std::string home;
  } rows[] = {
      {"llama", "token_embd.weight", "model.embed_tokens.weight"},
      {"llama", "output_norm.weight", "model.norm.weight"},
      {"llama", "output.weight", "lm_head.weight"},
      {"llama", "blk.12.ffn_norm.weight", "model.layers.12.post_attention_layernorm.weight"},
      {"llama", "blk.3.ffn_gate.7.weight", "model.layers.3.block_sparse_moe.experts.7.w1.weight"},
      {"llama", "rope_freqs.weight", "rope_freqs.weight"},
      {"llama", "blk.03.ffn_norm.weight", "blk.03.ffn_norm.weight"},
      {"llama", "blk.9999999999.ffn_norm.weight", "blk.9999999999.ffn_norm.weight"},
      {"llama", "blk..ffn_norm.weight", "blk..ffn_norm.weight"},
      {"llama", "blk.0.ffn_norm", "blk.0.ffn_norm"},
      {"llama", "blk.{}.ffn_norm.weight", "blk.{}.ffn_norm.weight"},
      {"llama", "blk.1.ffn_gate.{e}.weight", "blk.1.ffn_gate.{e}.weight"},
      {"gemma2", "blk.0.ffn_norm.bias", "model.layers.0.pre_feedforward_layernorm.bias"},
      {"gpt2", "position_embd.weight", "wpe.weight"},
      {"gptneox", "output.weight", "embed_out.weight"},
      {"qwen", "blk.0.ffn_gate.weight", "transformer.h.0.mlp.w2.weight"},
      {"qwen2moe", "blk.0.ffn_gate_inp_shexp.weight",
       "model.layers.0.mlp.shared_expert_gate.weight"},
      {"deepseek2", "blk.1.exp_probs_b.bias", "model.layers.1.mlp.gate.e_score_correction_bias"},
      {"deepseek2", "blk.1.exp_probs_b.weight", "blk.1.exp_probs_b.weight"},
      {"gpt-oss", "blk.0.attn_sinks.weight", "model.layers.0.self_attn.sinks"},
      {"gpt-oss", "blk.0.ffn_down_exps.bias", "model.layers.0.mlp.experts.down_proj_bias"},
      {"bert", "blk.5.layer_output_norm.bias", "encoder.layer.5.output.LayerNorm.bias"},
      {"phi2", "blk.0.ffn_up.bias", "model.layers.0.mlp.fc1.bias"},
      {"starcoder2", "blk.0.ffn_down.bias", "model.layers.0.mlp.c_proj.bias"},
      {"internlm2", "blk.0.ffn_up.weight", "model.layers.0.feed_forward.w3.weight"},
      {"mamba", "blk.0.ssm_dt.bias", "backbone.layers.0.mixer.dt_proj.bias"},
      {"mamba", "blk.0.ssm_d", "backbone.layers.0.mixer.D"},
      {"bloom", "token_embd_norm.weight", "word_embeddings_layernorm.weight"},
  };
  for (const auto& row : rows) {
    const auto contents = undone(gguf(row.architecture, {counted_tensor(row.gguf, {4, 4})}));
    BOOST_TEST(contents.tensors[0].name == row.home);
    const bool renamed = row.gguf != row.home;
    BOOST_TEST(has_rule(contents.tensors[0], "named " + row.gguf) == renamed);
  }
}

BOOST_AUTO_TEST_CASE(rope_rows_are_undone_for_some_architectures_only) {
  const std::map<std::string, std::string> heads{{"attention.head_count", "4"},
                                                 {"attention.head_count_kv", "2"}};
  for (const std::string architecture :
       {"llama", "granite", "smollm3", "deci", "minicpm", "olmo", "xverse", "deepseek"}) {
    const auto contents = undone(gguf(architecture,
                                      {counted_tensor("blk.0.attn_q.weight", {16, 3}),
                                       counted_tensor("blk.0.attn_q.bias", {16}),
                                       counted_tensor("blk.0.attn_k.weight", {8, 3}),
                                       counted_tensor("blk.0.attn_v.weight", {8, 3})},
                                      heads));
    BOOST_TEST(has_rule(contents.tensors[0], "rope rows (heads 4)"));
    BOOST_TEST(has_rule(contents.tensors[1], "rope rows (heads 4)"));
    BOOST_TEST(has_rule(contents.tensors[2], "rope rows (heads 2)"));
    BOOST_TEST(!has_rule(contents.tensors[3], "rope rows (heads 2)"));
    // Rows 0 1 2 3 of a head are 0 2 1 3 at home.
    BOOST_TEST((values_of(contents.tensors[1]) ==
                std::vector<float>{0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15}));
    BOOST_TEST(values_of(contents.tensors[2])[3] == 6.0F);
    BOOST_TEST(values_of(contents.tensors[3])[3] == 3.0F);
  }
  for (const std::string architecture : {"qwen2", "qwen3", "phi3", "gemma3", "stablelm", "olmo2",
                                         "starcoder2", "command-r", "nemotron", "somethingnew"}) {
    const auto contents =
        undone(gguf(architecture, {counted_tensor("blk.0.attn_q.weight", {16, 3})}, heads));
    BOOST_TEST(values_of(contents.tensors[0])[3] == 3.0F, architecture);
  }
}

BOOST_AUTO_TEST_CASE(head_counts_may_differ_by_layer) {
  const auto contents = undone(
      gguf("llama",
           {counted_tensor("blk.0.attn_q.bias", {16}), counted_tensor("blk.1.attn_q.bias", {16}),
            counted_tensor("blk.2.attn_q.bias", {16})},
           {{"attention.head_count", "[4, 2]"}}));
  BOOST_TEST(has_rule(contents.tensors[0], "rope rows (heads 4)"));
  BOOST_TEST(has_rule(contents.tensors[1], "rope rows (heads 2)"));
  BOOST_TEST((values_of(contents.tensors[2])[1] == 1.0F));
  BOOST_TEST(warns_of(contents, "'blk.2.attn_q.bias': the order of its rows is left"));
}

BOOST_AUTO_TEST_CASE(head_counts_that_cannot_be_leave_rows_and_warn) {
  using numbers = std::map<std::string, std::string>;
  for (const numbers& metadata :
       {numbers{}, numbers{{"attention.head_count", "0"}}, numbers{{"attention.head_count", ""}},
        numbers{{"attention.head_count", "four"}}, numbers{{"attention.head_count", "-4"}},
        numbers{{"attention.head_count", "5"}}, numbers{{"attention.head_count", "16"}},
        numbers{{"attention.head_count", "18446744073709551615"}},
        numbers{{"attention.head_count", "18446744073709551616"}},
        numbers{{"attention.head_count", "["}}, numbers{{"attention.head_count", "[]"}},
        numbers{{"attention.head_count", "4,4"}}, numbers{{"attention.head_count", "[[4]]"}},
        numbers{{"attention.head_count", "4"}, {"attention.key_length", "8"}},
        numbers{{"attention.head_count", "4"}, {"embedding_length", "32"}}}) {
    const auto contents =
        undone(gguf("llama", {counted_tensor("blk.0.attn_q.weight", {16, 3})}, metadata));
    BOOST_TEST(contents.tensors[0].name == "model.layers.0.self_attn.q_proj.weight");
    BOOST_TEST(values_of(contents.tensors[0])[3] == 3.0F);
    BOOST_TEST(contents.warnings.size() == 1U);
    BOOST_TEST(warns_of(contents, "the order of its rows is left as it is"));
  }
}

BOOST_AUTO_TEST_CASE(gains_are_shifted_for_some_architectures_only) {
  for (const std::string architecture :
       {"gemma", "gemma2", "gemma3", "gemma-embedding", "nemotron"}) {
    const auto contents = undone(gguf(architecture, {counted_tensor("blk.0.attn_norm.weight", {4}),
                                                     counted_tensor("output_norm.weight", {4}),
                                                     counted_tensor("output_norm.bias", {4}),
                                                     counted_tensor("token_embd.weight", {4})}));
    BOOST_TEST((values_of(contents.tensors[0]) == std::vector<float>{-1, 0, 1, 2}));
    BOOST_TEST((values_of(contents.tensors[1]) == std::vector<float>{-1, 0, 1, 2}));
    BOOST_TEST((values_of(contents.tensors[2]) == std::vector<float>{0, 1, 2, 3}));
    BOOST_TEST((values_of(contents.tensors[3]) == std::vector<float>{0, 1, 2, 3}));
    BOOST_TEST(contents.tensors[0].encoding->undo_error > 0);
  }
  const auto llama = undone(gguf("llama", {counted_tensor("blk.0.attn_norm.weight", {4})}));
  BOOST_TEST((values_of(llama.tensors[0]) == std::vector<float>{0, 1, 2, 3}));
  auto integers = counted_tensor("output_norm.weight", {4});
  integers.type = dtype::i32;
  const auto odd = undone(gguf("gemma", {integers}));
  BOOST_TEST((odd.tensors[0].type == dtype::i32));
  BOOST_TEST(warns_of(odd, "no real numbers"));
}

BOOST_AUTO_TEST_CASE(matrices_of_gpt2_are_transposed) {
  const auto contents = undone(gguf("gpt2", {counted_tensor("blk.0.ffn_up.weight", {3, 2}),
                                             counted_tensor("blk.0.ffn_up.bias", {3}),
                                             counted_tensor("blk.0.ffn_down.weight", {3}),
                                             counted_tensor("token_embd.weight", {3, 2})}));
  BOOST_TEST((contents.tensors[0].shape == shape_t{2, 3}));
  BOOST_TEST((values_of(contents.tensors[0]) == std::vector<float>{0, 2, 4, 1, 3, 5}));
  BOOST_TEST(warns_of(contents, "'blk.0.ffn_down.weight': its axes are left as they are"));
  BOOST_TEST((contents.tensors[3].shape == shape_t{3, 2}));
}

BOOST_AUTO_TEST_CASE(state_space_tensors_get_their_axes_and_values) {
  const auto contents = undone(gguf("mamba", {tensor_of("blk.0.ssm_a", {2, 1}, {-1.0F, -2.0F}),
                                              counted_tensor("blk.0.ssm_conv1d.weight", {3, 4}),
                                              counted_tensor("blk.0.ssm_conv1d.bias", {3})}));
  BOOST_TEST(contents.tensors[0].name == "backbone.layers.0.mixer.A_log");
  BOOST_TEST((values_of(contents.tensors[0]) == std::vector<float>{0.0F, 0.6931471805599453F}));
  BOOST_TEST((contents.tensors[1].shape == shape_t{3, 1, 4}));
  BOOST_TEST((contents.tensors[2].shape == shape_t{3}));
}

BOOST_AUTO_TEST_CASE(stacks_of_experts_become_one_tensor_each) {
  for (const kept_as kept : every_way) {
    const auto contents =
        undone(gguf("qwen3moe", {counted_tensor("blk.2.ffn_up_exps.weight", {3, 32, 32}, kept),
                                 counted_tensor("blk.2.ffn_gate_inp.weight", {3, 32}, kept)}));
    BOOST_TEST((names_of(contents) == strings{"model.layers.2.mlp.experts.0.up_proj.weight",
                                              "model.layers.2.mlp.experts.1.up_proj.weight",
                                              "model.layers.2.mlp.experts.2.up_proj.weight",
                                              "model.layers.2.mlp.gate.weight"}));
    for (std::size_t expert = 0; expert < 3; ++expert) {
      const stored_tensor& one = contents.tensors[expert];
      BOOST_TEST((one.shape == shape_t{32, 32}));
      BOOST_TEST((one.decoded != nullptr) == (kept == kept_as::decoded && true));
      const auto values = values_of(one, 300);
      for (std::size_t i = 0; i < 1024; ++i)
        BOOST_TEST(values[i] == static_cast<float>(expert * 1024 + i));
      BOOST_TEST(has_rule(one, "expert " + std::to_string(expert) + " of a stack"));
    }
  }
}

BOOST_AUTO_TEST_CASE(stacks_that_hold_no_experts_stay) {
  for (const shape_t& shape :
       {shape_t{100, 2, 2}, shape_t{64, 64}, shape_t{0, 32, 32}, shape_t{70'000, 32, 32}}) {
    auto stack = counted_tensor("blk.0.ffn_up_exps.weight", {4});
    stack.shape = shape; // never read
    const auto contents = undone(gguf("qwen3moe", {stack}));
    BOOST_TEST((names_of(contents) == strings{"blk.0.ffn_up_exps.weight"}));
    BOOST_TEST(warns_of(contents, "no stack of experts"));
  }
}

/// Tensors take memory; many small ones must not take more than in proportion to the file.
BOOST_AUTO_TEST_CASE(stacks_of_matrices_of_a_few_bytes_stay) {
  for (const std::uint64_t columns : {128U, 1024U}) {
    auto stack = counted_tensor("blk.0.ffn_up_exps.weight", {4});
    stack.shape = {16, 8, columns}; // never read
    auto one_bit = std::make_shared<stored_encoding>();
    one_bit->bits_per_value = 1.125;
    stack.encoding = std::move(one_bit);
    const auto contents = undone(gguf("qwen3moe", {stack}));
    BOOST_TEST(contents.tensors.size() == (columns == 128 ? 1U : 16U));
    BOOST_TEST(warns_of(contents, "no stack of experts") == (columns == 128));
  }
}

BOOST_AUTO_TEST_CASE(latent_attention_gets_its_one_matrix_back) {
  const std::uint64_t heads = 2;
  const std::uint64_t nope = 3;
  const std::uint64_t values = 4;
  const std::uint64_t rank = 5;
  for (const kept_as kept : every_way) {
    const auto contents = undone(
        gguf("deepseek2", {counted_tensor("blk.0.attn_v_b.weight", {heads, values, rank}, kept),
                           counted_tensor("blk.0.attn_k_b.weight", {heads, rank, nope}, kept)}));
    BOOST_TEST((names_of(contents) == strings{"model.layers.0.self_attn.kv_b_proj.weight"}));
    const stored_tensor& joined = contents.tensors[0];
    BOOST_TEST((joined.shape == shape_t{heads * (nope + values), rank}));
    std::vector<float> wanted;
    for (std::uint64_t h = 0; h < heads; ++h) {
      for (std::uint64_t n = 0; n < nope; ++n)
        for (std::uint64_t r = 0; r < rank; ++r)
          wanted.push_back(static_cast<float>((h * rank + r) * nope + n));
      for (std::uint64_t v = 0; v < values; ++v)
        for (std::uint64_t r = 0; r < rank; ++r)
          wanted.push_back(static_cast<float>((h * values + v) * rank + r));
    }
    BOOST_TEST(values_of(joined, 7) == wanted, boost::test_tools::per_element());
  }
  // Half a pair, parts that do not fit, and another architecture stay apart.
  const auto alone =
      undone(gguf("deepseek2", {counted_tensor("blk.0.attn_k_b.weight", {2, 5, 3})}));
  BOOST_TEST((names_of(alone) == strings{"blk.0.attn_k_b.weight"}));
  const auto unlike =
      undone(gguf("deepseek2", {counted_tensor("blk.0.attn_k_b.weight", {2, 5, 3}),
                                counted_tensor("blk.0.attn_v_b.weight", {3, 4, 5})}));
  BOOST_TEST(unlike.tensors.size() == 2U);
  BOOST_TEST(warns_of(unlike, "is left apart"));
  const auto other = undone(gguf("llama", {counted_tensor("blk.0.attn_k_b.weight", {2, 5, 3}),
                                           counted_tensor("blk.0.attn_v_b.weight", {2, 4, 5})}));
  BOOST_TEST(other.tensors.size() == 2U);
}

BOOST_AUTO_TEST_CASE(gate_and_up_of_gpt_oss_alternate) {
  const auto contents =
      undone(gguf("gpt-oss", {tensor_of("blk.0.ffn_gate_exps.bias", {2, 3}, {1, 2, 3, 4, 5, 6}),
                              tensor_of("blk.0.ffn_up_exps.bias", {2, 3}, {11, 12, 13, 14, 15, 16}),
                              counted_tensor("blk.0.ffn_gate_exps.weight", {2, 3, 4}),
                              counted_tensor("blk.0.ffn_up_exps.weight", {2, 3, 4})}));
  BOOST_TEST((names_of(contents) == strings{"model.layers.0.mlp.experts.gate_up_proj_bias",
                                            "model.layers.0.mlp.experts.gate_up_proj"}));
  BOOST_TEST((values_of(contents.tensors[0]) ==
              std::vector<float>{1, 11, 2, 12, 3, 13, 4, 14, 5, 15, 6, 16}));
  BOOST_TEST((contents.tensors[1].shape == shape_t{2, 6, 4}));
  BOOST_TEST(values_of(contents.tensors[1])[4] == 0.0F);
  BOOST_TEST(values_of(contents.tensors[1])[8] == 4.0F);
}

BOOST_AUTO_TEST_CASE(names_that_hold_braces_join_nothing) {
  const strings names{"blk.{}.ffn_gate_exps.weight", "blk.{}.ffn_up_exps.weight",
                      "blk.{}.ffn_gate_exps.bias", "blk.{}.ffn_up_exps.bias"};
  for (const std::string architecture : {"gpt-oss", "granitemoe"}) {
    std::vector<stored_tensor> tensors;
    for (const std::string& name : names)
      tensors.push_back(counted_tensor(name, {2, 3, 4}));
    BOOST_TEST((names_of(undone(gguf(architecture, std::move(tensors)))) == names));
  }
}

BOOST_AUTO_TEST_CASE(fused_attention_is_fused_again) {
  const std::vector<stored_tensor> parts{counted_tensor("blk.0.attn_q.weight", {8, 3}),
                                         counted_tensor("blk.0.attn_k.weight", {4, 3}),
                                         counted_tensor("blk.0.attn_v.weight", {4, 3})};
  const std::map<std::string, std::string> heads{{"attention.head_count", "4"},
                                                 {"attention.head_count_kv", "2"}};
  const auto grouped = undone(gguf("internlm2", parts, heads));
  BOOST_TEST((names_of(grouped) == strings{"model.layers.0.attention.wqkv.weight"}));
  // Heads of two rows keep their order under the rope rule: group 0 is q 0..3, k 0..1, v 0..1.
  const std::vector<float> firsts{0, 3, 6, 9, 0, 3, 0, 3, 12, 15, 18, 21, 6, 9, 6, 9};
  const auto values = values_of(grouped.tensors[0]);
  for (std::size_t row = 0; row < firsts.size(); ++row)
    BOOST_TEST(values[row * 3] == firsts[row]);

  const auto packed = undone(gguf("baichuan", parts, {{"attention.head_count", "2"}}));
  BOOST_TEST((names_of(packed) == strings{"model.layers.0.self_attn.W_pack.weight"}));
  const std::vector<float> packed_firsts{0, 6, 3, 9, 12, 18, 15, 21, 0, 3, 6, 9, 0, 3, 6, 9};
  const auto packed_values = values_of(packed.tensors[0]);
  for (std::size_t row = 0; row < packed_firsts.size(); ++row)
    BOOST_TEST(packed_values[row * 3] == packed_firsts[row]);

  const auto unknown = undone(gguf("baichuan", parts));
  BOOST_TEST(unknown.tensors.size() == 3U);
  BOOST_TEST(warns_of(unknown, "and 1 more: the order of its rows is left as it is"));

  const auto halves = undone(
      gguf("granitemoe", {counted_tensor("blk.0.ffn_gate_exps.weight", {2, 1, 2}),
                          tensor_of("blk.0.ffn_up_exps.weight", {2, 1, 2}, {10, 11, 12, 13})}));
  BOOST_TEST((names_of(halves) == strings{"model.layers.0.block_sparse_moe.input_linear.weight"}));
  BOOST_TEST((values_of(halves.tensors[0]) == std::vector<float>{0, 1, 10, 11, 2, 3, 12, 13}));
}

BOOST_AUTO_TEST_CASE(unknown_architectures_are_a_guess_at_names_only) {
  const auto contents = undone(gguf("newarch",
                                    {counted_tensor("blk.0.attn_q.weight", {16, 3}),
                                     counted_tensor("output_norm.weight", {4}),
                                     counted_tensor("blk.0.unheard_of.weight", {4})},
                                    {{"attention.head_count", "4"}}));
  BOOST_TEST((names_of(contents) == strings{"model.layers.0.self_attn.q_proj.weight",
                                            "model.norm.weight", "blk.0.unheard_of.weight"}));
  BOOST_TEST(values_of(contents.tensors[0])[3] == 3.0F);
  BOOST_TEST(values_of(contents.tensors[1])[3] == 3.0F);
  BOOST_TEST(warns_of(contents, "'newarch' is not known"));
  BOOST_TEST(warns_of(contents, "2 tensors are a guess"));
  file_contents nameless;
  nameless.format = "gguf";
  nameless.tensors.push_back(counted_tensor("output.weight", {2, 2}));
  BOOST_TEST(warns_of(undone(std::move(nameless)), "a guess"));
}

BOOST_AUTO_TEST_CASE(two_tensors_that_would_share_a_name_leave_all_as_it_is) {
  const auto contents =
      undone(gguf("gpt-oss", {counted_tensor("blk.0.ffn_norm.weight", {4}),
                              counted_tensor("blk.0.post_attention_norm.weight", {4}),
                              counted_tensor("output.weight", {4})}));
  BOOST_TEST((names_of(contents) == strings{"blk.0.ffn_norm.weight",
                                            "blk.0.post_attention_norm.weight", "output.weight"}));
  BOOST_TEST(warns_of(contents, "left as the file has them"));
  const auto taken = undone(gguf("llama", {counted_tensor("output.weight", {4, 4}),
                                           counted_tensor("lm_head.weight", {4, 4})}));
  BOOST_TEST((names_of(taken) == strings{"output.weight", "lm_head.weight"}));
}

BOOST_AUTO_TEST_CASE(rules_of_gguf_do_not_reach_other_formats) {
  auto contents = gguf("gemma", {counted_tensor("output_norm.weight", {4})});
  contents.format = "safetensors";
  contents = undone(std::move(contents));
  BOOST_TEST((names_of(contents) == strings{"output_norm.weight"}));
  BOOST_TEST(contents.tensors[0].encoding == nullptr);
}

BOOST_AUTO_TEST_CASE(many_tensors_take_linear_time) {
  const auto layers = static_cast<int>(runs(20'000, 200'000)); // of five tensors
  for (const std::string architecture : {"baichuan", "deepseek2"}) {
    file_contents contents = gguf(architecture, {}, {{"attention.head_count", "2"}});
    const stored_tensor one = counted_tensor("", {4, 1});
    for (int layer = 0; layer < layers; ++layer)
      for (const char* part : {"attn_q", "attn_k", "attn_v", "attn_k_b", "odd"}) {
        contents.tensors.push_back(one);
        contents.tensors.back().name = "blk." + std::to_string(layer) + "." + part + ".weight";
      }
    const std::clock_t start = std::clock(); // of this process: others may keep the machine busy
    sibling_files beside(nullptr, "");
    BOOST_TEST(undo_layout(contents, beside, open_options{}).has_value());
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    // Three times what sanitizers make of it; a search through all others would take minutes.
    BOOST_TEST(seconds < 1e-3 * layers, architecture << ": " << seconds << " s");
    BOOST_TEST(contents.warnings.size() < 4U);
  }
}
