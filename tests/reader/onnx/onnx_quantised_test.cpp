#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/wire/held_bytes.hpp"
#include "support/mutations.hpp"
#include "support/onnx_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

constexpr std::uint64_t f32_type = 1;
constexpr std::uint64_t u8_type = 2;
constexpr std::uint64_t i8_type = 3;
constexpr std::uint64_t int4_type = 22;

result<checkpoint> open(std::vector<std::byte> bytes) {
  open_options options;
  options.undo_layout = false;
  return checkpoint::open(std::make_shared<held_bytes>(std::move(bytes), "model.onnx"), nullptr,
                          options);
}

checkpoint open_good(const protobuf_writer& graph) {
  auto opened = open(onnx::model(graph));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  return std::move(*opened);
}

std::string names_of(const checkpoint& opened) {
  std::string names;
  for (const tensor_view& view : views_of(opened))
    names += std::string(view.name) + " ";
  return names;
}

/// All values, read whole and once more in pieces of `piece`.
std::vector<float> values_of(const tensor_view& view, std::size_t piece) {
  BOOST_TEST_REQUIRE((view.type == dtype::f32));
  const auto count = static_cast<std::size_t>(element_count(view));
  const auto read = [&](std::size_t first, std::size_t length, float* out) {
    std::vector<std::byte> scratch(length * sizeof(float));
    const auto raw = read_elements(view, first, length, scratch);
    BOOST_TEST_REQUIRE(raw.has_value(), (raw ? "" : raw.error().message));
    widen_to_f32(view.type, *raw, length, out);
  };
  std::vector<float> whole(count);
  read(0, count, whole.data());
  std::vector<float> pieces(count);
  for (std::size_t first = 0; first < count; first += piece)
    read(first, std::min(piece, count - first), pieces.data() + first);
  BOOST_TEST((whole == pieces));
  return whole;
}

protobuf_writer dequantise(const std::vector<std::string>& inputs, std::int64_t axis,
                           std::int64_t block) {
  protobuf_writer node = onnx::node("DequantizeLinear", inputs, "w");
  node.message(5, onnx::integer_attribute("axis", axis));
  if (block != 0) node.message(5, onnx::integer_attribute("block_size", block));
  return node;
}

protobuf_writer matrix_node(std::int64_t rows, std::int64_t columns, std::int64_t block,
                            std::int64_t bits, const std::vector<std::string>& inputs) {
  protobuf_writer node = onnx::node("MatMulNBits", inputs, "y");
  return node.text(7, "com.microsoft")
      .message(5, onnx::integer_attribute("N", rows))
      .message(5, onnx::integer_attribute("K", columns))
      .message(5, onnx::integer_attribute("block_size", block))
      .message(5, onnx::integer_attribute("bits", bits));
}

constexpr std::size_t rank_of_x = 3;
const std::vector<std::int64_t> shape_of_x{2, 5, 3};

/// 30 signed bytes and what they are scaled by.
std::vector<std::int8_t> codes_of_x() {
  std::vector<std::int8_t> codes(30);
  for (std::size_t i = 0; i < codes.size(); ++i)
    codes[i] = static_cast<std::int8_t>(static_cast<int>(i * 37 % 256) - 128);
  return codes;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_scale_for_each_place_of_an_axis) {
  for (std::int64_t axis = -3; axis < 3; ++axis) {
    const auto at = static_cast<std::size_t>(axis < 0 ? axis + 3 : axis);
    std::vector<float> scales(static_cast<std::size_t>(shape_of_x[at]));
    std::vector<std::int8_t> zeros(scales.size());
    for (std::size_t i = 0; i < scales.size(); ++i) {
      scales[i] = 0.1F * static_cast<float>(i + 1);
      zeros[i] = static_cast<std::int8_t>(3 * static_cast<int>(i) - 4);
    }
    protobuf_writer graph;
    graph.message(1, dequantise({"q", "s", "z"}, axis, 0))
        .message(5, onnx::raw_tensor("q", i8_type, shape_of_x, codes_of_x()))
        .message(5, onnx::raw_tensor("s", f32_type, {shape_of_x[at]}, scales))
        .message(5, onnx::raw_tensor("z", i8_type, {shape_of_x[at]}, zeros));
    const auto opened = open_good(graph);
    BOOST_TEST(names_of(opened) == "w ");
    const auto values = values_of(opened[0], 7);
    const auto codes = codes_of_x();
    for (std::size_t a = 0; a < 2; ++a)
      for (std::size_t b = 0; b < 5; ++b)
        for (std::size_t c = 0; c < 3; ++c) {
          const std::array<std::size_t, rank_of_x> index{a, b, c};
          const std::size_t element = (a * 5 + b) * 3 + c;
          const float shifted =
              static_cast<float>(codes[element]) - static_cast<float>(zeros[index[at]]);
          BOOST_TEST(values[element] == shifted * scales[index[at]]);
        }
  }
}

