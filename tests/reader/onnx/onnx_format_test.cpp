#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/format_table.hpp"
#include "reader/wire/held_bytes.hpp"
#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/onnx_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using files = std::map<std::string, std::vector<std::byte>>;

constexpr std::uint64_t f32_type = 1;
constexpr std::uint64_t u8_type = 2;
constexpr std::uint64_t i8_type = 3;
constexpr std::uint64_t i64_type = 7;
constexpr std::uint64_t text_type = 8;
constexpr std::uint64_t f16_type = 10;
constexpr std::uint64_t int4_type = 22;
constexpr std::uint64_t float4_type = 23;

open_options as_stored() {
  open_options options;
  options.undo_layout = false;
  return options;
}

result<checkpoint> open(std::vector<std::byte> bytes, files beside = {}) {
  return checkpoint::open(std::make_shared<held_bytes>(std::move(bytes), "model.onnx"),
                          std::make_shared<memory_files>(std::move(beside)), as_stored());
}

fault fault_of(const std::vector<std::byte>& bytes, files beside = {}) {
  const auto opened = open(bytes, std::move(beside));
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST(opened.error().message.starts_with("model.onnx"), opened.error().message);
  return opened.error().why;
}

fault tensor_fault(const protobuf_writer& tensor, files beside = {}) {
  return fault_of(onnx::model_of({tensor}), std::move(beside));
}

std::vector<float> values_of(const tensor_view& view) {
  const auto count = static_cast<std::size_t>(element_count(view));
  std::vector<std::byte> scratch((count * bits_of(view.type) + 7) / 8);
  const auto raw = read_elements(view, 0, count, scratch);
  BOOST_TEST_REQUIRE(raw.has_value());
  std::vector<float> values(count);
  widen_to_f32(view.type, *raw, count, values.data());
  return values;
}

/// The stored tensors of a model, with what the public view does not show.
file_contents contents_of(std::vector<std::byte> bytes) {
  sibling_files beside(nullptr, "model.onnx");
  const open_options options = as_stored();
  const auto source = std::make_shared<held_bytes>(std::move(bytes), "model.onnx");
  auto contents = read_file(read_request{source, options, beside});
  BOOST_TEST_REQUIRE(contents.has_value(), (contents ? "" : contents.error().message));
  return std::move(*contents);
}

std::string usage_of(const file_contents& contents, std::string_view name) {
  for (const stored_tensor& tensor : contents.tensors)
    if (tensor.name == name) return std::string(tensor.usage);
  return "no such tensor";
}

/// A graph of an If node whose branch holds a tensor "w", `depth` times around itself.
protobuf_writer nested_graph(int depth) {
  protobuf_writer graph;
  graph.message(5, onnx::raw_tensor<float>("w", f32_type, {1}, {1.0F}));
  for (int i = 0; i < depth; ++i) {
    protobuf_writer node = onnx::node("If", {"c"}, "y");
    node.message(5, onnx::message_attribute("then_branch", 6, graph));
    graph = protobuf_writer().message(1, node);
  }
  return graph;
}

} // namespace

BOOST_AUTO_TEST_CASE(elements_in_every_form_read_the_same) {
  const std::vector<float> wanted{1.0F, -2.5F, 3.0F};
  const auto raw = onnx::raw_tensor("raw", f32_type, {3}, wanted);
  auto packed = onnx::tensor("packed", f32_type, {3});
  packed.packed(4, wanted);
  auto unpacked = onnx::tensor("unpacked", f32_type, {3});
  for (const float value : wanted)
    unpacked.fixed32(4, value);
  auto split = onnx::tensor("split", f32_type, {3});
  split.packed<float>(4, {1.0F}).packed<float>(4, {-2.5F, 3.0F});
  const auto opened = open(onnx::model_of({raw, packed, unpacked, split}));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "onnx");
  BOOST_TEST_REQUIRE(opened->size() == 4U);
  for (const tensor_view& view : views_of(*opened))
    BOOST_TEST((values_of(view) == wanted), view.name);
}

