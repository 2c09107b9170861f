// Each quantised layout, packed here from random codes by the rule of its scheme, is read as the
// values that the rule gives, in any range.
#include "support/quantised_check.hpp"
#include "support/scaled_builder.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(gptq_codes_zeros_and_groups) {
  for (const unsigned bits : {2U, 3U, 4U, 8U})
    for (const bool second : {false, true})
      for (const bool shuffled : {false, true}) {
        gptq_choice choice{bits, 32, second, shuffled};
        check_reads_as(gptq_model(choice), "gptq " + std::to_string(bits));
      }
  check_reads_as(gptq_model({4, -1}), "one group");
  check_reads_as(gptq_model({4, 64}), "a short last group");
  check_reads_as(gptq_model({3, 16, false, false, false}), "without an index of groups");
  check_reads_as(gptq_model({8, 128, true, false, true, 416, 512}), "several pieces");
}

BOOST_AUTO_TEST_CASE(gptq_without_configuration) {
  quantised_model model = gptq_model({3, 32});
  model.config.clear();
  check_reads_as(model, "shapes tell bits and groups");
  model.config = R"({"quantization_config":{"quant_method":"gptq","bits":8,"group_size":5,
      "dynamic":{"+:l":{"bits":3}}}})";
  check_reads_as(model, "layers have settings of their own");
}

BOOST_AUTO_TEST_CASE(awq_interleaves_columns) {
  quantised_model model = awq_model();
  check_reads_as(model, "awq");
  model.config.clear();
  check_reads_as(model, "by shapes alone");
}

BOOST_AUTO_TEST_CASE(bitsandbytes_four_bits) {
  for (const std::string type : {"nf4", "fp4"})
    for (const bool nested : {false, true})
      for (const std::uint64_t values : {301U, 64U, 1U}) {
        check_reads_as(bnb_model(type, nested, values),
                       type + (nested ? " nested " : " ") + std::to_string(values));
      }
  quantised_model stack = bnb_model("nf4", false, 300);
  for (packed_tensor& tensor : stack.tensors)
    tensor.name.replace(0, 8, "experts.up");
  stack.name = "experts.up";
  check_reads_as(stack, "a parameter that is no module");
}

BOOST_AUTO_TEST_CASE(eight_bit_integers) {
  check_reads_as(row_int8_model(), "bitsandbytes");
  check_reads_as(int8_model(false), "symmetric");
  check_reads_as(int8_model(true), "with zero points");
}

BOOST_AUTO_TEST_CASE(float8_with_scales_of_every_shape) {
  check_reads_as(scaled_model({}), "blocks with ragged ends");
  scaled_choice choice;
  choice.config = R"({"quantization_config":{"quant_method":"fp8","weight_block_size":[32,64]}})";
  choice.scale_shape = {7, 3};
  choice.block_rows = 32;
  choice.block_columns = 64;
  check_reads_as(scaled_model(choice), "blocks of another size");
  choice = {};
  choice.scale_type = dtype::f8_e8m0;
  check_reads_as(scaled_model(choice), "powers of two");
  choice.scale_type = dtype::u8;
  choice.config = R"({"quantization_config":{"quant_method":"fp8","scale_fmt":"ue8m0"}})";
  check_reads_as(scaled_model(choice), "powers of two as bytes");
  choice = {};
  choice.shape = {3, 130, 140};
  choice.scale_shape = {3, 2, 2};
  choice.weight = "experts.up";
  choice.scale = "experts.up_scale_inv";
  check_reads_as(scaled_model(choice), "a stack of experts");
  choice.scale_shape = {3, 1, 140};
  choice.block_rows = 130;
  choice.block_columns = 1;
  check_reads_as(scaled_model(choice), "a scale a column");
}

BOOST_AUTO_TEST_CASE(float8_by_tensor_row_and_group) {
  scaled_choice choice{{20, 48}, {}, 20, 48, dtype::f32, "l.weight", "l.weight_scale"};
  choice.scheme = "fp8";
  check_reads_as(scaled_model(choice), "one scale");
  for (const std::string name :
       {"l.qscale_weight", "l.scale_weight", "l.weight.scale", "l.scale"}) {
    choice.scale = name;
    check_reads_as(scaled_model(choice), name);
  }
  choice.scale = "l.weight_scale";
  choice.scale_shape = {20, 1};
  choice.block_rows = 1;
  choice.scale_type = dtype::bf16;
  check_reads_as(scaled_model(choice), "a scale a row");
  choice.scale_shape = {20};
  check_reads_as(scaled_model(choice), "a scale a row, flat");
  choice.scheme = "fp8-block";
  choice.scale_shape = {20, 3};
  choice.block_columns = 16;
  check_reads_as(scaled_model(choice), "groups in a row");
  scaled_choice stack{{2, 5, 6}, {2, 1, 1}, 5, 6, dtype::f32, "e.up", "e.up_scale", "", "fp8"};
  stack.scheme = "fp8-block";
  check_reads_as(scaled_model(stack), "a scale a matrix");
}

