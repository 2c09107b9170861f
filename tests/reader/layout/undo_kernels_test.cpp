#include <boost/test/unit_test.hpp>

#include "reader/layout/undo_layout.hpp"
#include "support/layout_fixtures.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using text_pairs = std::vector<std::pair<std::string, std::string>>;

file_contents undone(std::string_view format, std::vector<stored_tensor> tensors,
                     text_pairs metadata = {{"keras_version", "2.8.0"}}) {
  file_contents contents;
  contents.format = format;
  contents.tensors = std::move(tensors);
  contents.metadata = std::move(metadata);
  sibling_files beside(nullptr, "");
  BOOST_TEST_REQUIRE(undo_layout(contents, beside, open_options{}).has_value());
  return contents;
}

stored_tensor used(shape_t shape, std::string usage) {
  stored_tensor tensor = counted_tensor("w", std::move(shape));
  tensor.usage = std::move(usage);
  return tensor;
}

/// What becomes of one tensor alone in a file.
stored_tensor alone(std::string_view format, stored_tensor tensor) {
  const std::size_t elements = element_count(tensor);
  auto contents = undone(format, {std::move(tensor)});
  BOOST_TEST_REQUIRE(contents.tensors.size() == 1U);
  BOOST_TEST(element_count(contents.tensors[0]) == elements);
  return std::move(contents.tensors[0]);
}

using names = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_CASE(the_use_of_a_tensor_decides_its_axes) {
  const struct {
    std::string format;
    std::string usage;
    shape_t stored;
    shape_t home;
    float second; ///< base element that the second element at home is
    bool changes = second != 1.0F;
  } rows[] = {
      {"tensorflow-graph", "Conv2D.filter", {2, 3, 4, 5}, {5, 4, 2, 3}, 20},
      {"tfjs", "Conv2D.filter", {2, 3, 4, 5}, {5, 4, 2, 3}, 20},
      {"tensorflow-graph", "Conv2DBackpropInput.filter", {2, 3, 4, 5}, {5, 4, 2, 3}, 20},
      {"tensorflow-graph", "DepthwiseConv2dNative.filter", {2, 3, 4, 5}, {20, 1, 2, 3}, 20},
      {"tensorflow-graph", "MatMul.b transpose_b=0", {4, 5}, {5, 4}, 5},
      {"tensorflow-graph", "MatMul.b transpose_b=1", {4, 5}, {4, 5}, 1},
      {"tensorflow-graph", "MatMul.a transpose_a=0", {4, 5}, {4, 5}, 1},
      {"tensorflow-graph", "MatMul.b transpose_b=0", {2, 4, 5}, {2, 4, 5}, 1},
      {"tensorflow-graph", "BiasAdd.bias", {4}, {4}, 1},
      {"tflite", "CONV_2D.filter", {5, 2, 3, 4}, {5, 4, 2, 3}, 4},
      {"tflite", "DEPTHWISE_CONV_2D.filter", {1, 2, 3, 4}, {4, 1, 2, 3}, 4},
      {"tflite", "TRANSPOSE_CONV.filter", {5, 2, 3, 4}, {4, 5, 2, 3}, 4},
      {"tflite", "FULLY_CONNECTED.weights", {5, 4}, {5, 4}, 1},
      {"coreml", "lstm.weight_ih", {4, 2}, {4, 2}, 1, true},
      {"ncnn", "Deconvolution.weight", {5, 4, 2, 3}, {4, 5, 2, 3}, 1, true},
      {"ncnn", "DeconvolutionDepthWise.weight group=2", {5, 4, 2, 3}, {5, 4, 2, 3}, 1},
      {"onnx", "Conv.W", {2, 3, 4, 5}, {2, 3, 4, 5}, 1},
      {"onnx", "Gemm.B transB=0", {4, 5}, {5, 4}, 5},
      {"onnx", "Gemm.B transB=1", {4, 5}, {4, 5}, 1},
      {"onnx", "MatMul.B", {4, 5}, {5, 4}, 5},
      {"onnx", "MatMul.A", {4, 5}, {4, 5}, 1},
      {"onnx", "MatMul.B", {2, 4, 5}, {2, 4, 5}, 1},
      {"onnx", "Conv2D.filter", {2, 3, 4, 5}, {2, 3, 4, 5}, 1}, // another format's operator
      {"caffe", "Conv2D.filter", {2, 3, 4, 5}, {2, 3, 4, 5}, 1},
      {"tflite", "MatMul.B", {4, 5}, {4, 5}, 1},
  };
  for (const auto& row : rows) {
    const stored_tensor home = alone(row.format, used(row.stored, row.usage));
    BOOST_TEST_CONTEXT(row.format << " " << row.usage) {
      BOOST_TEST(home.name == "w");
      BOOST_TEST(home.shape == row.home);
      BOOST_TEST(values_of(home)[1] == row.second);
      BOOST_TEST((home.encoding != nullptr) == row.changes);
    }
  }
}