BOOST_AUTO_TEST_CASE(small_types_are_bit_patterns_in_int32_data) {
  auto half = onnx::tensor("half", f16_type, {2});
  half.packed_varints(5, {0x3c00, 0xc000});
  auto byte = onnx::tensor("byte", i8_type, {2});
  byte.packed_varints(5, {-128, 127});
  auto codes = onnx::tensor("codes", int4_type, {3});
  codes.packed_varints(5, {0xe1, 0x07}); // 1, -2, 7
  auto odd = onnx::tensor("odd", float4_type, {3});
  odd.packed_varints(5, {0xf2, 0x05}); // 1, -6, 3
  const auto opened = open(onnx::model_of({half, byte, codes, odd}));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((values_of((*opened)[0]) == std::vector<float>{1, -2}));
  BOOST_TEST((values_of((*opened)[1]) == std::vector<float>{-128, 127}));
  BOOST_TEST((values_of((*opened)[2]) == std::vector<float>{1, -2, 7}));
  BOOST_TEST((*opened)[2].encoding->scheme == "int4");
  BOOST_TEST((values_of((*opened)[3]) == std::vector<float>{1, -6, 3}));
  BOOST_TEST((*opened)[3].encoding->scheme == "float4e2m1");
}

BOOST_AUTO_TEST_CASE(constants_and_inner_graphs_are_listed_by_path) {
  protobuf_writer constant = onnx::node("Constant", {}, "c1");
  constant.message(5, onnx::message_attribute(
                          "value", 5, onnx::raw_tensor<float>("ignored", f32_type, {1}, {4})));
  protobuf_writer number = onnx::node("Constant", {}, "c2");
  number.message(5, protobuf_writer().text(1, "value_float").fixed32(2, 1.5F));
  protobuf_writer list = onnx::node("Constant", {}, "c3");
  list.message(5, protobuf_writer().text(1, "value_ints").packed_varints(8, {1, -2}));
  protobuf_writer branches = onnx::node("If", {"c"}, "y");
  branches.message(5, onnx::message_attribute("then_branch", 6, nested_graph(0)))
      .message(5, onnx::message_attribute("else_branch", 6, nested_graph(1)));
  protobuf_writer graph;
  graph.message(1, constant).message(1, number).message(1, list).message(1, branches);
  graph.message(5, onnx::raw_tensor<float>("w", f32_type, {1}, {9}));
  const auto opened = open(onnx::model(graph));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  std::string names;
  for (const tensor_view& view : views_of(*opened))
    names += std::string(view.name) + " ";
  BOOST_TEST(names == "c1 c2 c3 y/then_branch/w y/else_branch/y/then_branch/w w ");
  BOOST_TEST((*opened)[1].shape.empty());
  BOOST_TEST((values_of((*opened)[1]) == std::vector<float>{1.5F}));
  BOOST_TEST(((*opened)[2].type == dtype::i64));
}

BOOST_AUTO_TEST_CASE(functions_and_training_graphs_hold_constants_too) {
  protobuf_writer constant = onnx::node("Constant", {}, "c");
  constant.message(
      5, onnx::message_attribute("value", 5, onnx::raw_tensor<float>("", f32_type, {1}, {4})));
  const auto bytes =
      protobuf_writer()
          .varint(1, 8)
          .message(7, nested_graph(0))
          .message(20, protobuf_writer().message(1, nested_graph(0)).message(2, nested_graph(0)))
          .message(25, protobuf_writer().text(1, "f").text(10, "d").message(7, constant))
          .content();
  const auto opened = open(bytes);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  std::string names;
  for (const tensor_view& view : views_of(*opened))
    names += std::string(view.name) + " ";
  BOOST_TEST(names == "w training_info[0]/initialization/w training_info[0]/algorithm/w d.f/c ");
}

BOOST_AUTO_TEST_CASE(graphs_nest_only_so_deep) {
  BOOST_TEST(open(onnx::model(nested_graph(30))).has_value());
  BOOST_TEST((fault_of(onnx::model(nested_graph(40))) == fault::limit));
}

