#pragma once

#include <string>

#include <weightkin/report/hash_report.hpp>

#include "support/model_builder.hpp"

namespace weightkin::sample {

/// Two components, several types, a name that is no UTF-8, an empty tensor and a scalar.
struct hashed_sample {
  hashed_sample() {
    test::model_in_memory model;
    model.add("visual.blocks.0.mlp.fc1.weight", {8, 4}, std::vector<float>(32, 0.5F));
    model.add("visual.blocks.0.norm1.weight", {4}, {1, 2, 3, 4}, dtype::bf16);
    model.add("model.layers.0.mlp.up_proj.weight", {4, 2}, std::vector<float>(8, -1.0F),
              dtype::f16);
    model.add("model.layers.0.mlp.\xff \"<b>", {0, 3}, {});
    model.add("scale", {}, {2});
    hash = *hash_of(model);
  }

  [[nodiscard]] hashed_model shown() const {
    return {"models/a.safetensors", "safetensors", &hash};
  }

  model_hash hash;
};

} // namespace weightkin::sample