BOOST_AUTO_TEST_CASE(a_scale_for_each_block_of_an_axis) {
  // Axis 1 of [2, 5, 3] in blocks of 2: scales [2, 3, 3].
  std::vector<float> scales(18);
  for (std::size_t i = 0; i < scales.size(); ++i)
    scales[i] = 0.25F * static_cast<float>(i + 1);
  protobuf_writer graph;
  graph.message(1, dequantise({"q", "s"}, 1, 2))
      .message(5, onnx::raw_tensor("q", i8_type, shape_of_x, codes_of_x()))
      .message(5, onnx::raw_tensor("s", f32_type, {2, 3, 3}, scales));
  const auto opened = open_good(graph);
  const auto values = values_of(opened[0], 4);
  const auto codes = codes_of_x();
  for (std::size_t a = 0; a < 2; ++a)
    for (std::size_t b = 0; b < 5; ++b)
      for (std::size_t c = 0; c < 3; ++c) {
        const std::size_t element = (a * 5 + b) * 3 + c;
        BOOST_TEST(values[element] ==
                   static_cast<float>(codes[element]) * scales[(a * 3 + b / 2) * 3 + c]);
      }
  BOOST_TEST(opened[0].encoding->scheme == "qdq");
  BOOST_TEST(opened[0].encoding->block_values == 2U);
  BOOST_TEST(opened[0].encoding->bits_per_value == 8 + 18 * 32 / 30.0);
  BOOST_TEST(opened[0].encoding->parts.size() == 2U);
  BOOST_TEST(opened[0].encoding->parts[1].role == "scales");
}

BOOST_AUTO_TEST_CASE(codes_of_four_bits_with_one_scale) {
  auto codes = onnx::tensor("q", int4_type, {3});
  codes.packed<std::uint8_t>(9, {0xe1, 0x07}); // 1, -2, 7
  protobuf_writer graph;
  graph.message(1, dequantise({"q", "s"}, 0, 0))
      .message(5, codes)
      .message(5, onnx::raw_tensor<float>("s", f32_type, {}, {0.5F}));
  const auto opened = open_good(graph);
  BOOST_TEST((values_of(opened[0], 2) == std::vector<float>{0.5F, -1.0F, 3.5F}));
  BOOST_TEST(opened[0].encoding->bits_per_value == 4 + 32 / 3.0);
}

BOOST_AUTO_TEST_CASE(parts_stay_when_something_else_uses_them) {
  protobuf_writer graph;
  graph.message(1, dequantise({"q", "s"}, 0, 0))
      .message(1, onnx::node("Mul", {"x", "s"}, "other"))
      .message(1, onnx::node("Conv", {"x", "w"}, "y"))
      .message(5, onnx::raw_tensor<float>("s", f32_type, {1}, {2}))
      .message(5, onnx::raw_tensor<std::int8_t>("q", i8_type, {2}, {1, 2}));
  BOOST_TEST(names_of(open_good(graph)) == "s w ");
  // Nothing is folded when the scale is computed.
  protobuf_writer computed;
  computed.message(1, dequantise({"q", "x"}, 0, 0))
      .message(5, onnx::raw_tensor<std::int8_t>("q", i8_type, {2}, {1, 2}));
  BOOST_TEST(names_of(open_good(computed)) == "q ");
}

