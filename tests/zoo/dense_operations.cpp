// Products, sums and what works on single elements.

#include "matrix_product.hpp"
#include "plain_math.hpp"
#include "tape_operations.hpp"

namespace weightkin::zoo {

namespace {

void add_to(float* sum, const float* values, std::size_t count, float factor = 1) {
  for (std::size_t i = 0; i < count; ++i)
    sum[i] += factor * values[i];
}

/// Derivatives of y = x * transpose(w).
void linear_backward(tape& t, var x, var w, var y) {
  const matrix& in = t.value(x);
  const matrix& weight = t.value(w);
  const float* dy = t.gradient(y);
  if (t.wanted(x))
    add_product(in.rows, in.columns, weight.rows, {dy, weight.rows, 1}, weight.data, weight.columns,
                t.gradient(x), in.columns);
  if (t.wanted(w))
    add_product(weight.rows, weight.columns, in.rows, {dy, 1, weight.rows}, in.data, in.columns,
                t.gradient(w), weight.columns);
}

void linear_forward(tape& t, var x, var w, var y) {
  const matrix& in = t.value(x);
  const matrix& weight = t.value(w);
  float* turned = t.floats(weight.size());
  transpose(weight.rows, weight.columns, weight.data, weight.columns, turned);
  add_product(in.rows, weight.rows, in.columns, {in.data, in.columns, 1}, turned, weight.rows,
              t.value(y).data, weight.rows);
}

/// y = f(x) with dy/dx = slope(x, y), element by element.
template <class Function, class Slope>
var elementwise(tape& t, var x, Function function, Slope slope) {
  const var y = t.result(t.value(x).rows, t.value(x).columns, t.wanted(x));
  const matrix in = t.value(x);
  const matrix out = t.value(y);
  for (std::size_t i = 0; i < in.size(); ++i)
    out.data[i] = function(in.data[i]);
  if (t.wanted(y))
    t.when_backward([in, out, dx = t.gradient(x), dy = t.gradient(y), slope] {
      for (std::size_t i = 0; i < in.size(); ++i)
        dx[i] += dy[i] * slope(in.data[i], out.data[i]);
    });
  return y;
}

} // namespace

var linear(tape& t, var x, var w) {
  const var y = t.result(t.value(x).rows, t.value(w).rows, t.wanted(x) || t.wanted(w));
  linear_forward(t, x, w, y);
  if (t.wanted(y)) t.when_backward([&t, x, w, y] { linear_backward(t, x, w, y); });
  return y;
}

var linear(tape& t, var x, var w, var bias) {
  const var y =
      t.result(t.value(x).rows, t.value(w).rows, t.wanted(x) || t.wanted(w) || t.wanted(bias));
  const matrix out = t.value(y);
  for (std::size_t i = 0; i < out.rows; ++i)
    add_to(out.row(i), t.value(bias).data, out.columns);
  linear_forward(t, x, w, y);
  if (t.wanted(y))
    t.when_backward([&t, x, w, bias, y] {
      linear_backward(t, x, w, y);
      const matrix& shape = t.value(y);
      if (t.wanted(bias))
        for (std::size_t i = 0; i < shape.rows; ++i)
          add_to(t.gradient(bias), t.gradient(y) + i * shape.columns, shape.columns);
    });
  return y;
}

var product(tape& t, var a, var b) {
  const matrix left = t.value(a);
  const matrix right = t.value(b);
  const var y = t.result(left.rows, right.columns, t.wanted(a) || t.wanted(b));
  add_product(left.rows, right.columns, left.columns, {left.data, left.columns, 1}, right.data,
              right.columns, t.value(y).data, right.columns);
  if (t.wanted(y))
    t.when_backward([&t, a, b, y, left, right] {
      const float* dy = t.gradient(y);
      if (t.wanted(a)) {
        float* turned = t.floats(right.size());
        transpose(right.rows, right.columns, right.data, right.columns, turned);
        add_product(left.rows, left.columns, right.columns, {dy, right.columns, 1}, turned,
                    right.rows, t.gradient(a), left.columns);
      }
      if (t.wanted(b))
        add_product(right.rows, right.columns, left.rows, {left.data, 1, left.columns}, dy,
                    right.columns, t.gradient(b), right.columns);
    });
  return y;
}

var add(tape& t, var a, var b, float factor) {
  const matrix left = t.value(a);
  const var y = t.result(left.rows, left.columns, t.wanted(a) || t.wanted(b));
  add_to(t.value(y).data, left.data, left.size());
  add_to(t.value(y).data, t.value(b).data, left.size(), factor);
  if (t.wanted(y))
    t.when_backward([&t, a, b, y, factor, count = left.size()] {
      if (t.wanted(a)) add_to(t.gradient(a), t.gradient(y), count);
      if (t.wanted(b)) add_to(t.gradient(b), t.gradient(y), count, factor);
    });
  return y;
}

var multiply(tape& t, var a, var b) {
  const matrix left = t.value(a);
  const matrix right = t.value(b);
  const var y = t.result(left.rows, left.columns, t.wanted(a) || t.wanted(b));
  for (std::size_t i = 0; i < left.size(); ++i)
    t.value(y).data[i] = left.data[i] * right.data[i];
  if (t.wanted(y))
    t.when_backward([left, right, da = t.gradient(a), db = t.gradient(b), dy = t.gradient(y)] {
      if (da != nullptr)
        for (std::size_t i = 0; i < left.size(); ++i)
          da[i] += dy[i] * right.data[i];
      if (db != nullptr)
        for (std::size_t i = 0; i < left.size(); ++i)
          db[i] += dy[i] * left.data[i];
    });
  return y;
}

var relu(tape& t, var x) {
  return elementwise(
      t, x, [](float a) { return a > 0 ? a : 0.0F; },
      [](float a, float) { return a > 0 ? 1.0F : 0.0F; });
}

var silu(tape& t, var x) {
  const matrix in = t.value(x);
  const var y = t.result(in.rows, in.columns, t.wanted(x));
  const matrix out = t.value(y);
  float* open = t.floats(in.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    open[i] = plain_sigmoid(in.data[i]);
    out.data[i] = in.data[i] * open[i];
  }
  if (t.wanted(y))
    t.when_backward([out, open, dx = t.gradient(x), dy = t.gradient(y)] {
      for (std::size_t i = 0; i < out.size(); ++i)
        dx[i] += dy[i] * (open[i] + out.data[i] * (1.0F - open[i]));
    });
  return y;
}

var gelu(tape& t, var x) {
  constexpr float root = 0.797884561F; // sqrt(2 / pi)
  constexpr float cubic = 0.044715F;
  return elementwise(
      t, x,
      [](float a) { return 0.5F * a * (1.0F + plain_tanh(root * (a + cubic * (a * a * a)))); },
      [](float a, float) {
        const float bent = plain_tanh(root * (a + cubic * (a * a * a)));
        const float inner = root * (1.0F + 3.0F * cubic * (a * a));
        return 0.5F * (1.0F + bent) + 0.5F * a * (1.0F - bent * bent) * inner;
      });
}

} // namespace weightkin::zoo
