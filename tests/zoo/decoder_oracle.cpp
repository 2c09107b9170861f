#include "decoder_oracle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

using numbers = std::vector<double>;
using states = std::vector<numbers>;

numbers times(const zoo_tensor& matrix, const numbers& x) {
  numbers y(matrix.rows());
  for (std::size_t i = 0; i < y.size(); ++i)
    for (std::size_t j = 0; j < x.size(); ++j)
      y[i] += static_cast<double>(matrix.values.at(i * matrix.columns() + j)) * x[j];
  return y;
}

numbers normed(const numbers& x, const zoo_tensor& gain, double epsilon) {
  double square = 0;
  for (const double value : x)
    square += value * value;
  const double size = std::sqrt(square / static_cast<double>(x.size()) + epsilon);
  numbers y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    y[i] = x[i] / size * static_cast<double>(gain.values.at(i));
  return y;
}

/// Turns entries i and i + half of every head by the position.
void turn_heads(numbers& x, std::size_t head_width, std::size_t position, double base) {
  const std::size_t half = head_width / 2;
  for (std::size_t head = 0; head < x.size(); head += head_width)
    for (std::size_t i = 0; i < half; ++i) {
      const double angle =
          static_cast<double>(position) *
          std::pow(base, -2 * static_cast<double>(i) / static_cast<double>(head_width));
      const double a = x[head + i], b = x[head + i + half];
      x[head + i] = a * std::cos(angle) - b * std::sin(angle);
      x[head + i + half] = b * std::cos(angle) + a * std::sin(angle);
    }
}

double silu(double x) { return x / (1 + std::exp(-x)); }

class forward_pass {
public:
  forward_pass(const zoo_model& model, const oracle_options& options)
      : model_(model), options_(options) {}

  states attention(const states& x, std::size_t layer) const {
    const std::size_t width = model_.decoder.head_width;
    states q, k, v, out;
    for (std::size_t t = 0; t < x.size(); ++t) {
      q.push_back(times(part(layer, "self_attn.q_proj"), x[t]));
      k.push_back(times(part(layer, "self_attn.k_proj"), x[t]));
      v.push_back(times(part(layer, "self_attn.v_proj"), x[t]));
      turn_heads(q.back(), width, t, options_.rope_base);
      turn_heads(k.back(), width, t, options_.rope_base);
    }
    const std::size_t shared = q[0].size() / k[0].size();
    for (std::size_t t = 0; t < x.size(); ++t) {
      numbers mixed(q[t].size());
      for (std::size_t head = 0; head * width < q[t].size(); ++head)
        attend(q, k, v, t, head, head / shared, mixed);
      out.push_back(times(part(layer, "self_attn.o_proj"), mixed));
    }
    return out;
  }

  numbers feed_forward(const numbers& x, std::size_t layer) const {
    const std::string router = block_name(model_, layer, "block_sparse_moe.gate");
    for (const zoo_tensor& tensor : model_.tensors)
      if (tensor.name == router) return routed(x, layer, tensor);
    return gated(x, part(layer, "mlp.gate_proj"), part(layer, "mlp.up_proj"),
                 part(layer, "mlp.down_proj"));
  }

  numbers run_norm(const numbers& x, std::size_t layer, const char* name) const {
    return normed(x, part(layer, name), options_.epsilon);
  }

private:
  const zoo_tensor& part(std::size_t layer, std::string_view name) const {
    return block_tensor(model_, layer, name);
  }

  void attend(const states& q, const states& k, const states& v, std::size_t t, std::size_t head,
              std::size_t key_head, numbers& mixed) const {
    const std::size_t width = model_.decoder.head_width;
    numbers score(t + 1);
    for (std::size_t s = 0; s <= t; ++s) {
      for (std::size_t i = 0; i < width; ++i)
        score[s] += q[t][head * width + i] * k[s][key_head * width + i];
      score[s] /= std::sqrt(static_cast<double>(width));
    }
    const double top = *std::max_element(score.begin(), score.end());
    double sum = 0;
    for (double& value : score)
      sum += value = std::exp(value - top);
    for (std::size_t s = 0; s <= t; ++s)
      for (std::size_t i = 0; i < width; ++i)
        mixed[head * width + i] += score[s] / sum * v[s][key_head * width + i];
  }

  static numbers gated(const numbers& x, const zoo_tensor& gate, const zoo_tensor& up,
                       const zoo_tensor& down) {
    numbers inside = times(gate, x);
    const numbers other = times(up, x);
    for (std::size_t i = 0; i < inside.size(); ++i)
      inside[i] = silu(inside[i]) * other[i];
    return times(down, inside);
  }

  numbers routed(const numbers& x, std::size_t layer, const zoo_tensor& router) const {
    const numbers score = times(router, x);
    const unit_order chosen = largest(score, options_.experts_per_token);
    double sum = 0;
    for (const std::size_t expert : chosen)
      sum += std::exp(score[expert]);
    numbers out(x.size());
    for (const std::size_t expert : chosen) {
      const std::string at = "block_sparse_moe.experts." + std::to_string(expert) + ".";
      const numbers y =
          gated(x, part(layer, at + "w1"), part(layer, at + "w3"), part(layer, at + "w2"));
      for (std::size_t i = 0; i < y.size(); ++i)
        out[i] += std::exp(score[expert]) / sum * y[i];
    }
    return out;
  }

  const zoo_model& model_;
  const oracle_options& options_;
};

void add_to(numbers& x, const numbers& change) {
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] += change[i];
}

} // namespace

std::vector<double> decoder_logits(const zoo_model& given, std::span<const std::size_t> tokens,
                                   const oracle_options& options) {
  zoo_model model = given;
  const forward_pass pass(model, options);
  const zoo_tensor& table = token_table(model);
  states x;
  for (const std::size_t token : tokens) {
    numbers state;
    for (std::size_t c = 0; c < table.columns(); ++c)
      state.push_back(table.values.at(token * table.columns() + c));
    x.push_back(std::move(state));
  }
  for (std::size_t layer = 0; layer < model.decoder.layers; ++layer) {
    states inside;
    for (const numbers& state : x)
      inside.push_back(pass.run_norm(state, layer, "input_layernorm"));
    const states change = pass.attention(inside, layer);
    for (std::size_t t = 0; t < x.size(); ++t) {
      add_to(x[t], change[t]);
      add_to(x[t],
             pass.feed_forward(pass.run_norm(x[t], layer, "post_attention_layernorm"), layer));
    }
  }
  const zoo_tensor* head = output_head(model);
  std::vector<double> logits;
  for (const numbers& state : x) {
    const numbers row =
        times(head != nullptr ? *head : table, normed(state, final_gain(model), options.epsilon));
    logits.insert(logits.end(), row.begin(), row.end());
  }
  return logits;
}

double logit_distance(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.empty()) return std::numeric_limits<double>::infinity();
  double mean = 0, square = 0, worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean += a[i];
    square += a[i] * a[i];
    const double apart = std::fabs(a[i] - b[i]);
    if (std::isnan(apart)) return std::numeric_limits<double>::infinity();
    worst = std::max(worst, apart);
  }
  mean /= static_cast<double>(a.size());
  const double spread = std::sqrt(square / static_cast<double>(a.size()) - mean * mean);
  return worst / spread;
}

} // namespace weightkin::zoo
