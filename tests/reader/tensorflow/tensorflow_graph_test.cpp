#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/format_rows.hpp"
#include "support/mutations.hpp"
#include "support/protobuf_text.hpp"
#include "support/shared_folder.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

constexpr int f32_type = 1;
constexpr int i32_type = 3;
constexpr int i64_type = 9;

std::string shape_of(const std::vector<std::uint64_t>& extents) {
  std::string message;
  for (const std::uint64_t extent : extents)
    message += message_field(2, varint_field(1, extent));
  return message;
}

/// TensorProto.
std::string tensor(int type, const std::vector<std::uint64_t>& shape, const std::string& values) {
  return varint_field(1, static_cast<std::uint64_t>(type)) + message_field(2, shape_of(shape)) +
         values;
}

std::string content(const std::vector<float>& numbers) {
  std::string text(numbers.size() * 4, '\0');
  std::memcpy(text.data(), numbers.data(), text.size());
  return message_field(4, text);
}

std::string attribute(const std::string& key, const std::string& value) {
  return message_field(5, message_field(1, key) + message_field(2, value));
}

/// A NodeDef in a list of nodes.
std::string node(const std::string& name, const std::string& op,
                 const std::vector<std::string>& inputs, const std::string& attributes = "",
                 int list_field = 1) {
  std::string message = message_field(1, name) + message_field(2, op);
  for (const std::string& input : inputs)
    message += message_field(3, input);
  return message_field(list_field, message + attributes);
}

std::string constant(const std::string& name, const std::string& proto, int list_field = 1) {
  return node(name, "Const", {}, attribute("value", message_field(8, proto)), list_field);
}

file_contents contents_of(const format_row& format, const std::string& text) {
  static std::vector<std::vector<std::byte>> kept; // the tensors' bytes
  kept.push_back(bytes_of_text(text));
  static const open_options options;
  sibling_files nothing(nullptr, "");
  auto contents = format.read({borrow_memory(kept.back(), "graph.pb"), options, nothing});
  BOOST_TEST_REQUIRE(contents.has_value(), (contents ? "" : contents.error().message));
  return std::move(*contents);
}

result<checkpoint> opened(const std::string& text) {
  static std::vector<std::vector<std::byte>> kept;
  kept.push_back(bytes_of_text(text));
  return checkpoint::open(kept.back(), "graph.pb", {.undo_layout = false});
}

std::vector<double> values(const tensor_view& view) {
  const auto read = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  return *read;
}

void check_refused(const std::string& text, fault why, const std::string& hint) {
  const auto found = opened(text);
  BOOST_TEST_REQUIRE(!found.has_value());
  BOOST_TEST((found.error().why == why), found.error().message);
  BOOST_TEST(found.error().message.find(hint) != std::string::npos, found.error().message);
}

const std::string one = tensor(f32_type, {1}, content({1}));

} // namespace

BOOST_AUTO_TEST_CASE(constants_of_a_frozen_graph_are_its_weights) {
  const auto found = opened(node("x", "Placeholder", {}) +
                            constant("w", tensor(f32_type, {2, 1}, content({1.5F, -2}))) +
                            constant("words", tensor(7, {1}, message_field(8, "text"))) +
                            constant("none", tensor(f32_type, {0, 3}, "")));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST(found->format() == "tensorflow-graph");
  BOOST_TEST_REQUIRE(found->size() == 1U);
  BOOST_TEST((*found)[0].name == "w");
  BOOST_TEST(((*found)[0].data != nullptr)); // read where it lies
  BOOST_TEST((values((*found)[0]) == std::vector<double>{1.5, -2}));
}

BOOST_AUTO_TEST_CASE(listed_numbers_repeat_their_last) {
  const std::string packed =
      message_field(5, fixed_text(0x3f800000, 4) + fixed_text(0xc0000000, 4));
  const auto found =
      opened(constant("f", tensor(f32_type, {4}, packed)) +
             constant("splat", tensor(f32_type, {1000, 1000, 1000}, fixed32_field(5, 0x40400000))) +
             constant("i", tensor(i32_type, {3}, varint_field(7, 5) + varint_field(7, ~0ULL))) +
             constant("l", tensor(i64_type, {2}, message_field(10, varint_text(300) + "\x07"))) +
             constant("h", tensor(19, {2}, varint_field(13, 0x3c00))) +
             constant("zero", tensor(f32_type, {2}, "")));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST_REQUIRE(found->size() == 6U);
  BOOST_TEST((values((*found)[0]) == std::vector<double>{1, -2, -2, -2}));
  BOOST_TEST((*read_as_f64((*found)[1], 999'999'997, 3) == std::vector<double>{3, 3, 3}));
  BOOST_TEST((values((*found)[2]) == std::vector<double>{5, -1, -1}));
  BOOST_TEST((values((*found)[3]) == std::vector<double>{300, 7}));
  BOOST_TEST((values((*found)[4]) == std::vector<double>{1, 1}));
  BOOST_TEST((values((*found)[5]) == std::vector<double>{0, 0}));
}

