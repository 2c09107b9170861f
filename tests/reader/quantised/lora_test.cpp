// Low-rank factors under the names of every tool become the change they make to a weight.
#include <algorithm>
#include <cstdint>
#include <ctime>
#include <initializer_list>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/quantised/adapter_config.hpp"
#include "reader/wire/json_value.hpp"
#include "support/lora_builder.hpp"
#include "support/mutations.hpp"
#include "support/quantised_check.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// Factors of a module by one tool's names.
lora_choice by_names(std::string base, std::string down, std::string up, std::string name) {
  lora_choice choice;
  choice.base = std::move(base);
  choice.down = std::move(down);
  choice.up = std::move(up);
  choice.name = std::move(name);
  return choice;
}

void add_alpha(quantised_model& model, std::string name, float alpha) {
  model.tensors.push_back(float_tensor(std::move(name), dtype::f16, {}, {alpha}));
}

lora_choice configured(const std::string& more, float scale) {
  lora_choice choice;
  choice.adapter = lora_config(more);
  choice.scale = scale;
  return choice;
}

std::optional<double> number_for(const std::string& patterns, std::string_view path) {
  const auto setting = parse_json_value(patterns, "patterns", 0, reader_limits{});
  BOOST_TEST_REQUIRE(setting.has_value());
  const auto parsed = module_pattern::parse(&*setting);
  if (!parsed) BOOST_FAIL(parsed.error().message);
  return parsed->find(path);
}

bool fits(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern.starts_with(".*"))
    return fits(text, pattern.substr(2)) || (!text.empty() && fits(text.substr(1), pattern));
  return !text.empty() && (pattern[0] == '.' || pattern[0] == text[0]) &&
         fits(text.substr(1), pattern.substr(1));
}

bool matches_somewhere(std::string_view path, std::string_view key) {
  if (key.starts_with('^')) return fits(path, key.substr(1));
  if (fits(path, key)) return true;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos;
       dot = path.find('.', dot + 1))
    if (fits(path.substr(dot + 1), key)) return true;
  return false;
}

} // namespace

BOOST_AUTO_TEST_CASE(configured_scales) {
  check_reads_as(lora_model(configured("", 2)), "alpha / r");
  check_reads_as(lora_model(configured(R"("use_rslora":true)", 4)), "alpha / sqrt(r)");
  check_reads_as(lora_model(configured(R"("use_rslora":false,"alpha_pattern":{})", 2)),
                 "no pattern");
  check_reads_as(lora_model(configured(R"("alpha_pattern":{"k_proj":1,"q_proj":12})", 3)),
                 "by name");
  check_reads_as(
      lora_model(configured(R"("alpha_pattern":{"layers.0.self_attn.q_proj":12,"q_proj":1})", 3)),
      "the first that matches");
  check_reads_as(
      lora_model(configured(R"("alpha_pattern":{"proj":1,"_proj":1,"attn.q_proj":1})", 2)),
      "components match whole");
  check_reads_as(lora_model(configured(R"("alpha_pattern":{"model.*q_proj":12})", 3)),
                 "a wildcard");
  check_reads_as(lora_model(configured(R"("alpha_pattern":{"layers\\.0\\..*":12})", 3)),
                 "escaped dots");
  check_reads_as(
      lora_model(configured(R"("alpha_pattern":{"^layers.*q_proj":1,"^model.*proj":12})", 3)),
      "from the beginning");
  lora_choice own;
  own.adapter = R"({"r":64,"lora_alpha":8,"rank_pattern":{"q_proj":4}})";
  own.scale = 2;
  check_reads_as(lora_model(own), "its own rank");
}

