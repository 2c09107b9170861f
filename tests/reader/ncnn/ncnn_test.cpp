#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/ncnn/ncnn_layers.hpp"
#include "support/memory_files.hpp"
#include "support/mutations.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

std::string floats(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

const std::string raw_code(4, '\0');
const std::string f16_code = "Gk0\x01";
const std::string i8_code("\x38\x4b\x0d\0", 4);

/// A text with these lines for layers, each with one input and one output.
std::string param_of(const std::vector<std::string>& layers) {
  std::string text = "7767517\n" + std::to_string(layers.size()) + " 9\n";
  for (const std::string& layer : layers) {
    const std::size_t numbers = layer.find(' ', layer.find(' ') + 1);
    text += layer.substr(0, numbers) + " 1 1 in out" +
            (numbers == std::string::npos ? "" : layer.substr(numbers)) + "\n";
  }
  return text;
}

using files = std::map<std::string, std::vector<std::byte>>;

result<checkpoint> open_pair(const std::string& param, const std::string& bin,
                             bool by_param = true) {
  static std::vector<std::unique_ptr<files>> keep;
  keep.push_back(
      std::make_unique<files>(files{{"m.param", bytes_of(param)}, {"m.bin", bytes_of(bin)}}));
  const std::string name = by_param ? "m.param" : "m.bin";
  return checkpoint::open(borrow_memory(keep.back()->at(name), "folder/" + name),
                          std::make_shared<memory_files>(*keep.back()));
}

fault fault_of(const std::string& param, const std::string& bin) {
  const auto opened = open_pair(param, bin);
  return opened ? fault::none : opened.error().why;
}

std::vector<float> values_of(const checkpoint& opened, std::string_view name) {
  for (std::size_t i = 0; i < opened.size(); ++i) {
    if (opened[i].name != name) continue;
    const auto count = static_cast<std::size_t>(element_count(opened[i]));
    const auto wide = read_as_f64(opened[i], 0, count);
    BOOST_TEST_REQUIRE(wide.has_value());
    return {wide->begin(), wide->end()};
  }
  BOOST_ERROR("no tensor " << name);
  return {};
}

std::string shape_of(const checkpoint& opened, std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < opened.size(); ++i)
    if (opened[i].name == name)
      for (const std::uint64_t extent : opened[i].shape)
        text += (text.empty() ? "" : " ") + std::to_string(extent);
  return text;
}

