#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/report/inventory_report.hpp>

namespace weightkin::sample {

/// A model of three tensors, one of each use, that owns what the report borrows. The first is
/// quantised and was transposed.
struct inspection {
  std::array<std::uint64_t, 2> matrix{216, 80};
  std::array<std::uint64_t, 1> vector{80};
  std::array<std::uint64_t, 2> table{150, 96};
  std::array<std::uint64_t, 2> code_shape{80, 108};
  std::array<std::uint64_t, 2> scale_shape{80, 3};
  tensor_encoding encoding;
  std::vector<tensor_view> tensors;
  inventory contents;

  inspection() {
    tensors.resize(3);
    tensors[0].name = "visual.blocks.0.mlp.up_proj.weight";
    tensors[0].type = dtype::bf16;
    tensors[0].shape = matrix;
    encoding.scheme = "q4\x1b";
    encoding.bits_per_value = 4.25;
    encoding.block_values = 72;
    encoding.parts = {{"codes", {}}, {"scales", {}}};
    encoding.parts[0].stored.name = "visual.blocks.0.mlp.up_proj.codes";
    encoding.parts[0].stored.type = dtype::u8;
    encoding.parts[0].stored.shape = code_shape;
    encoding.parts[1].stored.name = "visual.blocks.0.mlp.up_proj.scales\n";
    encoding.parts[1].stored.type = dtype::f16;
    encoding.parts[1].stored.shape = scale_shape;
    encoding.layout = {"transpose"};
    tensors[0].encoding = &encoding;
    tensors[1].name = "visual.blocks.0.norm1.weight";
    tensors[1].type = dtype::bf16;
    tensors[1].shape = vector;
    tensors[2].name = "audio_tower.embed_positions.weight";
    tensors[2].shape = table;
    contents.components = {
        {"vision_encoder", component_kind::vision_encoder, "visual.", 2, 17'360, 1},
        {"audio_encoder", component_kind::audio_encoder, "audio_tower.", 1, 14'400, 0}};
    contents.parameters = 31'760;
    inventory_entry weight;
    weight.slot = weight.suffix = "layers.0.mlp.up.weight";
    weight.layer = 0;
    weight.role = tensor_role::mlp_up;
    weight.parameters = 17'280;
    weight.axis = unit_axis{0, 216, 1, 1, "layers.0.mlp.hidden", false};
    inventory_entry norm;
    norm.tensor = 1;
    norm.slot = norm.suffix = "layers.0.norm1.weight";
    norm.layer = 0;
    norm.role = tensor_role::norm;
    norm.parameters = 80;
    norm.use = evidence_use::descriptive;
    norm.why = exclusion::vector;
    inventory_entry positions;
    positions.tensor = 2;
    positions.component = 1;
    positions.slot = positions.suffix = "embed_positions.weight";
    positions.role = tensor_role::position_embedding;
    positions.parameters = 14'400;
    positions.use = evidence_use::excluded;
    positions.why = exclusion::deterministic;
    positions.detail = "sinusoidal positions";
    contents.entries = {weight, norm, positions};
  }

  [[nodiscard]] inspected_model shown() const {
    inspected_model model;
    model.name = "models/donor.safetensors";
    model.format = "safetensors";
    model.files = {{"models/donor.safetensors", 92'345}};
    model.metadata = {{"format", "pt"}, {"note", "line one\nline two\x1b[31m"}};
    model.warnings = {"one shard is larger than its index says"};
    model.tensors = tensors;
    model.contents = &contents;
    return model;
  }
};

} // namespace weightkin::sample
