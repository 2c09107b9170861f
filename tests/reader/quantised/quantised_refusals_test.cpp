// What contradicts a scheme is refused with the fault that says how; what only looks a little like
// one stays as it is; and no damage to small files does harm.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/mutations.hpp"
#include "support/quantised_check.hpp"
#include "support/scaled_builder.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

quantised_model without(quantised_model model, std::string_view part) {
  model.drop(part);
  return model;
}

quantised_model with_config(quantised_model model, std::string config) {
  model.config = std::move(config);
  return model;
}

quantised_model with_shape(quantised_model model, std::string_view part,
                           std::vector<std::uint64_t> shape) {
  packed_tensor& tensor = model.part(part);
  tensor.shape = std::move(shape);
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  tensor.bytes.resize(static_cast<std::size_t>(count * bits_of(tensor.type) / 8));
  return model;
}

quantised_model with_type(quantised_model model, std::string_view part, dtype type) {
  packed_tensor& tensor = model.part(part);
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  tensor.type = type;
  tensor.bytes.resize(static_cast<std::size_t>(count * bits_of(type) / 8));
  return model;
}

quantised_model with_state(const std::string& json) {
  quantised_model model = bnb_model("nf4", false);
  model.drop("l.weight.quant_state.bitsandbytes__nf4");
  model.tensors.push_back(text_tensor("l.weight.quant_state.bitsandbytes__nf4", json));
  return model;
}

std::string gptq_config(const std::string& members) {
  return R"({"quantization_config":{"quant_method":"gptq",)" + members + "}}";
}

} // namespace

BOOST_AUTO_TEST_CASE(groups_lack_no_part) {
  const quantised_model models[] = {
      gptq_model({4, 32}), bnb_model("nf4", true), packed_int_model({4, true}),
      nvfp4_model(true),   nvfp4_model(false),     hqq_model(4, 1),
      mlx_model(4)};
  const std::vector<std::string> optional{
      "l.g_idx", "l.weight_zero_point", "l.input_scale", "l.nbits",
      "l.axis",  "l.group_size",        "l.quant_scale", "l.packing"};
  for (const quantised_model& model : models)
    for (const packed_tensor& part : model.tensors) {
      if (std::find(optional.begin(), optional.end(), part.name) != optional.end()) continue;
      // Without its mark a group is no group.
      if (model.scheme == "hqq" && part.name == "l.W_q") continue;
      if (model.scheme == "mlx" && part.name == "l.weight") continue;
      check_refused(without(model, part.name), fault::missing, part.name);
    }
  check_refused(without(row_int8_model(), "l.weight"), fault::missing, "l.weight");
  check_refused(without(scaled_model({}), "l.weight"), fault::missing, "l.weight");
  check_refused(without(with_config(mxfp4_model(mxfp4_dialect::blocks),
                                    R"({"quantization_config":{"quant_method":"mxfp4"}})"),
                        "l.up_scales"),
                fault::missing, "l.up_scales");
}

BOOST_AUTO_TEST_CASE(configurations_that_cannot_be) {
  const quantised_model model = gptq_model({4, 32});
  for (const std::string wrong :
       {R"("bits":0)", R"("bits":-4)", R"("bits":"4; rm")", R"("bits":4.5)", R"("group_size":0)",
        R"("group_size":-2)", R"("group_size":"all")", R"("group_size":1e30)"})
    check_refused(with_config(model, gptq_config(wrong)), fault::header, "config.json");
  check_refused(with_config(model, gptq_config(R"("bits":8)")), fault::shape, "l.qzeros");
  check_refused(with_config(model, gptq_config(R"("group_size":16)")), fault::shape, "groups");
  check_refused(with_config(model, "{"), fault::header, "config.json");
  check_refused(with_config(model, "[]"), fault::header, "config.json");
  check_refused(with_config(model, R"({"a":1,"a":2})"), fault::duplicate, "config.json");
  check_refused(with_config(mlx_model(4), ""), fault::missing, "config.json");
  for (const std::string wrong :
       {"128", R"("128")", "[128]", "[0,128]", "[128,-1]", R"(["a","b"])", "[1,2,3]"})
    check_refused(with_config(scaled_model({}),
                              R"({"quantization_config":{"weight_block_size":)" + wrong + "}}"),
                  fault::header, "block");
  check_refused(with_config(awq_model(), gptq_config(R"("bits":4,"group_size":16)")), fault::shape,
                "GPTQ");
  check_refused(
      with_config(gptq_model({4, 32}), R"({"quantization_config":{"quant_method":"awq"}})"),
      fault::shape, "l.qweight");
}

