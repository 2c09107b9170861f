// What works on whole rows: norms, choosing, averaging, losses.
#include <cmath>

#include "plain_math.hpp"
#include "row_sums.hpp"
#include "tape_operations.hpp"

namespace weightkin::zoo {

namespace {

constexpr float tiny = 1e-5F;

/// dx += (g - mean(g * y) * y) / deviation, where y is the normalised row and g the derivative with
/// respect to it; `centre` also takes the mean of g out.
void norm_backward(const float* g, const float* y, float inverse, bool centre, std::size_t count,
                   float* dx) {
  const auto n = static_cast<float>(count);
  const float along = dot(g, y, count) / n;
  const float mean = centre ? sum_of(count, [=](std::size_t i) { return g[i]; }) / n : 0.0F;
  for (std::size_t i = 0; i < count; ++i)
    dx[i] += inverse * ((g[i] - mean) - along * y[i]);
}

struct norm_parts {
  var x, gain, bias;
  bool centred = false; ///< LayerNorm, with a bias
};

var norm(tape& t, const norm_parts& parts) {
  const matrix in = t.value(parts.x);
  const bool wanted =
      t.wanted(parts.x) || t.wanted(parts.gain) || (parts.centred && t.wanted(parts.bias));
  const var y = t.result(in.rows, in.columns, wanted);
  float* unit = t.floats(in.size());
  float* inverse = t.floats(in.rows);
  const auto n = static_cast<float>(in.columns);
  const float* gain = t.value(parts.gain).data;
  const float* bias = parts.centred ? t.value(parts.bias).data : nullptr;
  for (std::size_t r = 0; r < in.rows; ++r) {
    const float* x = in.row(r);
    float* u = unit + r * in.columns;
    const float mean =
        parts.centred ? sum_of(in.columns, [=](std::size_t i) { return x[i]; }) / n : 0.0F;
    for (std::size_t i = 0; i < in.columns; ++i)
      u[i] = x[i] - mean;
    inverse[r] = 1.0F / std::sqrt(dot(u, u, in.columns) / n + tiny);
    float* out = t.value(y).row(r);
    for (std::size_t i = 0; i < in.columns; ++i) {
      u[i] *= inverse[r];
      out[i] = u[i] * gain[i];
    }
    if (bias != nullptr)
      for (std::size_t i = 0; i < in.columns; ++i)
        out[i] += bias[i];
  }
  if (!wanted) return y;
  t.when_backward([&t, parts, y, in, unit, inverse, gain] {
    float* g = t.floats(in.columns);
    float* dgain = t.gradient(parts.gain);
    float* dbias = parts.centred ? t.gradient(parts.bias) : nullptr;
    for (std::size_t r = 0; r < in.rows; ++r) {
      const float* dy = t.gradient(y) + r * in.columns;
      const float* u = unit + r * in.columns;
      if (dgain != nullptr)
        for (std::size_t i = 0; i < in.columns; ++i)
          dgain[i] += dy[i] * u[i];
      if (dbias != nullptr)
        for (std::size_t i = 0; i < in.columns; ++i)
          dbias[i] += dy[i];
      if (!t.wanted(parts.x)) continue;
      for (std::size_t i = 0; i < in.columns; ++i)
        g[i] = dy[i] * gain[i];
      norm_backward(g, u, inverse[r], parts.centred, in.columns,
                    t.gradient(parts.x) + r * in.columns);
    }
  });
  return y;
}

/// Softmax of a row; returns ln of the sum of exponentials.
double softmax(const float* in, std::size_t count, float* out) {
  const float top = largest(in, count);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = plain_exp(in[i] - top);
  const float sum = sum_of(count, [=](std::size_t i) { return out[i]; });
  for (std::size_t i = 0; i < count; ++i)
    out[i] /= sum;
  return static_cast<double>(top) + plain_log(static_cast<double>(sum));
}

/// `wish` writes the wanted distribution of a row into floats.
template <class Wish>
var loss_against(tape& t, var logits, const std::vector<std::int32_t>& targets, Wish wish) {
  const matrix in = t.value(logits);
  const var y = t.result(1, 1, t.wanted(logits));
  float* slope = t.floats(in.size());
  float* wanted = t.floats(in.columns);
  double total = 0;
  std::size_t counted = 0;
  for (std::size_t r = 0; r < in.rows; ++r) {
    if (targets[r] < 0) continue;
    ++counted;
    float* s = slope + r * in.columns;
    const double log_sum = softmax(in.row(r), in.columns, s);
    wish(r, wanted);
    total += log_sum - static_cast<double>(dot(wanted, in.row(r), in.columns));
    for (std::size_t i = 0; i < in.columns; ++i)
      s[i] -= wanted[i];
  }
  const auto share = counted == 0 ? 0.0F : 1.0F / static_cast<float>(counted);
  *t.value(y).data = static_cast<float>(total) * share;
  if (t.wanted(y))
    t.when_backward([dx = t.gradient(logits), dy = t.gradient(y), slope, share, n = in.size()] {
      const float factor = *dy * share;
      for (std::size_t i = 0; i < n; ++i)
        dx[i] += factor * slope[i];
    });
  return y;
}

} // namespace

var rms_norm(tape& t, var x, var gain) { return norm(t, {x, gain, {}, false}); }

var layer_norm(tape& t, var x, var gain, var bias) { return norm(t, {x, gain, bias, true}); }

var rows_to_length(tape& t, var v, var lengths) {
  const matrix in = t.value(v);
  const var y = t.result(in.rows, in.columns, t.wanted(v) || t.wanted(lengths));
  const float* length = t.value(lengths).data;
  float* inverse = t.floats(in.rows);
  for (std::size_t r = 0; r < in.rows; ++r) {
    inverse[r] = 1.0F / std::sqrt(dot(in.row(r), in.row(r), in.columns) + 1e-12F);
    const float factor = length[r] * inverse[r];
    for (std::size_t i = 0; i < in.columns; ++i)
      t.value(y).row(r)[i] = factor * in.row(r)[i];
  }
  if (t.wanted(y))
    t.when_backward([&t, v, lengths, y, in, length, inverse] {
      for (std::size_t r = 0; r < in.rows; ++r) {
        const float* dy = t.gradient(y) + r * in.columns;
        const float along = dot(dy, in.row(r), in.columns) * inverse[r];
        if (t.wanted(lengths)) t.gradient(lengths)[r] += along;
        if (!t.wanted(v)) continue;
        const float factor = length[r] * inverse[r];
        float* dv = t.gradient(v) + r * in.columns;
        for (std::size_t i = 0; i < in.columns; ++i)
          dv[i] += factor * (dy[i] - along * inverse[r] * in.row(r)[i]);
      }
    });
  return y;
}

var rows_of(tape& t, var table, std::vector<std::int32_t> indices) {
  const matrix in = t.value(table);
  const var y = t.result(indices.size(), in.columns, t.wanted(table));
  for (std::size_t r = 0; r < indices.size(); ++r)
    std::copy_n(in.row(static_cast<std::size_t>(indices[r])), in.columns, t.value(y).row(r));
  if (t.wanted(y))
    t.when_backward(
        [dx = t.gradient(table), dy = t.gradient(y), n = in.columns, from = std::move(indices)] {
          for (std::size_t r = 0; r < from.size(); ++r)
            for (std::size_t i = 0; i < n; ++i)
              dx[static_cast<std::size_t>(from[r]) * n + i] += dy[r * n + i];
        });
  return y;
}

var stack(tape& t, var a, var b) {
  const matrix top = t.value(a);
  const matrix below = t.value(b);
  const var y = t.result(top.rows + below.rows, top.columns, t.wanted(a) || t.wanted(b));
  std::copy_n(top.data, top.size(), t.value(y).data);
  std::copy_n(below.data, below.size(), t.value(y).data + top.size());
  if (t.wanted(y))
    t.when_backward([da = t.gradient(a), db = t.gradient(b), dy = t.gradient(y), n = top.size(),
                     m = below.size()] {
      for (std::size_t i = 0; da != nullptr && i < n; ++i)
        da[i] += dy[i];
      for (std::size_t i = 0; db != nullptr && i < m; ++i)
        db[i] += dy[n + i];
    });
  return y;
}

var columns_of(tape& t, var x, std::size_t first, std::size_t count) {
  const matrix in = t.value(x);
  const var y = t.result(in.rows, count, t.wanted(x));
  for (std::size_t r = 0; r < in.rows; ++r)
    std::copy_n(in.row(r) + first, count, t.value(y).row(r));
  if (t.wanted(y))
    t.when_backward([dx = t.gradient(x), dy = t.gradient(y), in, first, count] {
      for (std::size_t r = 0; r < in.rows; ++r)
        for (std::size_t i = 0; i < count; ++i)
          dx[r * in.columns + first + i] += dy[r * count + i];
    });
  return y;
}

var mean_rows(tape& t, var x, std::size_t group) {
  const matrix in = t.value(x);
  const var y = t.result(in.rows / group, in.columns, t.wanted(x));
  const float share = 1.0F / static_cast<float>(group);
  for (std::size_t r = 0; r < in.rows / group * group; ++r)
    for (std::size_t i = 0; i < in.columns; ++i)
      t.value(y).row(r / group)[i] += share * in.row(r)[i];
  if (t.wanted(y))
    t.when_backward([dx = t.gradient(x), dy = t.gradient(y), in, group, share] {
      for (std::size_t r = 0; r < in.rows / group * group; ++r)
        for (std::size_t i = 0; i < in.columns; ++i)
          dx[r * in.columns + i] += share * dy[r / group * in.columns + i];
    });
  return y;
}

var cross_entropy(tape& t, var logits, const std::vector<std::int32_t>& targets) {
  const std::size_t classes = t.value(logits).columns;
  return loss_against(t, logits, targets, [&](std::size_t row, float* wanted) {
    std::fill_n(wanted, classes, 0.0F);
    wanted[targets[row]] = 1;
  });
}

var soft_cross_entropy(tape& t, var logits, const std::vector<float>& teacher,
                       const std::vector<std::int32_t>& targets) {
  const std::size_t classes = t.value(logits).columns;
  return loss_against(t, logits, targets, [&](std::size_t row, float* wanted) {
    softmax(teacher.data() + row * classes, classes, wanted);
  });
}

float scalar(const tape& t, var x) { return *t.value(x).data; }

} // namespace weightkin::zoo
