#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <weightkin/core/float_formats.hpp>

#include "support/null_models.hpp"
#include "support/print_maker.hpp"

/// Transformers 64 wide with two layers, uneven as trained ones, and what people do to them.
namespace weightkin::test {

struct transformer_sizes {
  std::size_t width = 64, hidden = 256, tokens = 192, layers = 2;
};

namespace transformer {

inline small_tensor empty(std::string name, std::size_t rows, std::size_t columns) {
  return {std::move(name), {rows, columns}, std::vector<float>(rows * columns)};
}

/// Rows and columns of uneven scale, heavy tails, a trained direction that all rows share a little
/// of; `recipe` scales of columns are common to all models of one recipe.
inline small_tensor trained(random_source& random, std::string name, std::size_t rows,
                            std::size_t columns, const std::vector<double>& recipe) {
  small_tensor tensor = empty(std::move(name), rows, columns);
  std::vector<double> direction(columns), scale(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    direction[c] = random.normal();
    scale[c] = recipe[c % recipe.size()] * random.lognormal(0.1);
  }
  for (std::size_t r = 0; r < rows; ++r) {
    const double row = random.lognormal(0.2) * 0.03, share = 0.5 * random.normal();
    for (std::size_t c = 0; c < columns; ++c)
      tensor.values[r * columns + c] =
          static_cast<float>(row * scale[c] * (random.student4() + share * direction[c]));
  }
  return tensor;
}

inline small_tensor gains(random_source& random, std::string name, std::size_t width) {
  small_tensor tensor{std::move(name), {width}, std::vector<float>(width)};
  for (float& value : tensor.values)
    value = static_cast<float>(1 + 0.1 * random.normal());
  return tensor;
}

} // namespace transformer

/// Every seed another model, all of one recipe: same shapes, same scales of columns.
inline small_model make_transformer(std::uint64_t seed, const transformer_sizes& sizes = {}) {
  random_source recipe_source(77), random(seed * 7919 + 1);
  std::vector<double> recipe(sizes.width);
  for (double& scale : recipe)
    scale = recipe_source.lognormal(0.5);
  const std::size_t d = sizes.width;
  small_model model;
  model.push_back(transformer::trained(random, "embed.weight", sizes.tokens, d, recipe));
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    const std::string prefix = "layers." + std::to_string(layer) + '.';
    const auto add = [&](const char* name, std::size_t rows, std::size_t columns) {
      model.push_back(transformer::trained(random, prefix + name, rows, columns, recipe));
    };
    model.push_back(transformer::gains(random, prefix + "norm.weight", d));
    add("qkv.weight", 3 * d, d);
    add("o.weight", d, d);
    add("up.weight", sizes.hidden, d);
    add("down.weight", d, sizes.hidden);
  }
  return model;
}

// What is done to a model. None keeps anything but values that a user would keep.

inline std::vector<std::size_t> shuffled(random_source& random, std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i)
    std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

inline void permute_rows(small_tensor& tensor, const std::vector<std::size_t>& order) {
  const small_tensor before = tensor;
  const std::size_t length = before.values.size() / order.size();
  for (std::size_t r = 0; r < order.size(); ++r)
    std::copy_n(before.values.begin() + static_cast<std::ptrdiff_t>(order[r] * length), length,
                tensor.values.begin() + static_cast<std::ptrdiff_t>(r * length));
}

inline void permute_columns(small_tensor& tensor, const std::vector<std::size_t>& order) {
  const small_tensor before = tensor;
  for (std::size_t i = 0; i < before.values.size(); ++i)
    tensor.values[i] = before.values[i / order.size() * order.size() + order[i % order.size()]];
}

inline bool ends_with(const small_tensor& tensor, std::string_view end) {
  return std::string_view(tensor.name).ends_with(end);
}

/// The order of hidden units: rows of `up`, columns of `down`. The function stays the same.
inline void permute_hidden(small_model& model, std::uint64_t seed) {
  random_source random(seed);
  std::vector<std::size_t> order;
  for (small_tensor& tensor : model) {
    if (ends_with(tensor, "up.weight"))
      permute_rows(tensor, order = shuffled(random, tensor.shape[0]));
    if (ends_with(tensor, "down.weight")) permute_columns(tensor, order);
  }
}

/// The order of residual dimensions: columns of what reads them, rows of what writes them.
inline void permute_residual(small_model& model, std::uint64_t seed) {
  random_source random(seed);
  const std::vector<std::size_t> order = shuffled(random, model.front().shape[1]);
  for (small_tensor& tensor : model)
    if (ends_with(tensor, "o.weight") || ends_with(tensor, "down.weight"))
      permute_rows(tensor, order);
    else
      permute_columns(tensor, order);
}

/// The order of attention heads, and of the value dimensions inside each.
inline void permute_heads(small_model& model, std::uint64_t seed, std::size_t heads = 4) {
  random_source random(seed);
  std::vector<std::size_t> rows, values;
  for (small_tensor& tensor : model) {
    if (ends_with(tensor, "qkv.weight")) {
      const std::size_t width = tensor.shape[0] / 3, head = width / heads;
      rows.clear();
      values.clear();
      const std::vector<std::size_t> order = shuffled(random, heads);
      for (std::size_t part = 0; part < 2; ++part)
        for (std::size_t at = 0; at < width; ++at)
          rows.push_back(part * width + order[at / head] * head + at % head);
      for (std::size_t at = 0; at < heads; ++at)
        for (const std::size_t inside : shuffled(random, head))
          values.push_back(order[at] * head + inside);
      for (const std::size_t value : values)
        rows.push_back(2 * width + value);
      permute_rows(tensor, rows);
    }
    if (ends_with(tensor, "o.weight")) permute_columns(tensor, values);
  }
}

