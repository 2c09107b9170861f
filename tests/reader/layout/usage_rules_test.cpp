#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/layout/usage_rules.hpp"
#include "support/coreml_writer.hpp"
#include "support/memory_files.hpp"
#include "support/onnx_writer.hpp"
#include "support/protobuf_text.hpp"
#include "support/tflite_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

// A rule that waits for words no reader writes is dead, and nothing but the weights would show it.
// So a file of each format is made here whose operators read weights in every way the table knows.

namespace {

using extents = std::vector<std::int64_t>;
using files = std::map<std::string, std::vector<std::byte>>;

/// An operator that reads a weight as its input number `input`.
struct weight_reader {
  std::string op;
  std::size_t input;
  extents shape;
};

const std::vector<weight_reader> tensorflow_readers{
    {"Conv2D", 1, {2, 2, 3, 4}},
    {"_FusedConv2D", 1, {2, 2, 3, 4}},
    {"Conv2DBackpropInput", 1, {2, 2, 3, 4}},
    {"Conv3D", 1, {2, 2, 2, 3, 4}},
    {"Conv3DBackpropInputV2", 1, {2, 2, 2, 3, 4}},
    {"DepthwiseConv2dNative", 1, {2, 2, 3, 4}},
    {"_FusedDepthwiseConv2dNative", 1, {2, 2, 3, 4}},
    {"FusedDepthwiseConv2dNative", 1, {2, 2, 3, 4}},
    {"MatMul", 1, {3, 4}},
    {"_FusedMatMul", 1, {3, 4}},
};

std::size_t count_of(const extents& shape) {
  std::size_t count = 1;
  for (const std::int64_t extent : shape)
    count *= static_cast<std::size_t>(extent);
  return count;
}

std::string zeros(std::size_t floats) { return std::string(floats * sizeof(float), '\0'); }

/// GraphDef: each weight, and a node that reads it behind activations.
std::string tensorflow_graph() {
  std::string graph;
  for (const weight_reader& reader : tensorflow_readers) {
    std::string shape;
    for (const std::int64_t extent : reader.shape)
      shape += message_field(2, varint_field(1, static_cast<std::uint64_t>(extent)));
    const std::string proto = varint_field(1, 1) + message_field(2, shape) +
                              message_field(4, zeros(count_of(reader.shape)));
    const std::string name = "w" + reader.op;
    graph += message_field(1, message_field(1, name) + message_field(2, "Const") +
                                  message_field(5, message_field(1, "value") +
                                                       message_field(2, message_field(8, proto))));
    std::string node = message_field(1, reader.op) + message_field(2, reader.op);
    for (std::size_t i = 0; i < reader.input; ++i)
      node += message_field(3, "x");
    graph += message_field(1, node + message_field(3, name));
  }
  return graph;
}

std::string joined(std::string list, const std::string& item) {
  return list.empty() ? item : list + "," + item;
}

files tfjs_files() {
  std::string nodes;
  std::string weights;
  std::size_t floats = 0;
  for (const weight_reader& reader : tensorflow_readers) {
    std::string shape;
    for (const std::int64_t extent : reader.shape)
      shape = joined(shape, std::to_string(extent));
    std::string inputs;
    for (std::size_t i = 0; i < reader.input; ++i)
      inputs += R"("x",)";
    nodes = joined(nodes, R"({"name":")" + reader.op + R"(","op":")" + reader.op +
                              R"(","input":[)" + inputs + R"("w)" + reader.op + R"("]})");
    weights = joined(weights, R"({"name":"w)" + reader.op + R"(","dtype":"float32","shape":[)" +
                                  shape + "]}");
    floats += count_of(reader.shape);
  }
  return {{"main", bytes_of_text(R"({"modelTopology":{"node":[)" + nodes +
                                 R"(]},"weightsManifest":[{"paths":["w.bin"],"weights":[)" +
                                 weights + "]}]}")},
          {"w.bin", bytes_of_text(zeros(floats))}};
}

files tflite_files() {
  const struct {
    int code;
    std::vector<int> shape;
  } readers[] = {{3, {4, 2, 2, 3}},
                 {4, {1, 2, 2, 3}},
                 {67, {4, 2, 2, 3}},
                 {132, {2, 2, 2, 3, 4}},
                 {141, {2, 2, 2, 3, 4}}};
  std::vector<written_tensor> tensors{{"x", 0, {1}, ""}};
  std::vector<written_operator> operators;
  for (const auto& reader : readers) {
    const extents shape(reader.shape.begin(), reader.shape.end());
    operators.push_back({reader.code, {0, static_cast<int>(tensors.size())}});
    tensors.push_back({"w" + std::to_string(reader.code), 0, reader.shape, zeros(count_of(shape))});
  }
  return {{"main", bytes_of_text(tflite_text(tensors, operators))}};
}

