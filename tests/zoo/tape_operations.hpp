#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "tape.hpp"

/// Operations over matrices whose rows are positions (tokens, patches, examples). Exact: f32 in a
/// written order, the same bits on every machine.
namespace weightkin::zoo {

/// x * transpose(w), plus `bias` (as many elements as w has rows) in every row.
var linear(tape& t, var x, var w);
var linear(tape& t, var x, var w, var bias);
/// a * b.
var product(tape& t, var a, var b);
/// a + factor * b.
var add(tape& t, var a, var b, float factor = 1);
/// Element by element.
var multiply(tape& t, var a, var b);

var relu(tape& t, var x);
var silu(tape& t, var x);
var gelu(tape& t, var x); ///< the tanh form

/// Rows to unit root mean square, times `gain`.
var rms_norm(tape& t, var x, var gain);
/// Rows to mean 0 and deviation 1, times `gain`, plus `bias`.
var layer_norm(tape& t, var x, var gain, var bias);
/// Row i of v at length lengths[i].
var rows_to_length(tape& t, var v, var lengths);

/// Row i of the result is row indices[i] of `table`.
var rows_of(tape& t, var table, std::vector<std::int32_t> indices);
/// The rows of a, then those of b.
var stack(tape& t, var a, var b);
var columns_of(tape& t, var x, std::size_t first, std::size_t count);
/// Row i is the mean of the rows i * group to (i + 1) * group - 1.
var mean_rows(tape& t, var x, std::size_t group);

struct attention_shape {
  std::size_t length = 0; ///< positions of a sequence; sequences follow one another
  std::size_t heads = 0;
  std::size_t key_heads = 0;
  std::size_t head_width = 0;
  bool causal = false;
};
/// Softmax attention; query head h reads key head h * key_heads / heads.
var attention(tape& t, var q, var k, var v, const attention_shape& shape);
/// Rotary positions: dimension i of a head is turned with dimension i + head_width / 2.
var rotate_positions(tape& t, var x, std::size_t length, std::size_t head_width);

struct image_shape {
  std::size_t height = 0;
  std::size_t width = 0;
  std::size_t window = 1;
  std::size_t step = 1;
  std::size_t border = 0; ///< zeros around the image

  [[nodiscard]] std::size_t out_height() const { return (height + 2 * border - window) / step + 1; }
  [[nodiscard]] std::size_t out_width() const { return (width + 2 * border - window) / step + 1; }
};
/// Rows are pixels of images, columns channels; the result has a row per window and columns
/// (channel, y, x), so that `linear` with a kernel (out, in, y, x) is a convolution.
var windows(tape& t, var x, const image_shape& shape);

/// One step of an LSTM from `gates` (input, forget, cell, output, stacked) and the cells before.
struct lstm_state {
  var hidden;
  var cell;
};
lstm_state lstm_step(tape& t, var gates, var cell);

/// Mean over rows of -ln softmax(logits)[target]; rows with target -1 do not count.
var cross_entropy(tape& t, var logits, const std::vector<std::int32_t>& targets);
/// The same against whole distributions: softmax of `teacher`, which has the shape of `logits`;
/// rows with target -1 do not count.
var soft_cross_entropy(tape& t, var logits, const std::vector<float>& teacher,
                       const std::vector<std::int32_t>& targets);
[[nodiscard]] float scalar(const tape& t, var x);

} // namespace weightkin::zoo