BOOST_AUTO_TEST_CASE(usage_is_what_the_first_user_does) {
  protobuf_writer gemm = onnx::node("Gemm", {"x", "g", "b"}, "y1");
  gemm.message(5, onnx::integer_attribute("transB", 1));
  protobuf_writer foreign = onnx::node("Conv", {"x", "f"}, "y5");
  foreign.text(7, "some.domain");
  protobuf_writer graph;
  graph.message(1, gemm)
      .message(1, onnx::node("Identity", {"i"}, "copy"))
      .message(1, onnx::node("Gemm", {"x", "copy"}, "y2"))
      .message(1, onnx::node("LSTM", {"x", "w", "r"}, "y3"))
      .message(1, onnx::node("MatMul", {"x", "w"}, "y4"))
      .message(1, foreign);
  for (const char* name : {"g", "b", "i", "w", "r", "f", "unused"})
    graph.message(5, onnx::raw_tensor<float>(name, f32_type, {1}, {1}));
  const auto contents = contents_of(onnx::model(graph));
  BOOST_TEST(usage_of(contents, "g") == "Gemm.B transB=1");
  BOOST_TEST(usage_of(contents, "b") == "Gemm.C");
  BOOST_TEST(usage_of(contents, "i") == "Gemm.B transB=0");
  BOOST_TEST(usage_of(contents, "w") == "LSTM.W");
  BOOST_TEST(usage_of(contents, "r") == "LSTM.R");
  BOOST_TEST(usage_of(contents, "f") == "some.domain::Conv.1");
  BOOST_TEST(usage_of(contents, "unused").empty());
}

BOOST_AUTO_TEST_CASE(an_inner_graph_sees_the_names_around_it) {
  protobuf_writer inner;
  inner.message(1, onnx::node("MatMul", {"x", "outside"}, "z"));
  protobuf_writer node = onnx::node("If", {"c"}, "y");
  node.message(5, onnx::message_attribute("then_branch", 6, inner));
  protobuf_writer graph;
  graph.message(1, node).message(5, onnx::raw_tensor<float>("outside", f32_type, {1}, {1}));
  BOOST_TEST(usage_of(contents_of(onnx::model(graph)), "outside") == "MatMul.B");
}

BOOST_AUTO_TEST_CASE(external_data_is_read_from_beside) {
  const std::vector<float> outside{0.0F, 1.0F, 2.0F, 3.0F};
  const auto bytes = std::as_bytes(std::span(outside));
  const files beside{{"sub/w.bin", {bytes.begin(), bytes.end()}}};
  const auto tensor = [](const std::vector<std::pair<std::string, std::string>>& entries) {
    return onnx::external(entries, onnx::tensor("w", f32_type, {2}));
  };
  const auto opened = open(
      onnx::model_of({tensor({{"location", "sub/w.bin"}, {"offset", "8"}, {"checksum", "?"}})}),
      beside);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((values_of((*opened)[0]) == std::vector<float>{2, 3}));
  BOOST_TEST(opened->files().size() == 2U);
  const std::pair<std::string, std::string> place{"location", "sub/w.bin"};
  BOOST_TEST((tensor_fault(tensor({{"offset", "8"}}), beside) == fault::format));
  BOOST_TEST((tensor_fault(tensor({place, place}), beside) == fault::duplicate));
  BOOST_TEST((tensor_fault(tensor({place, {"offset", "0x8"}}), beside) == fault::format));
  BOOST_TEST((tensor_fault(tensor({place, {"offset", ""}}), beside) == fault::format));
  BOOST_TEST((tensor_fault(tensor({place, {"offset", "12"}}), beside) == fault::bounds));
  BOOST_TEST(
      (tensor_fault(tensor({place, {"offset", "18446744073709551612"}}), beside) == fault::bounds));
  BOOST_TEST((tensor_fault(tensor({place, {"length", "4"}}), beside) == fault::shape));
  BOOST_TEST((tensor_fault(tensor({place}), beside) == fault::shape)); // longer than its shape
  BOOST_TEST((tensor_fault(tensor({{"location", "../w.bin"}}), beside) == fault::path));
  BOOST_TEST((tensor_fault(tensor({{"location", "none"}}), beside) == fault::missing));
}