/// Numbers of weights that a layer with these parameters reads, by role.
std::string weights_of(const std::string& type,
                       std::vector<std::pair<std::int64_t, std::int64_t>> parameters) {
  ncnn_layer layer{type, "x", {}};
  for (const auto& [key, value] : parameters)
    layer.parameters.emplace_back(key, value);
  const auto weights = ncnn_weights_of(layer, "m.param");
  if (!weights) return std::string(name_of(weights.error().code));
  std::string out;
  for (const ncnn_weight& weight : *weights) {
    out += weight.role + (weight.coded ? "*" : "");
    for (const std::uint64_t extent : weight.shape)
      out += ' ' + std::to_string(extent);
    out += ';';
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(either_file_opens_the_pair) {
  const std::string param =
      param_of({"Input data", "Convolution c 0=2 1=1 5=1 6=4", "ReLU r", "PReLU p 0=2"});
  const std::string bin = raw_code + floats({1, 2, 3, 4, 5, 6}) + floats({7, 8});
  for (const bool by_param : {true, false}) {
    const auto opened = open_pair(param, bin, by_param);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "ncnn");
    BOOST_TEST(opened->size() == 3U);
    BOOST_TEST(((*opened)[0].shape.size() == 4U));
    BOOST_TEST(((*opened)[0].shape[1] == 2U));
    BOOST_TEST((values_of(*opened, "c.weight") == std::vector<float>{1, 2, 3, 4}));
    BOOST_TEST((values_of(*opened, "c.bias") == std::vector<float>{5, 6}));
    BOOST_TEST((values_of(*opened, "p.weight") == std::vector<float>{7, 8}));
  }
}

BOOST_AUTO_TEST_CASE(all_codes_are_read) {
  const std::string param = param_of({"InnerProduct a 0=1 2=3", "InnerProduct b 0=1 2=1",
                                      "InnerProduct d 0=2 2=4 8=1", "InnerProduct e 0=1 2=5"});
  std::vector<float> table(256);
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = static_cast<float>(i) * 0.5F;
  const std::string bin = f16_code + std::string("\x00\x3c\x00\x40\x00\x42\0\0", 8) +   // 1 2 3
                          std::string("\x56\xc0\x02\0", 4) + floats({9}) +              //
                          i8_code + "\x02\xfe\x03\x06" + floats({2, 3}) + floats({1}) + //
                          std::string("\x01\0\0\0", 4) + floats(table) +                //
                          std::string("\x00\x01\x02\xff\x04\0\0\0", 8);
  const auto opened = open_pair(param, bin);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(((*opened)[0].type == dtype::f16));
  BOOST_TEST((values_of(*opened, "a.weight") == std::vector<float>{1, 2, 3}));
  BOOST_TEST((values_of(*opened, "b.weight") == std::vector<float>{9}));
  BOOST_TEST((values_of(*opened, "d.weight") == std::vector<float>{1, -1, 1, 2}));
  BOOST_TEST((values_of(*opened, "e.weight") == std::vector<float>{0, 0.5F, 1, 127.5F, 2}));
  for (std::size_t i = 0; i < opened->size(); ++i) {
    const tensor_view view = (*opened)[i];
    if (view.name != "d.weight") continue;
    BOOST_TEST_REQUIRE((view.encoding != nullptr));
    BOOST_TEST(view.encoding->scheme == "ncnn-int8");
    BOOST_TEST(view.encoding->parts.size() == 2U);
    BOOST_TEST((view.encoding->parts[0].stored.type == dtype::i8));
  }
}

BOOST_AUTO_TEST_CASE(layers_read_what_their_parameters_say) {
  BOOST_TEST(weights_of("Convolution", {{0, 8}, {1, 3}, {11, 5}, {5, 1}, {6, 8 * 4 * 15}}) ==
             "weight* 8 4 5 3;bias 8;");
  BOOST_TEST(weights_of("Convolution", {{0, 8}, {1, 1}, {6, 8}, {19, 1}}) == "");
  BOOST_TEST(weights_of("Convolution", {{0, 2}, {1, 1}, {6, 4}, {8, 101}}) ==
             "weight* 2 2 1 1;weight_scales 2;input_scale 1;output_scale 1;");
  BOOST_TEST(weights_of("ConvolutionDepthWise", {{0, 4}, {1, 3}, {6, 36}, {7, 4}, {8, 1}}) ==
             "weight* 4 1 3 3;weight_scales 4;input_scale 1;");
  BOOST_TEST(weights_of("ConvolutionDepthWise", {{0, 4}, {1, 3}, {6, 36}, {7, 4}, {8, 2}}) ==
             "weight* 4 1 3 3;weight_scales 1;input_scale 1;");
  BOOST_TEST(weights_of("Convolution3D", {{0, 2}, {1, 3}, {11, 2}, {21, 1}, {6, 12}}) ==
             "weight* 2 1 1 2 3;");
  BOOST_TEST(weights_of("Deconvolution", {{0, 2}, {1, 2}, {6, 24}, {28, 0}}) == "weight* 2 3 2 2;");
  BOOST_TEST(weights_of("BatchNorm", {{0, 3}}) == "weight 3;mean 3;variance 3;bias 3;");
  BOOST_TEST(weights_of("Scale", {{0, -233}}) == "");
  BOOST_TEST(weights_of("Scale", {{0, 3}, {1, 1}}) == "weight 3;bias 3;");
  BOOST_TEST(weights_of("Embed", {{0, 4}, {1, 10}, {3, 40}}) == "weight* 10 4;");
  BOOST_TEST(weights_of("MemoryData", {{0, 4}, {1, 3}}) == "data 3 4;");
  BOOST_TEST(weights_of("MemoryData", {{0, 4}, {21, 0}}) == "data* 4;");
  BOOST_TEST(weights_of("LSTM", {{0, 5}, {1, 2 * 4 * 5 * 7}, {2, 2}}) ==
             "weight_xc* 2 20 7;bias_c* 2 4 5;weight_hc* 2 20 5;");
  BOOST_TEST(weights_of("GRU", {{0, 5}, {1, 3 * 5 * 7}}) ==
             "weight_xc* 1 15 7;bias_c* 1 4 5;weight_hc* 1 15 5;");
  BOOST_TEST(weights_of("GroupNorm", {{0, 2}, {1, 6}}) == "weight 6;bias 6;");
  BOOST_TEST(weights_of("LayerNorm", {{0, 6}, {2, 0}}) == "");
  BOOST_TEST(weights_of("Softmax", {{0, 1}}) == "");
  BOOST_TEST(weights_of("MyOwnLayer", {}) == "unsupported");
  BOOST_TEST(weights_of("LSTM", {{0, 5}, {8, 1}}) == "unsupported");
  BOOST_TEST(weights_of("Convolution", {{0, 8}, {1, 3}, {6, 8 * 9 - 1}}) == "bad_format");
  BOOST_TEST(weights_of("Convolution", {{0, 0}, {6, 9}}) == "bad_format");
  BOOST_TEST(weights_of("PReLU", {{0, -4}}) == "bad_format");
}

BOOST_AUTO_TEST_CASE(files_that_do_not_add_up_are_refused) {
  const std::string param = param_of({"InnerProduct a 0=1 2=2"});
  const std::string bin = raw_code + floats({1, 2});
  BOOST_TEST((fault_of(param, bin) == fault::none));
  BOOST_TEST((fault_of(param, bin + "more") == fault::trailing));
  BOOST_TEST((fault_of(param, bin.substr(0, 8)) == fault::truncated));
  BOOST_TEST((fault_of("7767517\n2 1\nReLU r 0 0\n", "12345678") == fault::header));
  BOOST_TEST((fault_of("7767517\r", "12345678") == fault::header));
  BOOST_TEST((fault_of("7767517\n1 1\nReLU r 5 1 a b\n", "12345678") == fault::header));
  BOOST_TEST((fault_of("7767517\n1 1\nReLU r 0 0 x\n", "12345678") == fault::header));
  BOOST_TEST((fault_of("7767517\n-1 1\n", "12345678") == fault::header));
  BOOST_TEST(
      (fault_of(param_of({"PReLU p 0=1", "PReLU p 0=1"}), floats({1, 2})) == fault::duplicate));
  BOOST_TEST((fault_of(param_of({"PReLU p 0=1.5"}), floats({1, 2})) == fault::shape));
  const auto unknown = open_pair(param_of({"Mystery m"}), "12345678");
  BOOST_TEST((!unknown && unknown.error().code == errc::unsupported));
  BOOST_TEST(unknown.error().message.find("'Mystery'") != std::string::npos);
  const auto alone = checkpoint::open(bytes_of(param), "m.param");
  BOOST_TEST((!alone && alone.error().why == fault::missing));
}

BOOST_AUTO_TEST_CASE(no_change_of_a_byte_does_harm) {
  const auto param = bytes_of(param_of({"Convolution c 0=2 1=1 5=1 6=4 8=1", "PReLU p 0=2"}));
  const auto bin =
      bytes_of(i8_code + "abcd" + floats({1, 2}) + floats({3, 4}) + floats({5}) + floats({6, 7}));
  const auto both = std::make_shared<memory_files>(files{{"m.param", param}, {"m.bin", bin}});
  BOOST_TEST(checkpoint::open(borrow_memory(bin, "folder/m.bin"), both).has_value());
  survives_mutations(param, "folder/m.param", both);
  survives_mutations(bin, "folder/m.bin", both);
}

BOOST_AUTO_TEST_CASE(transposed_convolutions_come_with_their_inputs_first) {
  const std::string param =
      param_of({"Deconvolution up 0=2 1=2 11=1 6=12", //
                "Deconvolution1D line 0=2 1=1 6=6", "Deconvolution3D room 0=2 1=1 6=6",
                "DeconvolutionDepthWise each 0=2 1=2 11=1 6=4 7=2"});
  const std::string bin = raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}) + // O I H W
                          raw_code + floats({0, 1, 2, 3, 4, 5}) +                     //
                          raw_code + floats({0, 1, 2, 3, 4, 5}) +                     //
                          raw_code + floats({0, 1, 2, 3});
  const auto opened = open_pair(param, bin);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(shape_of(*opened, "up.weight") == "3 2 1 2");
  BOOST_TEST((values_of(*opened, "up.weight") ==
              std::vector<float>{0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11}));
  BOOST_TEST(shape_of(*opened, "line.weight") == "3 2 1");
  BOOST_TEST((values_of(*opened, "line.weight") == std::vector<float>{0, 3, 1, 4, 2, 5}));
  BOOST_TEST(shape_of(*opened, "room.weight") == "3 2 1 1 1");
  // A channel by itself has one input and one output, whichever comes first.
  BOOST_TEST(shape_of(*opened, "each.weight") == "2 1 1 2");
}

