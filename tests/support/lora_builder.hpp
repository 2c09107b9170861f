#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/quantised_builder.hpp"

/// Low-rank adapters of one weight, with the change they make to it.
namespace weightkin::test {

struct lora_choice {
  std::string base = "base_model.model.model.layers.0.self_attn.q_proj";
  std::string down = ".lora_A.weight";
  std::string up = ".lora_B.weight";
  std::string name = "model.layers.0.self_attn.q_proj.weight";
  std::uint64_t rank = 4;
  std::uint64_t outputs = 6;
  std::uint64_t inputs = 10;
  std::vector<std::uint64_t> kernel; ///< of a convolution
  bool transposed = false;
  float scale = 1;
  std::string adapter; ///< adapter_config.json
};

inline quantised_model lora_model(const lora_choice& choice, std::uint32_t seed = 20) {
  code_dice dice(seed);
  std::uint64_t columns = choice.inputs;
  for (const std::uint64_t extent : choice.kernel)
    columns *= extent;
  const auto a = dice.scales(choice.rank * columns);
  const auto b = dice.scales(choice.outputs * choice.rank);
  const auto element = [&](std::uint64_t o, std::uint64_t i) {
    float sum = 0;
    for (std::uint64_t k = 0; k < choice.rank; ++k) {
      const float product = b[static_cast<std::size_t>(o * choice.rank + k)] *
                            a[static_cast<std::size_t>(k * columns + i)];
      sum = sum + product;
    }
    return sum * choice.scale;
  };
  quantised_model model;
  model.name = choice.name;
  model.scheme = "lora";
  model.adapter = choice.adapter;
  if (choice.transposed) {
    model.shape = {columns, choice.outputs};
    for (std::uint64_t i = 0; i < columns; ++i)
      for (std::uint64_t o = 0; o < choice.outputs; ++o)
        model.values.push_back(element(o, i));
  } else {
    model.shape = {choice.outputs, choice.inputs};
    for (std::uint64_t o = 0; o < choice.outputs; ++o)
      for (std::uint64_t i = 0; i < columns; ++i)
        model.values.push_back(element(o, i));
  }
  std::vector<std::uint64_t> down_shape{choice.rank, choice.inputs};
  std::vector<std::uint64_t> up_shape{choice.outputs, choice.rank};
  for (const std::uint64_t extent : choice.kernel) {
    down_shape.push_back(extent);
    up_shape.push_back(1);
    model.shape.push_back(extent);
  }
  model.tensors.push_back(
      float_tensor(choice.base + choice.down, dtype::f16, std::move(down_shape), a));
  model.tensors.push_back(
      float_tensor(choice.base + choice.up, dtype::f32, std::move(up_shape), b));
  return model;
}

/// A configuration of rank 4 and alpha 8 with `more` members.
inline std::string lora_config(const std::string& more = "") {
  return R"({"peft_type":"LORA","r":4,"lora_alpha":8,"base_model_name_or_path":"some/base")" +
         (more.empty() ? "" : "," + more) + "}";
}

} // namespace weightkin::test