BOOST_AUTO_TEST_CASE(activation_scales_are_parts) {
  quantised_model model = scaled_model({});
  model.tensors.push_back(float_tensor("l.input_scale", dtype::f32, {}, {0.5F}));
  check_reads_as(model, "with a scale for activations");
  const opened_quantised opened(model);
  BOOST_TEST(opened.model->size() == 1U);
}

BOOST_AUTO_TEST_CASE(packed_integers) {
  for (const unsigned bits : {4U, 8U})
    for (const bool zeros : {false, true})
      for (const bool shuffled : {false, true})
        check_reads_as(packed_int_model({bits, zeros, shuffled}), "packed " + std::to_string(bits));
}

BOOST_AUTO_TEST_CASE(four_bit_floats) {
  check_reads_as(mxfp4_model(mxfp4_dialect::blocks), "blocks");
  check_reads_as(mxfp4_model(mxfp4_dialect::packed), "packed");
  check_reads_as(mxfp4_model(mxfp4_dialect::experts), "experts");
  check_reads_as(nvfp4_model(true), "the second scale multiplies");
  check_reads_as(nvfp4_model(false), "the global scale divides");
}

BOOST_AUTO_TEST_CASE(three_values) {
  check_reads_as(bitnet_model(false), "divided by the scale");
  check_reads_as(bitnet_model(true), "multiplied by the scale");
  quantised_model model = bitnet_model(false);
  model.config.clear();
  check_stays_plain(model, "bytes with a scale may be anything");
}

BOOST_AUTO_TEST_CASE(hqq_parts_and_axes) {
  for (const unsigned bits : {1U, 2U, 3U, 4U, 8U})
    for (const int axis : {0, 1}) {
      quantised_model model = hqq_model(bits, axis);
      check_reads_as(model, "hqq " + std::to_string(bits) + " axis " + std::to_string(axis));
      for (const char* setting :
           {"l.nbits", "l.axis", "l.group_size", "l.quant_scale", "l.packing"})
        model.drop(setting);
      check_reads_as(model, "without settings");
    }
}

BOOST_AUTO_TEST_CASE(mlx_streams) {
  for (const unsigned bits : {2U, 3U, 4U, 5U, 6U, 8U})
    check_reads_as(mlx_model(bits), "mlx " + std::to_string(bits));
  quantised_model model = mlx_model(4);
  model.config = R"({"quantization":{"group_size":64,"bits":8,"l":{"group_size":32,"bits":4}}})";
  check_reads_as(model, "settings of the layer");
}

BOOST_AUTO_TEST_CASE(torchao_floats) {
  scaled_choice choice{{20, 48}, {20, 1}, 1, 48, dtype::f32, "l._weight_qdata", "l._weight_scale"};
  choice.config.clear();
  quantised_model model = scaled_model(choice);
  model.name = "l.weight";
  model.scheme = "fp8";
  model.metadata = {{"l.weight", R"({"_type":"Float8Tensor","_data":{"block_size":[1,48]}})"}};
  check_reads_as(model, "flattened");
  model.part("l._weight_qdata").name = "l.weight:qdata";
  model.part("l._weight_scale").name = "l.weight:scale";
  check_reads_as(model, "flattened by an earlier version");
}

BOOST_AUTO_TEST_CASE(a_folded_weight_takes_the_place_of_its_first_part) {
  quantised_model model = gptq_model({4, 32});
  model.tensors.insert(model.tensors.begin(), float_tensor("a", dtype::f32, {1}, {1}));
  model.tensors.push_back(float_tensor("z", dtype::f32, {1}, {1}));
  std::swap(model.tensors[1], model.tensors[4]);
  const opened_quantised opened(model);
  BOOST_TEST_REQUIRE(opened.model.has_value());
  BOOST_TEST_REQUIRE(opened.model->size() == 3U);
  BOOST_TEST((*opened.model)[0].name == "a");
  BOOST_TEST((*opened.model)[1].name == "l.weight");
  BOOST_TEST((*opened.model)[2].name == "z");
  const tensor_encoding& encoding = *(*opened.model)[1].encoding;
  BOOST_TEST(encoding.block_values == 32U);
  BOOST_TEST_REQUIRE(encoding.parts.size() == 4U);
  BOOST_TEST(encoding.parts[0].role == "codes");
  BOOST_TEST(encoding.parts[0].stored.name == "l.qweight");
  // 4 bits a code, 16 a scale and 4 a zero point for 32 codes, 32 an index for 64 outputs.
  BOOST_TEST(encoding.bits_per_value == 4 + 20.0 / 32 + 32.0 / 64);
}