inline void permute_everything(small_model& model, std::uint64_t seed) {
  permute_hidden(model, seed);
  permute_heads(model, seed + 1);
  permute_residual(model, seed + 2);
}

/// Every tensor times a factor of its own.
inline void rescale_tensors(small_model& model, std::uint64_t seed) {
  random_source random(seed);
  for (small_tensor& tensor : model) {
    const auto factor = static_cast<float>(std::exp(random.normal()));
    for (float& value : tensor.values)
      value *= factor;
  }
}

/// Every row of every tensor times a factor of its own; nothing makes up for it.
inline void rescale_rows(small_model& model, std::uint64_t seed) {
  random_source random(seed);
  for (small_tensor& tensor : model) {
    const std::size_t length = tensor.values.size() / tensor.shape[0];
    for (std::size_t row = 0; row < tensor.shape[0]; ++row) {
      const auto factor = static_cast<float>(std::exp(random.normal()));
      for (std::size_t i = row * length; i < (row + 1) * length; ++i)
        tensor.values[i] *= factor;
    }
  }
}

/// Every hidden unit's row of `up` times a factor, its column of `down` divided by it.
inline void rescale_hidden(small_model& model, std::uint64_t seed) {
  random_source random(seed);
  std::vector<float> factors;
  for (small_tensor& tensor : model) {
    const std::size_t length = tensor.values.size() / tensor.shape[0];
    if (ends_with(tensor, "up.weight")) {
      factors.clear();
      for (std::size_t unit = 0; unit < tensor.shape[0]; ++unit)
        factors.push_back(static_cast<float>(std::exp(random.normal())));
      for (std::size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] *= factors[i / length];
    }
    if (ends_with(tensor, "down.weight"))
      for (std::size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] /= factors[i % length];
  }
}

inline void rename(small_model& model) {
  std::reverse(model.begin(), model.end());
  for (std::size_t at = 0; at < model.size(); ++at)
    model[at].name = "p" + std::to_string(at);
}

inline void add_noise(small_model& model, std::uint64_t seed, double share) {
  random_source random(seed);
  for (small_tensor& tensor : model) {
    double squares = 0;
    for (const float value : tensor.values)
      squares += static_cast<double>(value) * value;
    const double size = share * std::sqrt(squares / static_cast<double>(tensor.values.size()));
    for (float& value : tensor.values)
      value = static_cast<float>(value + size * random.normal());
  }
}

inline void cast_bf16(small_model& model) {
  for (small_tensor& tensor : model)
    for (float& value : tensor.values)
      value = widen_bf16(narrow_bf16(value));
}

inline void cast_f16(small_model& model) {
  for (small_tensor& tensor : model)
    for (float& value : tensor.values)
      value = widen_f16(narrow_f16(value));
}

/// Runs of 32 values share the scale of their largest, as in common 8- and 4-bit files; vectors
/// stay.
inline void quantise(small_model& model, int bits) {
  const float steps = static_cast<float>((1 << (bits - 1)) - 1);
  for (small_tensor& tensor : model) {
    if (tensor.shape.size() < 2) continue;
    for (std::size_t first = 0; first < tensor.values.size(); first += 32) {
      float largest = 0;
      for (std::size_t i = first; i < first + 32; ++i)
        largest = std::max(largest, std::fabs(tensor.values[i]));
      if (largest == 0) continue;
      for (std::size_t i = first; i < first + 32; ++i)
        tensor.values[i] = std::nearbyint(tensor.values[i] / largest * steps) * largest / steps;
    }
  }
}

/// Fused rows apart: `qkv` becomes three tensors.
inline void split_qkv(small_model& model) {
  small_model apart;
  for (const small_tensor& tensor : model) {
    if (!ends_with(tensor, "qkv.weight")) {
      apart.push_back(tensor);
      continue;
    }
    const std::size_t rows = tensor.shape[0] / 3, size = rows * tensor.shape[1];
    for (std::size_t part = 0; part < 3; ++part)
      apart.push_back({tensor.name + static_cast<char>('0' + part),
                       {rows, tensor.shape[1]},
                       {tensor.values.begin() + static_cast<std::ptrdiff_t>(part * size),
                        tensor.values.begin() + static_cast<std::ptrdiff_t>((part + 1) * size)}});
  }
  model = std::move(apart);
}

/// Every matrix as another framework stores it: columns first.
inline void transpose_all(small_model& model) {
  for (small_tensor& tensor : model) {
    if (tensor.shape.size() < 2) continue;
    const small_tensor before = tensor;
    const std::size_t rows = before.shape[0], columns = before.shape[1];
    tensor.shape = {columns, rows};
    for (std::size_t i = 0; i < before.values.size(); ++i)
      tensor.values[i % columns * rows + i / columns] = before.values[i];
  }
}

} // namespace weightkin::test
