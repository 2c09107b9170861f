#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/decode/decoded_elements.hpp"
#include "reader/format_table.hpp"
#include "reader/wire/held_bytes.hpp"
#include "support/coreml_writer.hpp"
#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

constexpr std::uint32_t network = 500;
constexpr std::uint32_t program = 502;
constexpr std::uint64_t mil_f16 = 10;
constexpr std::uint64_t mil_f32 = 11;
constexpr std::uint64_t mil_i32 = 23;
constexpr std::uint64_t mil_u4 = 35;

const std::vector<coreml::blob> two_blobs{
    {1, {0x00, 0x3c, 0x00, 0xc0}}, // float16: 1, -2
    {11, {0x21, 0x43, 0x05}, 4},   // uint4: 1, 2, 3, 4, 5
};
constexpr std::uint64_t first_record = 64;
constexpr std::uint64_t second_record = 192;

std::shared_ptr<const file_set> beside(const std::vector<coreml::blob>& blobs) {
  return std::make_shared<memory_files>(std::map<std::string, std::vector<std::byte>>{
      {"weights/weight.bin", coreml::blob_file(blobs)}});
}

result<file_contents> read(const protobuf_writer& model) {
  static const auto set = beside(two_blobs); // tensors point into it
  sibling_files files(set, "model.mlmodel");
  const open_options options;
  const auto source = std::make_shared<held_bytes>(model.content(), "model.mlmodel");
  return read_file(read_request{source, options, files});
}

file_contents read_good(const protobuf_writer& model) {
  auto contents = read(model);
  BOOST_TEST_REQUIRE(contents.has_value(), (contents ? "" : contents.error().message));
  return std::move(*contents);
}

error refusal(const protobuf_writer& model) {
  const auto contents = read(model);
  BOOST_TEST_REQUIRE(!contents.has_value());
  BOOST_TEST(contents.error().message.starts_with("model.mlmodel"), contents.error().message);
  return contents.error();
}

std::vector<float> values_of(const stored_tensor& tensor) {
  std::vector<float> values(static_cast<std::size_t>(element_count(tensor)));
  BOOST_TEST(read_f32(tensor, 0, values).has_value());
  return values;
}

protobuf_writer program_of(const protobuf_writer& value) {
  return coreml::model(program, coreml::program({coreml::constant("w", value)}));
}

/// A network of one layer whose parameters are in field `kind`.
protobuf_writer layer(std::string_view name, std::uint32_t kind, const protobuf_writer& content) {
  return protobuf_writer().message(1, protobuf_writer().text(1, name).message(kind, content));
}

protobuf_writer weights(const std::vector<float>& values) {
  return protobuf_writer().packed(1, values);
}

} // namespace

BOOST_AUTO_TEST_CASE(constants_of_a_program_lie_in_blobs_or_in_it) {
  const auto f32_pair = coreml::tensor_type(mil_f32, {2});
  const auto contents = read_good(coreml::model(
      program,
      coreml::program(
          {coreml::constant("half",
                            coreml::blob_value(coreml::tensor_type(mil_f16, {2, 1}), first_record)),
           coreml::constant("codes",
                            coreml::blob_value(coreml::tensor_type(mil_u4, {5}), second_record)),
           coreml::constant("floats", coreml::immediate_value(
                                          f32_pair, 1, protobuf_writer().packed<float>(1, {3, 4}))),
           coreml::constant("raw", coreml::immediate_value(coreml::tensor_type(mil_f16, {1}), 7,
                                                           protobuf_writer().text(1, "\x01\x3c"))),
           coreml::constant("axis",
                            coreml::immediate_value(coreml::tensor_type(mil_i32, {1}), 2,
                                                    protobuf_writer().packed_varints(1, {1}))),
           coreml::operation("conv", "weight", "half")})));
  BOOST_TEST(contents.format == "coreml");
  BOOST_TEST_REQUIRE(contents.tensors.size() == 4U);
  BOOST_TEST(contents.tensors[0].name == "half");
  BOOST_TEST(std::string(contents.tensors[0].usage) == "conv.weight");
  BOOST_TEST((contents.tensors[0].shape == std::vector<std::uint64_t>{2, 1}));
  BOOST_TEST((values_of(contents.tensors[0]) == std::vector<float>{1, -2}));
  BOOST_TEST((values_of(contents.tensors[1]) == std::vector<float>{1, 2, 3, 4, 5}));
  BOOST_TEST((values_of(contents.tensors[2]) == std::vector<float>{3, 4}));
  BOOST_TEST((values_of(contents.tensors[3]) == std::vector<float>{1.0009765625F}));
}