BOOST_AUTO_TEST_CASE(recurrent_weights_of_onnx_get_the_gates_of_pytorch) {
  // Rows i o f c become i f c o.
  const stored_tensor lstm = alone("onnx", used({1, 4, 2}, "LSTM.W"));
  BOOST_TEST((lstm.shape == shape_t{4, 2}));
  BOOST_TEST((values_of(lstm) == std::vector<float>{0, 1, 4, 5, 6, 7, 2, 3}));
  const stored_tensor both = alone("onnx", used({2, 4, 1}, "LSTM.R"));
  BOOST_TEST((both.shape == shape_t{2, 4, 1}));
  BOOST_TEST((values_of(both) == std::vector<float>{0, 2, 3, 1, 4, 6, 7, 5}));
  const stored_tensor bias = alone("onnx", used({1, 8}, "LSTM.B"));
  BOOST_TEST((values_of(bias) == std::vector<float>{0, 2, 3, 1, 4, 6, 7, 5}));
  // Rows i f o c become i f c o.
  const stored_tensor stacked = alone("coreml", used({4, 2}, "lstm.weight_hh"));
  BOOST_TEST((values_of(stacked) == std::vector<float>{0, 1, 2, 3, 6, 7, 4, 5}));
  // Rows z r h become r z h.
  const stored_tensor gru = alone("onnx", used({1, 6, 1}, "GRU.W"));
  BOOST_TEST((values_of(gru) == std::vector<float>{2, 3, 0, 1, 4, 5}));
  const stored_tensor gru_bias = alone("onnx", used({1, 6}, "GRU.B"));
  BOOST_TEST((values_of(gru_bias) == std::vector<float>{1, 0, 2, 4, 3, 5}));
  for (const shape_t& shape : {shape_t{1, 5, 2}, shape_t{4}, shape_t{}, shape_t{1, 0, 2}})
    BOOST_TEST((alone("onnx", used(shape, "LSTM.W")).shape == shape));
}