/// Against a matcher that tries everything.
BOOST_AUTO_TEST_CASE(patterns_match_what_they_say) {
  std::mt19937 random(5);
  const auto draw = [&](std::initializer_list<std::string_view> tokens, std::size_t most) {
    std::string text;
    for (std::size_t left = 1 + random() % most; left > 0; --left)
      text += tokens.begin()[random() % tokens.size()];
    return text;
  };
  std::size_t matched = 0;
  for (int trial = 0; trial < 20'000; ++trial) {
    const std::string begin = random() % 4 == 0 ? "^" : "";
    const std::string middle = draw({"a", "b", ".", ".*"}, 5);
    const std::string key = begin + middle + (begin.empty() ? ".*" : "") + draw({"a", "b", "."}, 2);
    const std::string path = draw({"a", "b", "."}, 12);
    const bool expected = matches_somewhere(path, key);
    matched += expected;
    BOOST_TEST(number_for(R"({")" + key + R"(":3})", path).has_value() == expected,
               key << " on " << path);
  }
  BOOST_TEST(matched > 2000U);
  BOOST_TEST(matched < 18'000U);
}

/// Patterns made to be tried at every place of a path made to fit them almost.
BOOST_AUTO_TEST_CASE(patterns_cost_no_more_than_their_length_times_the_path) {
  const auto repeated = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
      text += "a.";
    return text;
  };
  std::string patterns;
  for (int i = 0; i < 16; ++i)
    patterns += (i == 0 ? "{\".*" : ",\".*") + repeated(100) + "ab.*c" + std::to_string(i) + "\":1";
  const std::clock_t start = std::clock(); // of this process: others may keep the machine busy
  for (int module = 0; module < 4; ++module)
    BOOST_TEST(!number_for(patterns + "}", repeated(2020) + "a"));
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  BOOST_TEST(seconds < 5.0, seconds << " s");
}

BOOST_AUTO_TEST_CASE(configurations_that_cannot_be) {
  check_refused(lora_model(configured(R"("alpha_pattern":{"(a|b)+":1})", 1)), fault::none,
                "operators");
  check_refused(lora_model(configured(R"("alpha_pattern":[1])", 1)), fault::header,
                "adapter_config");
  check_refused(lora_model(configured(R"("alpha_pattern":{"a":"b"})", 1)), fault::header,
                "pattern");
  check_refused(lora_model(configured(R"("rank_pattern":{"q_proj":8})", 1)), fault::shape, "rank");
  lora_choice broken;
  broken.adapter = "{\"r\":";
  check_refused(lora_model(broken), fault::header, "adapter_config.json");
  check_refused(lora_model(configured(R"("alpha_pattern":{"q_proj":1e40})", 1)), fault::overflow,
                "alpha");
  broken.adapter = R"({"r":"4"})";
  check_refused(lora_model(broken), fault::header, "adapter_config.json");
  std::string many = R"("alpha_pattern":{)";
  for (int i = 0; i < 65; ++i)
    many += (i == 0 ? "\"" : ",\"") + std::string("a.*") + std::to_string(i) + "\":1";
  check_refused(lora_model(configured(many + "}", 1)), fault::limit, "wildcards");
  std::string lengthy = R"("alpha_pattern":{)";
  for (int i = 0; i < 5; ++i)
    lengthy += (i == 0 ? "\"" : ",\"") + std::string(900, static_cast<char>('a' + i)) + ".*\":1";
  check_refused(lora_model(configured(lengthy + "}", 1)), fault::limit, "wildcards");
}

BOOST_AUTO_TEST_CASE(names_of_every_tool) {
  check_reads_as(lora_model(by_names("base_model.model.a.b", ".lora_A.default.weight",
                                     ".lora_B.default.weight", "a.b.weight")),
                 "a training state");
  check_reads_as(lora_model(by_names("lora_unet_mid_0", ".lora_down.weight", ".lora_up.weight",
                                     "lora_unet_mid_0.weight")),
                 "without alpha");
  check_reads_as(lora_model(by_names("unet.attn1.processor.to_q", "_lora.down.weight",
                                     "_lora.up.weight", "unet.attn1.to_q.weight")),
                 "attention processors");
  check_reads_as(lora_model(by_names("unet.attn1.processor.to_out", "_lora.down.weight",
                                     "_lora.up.weight", "unet.attn1.to_out.0.weight")),
                 "output projections");
  check_reads_as(
      lora_model(by_names("unet.to_k", ".lora.down.weight", ".lora.up.weight", "unet.to_k.weight")),
      "layers");
  check_reads_as(lora_model(by_names("te.q_proj", ".lora_linear_layer.down.weight",
                                     ".lora_linear_layer.up.weight", "te.q_proj.weight")),
                 "linear layers");
  check_reads_as(lora_model(by_names("unet:12", ":down", ":up", "unet:12.weight")), "numbers");
  check_reads_as(
      lora_model(by_names("blk.0.attn_q.weight", ".lora_a", ".lora_b", "blk.0.attn_q.weight")),
      "suffixes of the weight");
}