BOOST_AUTO_TEST_CASE(tensors_that_contradict_themselves_are_refused) {
  const auto f32 = [](const std::vector<std::int64_t>& dims) {
    return onnx::tensor("w", f32_type, dims);
  };
  BOOST_TEST((tensor_fault(f32({-1})) == fault::shape));
  BOOST_TEST((tensor_fault(f32({1LL << 32, 1LL << 32})) == fault::overflow));
  BOOST_TEST((tensor_fault(f32(std::vector<std::int64_t>(65, 1))) == fault::limit));
  BOOST_TEST((tensor_fault(f32({2})) == fault::missing));
  BOOST_TEST((tensor_fault(f32({2}).packed<float>(9, {1})) == fault::shape));
  BOOST_TEST((tensor_fault(f32({1}).packed<float>(9, {1}).packed<float>(4, {1})) == fault::format));
  BOOST_TEST(
      (tensor_fault(f32({1}).packed<float>(9, {1}).packed<float>(9, {1})) == fault::duplicate));
  BOOST_TEST((tensor_fault(f32({1}).packed_varints(7, {1})) == fault::dtype));
  BOOST_TEST((tensor_fault(f32({1}).packed<float>(9, {1}).varint(14, 2)) == fault::format));
  BOOST_TEST((tensor_fault(onnx::tensor("w", 99, {1})) == fault::dtype));
  const auto unknown = open(onnx::model_of({onnx::tensor("w", 99, {1})}));
  BOOST_TEST(unknown.error().message.find("tensor 'w': has element type 99") != std::string::npos);
  BOOST_TEST(
      (tensor_fault(onnx::tensor("w", u8_type, {1}).packed_varints(5, {256})) == fault::format));
  const auto one = f32({1}).packed<float>(9, {1});
  BOOST_TEST((fault_of(onnx::model_of({one, one})) == fault::duplicate));
  const auto segmented = open(onnx::model_of({f32({1}).message(3, protobuf_writer())}));
  BOOST_TEST((segmented.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(sparse_tensors_are_dense_when_read) {
  const auto place = [](const std::vector<std::int64_t>& indices, std::int64_t rows,
                        const std::vector<std::int64_t>& dims) {
    const std::vector<std::int64_t> shape =
        rows == 0
            ? std::vector<std::int64_t>{static_cast<std::int64_t>(indices.size())}
            : std::vector<std::int64_t>{rows, static_cast<std::int64_t>(indices.size()) / rows};
    protobuf_writer graph;
    graph.message(15, onnx::sparse(onnx::raw_tensor<float>("s", f32_type, {2}, {5, 6}),
                                   onnx::raw_tensor("i", i64_type, shape, indices), dims));
    return onnx::model(graph);
  };
  for (const auto& bytes : {place({1, 5}, 0, {2, 3}), place({0, 1, 1, 2}, 2, {2, 3})}) {
    const auto opened = open(bytes);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST((*opened)[0].name == "s");
    BOOST_TEST((values_of((*opened)[0]) == std::vector<float>{0, 5, 0, 0, 0, 6}));
    BOOST_TEST((*opened)[0].encoding->scheme == "sparse");
  }
  BOOST_TEST((fault_of(place({1, 6}, 0, {2, 3})) == fault::bounds));
  BOOST_TEST((fault_of(place({-1, 2}, 0, {2, 3})) == fault::bounds));
  BOOST_TEST((fault_of(place({2, 2}, 0, {2, 3})) == fault::duplicate));
  BOOST_TEST((fault_of(place({2, 1}, 0, {2, 3})) == fault::format));
  BOOST_TEST((fault_of(place({1, 2, 3}, 0, {2, 3})) == fault::shape));
  BOOST_TEST((fault_of(place({1, 2, 0, 1, 2, 0}, 2, {2, 3})) == fault::shape));
  BOOST_TEST((fault_of(place({1, 2}, 0, {1LL << 50})) == fault::limit));
  BOOST_TEST((fault_of(place({0, 0}, 0, {1})) == fault::shape)); // more values than elements
}

BOOST_AUTO_TEST_CASE(text_is_left_out_with_a_warning) {
  auto text = onnx::tensor("t", text_type, {1});
  text.text(6, "hello");
  const auto opened = open(onnx::model_of({text, text}));
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST(opened->size() == 0U);
  BOOST_TEST_REQUIRE(opened->warnings().size() == 1U);
  BOOST_TEST(opened->warnings()[0].find("2 tensors hold text") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(metadata_tells_who_wrote_it) {
  auto bytes = protobuf_writer()
                   .varint(1, 8)
                   .text(2, "writer")
                   .message(7, nested_graph(0))
                   .message(8, protobuf_writer().text(1, "").varint(2, 17))
                   .message(14, protobuf_writer().text(1, "key").text(2, "value"))
                   .content();
  const auto opened = open(bytes);
  BOOST_TEST_REQUIRE(opened.has_value());
  std::string told;
  for (const auto& [key, value] : opened->metadata())
    told += key + "=" + value + " ";
  BOOST_TEST(told == "ir_version=8 producer_name=writer opset_import.ai.onnx=17 key=value ");
}

BOOST_AUTO_TEST_CASE(a_bare_tensor_is_a_file_of_its_own) {
  const auto opened = open(onnx::raw_tensor<float>("", f32_type, {2}, {1, 2}).content());
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "onnx-tensor");
  BOOST_TEST((*opened)[0].name == "tensor");
  BOOST_TEST((values_of((*opened)[0]) == std::vector<float>{1, 2}));
}

BOOST_AUTO_TEST_CASE(other_protobufs_are_not_taken) {
  const auto not_ours = [](const protobuf_writer& file) {
    const auto opened = open(file.content());
    BOOST_TEST((!opened || !opened->format().starts_with("onnx")));
  };
  const protobuf_writer nested = protobuf_writer().text(1, "node").text(2, "Const");
  not_ours(protobuf_writer().message(1, nested).message(1, nested).message(4, nested)); // GraphDef
  not_ours(protobuf_writer().varint(1, 1).message(2, nested));                      // SavedModel
  not_ours(protobuf_writer().varint(1, 6).message(2, nested).message(502, nested)); // Core ML
  not_ours(protobuf_writer().text(1, "net").message(100, nested));                  // caffe
  not_ours(protobuf_writer().varint(1, 8).text(2, "producer"));                     // no graph
}

BOOST_AUTO_TEST_CASE(broken_models_are_still_known_as_models) {
  const auto good = onnx::model(nested_graph(0));
  const auto behind = [&](std::string_view tag) {
    std::vector<std::byte> bytes;
    for (const char c : tag)
      bytes.push_back(static_cast<std::byte>(c));
    bytes.insert(bytes.end(), good.begin(), good.end());
    return fault_of(bytes);
  };
  BOOST_TEST((behind("\x0b") == fault::protobuf)); // a group without an end
  BOOST_TEST((behind("\x0e") == fault::protobuf));
  BOOST_TEST((behind("\x0f") == fault::protobuf));
  BOOST_TEST((behind(std::string(1000, '\x0b')) == fault::limit));
  auto cut = good;
  cut.resize(good.size() - 20);
  BOOST_TEST((fault_of(cut) == fault::truncated));
}

BOOST_AUTO_TEST_CASE(no_cut_and_no_flipped_bit_does_harm) {
  protobuf_writer dequantise = onnx::node("DequantizeLinear", {"q", "s"}, "w");
  dequantise.message(5, onnx::integer_attribute("axis", 0));
  protobuf_writer branch = onnx::node("If", {"c"}, "y");
  branch.message(5, onnx::message_attribute("then_branch", 6, nested_graph(1)));
  auto typed = onnx::tensor("t", i8_type, {2});
  typed.packed_varints(5, {-1, 1});
  protobuf_writer graph;
  graph.message(1, dequantise)
      .message(1, branch)
      .message(5, onnx::raw_tensor<std::int8_t>("q", i8_type, {2, 2}, {1, 2, 3, 4}))
      .message(5, onnx::raw_tensor<float>("s", f32_type, {2}, {0.5F, 2}))
      .message(5, typed)
      .message(5, onnx::external({{"location", "w.bin"}, {"offset", "4"}},
                                 onnx::tensor("e", f32_type, {1})))
      .message(15, onnx::sparse(onnx::raw_tensor<float>("p", f32_type, {1}, {5}),
                                onnx::raw_tensor<std::int64_t>("i", i64_type, {1}, {3}), {2, 2}));
  const auto bytes = onnx::model(graph);
  const auto beside =
      std::make_shared<memory_files>(files{{"w.bin", std::vector<std::byte>(8, std::byte{1})}});
  BOOST_TEST_REQUIRE(checkpoint::open(borrow_memory(bytes, "model.onnx"), beside).has_value());
  survives_mutations(bytes, "model.onnx", beside);
  survives_mutations(onnx::raw_tensor<float>("bare", f32_type, {2}, {1, 2}).content(), "bare.pb");
}