BOOST_AUTO_TEST_CASE(other_functions_come_with_their_name) {
  const auto value = coreml::blob_value(coreml::tensor_type(mil_f16, {2}), first_record);
  protobuf_writer both = coreml::program({coreml::constant("w", value)});
  both.raw(coreml::program({coreml::constant("w", value)}, "other").content());
  const auto contents = read_good(coreml::model(program, both));
  BOOST_TEST_REQUIRE(contents.tensors.size() == 2U);
  BOOST_TEST(contents.tensors[0].name == "w");
  BOOST_TEST(contents.tensors[1].name == "other/w");
}

BOOST_AUTO_TEST_CASE(blobs_that_contradict_the_program_are_refused) {
  const auto value = [](std::uint64_t type, const std::vector<std::uint64_t>& shape,
                        std::uint64_t record, std::string_view file) {
    return program_of(coreml::blob_value(coreml::tensor_type(type, shape), record, file));
  };
  const std::string_view good = "@model_path/weights/weight.bin";
  BOOST_TEST((refusal(value(mil_f32, {1}, first_record, good)).why == fault::dtype));
  BOOST_TEST((refusal(value(mil_f16, {3}, first_record, good)).why == fault::shape));
  BOOST_TEST((refusal(value(mil_f16, {2}, 65, good)).why == fault::header));
  BOOST_TEST((refusal(value(mil_f16, {2}, UINT64_MAX - 3, good)).why == fault::bounds));
  BOOST_TEST((refusal(value(mil_f16, {UINT64_MAX, 2}, first_record, good)).why == fault::overflow));
  BOOST_TEST((refusal(value(mil_f16, {2}, first_record, "@model_path/../w")).why == fault::path));
  BOOST_TEST((refusal(value(mil_f16, {2}, first_record, "none")).why == fault::missing));
  BOOST_TEST(
      (refusal(program_of(coreml::immediate_value(coreml::tensor_type(mil_f32, {3}), 1,
                                                  protobuf_writer().packed<float>(1, {1, 2}))))
           .why == fault::shape));
}

BOOST_AUTO_TEST_CASE(layers_of_a_network_hold_their_weights) {
  protobuf_writer convolution =
      protobuf_writer().varint(1, 2).varint(2, 1).varint(20, 1).varint(20, 2);
  convolution.message(90, weights({1, 2, 3, 4})).message(91, weights({5, 6}));
  protobuf_writer transposed =
      protobuf_writer().varint(1, 4).varint(2, 3).varint(10, 2).varint(20, 1).varint(20, 1);
  transposed.varint(60, 1).message(90, weights({1, 2, 3, 4, 5, 6}));
  protobuf_writer dense = protobuf_writer().varint(1, 1).varint(2, 2);
  dense.message(20, protobuf_writer().text(2, std::string_view("\0\x3c\0\xc0", 4)));
  dense.message(21, protobuf_writer()); // no bias
  protobuf_writer layers = layer("conv", 100, convolution);
  layers.raw(layer("up", 100, transposed).content()).raw(layer("fc", 140, dense).content());
  const auto contents = read_good(coreml::model(network, layers));
  BOOST_TEST_REQUIRE(contents.tensors.size() == 4U);
  BOOST_TEST(contents.tensors[0].name == "conv/weights");
  BOOST_TEST(std::string(contents.tensors[0].usage) == "convolution.weights");
  BOOST_TEST((contents.tensors[0].shape == std::vector<std::uint64_t>{2, 1, 1, 2}));
  BOOST_TEST((values_of(contents.tensors[0]) == std::vector<float>{1, 2, 3, 4}));
  BOOST_TEST((contents.tensors[1].shape == std::vector<std::uint64_t>{2}));
  BOOST_TEST((contents.tensors[2].shape == std::vector<std::uint64_t>{3, 2, 1, 1}));
  BOOST_TEST(contents.tensors[3].name == "fc/weights");
  BOOST_TEST((contents.tensors[3].shape == std::vector<std::uint64_t>{2, 1}));
  BOOST_TEST((values_of(contents.tensors[3]) == std::vector<float>{1, -2}));
}

BOOST_AUTO_TEST_CASE(recurrent_layers_and_branches_are_walked_into) {
  const auto gates = protobuf_writer().message(1, weights({1})).message(20, weights({2}));
  protobuf_writer both_ways = protobuf_writer().varint(1, 1).varint(2, 1);
  both_ways.message(20, gates).message(20, gates);
  const auto inner = layer("lstm", 430, both_ways);
  const auto contents =
      read_good(coreml::model(network, layer("if", 605, protobuf_writer().message(1, inner))));
  std::string names;
  for (const stored_tensor& tensor : contents.tensors)
    names += tensor.name + " ";
  BOOST_TEST(names == "if/1/lstm/inputGateWeightMatrix if/1/lstm/1/inputGateWeightMatrix "
                      "if/1/lstm/inputGateRecursionMatrix if/1/lstm/1/inputGateRecursionMatrix ");
}