BOOST_AUTO_TEST_CASE(the_first_consumer_says_what_a_constant_is_for) {
  const std::string flag = attribute("transpose_b", varint_field(5, 1));
  const file_contents contents = contents_of(
      tensorflow_graph_format,
      node("conv", "Conv2D", {"x", "read"}) + node("read", "Identity", {"w:0"}) +
          constant("w", one) + constant("b", one) + constant("m", one) + constant("t", one) +
          constant("order", one) + constant("loop", one) + node("a", "Identity", {"b2"}) +
          node("b2", "Identity", {"a"}) + node("use", "Abs", {"a"}) +
          node("bias", "BiasAdd", {"conv", "b", "^order"}) + node("mm", "MatMul", {"x", "m"}) +
          node("mt", "MatMul", {"x", "t"}, flag) + node("mul", "Mul", {"x", "loop", "w"}));
  std::vector<std::string> usages;
  for (const stored_tensor& found : contents.tensors)
    usages.emplace_back(found.usage);
  const std::vector<std::string> expected{
      "Conv2D.filter", "BiasAdd.bias", "MatMul.b transpose_b=0", "MatMul.b transpose_b=1", "",
      "Mul.input1"};
  BOOST_TEST((usages == expected));
}

BOOST_AUTO_TEST_CASE(functions_and_several_graphs_keep_names_apart) {
  const std::string function =
      message_field(1, message_field(1, message_field(1, "f") + constant("w", one, 3)));
  const std::string library = message_field(
      2, message_field(1, message_field(1, message_field(1, "f")) + constant("w", one, 3)));
  const std::string graph = constant("w", one) + library;
  const std::string info = message_field(1, message_field(5, "2.4"));
  const auto found = opened(varint_field(1, 1) + message_field(2, info + message_field(2, graph)) +
                            message_field(2, info + message_field(2, graph)));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST(found->format() == "tensorflow-saved-model");
  std::vector<std::string> names;
  for (std::size_t i = 0; i < found->size(); ++i)
    names.emplace_back((*found)[i].name);
  BOOST_TEST((names == std::vector<std::string>{"w", "f/w", "w#2", "f/w#2"}));
}

BOOST_AUTO_TEST_CASE(graphs_that_contradict_themselves_are_refused) {
  check_refused(constant("w", one) + constant("w", one), fault::duplicate, "'w'");
  check_refused(constant("w", tensor(f32_type, {2}, content({1}))), fault::shape, "'w'");
  check_refused(constant("w", tensor(f32_type, {~0ULL}, content({1}))), fault::shape, "-1");
  check_refused(constant("w", tensor(f32_type, {1ULL << 40U, 1ULL << 40U}, content({1}))),
                fault::overflow, "64 bits");
  check_refused(constant("w", tensor(0, {1}, content({1}))), fault::dtype, "type 0");
  const auto too_many =
      opened(constant("w", tensor(f32_type, {1}, fixed32_field(5, 0) + fixed32_field(5, 0))));
  BOOST_TEST_REQUIRE(too_many.has_value());
  const auto read = read_as_f64((*too_many)[0], 0, 1);
  BOOST_TEST_REQUIRE(!read.has_value());
  BOOST_TEST((read.error().why == fault::shape));
}