BOOST_AUTO_TEST_CASE(scales_beside_the_factors) {
  lora_choice choice =
      by_names("lora_te_0", ".lora_down.weight", ".lora_up.weight", "lora_te_0.weight");
  choice.scale = 0.5F;
  quantised_model model = lora_model(choice);
  add_alpha(model, "lora_te_0.alpha", 2);
  check_reads_as(model, "alpha 2 of rank 4");
  const opened_quantised opened(model);
  BOOST_TEST(opened.model->size() == 1U);
  model.part("lora_te_0.alpha").bytes = {std::byte{0}, std::byte{0x7c}};
  check_refused(model, fault::header, "alpha");
  lora_choice suffixed =
      by_names("blk.0.attn_q.weight", ".lora_a", ".lora_b", "blk.0.attn_q.weight");
  suffixed.scale = 4;
  quantised_model gguf = lora_model(suffixed);
  gguf.metadata = {{"adapter.lora.alpha", "16"}};
  check_reads_as(gguf, "alpha in the metadata");
}

BOOST_AUTO_TEST_CASE(convolutions_embeddings_and_turned_bases) {
  lora_choice choice;
  choice.kernel = {3, 2};
  check_reads_as(lora_model(choice), "a convolution");
  lora_choice embedding =
      by_names("base_model.model.emb", ".lora_embedding_A", ".lora_embedding_B", "emb.weight");
  embedding.transposed = true;
  check_reads_as(lora_model(embedding), "an embedding");
  lora_choice turned = configured(R"("fan_in_fan_out":true)", 2);
  turned.transposed = true;
  check_reads_as(lora_model(turned), "a base stored inputs first");
  lora_choice tall;
  tall.rank = 70;
  tall.outputs = 9;
  tall.inputs = 8000;
  check_reads_as(lora_model(tall), "more than is held at a time");
}

BOOST_AUTO_TEST_CASE(norms_of_decomposed_adapters_stay) {
  quantised_model model = lora_model({});
  const std::string norms =
      "base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector";
  model.tensors.push_back(float_tensor(norms, dtype::f32, {6}, {1, 2, 3, 4, 5, 6}));
  model.scheme = "dora";
  check_reads_as(model, "weight-decomposed");
  const opened_quantised opened(model);
  BOOST_TEST_REQUIRE(opened.model->size() == 2U);
  BOOST_TEST((*opened.model)[1].name == norms);
  const tensor_encoding& encoding = *(*opened.model)[0].encoding;
  BOOST_TEST(encoding.parts.back().role == "magnitude");
  BOOST_TEST(read_floats(encoding.parts.back().stored, 0, 6).back() == 6.0F);
}