BOOST_AUTO_TEST_CASE(recurrent_layers_of_one_direction_come_as_they_are_trained) {
  const std::string param = param_of({"LSTM l 0=1 1=8", "GRU g 0=1 1=3", "RNN r 0=1 1=2",
                                      "LSTM projected 0=1 1=8 3=2", "LSTM both 0=1 1=8 2=2"});
  const std::string bin =
      raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7}) + // input, forget, output, cell
      raw_code + floats({0, 1, 2, 3}) + raw_code + floats({0, 1, 2, 3}) +           //
      raw_code + floats({0, 1, 2}) + raw_code + floats({0, 1, 2, 3}) +              //
      raw_code + floats({0, 1, 2}) +                                                //
      raw_code + floats({0, 1}) + raw_code + floats({7}) + raw_code + floats({8}) + //
      raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7}) + raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7}) +
      raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7}) + raw_code + floats({0, 1}) + //
      raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7}) + raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7}) +
      raw_code + floats({0, 1, 2, 3, 4, 5, 6, 7});
  const auto opened = open_pair(param, bin);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  using values = std::vector<float>;
  BOOST_TEST(shape_of(*opened, "l.weight_xc") == "4 2");
  BOOST_TEST((values_of(*opened, "l.weight_xc") == values{0, 1, 2, 3, 6, 7, 4, 5}));
  BOOST_TEST(shape_of(*opened, "l.bias_c") == "4");
  BOOST_TEST((values_of(*opened, "l.bias_c") == values{0, 1, 3, 2}));
  BOOST_TEST(shape_of(*opened, "l.weight_hc") == "4 1");
  BOOST_TEST((values_of(*opened, "l.weight_hc") == values{0, 1, 3, 2}));
  // Reset, update, new: the order is that of home already.
  BOOST_TEST(shape_of(*opened, "g.weight_xc") == "3 1");
  BOOST_TEST((values_of(*opened, "g.weight_xc") == values{0, 1, 2}));
  BOOST_TEST(shape_of(*opened, "g.bias_c") == "4");
  BOOST_TEST(shape_of(*opened, "g.weight_hc") == "3 1");
  BOOST_TEST(shape_of(*opened, "r.weight_xc") == "1 2");
  BOOST_TEST(shape_of(*opened, "r.bias_c") == "1");
  BOOST_TEST(shape_of(*opened, "r.weight_hc") == "1 1");
  BOOST_TEST(shape_of(*opened, "projected.weight_hr") == "1 2");
  BOOST_TEST((values_of(*opened, "projected.bias_c") == values{0, 1, 2, 3, 6, 7, 4, 5}));
  // Two directions stay stacked, each in the order of home.
  BOOST_TEST(shape_of(*opened, "both.weight_xc") == "2 4 1");
  BOOST_TEST((values_of(*opened, "both.weight_xc") == values{0, 1, 3, 2, 4, 5, 7, 6}));
  BOOST_TEST(shape_of(*opened, "both.bias_c") == "2 4 1");
  BOOST_TEST((values_of(*opened, "both.bias_c") == values{0, 1, 3, 2, 4, 5, 7, 6}));
}

BOOST_AUTO_TEST_CASE(matrices_that_a_product_takes_as_they_stand_are_turned) {
  const auto opened =
      open_pair(param_of({"Gemm plain 5=1 7=1 8=3 9=2 10=-1", //
                          "Gemm turned 3=1 5=1 7=1 8=3 9=2 10=-1"}),
                raw_code + floats({0, 1, 2, 3, 4, 5}) + raw_code + floats({0, 1, 2, 3, 4, 5}));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(shape_of(*opened, "plain.B") == "3 2");
  BOOST_TEST((values_of(*opened, "plain.B") == std::vector<float>{0, 3, 1, 4, 2, 5}));
  BOOST_TEST(shape_of(*opened, "turned.B") == "3 2");
  BOOST_TEST((values_of(*opened, "turned.B") == std::vector<float>{0, 1, 2, 3, 4, 5}));
}
