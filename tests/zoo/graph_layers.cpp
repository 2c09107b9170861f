#include "graph_layers.hpp"

#include <algorithm>

namespace weightkin::zoo {

var linear_layer(tape& t, weight_set& w, var x, const std::string& prefix) {
  const var weight = w.use(t, prefix + "weight");
  return w.has(prefix + "bias") ? linear(t, x, weight, w.use(t, prefix + "bias"))
                                : linear(t, x, weight);
}

var layer_norm_layer(tape& t, weight_set& w, var x, const std::string& prefix) {
  return layer_norm(t, x, w.use(t, prefix + "weight"), w.use(t, prefix + "bias"));
}

var inputs_of(tape& t, const example_batch& batch, std::size_t columns) {
  const var x = t.result(batch.inputs.size() / columns, columns, false);
  std::copy(batch.inputs.begin(), batch.inputs.end(), t.value(x).data);
  return x;
}

var recurrent_logits(tape& t, weight_set& w, const example_batch& batch) {
  const var table = w.use(t, "embedding.weight");
  std::vector<var> rows(batch.length);
  for (std::size_t at = 0; at < batch.length; ++at) {
    std::vector<std::int32_t> column(batch.count);
    for (std::size_t i = 0; i < batch.count; ++i)
      column[i] = batch.tokens[i * batch.length + at];
    rows[at] = rows_of(t, table, std::move(column));
  }
  for (std::size_t layer = 0; w.has("rnn.weight_ih_l" + std::to_string(layer)); ++layer) {
    const std::string end = "l" + std::to_string(layer);
    const var in = w.use(t, "rnn.weight_ih_" + end);
    const var again = w.use(t, "rnn.weight_hh_" + end);
    const var in_bias = w.use(t, "rnn.bias_ih_" + end);
    const var again_bias = w.use(t, "rnn.bias_hh_" + end);
    const std::size_t width = t.value(again).columns;
    lstm_state state{t.result(batch.count, width, false), t.result(batch.count, width, false)};
    for (var& row : rows) {
      const var gates =
          add(t, linear(t, row, in, in_bias), linear(t, state.hidden, again, again_bias));
      state = lstm_step(t, gates, state.cell);
      row = state.hidden;
    }
  }
  return linear_layer(t, w, rows.back(), "classifier.");
}

var convolution_logits(tape& t, weight_set& w, const example_batch& batch) {
  var x = inputs_of(t, batch, 1);
  image_shape shape{image_side, image_side, 3, 1, 1};
  for (std::size_t layer = 0;; layer += 2) { // a ReLU has the numbers between
    const std::string prefix = "features." + std::to_string(layer) + ".";
    if (!w.has(prefix + "weight")) break;
    shape.step = layer == 0 ? 1 : 2;
    x = relu(t, linear_layer(t, w, windows(t, x, shape), prefix));
    const std::size_t height = shape.out_height();
    shape.width = shape.out_width();
    shape.height = height;
  }
  return linear_layer(t, w, mean_rows(t, x, shape.height * shape.width), "classifier.");
}

var perceptron_logits(tape& t, weight_set& w, const example_batch& batch) {
  var x = inputs_of(t, batch, vector_features);
  for (std::size_t layer = 1;; ++layer) {
    x = linear_layer(t, w, x, "fc" + std::to_string(layer) + ".");
    if (!w.has("fc" + std::to_string(layer + 1) + ".weight")) return x;
    x = relu(t, x);
  }
}

} // namespace weightkin::zoo