BOOST_AUTO_TEST_CASE(parts_of_the_wrong_shape) {
  const quantised_model gptq = gptq_model({4, 32});
  check_refused(with_shape(gptq, "l.qweight", {12, 63}), fault::shape, "l.qweight");
  check_refused(with_shape(gptq, "l.qweight", {12, 64, 1}), fault::shape, "l.qweight");
  check_refused(with_shape(gptq, "l.qweight", {0, 64}), fault::shape, "l.qweight");
  check_refused(with_shape(gptq, "l.qzeros", {2, 8}), fault::shape, "l.qzeros");
  check_refused(with_shape(gptq, "l.g_idx", {10}), fault::shape, "l.g_idx");
  check_refused(with_shape(gptq_model({3, 32}), "l.qweight", {10, 64}), fault::shape, "l.qweight");
  check_refused(with_shape(awq_model(), "l.qzeros", {2, 3}), fault::shape, "l.qzeros");
  check_refused(with_shape(bnb_model("nf4", false), "l.weight", {150, 1}), fault::shape,
                "l.weight");
  check_refused(with_shape(bnb_model("nf4", false), "l.weight.absmax", {4}), fault::shape,
                "absmax");
  check_refused(with_shape(bnb_model("nf4", false), "l.weight.quant_map", {8}), fault::shape,
                "map");
  check_refused(with_shape(bnb_model("nf4", true), "l.weight.nested_absmax", {2}), fault::shape,
                "nested_absmax");
  check_refused(with_shape(bnb_model("nf4", true), "l.weight.nested_quant_map", {16}), fault::shape,
                "nested_quant_map");
  check_refused(with_shape(row_int8_model(), "l.SCB", {5}), fault::shape, "l.SCB");
  check_refused(with_shape(scaled_model({}), "l.weight_scale_inv", {1, 3}), fault::shape,
                "l.weight_scale_inv");
  check_refused(with_shape(int8_model(true), "l.weight_zero_point", {6}), fault::shape,
                "zero_point");
  check_refused(with_shape(packed_int_model({}), "l.weight_packed", {21, 5}), fault::shape,
                "[21, 5]");
  check_refused(with_shape(packed_int_model({}), "l.weight_scale", {21, 3}), fault::shape,
                "groups");
  check_refused(with_shape(packed_int_model({4, true}), "l.weight_zero_point", {2, 4}),
                fault::shape, "zero_point");
  const auto blocks = mxfp4_model(mxfp4_dialect::blocks);
  check_refused(with_shape(blocks, "l.up_blocks", {2, 3, 2, 15}), fault::shape, "16 bytes");
  check_refused(with_shape(blocks, "l.up_scales", {2, 1, 2}), fault::shape, "l.up_scales");
  check_refused(with_shape(nvfp4_model(true), "l.weight_scale", {3, 2}), fault::shape, "scale");
  check_refused(with_shape(nvfp4_model(true), "l.weight_scale_2", {2}), fault::shape, "scale_2");
  check_refused(with_shape(bitnet_model(false), "l.weight_scale", {2}), fault::shape, "scale");
  check_refused(with_shape(hqq_model(4, 1), "l.W_q", {7, 10}), fault::shape, "l.W_q");
  check_refused(with_shape(hqq_model(4, 1), "l.zero", {8, 1}), fault::shape, "l.zero");
  check_refused(with_shape(mlx_model(4), "l.scales", {2, 3, 3}), fault::shape, "l.scales");
  check_refused(with_shape(mlx_model(4), "l.biases", {6, 2}), fault::shape, "l.biases");
}

BOOST_AUTO_TEST_CASE(parts_of_the_wrong_type) {
  check_refused(with_type(gptq_model({4, 32}), "l.qweight", dtype::f32), fault::dtype, "l.qweight");
  check_refused(with_type(gptq_model({4, 32}), "l.scales", dtype::i32), fault::dtype, "l.scales");
  check_refused(with_type(gptq_model({4, 32}), "l.g_idx", dtype::f32), fault::dtype, "l.g_idx");
  check_refused(with_type(bnb_model("fp4", false), "l.weight", dtype::f16), fault::dtype,
                "l.weight");
  check_refused(with_type(row_int8_model(), "l.weight", dtype::u8), fault::dtype, "unsigned");
  check_refused(with_type(scaled_model({}), "l.weight_scale_inv", dtype::i32), fault::dtype,
                "scale");
  check_refused(with_type(scaled_model({}), "l.weight", dtype::bf16), fault::dtype, "bf16");
  check_refused(with_type(scaled_model({}), "l.weight_scale_inv", dtype::u8), fault::dtype,
                "bytes");
  check_refused(with_type(hqq_model(4, 1), "l.W_q", dtype::f32), fault::dtype, "codes");
  check_refused(with_type(mlx_model(4), "l.biases", dtype::u8), fault::dtype, "l.biases");
}