BOOST_AUTO_TEST_CASE(other_protobufs_are_not_taken_for_graphs) {
  const auto claims = [](const std::string& text) {
    format_probe probe;
    const std::vector<std::byte> bytes = bytes_of_text(text);
    probe.head = bytes;
    probe.size = bytes.size();
    return tensorflow_graph_format.recognises(probe) || saved_model_format.recognises(probe);
  };
  BOOST_TEST(claims(constant("w", one)));
  // ONNX: version, producer, graph. Caffe: name, layers. Core ML: version, description, network.
  BOOST_TEST(!claims(varint_field(1, 8) + message_field(2, "pytorch") +
                     message_field(7, message_field(1, message_field(1, "x")))));
  BOOST_TEST(!claims(message_field(1, "VGG16") + message_field(100, message_field(1, "conv1"))));
  BOOST_TEST(!claims(message_field(1, "VGG16") + message_field(2, message_field(1, "conv1"))));
  const std::string feature = message_field(1, message_field(1, "image") + message_field(3, ""));
  BOOST_TEST(!claims(varint_field(1, 5) + message_field(2, feature) + message_field(500, "")));
  BOOST_TEST(!claims("\n{\n  \"weight_map\": {\"a\": \"b.safetensors\"}}"));
  BOOST_TEST(!claims(""));
}

BOOST_AUTO_TEST_CASE(no_graph_brings_the_reader_down) {
  const std::string graph = constant("w", tensor(f32_type, {3}, fixed32_field(5, 7))) +
                            constant("v", one) + node("r", "Identity", {"w"}) +
                            node("c", "Conv2D", {"r", "v"});
  survives_mutations(bytes_of_text(graph), "graph.pb");
  const std::string info = message_field(1, message_field(5, "2.4"));
  survives_mutations(
      bytes_of_text(varint_field(1, 1) + message_field(2, info + message_field(2, graph))),
      "saved_model.pb");
}

BOOST_AUTO_TEST_CASE(real_models_hold_what_is_known_of_them) {
  struct zoo_model { // counted with another reader
    const char* path;
    const char* format;
    std::size_t tensors;
    std::uint64_t parameters;
  };
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) return;
  for (const zoo_model& file :
       {zoo_model{"fsrcnn/FSRCNN-small_x2.pb", "tensorflow-graph", 19, 1630},
        zoo_model{"fsrcnn/FSRCNN-small_x3.pb", "tensorflow-graph", 19, 1790},
        zoo_model{"fsrcnn/FSRCNN_x2.pb", "tensorflow-graph", 31, 8508},
        zoo_model{"fsrcnn/FSRCNN_x3.pb", "tensorflow-graph", 31, 8788},
        zoo_model{"fsrcnn/x2", "tensorflow-checkpoint", 71, 25'493},
        zoo_model{"fsrcnn/x2_small", "tensorflow-checkpoint", 44, 4868},
        zoo_model{"fsrcnn/x3/fsrcnn_ckpt.index", "tensorflow-checkpoint", 71, 26'333},
        zoo_model{"fsrcnn/x3_small", "tensorflow-checkpoint", 44, 5348},
        zoo_model{"basic_pitch/nmp", "tensorflow-checkpoint", 73, 50'441},
        zoo_model{"basic_pitch/nmp/saved_model.pb", "tensorflow-saved-model", 1454, 24'334},
        zoo_model{"mlperf_tiny/kws_ref_model", "tensorflow-checkpoint", 141, 72'429},
        zoo_model{"mlperf_tiny/kws_ref_model/saved_model.pb", "tensorflow-saved-model", 141,
                  345}}) {
    const auto found = checkpoint::open(zoo / file.path, {.undo_layout = false});
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
    BOOST_TEST(found->format() == file.format, file.path);
    std::uint64_t parameters = 0;
    for (std::size_t i = 0; i < found->size(); ++i) {
      parameters += element_count((*found)[i]);
      for (const double value : values((*found)[i]))
        if (std::isnan(value)) BOOST_ERROR(file.path << ": " << (*found)[i].name);
    }
    BOOST_TEST(found->size() == file.tensors, file.path);
    BOOST_TEST(parameters == file.parameters, file.path);
  }
}

BOOST_AUTO_TEST_CASE(filters_of_a_real_graph_are_known_as_such) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) return;
  const auto bytes = open_file(zoo / "fsrcnn/FSRCNN_x2.pb", file_access::mapped);
  BOOST_TEST_REQUIRE(bytes.has_value());
  sibling_files nothing(nullptr, "");
  const open_options options;
  const auto contents = tensorflow_graph_format.read({*bytes, options, nothing});
  BOOST_TEST_REQUIRE(contents.has_value());
  std::map<std::string, int> usages;
  for (const stored_tensor& tensor : contents->tensors)
    if (tensor.shape.size() == 4) ++usages[std::string(tensor.usage)];
  const std::map<std::string, int> expected{{"Conv2D.filter", 8}};
  for (const auto& [usage, count] : usages)
    BOOST_TEST_MESSAGE(usage << ": " << count);
  BOOST_TEST((usages == expected));
}
