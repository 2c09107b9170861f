#include <map>

#include <boost/test/unit_test.hpp>

#include "support/layout_fixtures.hpp"
#include "support/memory_files.hpp"
#include "support/undone_contents.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(meta_checkpoints_get_the_names_and_rows_of_the_hugging_face_classes) {
  file_contents contents;
  contents.format = "safetensors";
  contents.tensors = {counted_tensor("tok_embeddings.weight", {4, 16}),
                      counted_tensor("layers.0.attention.wq.weight", {16, 16}),
                      counted_tensor("layers.0.attention.wk.weight", {8, 16}),
                      counted_tensor("layers.0.attention.wv.weight", {8, 16}),
                      counted_tensor("layers.0.feed_forward.w1.weight", {4, 16}),
                      counted_tensor("layers.x.feed_forward.w1.weight", {4, 16}),
                      counted_tensor("output.weight", {4, 16})};
  const auto text = [](std::string_view json) {
    const auto bytes = std::as_bytes(std::span(json.data(), json.size()));
    return std::make_shared<memory_files>(std::map<std::string, std::vector<std::byte>>{
        {"params.json", {bytes.begin(), bytes.end()}}});
  };
  const auto told = undone(contents, text(R"({"dim": 16, "n_heads": 4, "n_kv_heads": 2})"));
  BOOST_TEST(
      (names_of(told) ==
       strings{"model.embed_tokens.weight", "model.layers.0.self_attn.q_proj.weight",
               "model.layers.0.self_attn.k_proj.weight", "model.layers.0.self_attn.v_proj.weight",
               "model.layers.0.mlp.gate_proj.weight", "layers.x.feed_forward.w1.weight",
               "lm_head.weight"}));
  BOOST_TEST(values_of(told.tensors[1], 200)[16] == 32.0F);
  BOOST_TEST(values_of(told.tensors[2], 200)[16] == 32.0F);
  BOOST_TEST(values_of(told.tensors[3], 200)[16] == 16.0F);
  BOOST_TEST(told.warnings.empty());

  // Numbers in the file itself, none at all, a shard that holds half the heads, and nonsense.
  auto own = contents;
  own.metadata = {{"dim", "16"}, {"n_heads", "4"}, {"n_kv_heads", "2"}};
  BOOST_TEST(values_of(undone(own).tensors[1], 200)[16] == 32.0F);
  for (const char* json : {R"({"dim": 32, "n_heads": 8, "n_kv_heads": 8})", R"({"n_heads": 0})",
                           R"({"n_heads": -4})", R"({"n_heads": "4"})", "[]", "{", ""}) {
    const auto left = undone(contents, text(json));
    BOOST_TEST(values_of(left.tensors[1], 200)[16] == 16.0F, json);
    BOOST_TEST(left.tensors[1].name == "model.layers.0.self_attn.q_proj.weight");
    BOOST_TEST(warns_of(left, "the order of its rows is left as it is"));
  }
  BOOST_TEST(warns_of(undone(contents), "params.json"));
}