BOOST_AUTO_TEST_CASE(numbers_inside_that_cannot_be) {
  quantised_model model = gptq_model({4, 32, false, true});
  for (const std::int32_t group : {-1, 3, INT32_MAX, INT32_MIN}) {
    std::memcpy(model.part("l.g_idx").bytes.data() + 20, &group, sizeof group);
    check_refused(model, fault::bounds, "l.g_idx");
  }
  quantised_model packed = packed_int_model({});
  for (const std::int64_t columns : {std::int64_t{0}, std::int64_t{-44}, std::int64_t{49},
                                     std::int64_t{1000000000000}, INT64_MAX}) {
    std::memcpy(packed.part("l.weight_shape").bytes.data() + 8, &columns, sizeof columns);
    check_refused(packed, fault::shape, std::to_string(columns));
  }
  quantised_model hqq = hqq_model(4, 1);
  for (const std::int64_t extent :
       {std::int64_t{0}, std::int64_t{-8}, std::int64_t{7}, INT64_MAX}) {
    std::memcpy(hqq.part("l.shape").bytes.data(), &extent, sizeof extent);
    check_refused(hqq, fault::shape, "l");
  }
}

BOOST_AUTO_TEST_CASE(states_that_cannot_be) {
  const std::string begin = R"({"quant_type":"nf4",)";
  check_refused(with_state("{"), fault::header, "model.safetensors");
  check_refused(with_state(std::string(5000, '[')), fault::limit, "model.safetensors");
  check_refused(with_state("{}"), fault::header, "type");
  check_refused(with_state(R"({"quant_type":"fp4","blocksize":64,"shape":[301]})"), fault::header,
                "type");
  for (const std::string block : {"0", "-64", "\"64\"", "1.5", "null"})
    check_refused(with_state(begin + R"("blocksize":)" + block + R"(,"shape":[301]})"),
                  fault::header, "blocksize");
  check_refused(with_state(begin + R"("blocksize":64})"), fault::header, "shape");
  for (const std::string shape : {"[-7,-43]", "[301.5]", "[\"301\"]", "[0]", "[]", "[303]",
                                  "[2147483648,2147483648]", "[4294967296,4294967296,4294967296]"})
    check_refused(with_state(begin + R"("blocksize":64,"shape":)" + shape + "}"), fault::shape,
                  "l");
  check_refused(with_state(begin + R"("blocksize":1,"shape":[301]})"), fault::shape, "absmax");
  check_refused(with_state(begin + R"("blocksize":64,"shape":[301],"nested_blocksize":0})"),
                fault::header, "nested");
  check_refused(with_state(begin + R"("blocksize":64,"shape":[301],"nested_blocksize":2})"),
                fault::header, "nested_offset");
}

// Groups of 48 or of 64, codes of 4 bits or of 8: a guess would be silently wrong.
BOOST_AUTO_TEST_CASE(shapes_that_leave_a_layout_open_are_not_guessed) {
  const quantised_model short_last = gptq_model({4, 64, false, false, false});
  check_reads_as(short_last, "the configuration tells");
  check_refused(with_config(short_last, ""), fault::missing, "config.json must give it");
  check_reads_as(with_config(gptq_model({4, 64}), ""), "the index of groups tells");
  check_refused(with_config(packed_int_model({4, false, false, 21, 44, 11}), ""), fault::missing,
                "group size");
  check_reads_as(with_config(packed_int_model({4, false, false, 21, 44, 4}), ""), "shapes tell");
  const quantised_model small = packed_int_model({8, false, false, 21, 4, 4});
  check_reads_as(small, "the configuration tells bits");
  check_refused(with_config(small, ""), fault::missing, "bits");
  // Two words hold 19 codes of 2 bits and of 3.
  check_refused(with_config(packed_int_model({2, true, false, 21, 19, 19}), ""), fault::missing,
                "bits");
  scaled_choice rows{{20, 48}, {20, 2}, 1, 24, dtype::f32, "l.weight", "l.weight_scale"};
  rows.config.clear();
  check_refused(scaled_model(rows), fault::shape, "config.json");
  rows.config = R"({"quantization_config":{"config_groups":{"a":{"weights":{"group_size":24}}}}})";
  check_reads_as(scaled_model(rows), "the configuration tells groups");
}