BOOST_AUTO_TEST_CASE(names_decide_where_there_is_no_graph) {
  const struct {
    std::string format;
    std::string stored_name;
    shape_t stored;
    std::string name;
    shape_t home;
  } rows[] = {
      {"hdf5", "dense/kernel:0", {4, 5}, "dense/weight", {5, 4}},
      {"hdf5", "dense/bias:0", {5}, "dense/bias", {5}},
      {"hdf5", "embed/embeddings:0", {4, 5}, "embed/embeddings", {4, 5}},
      {"hdf5", "conv2d_1/kernel:0", {2, 3, 4, 5}, "conv2d_1/weight", {5, 4, 2, 3}},
      {"hdf5", "my_layer/kernel:0", {2, 3, 4, 5}, "my_layer/weight", {5, 4, 2, 3}},
      {"hdf5", "Conv1D_2/kernel:0", {3, 4, 5}, "Conv1D_2/weight", {5, 4, 3}},
      {"hdf5", "attention/query/kernel:0", {3, 4, 5}, "attention/query/kernel", {3, 4, 5}},
      {"hdf5", "c/kernel:0", {2, 3, 2, 4, 5}, "c/weight", {5, 4, 2, 3, 2}},
      {"hdf5", "dw/depthwise_kernel:0", {2, 3, 4, 5}, "dw/depthwise/weight", {20, 1, 2, 3}},
      {"hdf5", "s/pointwise_kernel:0", {1, 1, 4, 5}, "s/pointwise/weight", {5, 4, 1, 1}},
      {"keras",
       "a/depthwise_conv2d_3/kernel",
       {2, 3, 4, 5},
       "a/depthwise_conv2d_3/weight",
       {20, 1, 2, 3}},
      {"keras", "layers/dense_1/vars/0", {4, 5}, "layers/dense_1/weight", {5, 4}},
      {"keras", "layers/dense_1/vars/1", {5}, "layers/dense_1/bias", {5}},
      {"keras", "layers/conv2d/vars/0", {2, 3, 4, 5}, "layers/conv2d/weight", {5, 4, 2, 3}},
      {"keras",
       "layers/depthwise_conv2d/vars/0",
       {2, 3, 4, 5},
       "layers/depthwise_conv2d/weight",
       {20, 1, 2, 3}},
      {"keras",
       "layers/separable_conv2d/vars/1",
       {1, 1, 4, 5},
       "layers/separable_conv2d/pointwise/weight",
       {5, 4, 1, 1}},
      {"keras", "layers/my_own/vars/0", {4, 5}, "layers/my_own/vars/0", {4, 5}},
      {"keras", "layers/batch_normalization/vars/0", {4}, "layers/batch_normalization/vars/0", {4}},
      {"tensorflow-checkpoint",
       "layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE",
       {4, 5},
       "layer_with_weights-0/weight",
       {5, 4}},
      {"tensorflow-checkpoint",
       "a/kernel/.OPTIMIZER_SLOT/optimizer/m/.ATTRIBUTES/VARIABLE_VALUE",
       {4, 5},
       "a/kernel/.OPTIMIZER_SLOT/optimizer/m",
       {4, 5}},
      {"tensorflow-checkpoint", "a/kernel/Adam", {4, 5}, "a/kernel/Adam", {4, 5}},
      {"tensorflow-checkpoint", "Conv2d_0/weights", {2, 3, 4, 5}, "Conv2d_0/weight", {5, 4, 2, 3}},
      {"tensorflow-checkpoint", "logits/weights", {4, 5}, "logits/weight", {5, 4}},
      {"tensorflow-checkpoint",
       "x/depthwise_weights",
       {2, 3, 4, 1},
       "x/depthwise/weight",
       {4, 1, 2, 3}},
      {"tensorflow-checkpoint", "f1", {2, 3, 4, 5}, "f1", {5, 4, 2, 3}},
      {"hdf5", "logits/weights:0", {4, 5}, "logits/weights", {4, 5}},
      {"tfjs", "F_0/kernel", {2, 3, 4, 5}, "F_0/weight", {5, 4, 2, 3}},
      {"flax", "params/Dense_0/kernel", {4, 5}, "params/Dense_0/weight", {5, 4}},
      {"flax", "params.Conv_0.kernel", {2, 3, 4, 5}, "params.Conv_0.weight", {5, 4, 2, 3}},
      {"flax", "params/conv1/kernel", {3, 4, 5}, "params/conv1/weight", {5, 4, 3}},
      {"flax", "params/query/kernel", {3, 4, 5}, "params/query/kernel", {3, 4, 5}},
      {"flax",
       "params/ConvTranspose_0/kernel",
       {2, 3, 4, 5},
       "params/ConvTranspose_0/kernel",
       {2, 3, 4, 5}},
      {"flax", "params/Embed_0/embedding", {4, 5}, "params/Embed_0/embedding", {4, 5}},
      {"flax", "kernel", {4, 5}, "weight", {5, 4}},
      {"safetensors", "dense/kernel:0", {4, 5}, "dense/kernel:0", {4, 5}},
      {"pytorch-zip", "a.kernel", {2, 3, 4, 5}, "a.kernel", {2, 3, 4, 5}},
      {"mxnet", "a/kernel", {4, 5}, "a/kernel", {4, 5}},
  };
  for (const auto& row : rows) {
    const stored_tensor home = alone(row.format, counted_tensor(row.stored_name, row.stored));
    BOOST_TEST(home.name == row.name);
    BOOST_TEST(home.shape == row.home, row.stored_name);
  }
}

BOOST_AUTO_TEST_CASE(recurrent_layers_of_keras_are_known_by_their_shapes) {
  const auto lstm = undone("hdf5", {counted_tensor("rnn/kernel:0", {3, 8}),
                                    counted_tensor("rnn/recurrent_kernel:0", {2, 8}),
                                    counted_tensor("rnn/bias:0", {8})});
  BOOST_TEST((lstm.tensors[0].name == "rnn/weight_ih_l0"));
  BOOST_TEST((lstm.tensors[1].name == "rnn/weight_hh_l0"));
  BOOST_TEST((lstm.tensors[0].shape == shape_t{8, 3}));
  BOOST_TEST((values_of(lstm.tensors[1]) ==
              std::vector<float>{0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15}));
  BOOST_TEST((values_of(lstm.tensors[2]) == std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7}));

  // z z r r h h becomes r r z z h h.
  const auto gru = undone("hdf5", {counted_tensor("rnn/kernel:0", {1, 6}),
                                   counted_tensor("rnn/recurrent_kernel:0", {2, 6}),
                                   counted_tensor("rnn/bias:0", {2, 6})});
  BOOST_TEST((values_of(gru.tensors[0]) == std::vector<float>{2, 3, 0, 1, 4, 5}));
  BOOST_TEST(
      (values_of(gru.tensors[1]) == std::vector<float>{2, 8, 3, 9, 0, 6, 1, 7, 4, 10, 5, 11}));
  BOOST_TEST(
      (values_of(gru.tensors[2]) == std::vector<float>{2, 3, 0, 1, 4, 5, 8, 9, 6, 7, 10, 11}));

  const auto numbered = undone("keras", {counted_tensor("layers/gru_1/cell/vars/0", {1, 6}),
                                         counted_tensor("layers/gru_1/cell/vars/1", {2, 6}),
                                         counted_tensor("layers/gru_1/cell/vars/2", {2, 6})});
  BOOST_TEST((numbered.tensors[1].name == "layers/gru_1/cell/weight_hh_l0"));
  BOOST_TEST((values_of(numbered.tensors[0]) == std::vector<float>{2, 3, 0, 1, 4, 5}));
  BOOST_TEST((numbered.tensors[2].name == "layers/gru_1/cell/bias"));

  // A bias of twice the size belongs to another order; a kernel of five gates to none.
  const auto other = undone(
      "hdf5",
      {counted_tensor("rnn/kernel:0", {3, 8}), counted_tensor("rnn/recurrent_kernel:0", {2, 8}),
       counted_tensor("rnn/bias:0", {16}), counted_tensor("five/kernel:0", {3, 10}),
       counted_tensor("five/recurrent_kernel:0", {2, 10}),
       counted_tensor("none/recurrent_kernel:0", {0, 10}), counted_tensor("none/bias:0", {10})});
  for (std::size_t i = 0; i < 5; ++i)
    BOOST_TEST(other.tensors[i].encoding->layout.size() == 1U); // only the name
  BOOST_TEST((other.tensors[0].shape == shape_t{3, 8}));
  BOOST_TEST((other.tensors[3].shape == shape_t{3, 10}));
}

