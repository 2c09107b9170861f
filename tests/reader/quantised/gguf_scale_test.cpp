// NVFP4 in GGUF keeps what scales a whole matrix in a tensor of its own.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/gguf_writer.hpp"
#include "support/mutations.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using bytes_t = std::vector<std::byte>;

constexpr std::uint32_t f32_type = 0;
constexpr std::uint32_t nvfp4_type = 40;

bytes_t floats(const std::vector<float>& values) {
  bytes_t bytes(values.size() * sizeof(float));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// Code of the value `at` of a tensor.
unsigned code_at(std::size_t at) { return static_cast<unsigned>(at * 7 + at / 64) % 16; }

/// Blocks of 64 values, whose runs of 16 are scaled by 1, 2, 0.5 and 1.5 (FP8: 8 steps an octave).
bytes_t blocks(std::size_t values) {
  bytes_t bytes;
  for (std::size_t block = 0; block < values; block += 64) {
    for (const unsigned scale : {0x38U, 0x40U, 0x30U, 0x3cU})
      bytes.push_back(static_cast<std::byte>(scale));
    for (std::size_t run = block; run < block + 64; run += 16)
      for (std::size_t j = 0; j < 8; ++j)
        bytes.push_back(static_cast<std::byte>(code_at(run + j) | code_at(run + j + 8) << 4U));
  }
  return bytes;
}

/// What the blocks hold, by the definition of the 4-bit float.
float value_at(std::size_t at) {
  constexpr float e2m1[] = {0, 0.5F, 1, 1.5F, 2, 3, 4, 6};
  constexpr float scales[] = {1, 2, 0.5F, 1.5F};
  const unsigned code = code_at(at);
  return (code >= 8 ? -e2m1[code - 8] : e2m1[code]) * scales[at / 16 % 4];
}

gguf_writer model(std::string_view architecture) {
  gguf_writer writer;
  writer.pair("general.architecture", architecture);
  return writer;
}

void check_values(const tensor_view& view, std::size_t first, float scale) {
  const auto count = static_cast<std::size_t>(element_count(view));
  const auto read = read_as_f64(view, 0, count);
  BOOST_TEST_REQUIRE(read.has_value());
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i)
    if ((*read)[i] != static_cast<double>(value_at(first + i) * scale)) ++wrong;
  BOOST_TEST(wrong == 0U, view.name << ": " << wrong << " values of " << count);
  const auto inner = read_as_f64(view, 37, 50);
  BOOST_TEST_REQUIRE(inner.has_value());
  BOOST_TEST((*inner)[0] == (*read)[37]);
  BOOST_TEST((*inner)[49] == (*read)[86]);
}

fault fault_of(const gguf_writer& writer) {
  const auto opened = checkpoint::open(writer.bytes(), "m.gguf");
  return opened ? fault::none : opened.error().why;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_matrix_is_multiplied_by_its_scale) {
  constexpr float scale = 0.1F;
  const auto bytes = model("qwen3")
                         .tensor("blk.0.ffn_up.scale", {1}, f32_type, floats({scale}))
                         .tensor("blk.0.ffn_up.weight", {128, 3}, nvfp4_type, blocks(384))
                         .tensor("blk.0.ffn_up.input_scale", {1}, f32_type, floats({7}))
                         .tensor("blk.0.ffn_down.weight", {64, 2}, nvfp4_type, blocks(128))
                         .tensor("blk.0.ffn_gate.weight", {64, 2}, nvfp4_type, blocks(128))
                         .tensor("blk.0.ffn_gate.input_scale", {1}, f32_type, floats({7}))
                         .tensor("blk.0.attn_q.weight", {2, 1}, f32_type, floats({1, 2}))
                         .tensor("blk.0.attn_q.scale", {1}, f32_type, floats({3}))
                         .bytes();
  const auto opened = checkpoint::open(bytes, "m.gguf");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST_REQUIRE(opened->size() == 5U);
  const tensor_view up = (*opened)[0];
  BOOST_TEST(up.name == "model.layers.0.mlp.up_proj.weight");
  check_values(up, 0, scale);
  BOOST_TEST_REQUIRE((up.encoding != nullptr));
  BOOST_TEST(up.encoding->scheme == "nvfp4");
  BOOST_TEST(up.encoding->block_values == 16U);
  BOOST_TEST(up.encoding->bits_per_value == 4.5 + 64.0 / 384);
  BOOST_TEST_REQUIRE(up.encoding->parts.size() == 3U);
  BOOST_TEST(up.encoding->parts[0].role == "blocks");
  BOOST_TEST(up.encoding->parts[1].role == "global_scale");
  BOOST_TEST(up.encoding->parts[2].role == "input_scale");
  BOOST_TEST(read_as_f64(up.encoding->parts[2].stored, 0, 1)->front() == 7);
  // A scale of 1 is left out.
  check_values((*opened)[1], 0, 1);
  check_values((*opened)[2], 0, 1);
  BOOST_TEST((*opened)[2].encoding->parts.size() == 2U);
  // What stands beside weights of other types is the model's own.
  BOOST_TEST((*opened)[3].name == "model.layers.0.self_attn.q_proj.weight");
  BOOST_TEST((read_as_f64((*opened)[3], 0, 2).value() == std::vector<double>{1, 2}));
  BOOST_TEST((*opened)[4].shape.size() == 1U);
}