/// Operators that compute with integers hold their weight's scales themselves.
BOOST_AUTO_TEST_CASE(weights_of_integer_operators_are_scaled) {
  struct example {
    std::string op;
    std::vector<std::string> inputs;
    bool of_microsoft;
    std::int64_t turned; ///< transB; -1: the operator has none
    bool along_rows;     ///< a scale for each row, else for each column
  };
  const std::vector<example> examples{
      {"QLinearConv", {"x", "xs", "xz", "q", "s", "z", "ys", "yz"}, false, -1, true},
      {"QLinearMatMul", {"x", "xs", "xz", "q", "s", "z", "ys", "yz"}, false, -1, false},
      {"QGemm", {"x", "xs", "xz", "q", "s", "z"}, true, 1, true},
      {"QGemm", {"x", "xs", "xz", "q", "s", "z"}, true, 0, false},
      {"DynamicQuantizeMatMul", {"x", "q", "s", "z"}, true, -1, false},
      {"MatMulIntegerToFloat", {"x", "q", "xs", "s", "xz", "z"}, true, -1, false}};
  for (const example& each : examples)
    for (const bool one_scale : {false, true}) {
      const std::size_t count = one_scale ? 1 : each.along_rows ? 5 : 6;
      std::vector<float> scales(count);
      std::vector<std::int8_t> zeros(count);
      for (std::size_t i = 0; i < count; ++i) {
        scales[i] = 0.1F * static_cast<float>(i + 1);
        zeros[i] = static_cast<std::int8_t>(static_cast<int>(i) - 2);
      }
      const auto extent = static_cast<std::int64_t>(count);
      protobuf_writer node = onnx::node(each.op, each.inputs, "y");
      if (each.of_microsoft) node.text(7, "com.microsoft");
      if (each.turned >= 0) node.message(5, onnx::integer_attribute("transB", each.turned));
      protobuf_writer graph;
      graph.message(1, node)
          .message(5, onnx::raw_tensor("q", i8_type, {5, 6}, codes_of_x()))
          .message(5, onnx::raw_tensor("s", f32_type, {extent}, scales))
          .message(5, onnx::raw_tensor("z", i8_type, {extent}, zeros));
      const auto opened = open_good(graph);
      BOOST_TEST_REQUIRE(names_of(opened) == "q ", each.op);
      BOOST_TEST(opened[0].encoding->scheme == "qoperator");
      BOOST_TEST(opened[0].encoding->parts.size() == 3U);
      const auto values = values_of(opened[0], 7);
      const auto codes = codes_of_x();
      for (std::size_t row = 0; row < 5; ++row)
        for (std::size_t column = 0; column < 6; ++column) {
          const std::size_t at = one_scale ? 0 : each.along_rows ? row : column;
          const int code = codes[6 * row + column] - zeros[at];
          BOOST_TEST(values[6 * row + column] == static_cast<float>(code) * scales[at]);
        }
    }
}

BOOST_AUTO_TEST_CASE(integer_weights_without_fitting_scales_stay_integers) {
  const auto names_with = [](std::int64_t scales, const std::string& zero) {
    protobuf_writer graph;
    graph.message(1, onnx::node("QLinearConv", {"x", "xs", "xz", "q", "s", zero, "ys", "yz"}, "y"))
        .message(5, onnx::raw_tensor("q", i8_type, {5, 6}, codes_of_x()))
        .message(5, onnx::raw_tensor("s", f32_type, {scales},
                                     std::vector<float>(static_cast<std::size_t>(scales), 1)))
        .message(5, onnx::raw_tensor("z", i8_type, {1}, std::vector<std::int8_t>{0}));
    return names_of(open_good(graph));
  };
  BOOST_TEST(names_with(1, "z") == "q ");
  BOOST_TEST(names_with(4, "z") == "q s z ");        // neither one nor five
  BOOST_TEST(names_with(5, "z") == "q s z ");        // one zero point for five scales
  BOOST_TEST(names_with(5, "computed") == "q s z "); // and one that the graph computes
}

