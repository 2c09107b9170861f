#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <support/model_builder.hpp>
#include <support/turned_decoder.hpp>
#include <vector>

#include <weightkin/fingerprint/fingerprint_builder.hpp>

/// Small decoders and what becomes of them along a tree: every change is drawn anew, so squared
/// distances along a path add up.
namespace weightkin::test {

struct family_tensor {
  std::string name;
  model_in_memory::shape_type shape;
  std::vector<float> values;
};
using family_model = std::vector<family_tensor>;

struct family_sizes {
  std::size_t layers = 4;
  std::size_t width = 64;
  std::size_t hidden = 128;
};

inline std::vector<float> uneven_matrix(random_source& random, std::size_t rows,
                                        std::size_t columns) {
  std::vector<double> row(rows);
  std::vector<double> column(columns);
  for (double& x : row)
    x = random.lognormal(0.3);
  for (double& x : column)
    x = random.lognormal(0.3);
  std::vector<float> values(rows * columns);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      values[i * columns + j] = static_cast<float>(0.05 * row[i] * column[j] * random.normal());
  return values;
}

/// A model that has nothing to do with any of another seed.
inline family_model founder(std::uint64_t seed, const family_sizes& sizes = {},
                            const std::string& prefix = "model.") {
  random_source random = scattered_source(seed);
  family_model model;
  const auto add = [&](const std::string& name, std::size_t rows, std::size_t columns) {
    model.push_back({prefix + name, {rows, columns}, uneven_matrix(random, rows, columns)});
  };
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    const std::string at = "layers." + std::to_string(layer) + ".";
    add(at + "self_attn.q_proj.weight", sizes.width, sizes.width);
    add(at + "self_attn.v_proj.weight", sizes.width, sizes.width);
    add(at + "mlp.up_proj.weight", sizes.hidden, sizes.width);
    add(at + "mlp.down_proj.weight", sizes.width, sizes.hidden);
    std::vector<float> gain(sizes.width);
    for (float& x : gain)
      x = static_cast<float>(random.lognormal(0.2));
    model.push_back({prefix + at + "input_layernorm.weight", {sizes.width}, gain});
  }
  return model;
}

/// Every tensor changed by `relative` times its size.
inline family_model changed(const family_model& parent, std::uint64_t seed, double relative) {
  random_source random = scattered_source(seed);
  family_model child = parent;
  for (family_tensor& tensor : child) {
    double square = 0;
    for (const float x : tensor.values)
      square += static_cast<double>(x) * x;
    const double size = relative * std::sqrt(square / static_cast<double>(tensor.values.size()));
    for (float& x : tensor.values)
      x = static_cast<float>(x + size * random.normal());
  }
  return child;
}

/// base + sum of weight * (parent - base).
inline family_model mixed(const family_model& base, const std::vector<const family_model*>& parents,
                          const std::vector<double>& weights) {
  family_model child = base;
  for (std::size_t t = 0; t < child.size(); ++t)
    for (std::size_t i = 0; i < child[t].values.size(); ++i) {
      double value = base[t].values[i];
      for (std::size_t p = 0; p < parents.size(); ++p)
        value += weights[p] * (static_cast<double>((*parents[p])[t].values[i]) -
                               static_cast<double>(base[t].values[i]));
      child[t].values[i] = static_cast<float>(value);
    }
  return child;
}

/// Runs of 32 neighbours of every matrix share the step of their largest.
inline family_model rounded_to_grid(const family_model& parent, int bits) {
  family_model child = parent;
  const auto steps = static_cast<float>((1 << (bits - 1)) - 1);
  for (family_tensor& tensor : child) {
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
  return child;
}

inline model_in_memory in_memory(const family_model& model, dtype type = dtype::f32) {
  model_in_memory out;
  for (const family_tensor& tensor : model)
    out.add(tensor.name, tensor.shape, tensor.values, type);
  return out;
}

inline fingerprint print_of_family(const family_model& model, const std::string& name,
                                   dtype type = dtype::f32, std::uint64_t seed = 0) {
  fingerprint_options options;
  options.threads = 1;
  options.seed = seed;
  options.name = name;
  auto print = fingerprint_of(in_memory(model, type), options);
  if (!print) throw std::runtime_error(print.error().message);
  return std::move(*print);
}

} // namespace weightkin::test