BOOST_AUTO_TEST_CASE(each_expert_is_multiplied_by_its_own) {
  constexpr std::size_t values = 64 * 32; // above 1 KiB of blocks: smaller ones stay stacked
  for (const bool one_for_all : {false, true}) {
    const std::vector<float> scales =
        one_for_all ? std::vector<float>{0.3F} : std::vector<float>{0.1F, 3, 0.7F};
    const auto bytes =
        model("qwen3moe")
            .tensor("blk.0.ffn_up_exps.weight", {64, 32, 3}, nvfp4_type, blocks(3 * values))
            .tensor("blk.0.ffn_up_exps.scale", {scales.size()}, f32_type, floats(scales))
            .bytes();
    const auto opened = checkpoint::open(bytes, "m.gguf");
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST_REQUIRE(opened->size() == 3U);
    for (std::size_t e = 0; e < 3; ++e) {
      BOOST_TEST((*opened)[e].name ==
                 "model.layers.0.mlp.experts." + std::to_string(e) + ".up_proj.weight");
      check_values((*opened)[e], e * values, scales[one_for_all ? 0 : e]);
    }
  }
}

BOOST_AUTO_TEST_CASE(scales_that_fit_no_matrix_are_refused) {
  const auto with_scale = [](const std::vector<std::uint64_t>& extents, std::uint32_t type,
                             bytes_t data) {
    return model("qwen3moe")
        .tensor("blk.0.ffn_up_exps.weight", {64, 2, 3}, nvfp4_type, blocks(384))
        .tensor("blk.0.ffn_up_exps.scale", extents, type, std::move(data));
  };
  BOOST_TEST((fault_of(with_scale({3}, f32_type, floats({1, 2, 3}))) == fault::none));
  BOOST_TEST((fault_of(with_scale({2}, f32_type, floats({1, 2}))) == fault::shape));
  BOOST_TEST((fault_of(with_scale({6}, f32_type, floats({1, 2, 3, 4, 5, 6}))) == fault::shape));
  constexpr std::uint32_t i32_type = 26;
  BOOST_TEST((fault_of(with_scale({1}, i32_type, floats({1}))) == fault::dtype));
  BOOST_TEST(
      (fault_of(model("qwen3")
                    .tensor("output.weight", {64, 2}, nvfp4_type, blocks(128))
                    .tensor("output.scale", {2}, f32_type, floats({1, 2}))) == fault::shape));
  // Nothing to multiply, and nothing to multiply with.
  BOOST_TEST((fault_of(model("qwen3")
                           .tensor("output.weight", {64, 0}, nvfp4_type, {})
                           .tensor("output.scale", {1}, f32_type, floats({1}))) == fault::none));
  BOOST_TEST((fault_of(model("qwen3")
                           .tensor("output.weight", {64, 1}, nvfp4_type, blocks(64))
                           .tensor("output.scale", {0}, f32_type, {})) == fault::none));
}

BOOST_AUTO_TEST_CASE(damage_to_scales_is_survived) {
  survives_mutations(model("qwen3moe")
                         .tensor("blk.0.ffn_up_exps.weight", {64, 1, 2}, nvfp4_type, blocks(128))
                         .tensor("blk.0.ffn_up_exps.scale", {2}, f32_type, floats({1, 2}))
                         .bytes(),
                     "m.gguf");
}