BOOST_AUTO_TEST_CASE(schemes_that_are_not_read_say_so) {
  const auto packed_of = [](const std::string& bits) {
    return R"({"quantization_config":{"config_groups":{"a":{"weights":{"num_bits":)" + bits +
           "}}}}}";
  };
  for (const std::string bits : {"3", "5", "6", "7"})
    check_refused(with_config(packed_int_model({}), packed_of(bits)), fault::none, bits + " bits");
  check_refused(with_config(packed_int_model({}), packed_of("9")), fault::header, "9 bits");
  quantised_model three = packed_int_model({4, false, false, 21, 64, 32});
  check_refused(with_config(with_shape(three, "l.weight_packed", {21, 7}), ""), fault::none,
                "3 bits");
  check_refused(with_config(gptq_model({4, 32}), gptq_config(R"("bits":5)")), fault::none,
                "5 bits");
  check_refused(with_config(gptq_model({4, 32}), gptq_config(R"("is_marlin_format":true)")),
                fault::none, "Marlin");
  check_refused(with_config(gptq_model({4, 32}), gptq_config(R"("checkpoint_format":"bitblas")")),
                fault::none, "bitblas");
  check_refused(with_config(awq_model(), R"({"quantization_config":{"version":"gemv"}})"),
                fault::none, "gemv");
  check_refused(with_config(mlx_model(4), R"({"quantization":{"mode":"mxfp4"}})"), fault::none,
                "mxfp4");
  quantised_model tiled = row_int8_model();
  tiled.part("l.weight_format").bytes[0] = std::byte{1};
  check_refused(tiled, fault::none, "format 1");
  quantised_model nested = hqq_model(4, 1);
  nested.part("l.quant_scale").bytes[0] = std::byte{1};
  check_refused(nested, fault::none, "quant_scale");
  const std::pair<const char*, const char*> pairs[] = {{".q_weight", ".q_scale"},
                                                       {".trellis", ".suh"},
                                                       {".codebooks", ".codes"},
                                                       {".Qidxs", ".SU"},
                                                       {"._data", "._scale"},
                                                       {".dense_weights", ".row_offsets"},
                                                       {".indices", ".centroids.weight"}};
  for (const auto& [part, beside] : pairs) {
    quantised_model model;
    model.tensors = {float_tensor("l" + std::string(part), dtype::f32, {1}, {1}),
                     float_tensor("l" + std::string(beside), dtype::f32, {1}, {1})};
    check_refused(model, fault::none, "this scheme is not read");
    model.tensors.pop_back();
    check_stays_plain(model, part);
  }
}

BOOST_AUTO_TEST_CASE(what_only_looks_alike_is_left_alone) {
  quantised_model model;
  for (const char* name :
       {"a.weight", "a.weight_scale", "logit_scale", "b.scale", "b.zero", "c.scales", "c.biases",
        "d_blocks", "d_scales", "e.B", "e.s", "f.absmax", "x_qdata", "x_scale"})
    model.tensors.push_back(float_tensor(name, dtype::f32, {1}, {1}));
  check_stays_plain(model, "plain tensors");
  model.config = "{";
  check_refused(model, fault::header, "config.json"); // a weight and its scale do ask for it
  model.drop("a.weight_scale");
  check_stays_plain(model, "nothing needs the configuration");
}

BOOST_AUTO_TEST_CASE(one_name_for_two_weights_is_refused) {
  quantised_model model = gptq_model({4, 32});
  model.tensors.push_back(float_tensor("l.weight", dtype::f32, {1}, {1}));
  check_refused(model, fault::duplicate, "l.weight");
}

BOOST_AUTO_TEST_CASE(groups_are_found_in_linear_time) {
  quantised_model model;
  std::string config = R"({"quantization":{"group_size":32,"bits":4)";
  const quantised_model one = mlx_model(4);
  for (int layer = 0; layer < 20'000; ++layer) {
    const std::string base = "layers." + std::to_string(layer);
    for (packed_tensor part : one.tensors) {
      part.name = base + part.name.substr(1);
      part.bytes.resize(part.bytes.size() / 6);
      part.shape.erase(part.shape.begin());
      part.shape[0] = 1;
      model.tensors.push_back(std::move(part));
    }
    config += ",\"" + base + R"(":{"group_size":32,"bits":4})";
  }
  model.config = config + "}}";
  const auto start = std::chrono::steady_clock::now();
  const opened_quantised opened(model);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  BOOST_TEST_REQUIRE(opened.model.has_value(), (opened.model ? "" : opened.model.error().message));
  BOOST_TEST(opened.model->size() == 20'000U);
  BOOST_TEST(seconds.count() < 20.0);
}

BOOST_AUTO_TEST_CASE(damage_is_survived) {
  quantised_model gptq = gptq_model({4, 16, false, true, true, 32, 8});
  const quantised_model models[] = {
      gptq,         bnb_model("nf4", true, 65), packed_int_model({4, true}), hqq_model(3, 1),
      mlx_model(3), nvfp4_model(true)};
  for (const quantised_model& model : models) {
    const auto bytes = model.file();
    survives_mutations(bytes, "model.safetensors", model.beside(), 900);
  }
  for (const quantised_model& model : models)
    for (std::size_t at = 0; at < model.config.size(); ++at)
      for (const char character : {'0', '"', '}', '[', '-', '9', '\0'}) {
        quantised_model changed = model;
        changed.config[at] = character;
        open_anything(changed.file(), "model.safetensors", changed.beside());
      }
}