BOOST_AUTO_TEST_CASE(factors_that_are_more_than_a_product_stay) {
  const std::string base = "base_model.model.model.layers.0.self_attn.q_proj";
  quantised_model beside = lora_model({});
  beside.tensors.push_back(float_tensor("model.layers.0.self_attn.q_proj.weight", dtype::f32,
                                        {6, 10}, std::vector<float>(60, 1)));
  check_stays_plain(beside, "beside their base");
  for (const std::string name : {".weight", ".base_layer.weight"}) {
    quantised_model wrapped = lora_model({});
    wrapped.tensors.push_back(
        float_tensor(base + name, dtype::f32, {6, 10}, std::vector<float>(60, 1)));
    check_stays_plain(wrapped, "beside their base in PEFT's wrappers");
  }
  quantised_model third = lora_model({});
  third.tensors.push_back(float_tensor(base + ".lora_E", dtype::f32, {4, 1}, {1, 1, 1, 1}));
  check_stays_plain(third, "with a third factor");
  lora_choice other;
  other.adapter = R"({"peft_type":"ADALORA"})";
  check_stays_plain(lora_model(other), "another method");
  const opened_quantised opened(lora_model(other));
  BOOST_TEST(opened.model->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(modules_in_wrappers_have_the_names_of_home) {
  const std::string wrapped = "base_model.model.model.layers.0.self_attn.q_proj.base_layer.weight";
  quantised_model model = lora_model({});
  for (const std::string name :
       {"base_model.model.lm_head.weight", "base_model.model.score.modules_to_save.weight",
        "base_model.model.head.modules_to_save.default.bias", wrapped.c_str(),
        "base_model.model.p"})
    model.tensors.push_back(float_tensor(name, dtype::f32, {6, 10}, std::vector<float>(60, 1)));
  const opened_quantised opened(model);
  BOOST_TEST_REQUIRE(opened.model.has_value());
  std::vector<std::string> names;
  for (const tensor_view& view : views_of(*opened.model))
    names.emplace_back(view.name);
  for (const std::string name : {"lm_head.weight", "score.weight", "head.bias",
                                 "model.layers.0.self_attn.q_proj.weight", "base_model.model.p"})
    BOOST_TEST((std::find(names.begin(), names.end(), name) != names.end()), name);
}

BOOST_AUTO_TEST_CASE(adapters_of_other_methods_stay_and_are_counted) {
  for (const std::string part :
       {".hada_w1_a", ".lokr_w1", ".lokr_w1_a", ".ia3_l", ".vera_lambda_b", ".oft_r", ".boft_R"}) {
    quantised_model model;
    model.tensors = {float_tensor("base_model.model.q_proj" + part, dtype::f32, {2, 1}, {1, 2}),
                     float_tensor("base_model.model.k_proj" + part, dtype::f32, {2, 1}, {1, 2})};
    check_stays_plain(model, part);
    const opened_quantised opened(model);
    BOOST_TEST_REQUIRE(opened.model->warnings().size() == 1U, part);
    BOOST_TEST(opened.model->warnings()[0].starts_with("2 adapter modules"));
  }
}

BOOST_AUTO_TEST_CASE(pairs_that_do_not_fit) {
  const std::string base = "base_model.model.model.layers.0.self_attn.q_proj";
  quantised_model model = lora_model({});
  model.part(base + ".lora_B.weight").shape = {8, 3};
  check_refused(model, fault::shape, "lora_B");
  model = lora_model({});
  model.part(base + ".lora_B.weight").shape = {6, 2, 2};
  check_refused(model, fault::shape, "lora_B");
  model = lora_model({});
  model.drop(base + ".lora_A.weight");
  check_refused(model, fault::missing, "lora_A");
  model = lora_model({});
  model.drop(base + ".lora_B.weight");
  check_refused(model, fault::missing, "lora_B");
  quantised_model empty;
  empty.tensors = {{"a.lora_A.weight", dtype::f32, {0, std::uint64_t{1} << 60}, {}},
                   {"a.lora_B.weight", dtype::f32, {std::uint64_t{1} << 60, 0}, {}}};
  check_refused(empty, fault::shape, "a.lora_B");
}

namespace {

/// Two vectors in 16 bits whose product has `extent` rows and columns.
quantised_model two_vectors(std::uint64_t extent) {
  const std::vector<float> ones(static_cast<std::size_t>(extent), 1);
  quantised_model model;
  model.tensors = {float_tensor("a.lora_A.weight", dtype::f16, {1, extent}, ones),
                   float_tensor("a.lora_B.weight", dtype::f16, {extent, 1}, ones)};
  return model;
}

} // namespace

/// Reading what an adapter makes must not keep anybody busy for hours.
BOOST_AUTO_TEST_CASE(products_out_of_proportion) {
  BOOST_TEST(opened_quantised(two_vectors(32'768)).model.has_value()); // as many as 4 GiB hold
  check_refused(two_vectors(33'500), fault::limit, "32768 times");
}

BOOST_AUTO_TEST_CASE(the_base_is_named) {
  const opened_quantised opened(lora_model(configured("", 2)));
  BOOST_TEST_REQUIRE(opened.model->metadata().size() == 1U);
  BOOST_TEST(opened.model->metadata()[0].first == "base_model");
  BOOST_TEST(opened.model->metadata()[0].second == "some/base");
  BOOST_TEST(opened.model->warnings().empty());
  const opened_quantised unscaled(lora_model({}));
  BOOST_TEST(unscaled.model->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(damage_is_survived) {
  const quantised_model model =
      lora_model(configured(R"("alpha_pattern":{"^a.*b":1,"q_proj":12})", 3));
  survives_mutations(model.file(), "adapter_model.safetensors", model.beside());
  for (std::size_t at = 0; at < model.adapter.size(); ++at)
    for (const char character : {'0', '"', '}', '*', '.', '-', '\\'}) {
      quantised_model changed = model;
      changed.adapter[at] = character;
      open_anything(changed.file(), "adapter_model.safetensors", changed.beside());
    }
}