BOOST_AUTO_TEST_CASE(networks_in_a_pipeline_are_numbered) {
  const auto inner = coreml::model(
      network,
      layer("fc", 140, protobuf_writer().varint(1, 1).varint(2, 1).message(20, weights({1}))));
  const auto contents = read_good(coreml::model(202, protobuf_writer().message(1, inner)));
  BOOST_TEST(contents.tensors.at(0).name == "models[0]/fc/weights");
}

BOOST_AUTO_TEST_CASE(what_is_not_read_says_so) {
  const auto quantised = protobuf_writer().text(30, "\x01").message(40, protobuf_writer());
  const auto dense = protobuf_writer().varint(1, 1).varint(2, 1).message(20, quantised);
  BOOST_TEST((refusal(coreml::model(network, layer("fc", 140, dense))).code == errc::unsupported));
  BOOST_TEST((refusal(coreml::model(402, protobuf_writer())).code == errc::unsupported));
  const auto wrong = protobuf_writer().varint(1, 2).varint(2, 2).message(20, weights({1}));
  BOOST_TEST((refusal(coreml::model(network, layer("fc", 140, wrong))).why == fault::shape));
}

BOOST_AUTO_TEST_CASE(a_file_of_blobs_alone_is_a_list_of_flat_tensors) {
  const auto bytes = coreml::blob_file(two_blobs);
  const auto opened = checkpoint::open(bytes, "weight.bin");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "coreml-blobs");
  BOOST_TEST_REQUIRE(opened->size() == 2U);
  BOOST_TEST((*opened)[0].name == "blob.0");
  BOOST_TEST((*opened)[1].shape[0] == 5U);
  const auto why = [](const std::vector<coreml::blob>& blobs) {
    return checkpoint::open(coreml::blob_file(blobs), "weight.bin").error();
  };
  BOOST_TEST((why({{99, {0}}}).why == fault::dtype));
  BOOST_TEST((why({{2, {0, 0, 0}}}).why == fault::shape));
  BOOST_TEST((why({{11, {0}, 9}}).why == fault::shape));
  BOOST_TEST((why({{12, {0, 0}}}).why == fault::shape)); // five and a third of three bits
}

BOOST_AUTO_TEST_CASE(a_package_opens_as_a_folder) {
  const temp_directory folder;
  const auto inside = folder / "net.mlpackage/Data/com.apple.CoreML";
  const auto value = coreml::blob_value(coreml::tensor_type(mil_f16, {2}), first_record);
  write_file(inside / "model.mlmodel", program_of(value).content());
  write_file(inside / "weights/weight.bin", coreml::blob_file(two_blobs));
  write_file(folder / "net.mlpackage/Manifest.json", "{}");
  const auto opened = checkpoint::open(folder / "net.mlpackage");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 1U);
  BOOST_TEST(opened->files().size() == 2U);
}

BOOST_AUTO_TEST_CASE(no_cut_and_no_flipped_bit_does_harm) {
  const auto value = coreml::blob_value(coreml::tensor_type(mil_u4, {5}), second_record);
  survives_mutations(program_of(value).content(), "model.mlmodel", beside(two_blobs));
  survives_mutations(coreml::blob_file(two_blobs), "weight.bin");
  survives_mutations(
      coreml::model(
          network,
          layer("fc", 140, protobuf_writer().varint(1, 1).varint(2, 1).message(20, weights({1}))))
          .content(),
      "net.mlmodel");
}

BOOST_AUTO_TEST_CASE(gates_of_a_program_come_in_the_order_of_home) {
  const auto numbers = [](const std::vector<float>& values) {
    return coreml::immediate_value(coreml::tensor_type(mil_f32, {values.size()}), 1,
                                   protobuf_writer().packed(1, values));
  };
  const auto bytes =
      coreml::model(
          program,
          coreml::program({coreml::constant("reset_new_update", numbers({0, 1, 2, 3, 4, 5})),
                           coreml::operation("gru", "bias", "reset_new_update"),
                           coreml::constant("input_forget_output_cell", numbers({0, 1, 2, 3})),
                           coreml::operation("lstm", "bias_back", "input_forget_output_cell")}))
          .content();
  const auto opened = checkpoint::open(bytes, "model.mlmodel");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST_REQUIRE(opened->size() == 2U);
  BOOST_TEST((read_as_f64((*opened)[0], 0, 6).value() == std::vector<double>{0, 1, 4, 5, 2, 3}));
  BOOST_TEST((read_as_f64((*opened)[1], 0, 4).value() == std::vector<double>{0, 1, 3, 2}));
}
