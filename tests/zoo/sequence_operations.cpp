// Attention, positions, windows of images, recurrence.
#include <cmath>

#include "matrix_product.hpp"
#include "plain_math.hpp"
#include "row_sums.hpp"
#include "tape_operations.hpp"

namespace weightkin::zoo {

namespace {

/// Where one head of one sequence lies in the matrices of an attention.
struct head_place {
  std::size_t query = 0; ///< offset of its first element in q and the result
  std::size_t key = 0;   ///< the same in k and v
  std::size_t weights = 0;
};

template <class Work>
void for_each_head(const attention_shape& s, std::size_t rows, Work work) {
  const std::size_t square = s.length * s.length;
  std::size_t number = 0;
  for (std::size_t first = 0; first + s.length <= rows; first += s.length)
    for (std::size_t h = 0; h < s.heads; ++h, ++number)
      work(head_place{(first * s.heads + h) * s.head_width,
                      (first * s.key_heads + h * s.key_heads / s.heads) * s.head_width,
                      number * square});
}

/// Scores to weights, row by row; what a causal head may not see becomes 0.
void weigh(const attention_shape& s, float scale, float* scores) {
  for (std::size_t i = 0; i < s.length; ++i) {
    float* row = scores + i * s.length;
    const std::size_t seen = s.causal ? i + 1 : s.length;
    const float top = largest(row, seen);
    for (std::size_t j = 0; j < seen; ++j)
      row[j] = plain_exp(scale * (row[j] - top));
    const float sum = sum_of(seen, [=](std::size_t j) { return row[j]; });
    for (std::size_t j = 0; j < seen; ++j)
      row[j] /= sum;
    std::fill(row + seen, row + s.length, 0.0F);
  }
}

/// Everything a backward pass of attention needs.
struct attention_memory {
  var q, k, v, y;
  attention_shape shape;
  float scale = 1;
  float* weights = nullptr;
};

void attention_backward(tape& t, const attention_memory& m) {
  const attention_shape& s = m.shape;
  const std::size_t n = s.length;
  const std::size_t w = s.head_width;
  const std::size_t q_step = s.heads * w;
  const std::size_t k_step = s.key_heads * w;
  float* turned = t.floats(n * w);
  float* dp = t.floats(n * n);
  for_each_head(s, t.value(m.q).rows, [&](const head_place& at) {
    const float* p = m.weights + at.weights;
    const float* dy = t.gradient(m.y) + at.query;
    if (t.wanted(m.v))
      add_product(n, w, n, {p, 1, n}, dy, q_step, t.gradient(m.v) + at.key, k_step);
    std::fill_n(dp, n * n, 0.0F);
    transpose(n, w, t.value(m.v).data + at.key, k_step, turned);
    add_product(n, n, w, {dy, q_step, 1}, turned, n, dp, n);
    for (std::size_t i = 0; i < n; ++i) {
      const float along = dot(dp + i * n, p + i * n, n);
      for (std::size_t j = 0; j < n; ++j)
        dp[i * n + j] = m.scale * p[i * n + j] * (dp[i * n + j] - along);
    }
    if (t.wanted(m.q))
      add_product(n, w, n, {dp, n, 1}, t.value(m.k).data + at.key, k_step,
                  t.gradient(m.q) + at.query, q_step);
    if (t.wanted(m.k))
      add_product(n, w, n, {dp, 1, n}, t.value(m.q).data + at.query, q_step,
                  t.gradient(m.k) + at.key, k_step);
  });
}

/// Turns pairs of dimensions by their position's angle, or back.
void turn_pairs(const matrix& in, const float* angles, std::size_t length, std::size_t head_width,
                float direction, float* out) {
  const std::size_t half = head_width / 2;
  for (std::size_t r = 0; r < in.rows; ++r) {
    const float* sines = angles + (r % length) * head_width;
    const float* cosines = sines + half;
    for (std::size_t head = 0; head < in.columns; head += head_width) {
      const float* x = in.row(r) + head;
      float* y = out + r * in.columns + head;
      for (std::size_t i = 0; i < half; ++i) {
        const float sine = direction * sines[i];
        y[i] += x[i] * cosines[i] - x[i + half] * sine;
        y[i + half] += x[i + half] * cosines[i] + x[i] * sine;
      }
    }
  }
}

/// Calls work(row of the windows, column of the windows, row of the image, channel) for every pixel
/// that a window sees.
template <class Work>
void for_each_pixel(const image_shape& s, std::size_t images, std::size_t channels, Work work) {
  std::size_t row = 0;
  for (std::size_t image = 0; image < images; ++image)
    for (std::size_t oy = 0; oy < s.out_height(); ++oy)
      for (std::size_t ox = 0; ox < s.out_width(); ++ox, ++row)
        for (std::size_t ky = 0; ky < s.window; ++ky)
          for (std::size_t kx = 0; kx < s.window; ++kx) {
            // Above or left of the image wraps to a huge number.
            const std::size_t y = oy * s.step + ky - s.border;
            const std::size_t x = ox * s.step + kx - s.border;
            if (y >= s.height || x >= s.width) continue;
            const std::size_t pixel = (image * s.height + y) * s.width + x;
            for (std::size_t c = 0; c < channels; ++c)
              work(row, (c * s.window + ky) * s.window + kx, pixel, c);
          }
}

} // namespace

var attention(tape& t, var q, var k, var v, const attention_shape& shape) {
  const matrix in = t.value(q);
  const std::size_t n = shape.length;
  const std::size_t q_step = shape.heads * shape.head_width;
  const std::size_t k_step = shape.key_heads * shape.head_width;
  attention_memory m{
      q, k, v, t.result(in.rows, in.columns, t.wanted(q) || t.wanted(k) || t.wanted(v)), shape};
  m.scale = 1.0F / std::sqrt(static_cast<float>(shape.head_width));
  m.weights = t.floats(in.rows * shape.heads * n);
  float* turned = t.floats(n * shape.head_width);
  for_each_head(shape, in.rows, [&](const head_place& at) {
    float* p = m.weights + at.weights;
    transpose(n, shape.head_width, t.value(k).data + at.key, k_step, turned);
    add_product(n, n, shape.head_width, {in.data + at.query, q_step, 1}, turned, n, p, n);
    weigh(shape, m.scale, p);
    add_product(n, shape.head_width, n, {p, n, 1}, t.value(v).data + at.key, k_step,
                t.value(m.y).data + at.query, q_step);
  });
  if (t.wanted(m.y)) t.when_backward([&t, m] { attention_backward(t, m); });
  return m.y;
}

var rotate_positions(tape& t, var x, std::size_t length, std::size_t head_width) {
  const matrix in = t.value(x);
  const std::size_t half = head_width / 2;
  float* angles = t.floats(length * head_width);
  for (std::size_t i = 0; i < half; ++i) {
    const double frequency = plain_exp(-static_cast<double>(i) / static_cast<double>(half) *
                                       9.210340371976184); // ln 10000
    for (std::size_t at = 0; at < length; ++at) {
      const sine_and_cosine turn = plain_sine(static_cast<double>(at) * frequency);
      angles[at * head_width + i] = static_cast<float>(turn.sine);
      angles[at * head_width + half + i] = static_cast<float>(turn.cosine);
    }
  }
  const var y = t.result(in.rows, in.columns, t.wanted(x));
  turn_pairs(in, angles, length, head_width, 1, t.value(y).data);
  if (t.wanted(y))
    t.when_backward([&t, x, y, in, angles, length, head_width] {
      turn_pairs({t.gradient(y), in.rows, in.columns}, angles, length, head_width, -1,
                 t.gradient(x));
    });
  return y;
}

var windows(tape& t, var x, const image_shape& shape) {
  const matrix in = t.value(x);
  const std::size_t images = in.rows / (shape.height * shape.width);
  const std::size_t columns = in.columns * shape.window * shape.window;
  const var y = t.result(images * shape.out_height() * shape.out_width(), columns, t.wanted(x));
  float* out = t.value(y).data;
  const std::size_t channels = in.columns;
  for_each_pixel(shape, images, channels,
                 [&](std::size_t row, std::size_t column, std::size_t pixel, std::size_t channel) {
                   out[row * columns + column] = in.data[pixel * channels + channel];
                 });
  if (t.wanted(y))
    t.when_backward([dx = t.gradient(x), dy = t.gradient(y), shape, images, channels, columns] {
      for_each_pixel(
          shape, images, channels,
          [&](std::size_t row, std::size_t column, std::size_t pixel, std::size_t channel) {
            dx[pixel * channels + channel] += dy[row * columns + column];
          });
    });
  return y;
}

lstm_state lstm_step(tape& t, var gates, var cell) {
  const matrix in = t.value(gates);
  const std::size_t n = in.columns / 4;
  const bool wanted = t.wanted(gates) || t.wanted(cell);
  const lstm_state next{t.result(in.rows, n, wanted), t.result(in.rows, n, wanted)};
  float* memory = t.floats(in.rows * 5 * n); // the gates after their functions, tanh of the cell
  const float* before = t.value(cell).data;
  for (std::size_t r = 0; r < in.rows; ++r) {
    const float* x = in.row(r);
    float* m = memory + r * 5 * n;
    for (std::size_t i = 0; i < n; ++i) {
      m[i] = plain_sigmoid(x[i]);
      m[n + i] = plain_sigmoid(x[n + i]);
      m[2 * n + i] = plain_tanh(x[2 * n + i]);
      m[3 * n + i] = plain_sigmoid(x[3 * n + i]);
      const float c = m[n + i] * before[r * n + i] + m[i] * m[2 * n + i];
      m[4 * n + i] = plain_tanh(c);
      t.value(next.cell).row(r)[i] = c;
      t.value(next.hidden).row(r)[i] = m[3 * n + i] * m[4 * n + i];
    }
  }
  if (!wanted) return next;
  t.when_backward([&t, gates, cell, next, memory, before, rows = in.rows, n] {
    float* dx = t.gradient(gates);
    float* dbefore = t.gradient(cell);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t i = 0; i < n; ++i) {
        const float* m = memory + r * 5 * n;
        const float in_gate = m[i], keep = m[n + i], fresh = m[2 * n + i], out = m[3 * n + i];
        const float bent = m[4 * n + i];
        const float dh = t.gradient(next.hidden)[r * n + i];
        const float dc = t.gradient(next.cell)[r * n + i] + dh * out * (1.0F - bent * bent);
        if (dbefore != nullptr) dbefore[r * n + i] += dc * keep;
        if (dx == nullptr) continue;
        float* d = dx + r * 4 * n;
        d[i] += dc * fresh * in_gate * (1.0F - in_gate);
        d[n + i] += dc * before[r * n + i] * keep * (1.0F - keep);
        d[2 * n + i] += dc * in_gate * (1.0F - fresh * fresh);
        d[3 * n + i] += dh * bent * out * (1.0F - out);
      }
  });
  return next;
}

} // namespace weightkin::zoo