files onnx_files() {
  const std::vector<weight_reader> readers{
      {"MatMul", 1, {3, 4}},
      {"MatMulInteger", 1, {3, 4}},
      {"DynamicQuantizeMatMul", 1, {3, 4}},
      {"MatMulIntegerToFloat", 1, {3, 4}},
      {"QGemm", 3, {3, 4}},
      {"QLinearMatMul", 3, {3, 4}},
      {"Gemm", 1, {3, 4}},
      {"LSTM", 1, {1, 8, 2}},
      {"LSTM", 2, {1, 8, 2}},
      {"LSTM", 3, {1, 16}},
      {"GRU", 1, {1, 6, 2}},
      {"GRU", 2, {1, 6, 2}},
      {"GRU", 3, {1, 12}},
  };
  protobuf_writer graph;
  for (const weight_reader& reader : readers) {
    const std::string name = reader.op + std::to_string(reader.input);
    std::vector<std::string> inputs(reader.input, "x");
    inputs.push_back(name);
    graph.message(1, onnx::node(reader.op, inputs, "y"));
    graph.message(5, onnx::raw_tensor<float>(name, 1, reader.shape,
                                             std::vector<float>(count_of(reader.shape))));
  }
  return {{"main", onnx::model(graph)}};
}

files coreml_files() {
  constexpr std::uint32_t program = 502;
  constexpr std::uint64_t f32_type = 11;
  const std::map<std::string, std::vector<std::string>> readers{
      {"lstm", {"weight_ih", "weight_hh", "bias", "weight_ih_back", "weight_hh_back", "bias_back"}},
      {"gru", {"weight_ih", "weight_hh", "bias"}}};
  std::vector<protobuf_writer> operations;
  for (const auto& [op, inputs] : readers)
    for (const std::string& input : inputs) {
      const std::string name = op + "_" + input;
      operations.push_back(coreml::constant(
          name, coreml::immediate_value(coreml::tensor_type(f32_type, {12}), 1,
                                        protobuf_writer().packed(1, std::vector<float>(12)))));
      operations.push_back(coreml::operation(op, input, name));
    }
  return {{"main", coreml::model(program, coreml::program(operations)).content()}};
}

files caffe_files() {
  protobuf_writer layer = protobuf_writer().text(1, "l").text(2, "LSTM");
  for (int i = 0; i < 4; ++i)
    layer.message(7, protobuf_writer()
                         .packed(5, std::vector<float>(8))
                         .message(7, protobuf_writer().packed_varints(1, {8})));
  const protobuf_writer product =
      protobuf_writer()
          .text(1, "p")
          .text(2, "InnerProduct")
          .message(7, protobuf_writer()
                          .packed(5, std::vector<float>(6))
                          .message(7, protobuf_writer().packed_varints(1, {3, 2})))
          .message(117, protobuf_writer().varint(6, 1));
  return {{"main",
           protobuf_writer().text(1, "net").message(100, layer).message(100, product).content()}};
}

/// A layer, the floats that it reads, and the words in front of them.
struct ncnn_sample {
  std::string layer;
  std::size_t floats;
  std::size_t codes;
};

files ncnn_files() {
  const ncnn_sample samples[] = {
      {"Deconvolution a 1 1 i o 0=2 1=2 6=24", 24, 1},
      {"Deconvolution1D b 1 1 i o 0=2 1=1 6=6", 6, 1},
      {"Deconvolution3D c 1 1 i o 0=2 1=1 6=6", 6, 1},
      {"LSTM d 1 1 i o 0=1 1=8 3=2", 8 + 8 + 8 + 2, 4},
      {"GRU e 1 1 i o 0=1 1=3", 3 + 4 + 3, 3},
      {"RNN f 1 1 i o 0=1 1=2", 2 + 1 + 1, 3},
      {"Gemm g 1 1 i o 5=1 7=1 8=3 9=2 10=-1", 6, 1},
  };
  std::string param = "7767517\n7 9\n";
  std::size_t words = 0;
  for (const ncnn_sample& sample : samples) {
    param += sample.layer + "\n";
    words += sample.floats + sample.codes;
  }
  return {{"main.param", bytes_of_text(param)}, {"main.bin", bytes_of_text(zeros(words))}};
}

using reported = std::set<std::vector<std::string>>; ///< format, usage, and what was undone

void report(const files& model, reported& all, const std::string& name = "main") {
  const auto opened =
      checkpoint::open(borrow_memory(model.at(name), name), std::make_shared<memory_files>(model));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  for (std::size_t i = 0; i < opened->size(); ++i) {
    const tensor_view view = (*opened)[i];
    if (view.encoding == nullptr) continue;
    for (const std::string& note : view.encoding->layout)
      all.insert({opened->format(), std::string(view.usage), note});
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(every_rule_is_about_words_that_its_reader_writes) {
  reported all;
  const std::string graph = tensorflow_graph();
  report({{"main", bytes_of_text(graph)}}, all);
  const std::string info = message_field(1, message_field(5, "2.4"));
  report({{"main",
           bytes_of_text(varint_field(1, 1) + message_field(2, info + message_field(2, graph)))}},
         all);
  report(tfjs_files(), all);
  report(tflite_files(), all);
  report(onnx_files(), all);
  report(coreml_files(), all);
  report(caffe_files(), all);
  report(ncnn_files(), all, "main.param");
  std::size_t rules = 0;
  for (const usage_rule& rule : usage_rules())
    for (const std::string_view format : rule.formats) {
      const bool applied =
          all.count({std::string(format), std::string(rule.usage), std::string(rule.note)}) == 1;
      BOOST_TEST(applied, format << " " << rule.usage);
      ++rules;
    }
  BOOST_TEST(rules == all.size()); // and no file was changed by anything else
}