BOOST_AUTO_TEST_CASE(a_matrix_of_packed_codes) {
  for (const unsigned bits : {2U, 4U, 8U})
    for (const bool with_zeros : {false, true}) {
      constexpr std::size_t rows = 3;
      constexpr std::size_t columns = 20;
      constexpr std::size_t block = 8;
      constexpr std::size_t blocks = 3; // the last one is padded
      const std::size_t row_bytes = blocks * block * bits / 8;
      const std::size_t zero_bytes = (blocks * bits + 7) / 8;
      std::vector<std::uint8_t> packed(rows * row_bytes);
      for (std::size_t i = 0; i < packed.size(); ++i)
        packed[i] = static_cast<std::uint8_t>(i * 89 + 7);
      std::vector<std::uint8_t> zeros(rows * zero_bytes);
      for (std::size_t i = 0; i < zeros.size(); ++i)
        zeros[i] = static_cast<std::uint8_t>(i * 53 + 5);
      std::vector<float> scales(rows * blocks);
      for (std::size_t i = 0; i < scales.size(); ++i)
        scales[i] = 0.3F * static_cast<float>(i + 1);
      protobuf_writer graph;
      graph
          .message(1, matrix_node(rows, columns, block, bits,
                                  with_zeros ? std::vector<std::string>{"x", "B", "s", "z"}
                                             : std::vector<std::string>{"x", "B", "s"}))
          .message(5, onnx::raw_tensor("B", u8_type,
                                       {rows, blocks, static_cast<std::int64_t>(block * bits / 8)},
                                       packed))
          .message(5, onnx::raw_tensor("s", f32_type, {rows * blocks}, scales));
      if (with_zeros)
        graph.message(
            5, onnx::raw_tensor("z", u8_type, {static_cast<std::int64_t>(zeros.size())}, zeros));
      const auto opened = open_good(graph);
      BOOST_TEST(names_of(opened) == "B ");
      BOOST_TEST(opened[0].encoding->scheme == "matmulnbits");
      BOOST_TEST_REQUIRE(opened[0].shape.size() == 2U);
      const auto values = values_of(opened[0], 11);
      const auto code = [&](const std::vector<std::uint8_t>& bytes, std::size_t from,
                            std::size_t index) {
        const unsigned byte = bytes[from + index * bits / 8];
        return static_cast<float>(byte >> (index * bits % 8) & ((1U << bits) - 1));
      };
      for (std::size_t n = 0; n < rows; ++n)
        for (std::size_t k = 0; k < columns; ++k) {
          const float zero = with_zeros ? code(zeros, n * zero_bytes, k / block)
                                        : static_cast<float>(1U << (bits - 1));
          const float wanted =
              (code(packed, n * row_bytes, k) - zero) * scales[n * blocks + k / block];
          BOOST_TEST(values[n * columns + k] == wanted);
        }
    }
}

BOOST_AUTO_TEST_CASE(one_matrix_of_two_nodes_is_listed_once) {
  protobuf_writer graph;
  for (int i = 0; i < 2; ++i)
    graph.message(1, matrix_node(1, 8, 8, 8, {"x", "B", "s"}));
  graph.message(5, onnx::raw_tensor("B", u8_type, {1, 1, 8}, std::vector<std::uint8_t>(8)))
      .message(5, onnx::raw_tensor<float>("s", f32_type, {1}, {1}));
  BOOST_TEST(names_of(open_good(graph)) == "B ");
}