BOOST_AUTO_TEST_CASE(classes_that_a_file_tells_go_before_names) {
  const text_pairs classes{{"keras.layer_class.mine", "DepthwiseConv2D"},
                           {"keras.layer_class.line", "Conv1D"},
                           {"keras.layer_class.conv_like", "EinsumDense"},
                           {"keras.layer_class.att", "MultiHeadAttention"},
                           {"keras.layer_class.inner", "Sequential"},
                           {"keras.layer_class.inner/deep", "Conv1D"},
                           {"keras.layer_class.three", "Dense"}};
  const auto contents = undone("hdf5",
                               {counted_tensor("mine/mine/kernel:0", {2, 3, 4, 5}),
                                counted_tensor("line/kernel:0", {3, 4, 5}),
                                counted_tensor("conv_like/kernel:0", {3, 4, 5}),
                                counted_tensor("att/query/kernel:0", {3, 4, 5}),
                                counted_tensor("inner/deep/kernel:0", {3, 4, 5}),
                                counted_tensor("layers/three/vars/0", {4, 5})},
                               classes);
  BOOST_TEST((contents.tensors[0].shape == shape_t{20, 1, 2, 3}));
  BOOST_TEST((contents.tensors[1].shape == shape_t{5, 4, 3}));
  BOOST_TEST((contents.tensors[2].shape == shape_t{3, 4, 5}));
  BOOST_TEST((contents.tensors[3].shape == shape_t{3, 4, 5}));
  BOOST_TEST((contents.tensors[4].shape == shape_t{5, 4, 3}));
  BOOST_TEST((contents.tensors[5].shape == shape_t{5, 4}));
}

BOOST_AUTO_TEST_CASE(hdf5_files_that_are_not_of_keras_stay) {
  const auto contents = undone("hdf5", {counted_tensor("dense/kernel", {4, 5})}, {});
  BOOST_TEST((contents.tensors[0].shape == shape_t{4, 5}));
  BOOST_TEST(contents.tensors[0].name == "dense/kernel");
  const auto numbered = undone("hdf5", {counted_tensor("layers/dense/vars/0", {4, 5})}, {});
  BOOST_TEST((numbered.tensors[0].shape == shape_t{5, 4}));
}

BOOST_AUTO_TEST_CASE(only_the_parameters_of_gpt_oss_are_turned) {
  const std::string layer = "model.layers.0";
  const auto contents = undone(
      "safetensors", {counted_tensor(layer + ".self_attn.sinks", {4}),
                      counted_tensor(layer + ".mlp.experts.gate_up_proj", {2, 3, 4}),
                      counted_tensor(layer + ".mlp.experts.down_proj", {2, 3, 4}, kept_as::decoded),
                      counted_tensor("other.mlp.experts.down_proj", {2, 3, 4})});
  BOOST_TEST((contents.tensors[1].shape == shape_t{2, 4, 3}));
  BOOST_TEST(values_of(contents.tensors[1])[1] == 4.0F);
  BOOST_TEST((contents.tensors[2].shape == shape_t{2, 3, 4})); // folded from blocks
  BOOST_TEST((contents.tensors[3].shape == shape_t{2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(elements_of_less_than_a_byte_stay_in_their_order) {
  stored_tensor tensor = counted_tensor("dense/kernel:0", {4, 4});
  tensor.type = dtype::f4_e2m1;
  const stored_tensor home = alone("hdf5", std::move(tensor));
  BOOST_TEST(home.name == "dense/kernel");
  BOOST_TEST((home.shape == shape_t{4, 4} && home.decoded == nullptr));
}