BOOST_AUTO_TEST_CASE(parts_that_contradict_one_another_are_refused) {
  const auto linear = [](std::int64_t axis, std::int64_t block,
                         const std::vector<std::int64_t>& scale_shape, std::uint64_t scale_type) {
    std::int64_t count = 1;
    for (const std::int64_t extent : scale_shape)
      count *= extent;
    const std::vector<std::uint8_t> bytes(static_cast<std::size_t>(count) *
                                          (scale_type == f32_type ? 4 : 1));
    protobuf_writer graph;
    graph.message(1, dequantise({"q", "s"}, axis, block))
        .message(5, onnx::raw_tensor("q", i8_type, {2, 2}, std::vector<std::int8_t>(4)))
        .message(5, onnx::raw_tensor("s", scale_type, scale_shape, bytes));
    return open(onnx::model(graph)).error().why;
  };
  BOOST_TEST((linear(1, 0, {3}, f32_type) == fault::shape));
  BOOST_TEST((linear(1, 1, {2, 1}, f32_type) == fault::shape));
  BOOST_TEST((linear(5, 0, {2}, f32_type) == fault::header));
  BOOST_TEST((linear(1, -1, {2}, f32_type) == fault::header));
  BOOST_TEST((linear(1, 0, {2}, i8_type) == fault::dtype));
  const auto matrix = [](std::int64_t rows, std::int64_t columns, std::int64_t block,
                         std::int64_t bits) {
    protobuf_writer graph;
    graph.message(1, matrix_node(rows, columns, block, bits, {"x", "B", "s"}))
        .message(5, onnx::raw_tensor("B", u8_type, {8}, std::vector<std::uint8_t>(8)))
        .message(5, onnx::raw_tensor<float>("s", f32_type, {1}, {1}));
    return open(onnx::model(graph));
  };
  BOOST_TEST(matrix(1, 8, 8, 8).has_value());
  BOOST_TEST((matrix(1, 8, 0, 8).error().why == fault::header));
  BOOST_TEST((matrix(1, 8, 12, 8).error().why == fault::header));
  BOOST_TEST((matrix(0, 8, 8, 8).error().why == fault::header));
  BOOST_TEST((matrix(INT64_MAX, 8, 8, 8).error().why == fault::header));
  BOOST_TEST((matrix(2, 8, 8, 8).error().why == fault::shape));
  const auto three = matrix(1, 8, 8, 3);
  BOOST_TEST((three.error().code == errc::unsupported));
  BOOST_TEST(three.error().message.find("tensor 'B': MatMulNBits with 3 bits") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(folded_weights_do_not_nest_without_end) {
  // Each scale is the next node's quantised value: deep chains are left as they are.
  protobuf_writer graph;
  graph.message(5, onnx::raw_tensor<std::int8_t>("q", i8_type, {1}, {2}))
      .message(5, onnx::raw_tensor<float>("s0", f32_type, {1}, {2}));
  for (int i = 0; i < 1000; ++i)
    graph.message(1, onnx::node("DequantizeLinear", {"q", "s" + std::to_string(i)},
                                "s" + std::to_string(i + 1)));
  const auto opened = open_good(graph);
  for (const tensor_view& view : views_of(opened))
    if (view.encoding != nullptr) values_of(view, 1);
}

BOOST_AUTO_TEST_CASE(no_cut_and_no_flipped_bit_does_harm) {
  protobuf_writer graph;
  graph.message(1, matrix_node(2, 8, 8, 4, {"x", "B", "s", "z"}))
      .message(5, onnx::raw_tensor("B", u8_type, {2, 1, 4}, std::vector<std::uint8_t>(8, 0x5a)))
      .message(5, onnx::raw_tensor<float>("s", f32_type, {2}, {1, 2}))
      .message(5, onnx::raw_tensor<std::uint8_t>("z", u8_type, {2}, {8, 7}));
  survives_mutations(onnx::model(graph), "model.onnx");
}
