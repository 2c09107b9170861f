#pragma once

#include <limits>
#include <string>
#include <utility>

#include <weightkin/lineage/comparison.hpp>

/// Hand-made comparisons with every kind of row a report can have. The numbers are invented; only
/// their shape matters here.
namespace weightkin::sample {

inline permutation_evidence evidence_of(double effect, double z, double log10_p) {
  permutation_evidence evidence;
  evidence.effect = effect;
  evidence.z = z;
  evidence.effective_size = effect == 0 ? 0 : (z / effect) * (z / effect);
  evidence.log10_p = log10_p;
  evidence.units = 216;
  evidence.null = null_kind::permutation_normal;
  return evidence;
}

inline component_ruling component_of(std::string id, component_kind kind, verdict ruling,
                                     std::uint64_t parameters, double share) {
  component_ruling component;
  component.id = std::move(id);
  component.kind = kind;
  component.reference_id = component.id;
  component.ruling = ruling;
  component.parameters = parameters;
  component.share = share;
  component.parameters_compared = parameters;
  component.tensors_compared = 20;
  component.groups = 9;
  component.cosine_if_unrelated = 0.0012;
  component.relative_l2_if_unrelated = 1.4142;
  component.bit_equal_chance = 0.0008;
  component.minimum_detectable = 0.021;
  return component;
}

inline component_ruling vision() {
  component_ruling component = component_of("vision_encoder", component_kind::vision_encoder,
                                            verdict::derived, 1'432'960, 0.031);
  component.change = change_kind::fine_tuned;
  component.sentence = "Matching units correlate at 0.990, 412 standard deviations above chance.";
  component.explanations = {explanation_of("fine-tuned from the reference"),
                            explanation_of("both fine-tuned from a common ancestor")};
  component.cosine = 0.9951;
  component.pearson = 0.9950;
  component.relative_l2 = 0.1002;
  component.bit_equal_share = 0.021;
  component.evidence = evidence_of(0.9898, 412.3, -36917.4);
  component.log10_p = -36917.4;
  component.log10_p_holm = -36916.9;
  component.common_variance = 0.99;
  component.strongest_group = "layers.2.mlp.hidden";
  component.strongest = evidence_of(0.9951, 420.0, -38307.0);
  return component;
}

inline component_ruling audio() {
  component_ruling component = component_of("audio_encoder", component_kind::audio_encoder,
                                            verdict::identical_after_cast, 2'637'000, 0.057);
  component.sentence = "Every compared element is the reference's, rounded from f32 to bf16.";
  component.cosine = 0.9999986;
  component.pearson = 0.9999986;
  component.relative_l2 = 0.0017;
  component.bit_equal_share = 1;
  component.parameters_bit_equal = 2'637'000;
  component.evidence = evidence_of(0.99999, 640.0, -88950.2);
  component.log10_p = -88950.2;
  component.log10_p_holm = -88949.7;
  component.common_variance = 0.999997;
  return component;
}

inline component_ruling language() {
  component_ruling component =
      component_of("language_model", component_kind::language_model,
                   verdict::no_shared_initialisation_found, 42'000'000, 0.909);
  component.sentence = "No dependence found; an effect of 0.021 would have been seen.";
  component.cosine = 0.0003;
  component.pearson = 0.0003;
  component.relative_l2 = 1.41;
  component.bit_equal_share = 0.0009;
  component.evidence = evidence_of(0.0021, 0.44, -0.48);
  component.log10_p = component.log10_p_holm = -0.48;
  return component;
}

inline component_ruling projector() {
  component_ruling component =
      component_of("projector", component_kind::projector, verdict::not_comparable, 102'720, 0.002);
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  component.reference_id.clear();
  component.sentence = "The reference has no such component.";
  component.tensors_compared = 0;
  component.parameters_compared = 0;
  component.parameters_unmatched = 102'720;
  component.tensors_unmatched = 2;
  component.cosine = component.cosine_if_unrelated = component.pearson = nothing;
  component.relative_l2 = component.relative_l2_if_unrelated = nothing;
  component.bit_equal_share = component.bit_equal_chance = nothing;
  component.groups = 0;
  component.minimum_detectable = component.common_variance = nothing;
  return component;
}

inline tensor_evidence tensor_of(std::size_t index, std::size_t component, std::string subject,
                                 std::string reference) {
  tensor_evidence tensor;
  tensor.subject = index;
  tensor.reference = index + 3;
  tensor.component = component;
  tensor.subject_name = std::move(subject);
  tensor.reference_name = std::move(reference);
  tensor.match = match_kind::slot;
  tensor.shape = {240, 80};
  tensor.parameters = 19'200;
  tensor.stats.elements = tensor.stats.finite = 19'200;
  return tensor;
}

/// A suspect with a tuned tower, a cast encoder, its own language model and a new projector.
inline comparison suspect() {
  comparison ruling;
  ruling.subject = {"models/suspect.safetensors", "safetensors", 120, 46'172'680, {}};
  ruling.reference = {"models/donor.safetensors", "safetensors", 118, 45'000'000, {}};
  ruling.components = {vision(), audio(), language(), projector()};
  tensor_evidence weight = tensor_of(0, 0, "model.vision_model.blocks.0.attn.qkv.weight",
                                     "visual.blocks.0.attn.qkv.weight");
  weight.role = tensor_role::attention_qkv;
  weight.layer = 0;
  weight.group = "layers.0.attention.heads";
  weight.metrics.cosine = 0.9951;
  weight.metrics.relative_l2 = 0.1;
  weight.permutation = evidence_of(0.98, 88.0, -1683.0);
  tensor_evidence norm =
      tensor_of(1, 2, "model.language_model.model.norm.weight", "language_model.model.norm.weight");
  norm.role = tensor_role::norm;
  norm.use = evidence_use::descriptive;
  norm.why = exclusion::vector;
  norm.shape = {640};
  norm.parameters = 640;
  norm.metrics.cosine = 0.9912;
  norm.metrics.cosine_if_unrelated = 0.9911;
  norm.metrics.pearson = 0.013;
  tensor_evidence table = tensor_of(2, 1, "model.audio_model.embed_positions.weight",
                                    "audio_tower.embed_positions.weight");
  table.role = tensor_role::position_embedding;
  table.use = evidence_use::excluded;
  table.why = exclusion::deterministic;
  table.detail = "sinusoidal positions";
  table.subject_type = dtype::bf16;
  table.metrics.pearson = std::numeric_limits<double>::quiet_NaN();
  table.stats.nonfinite_a = 2;
  ruling.tensors = {weight, norm, table};
  ruling.unmatched = {{side::subject, 7, "model.mm_projector.weight", "projector", 102'400,
                       "reference has no such component"},
                      {side::subject, 8, "model.mm_projector.bias", "projector", 320,
                       "reference has no such component"},
                      {side::reference, 9, "lm_head.weight", "language_model",
                       9'007'199'254'740'993, "shape [7,5] has no counterpart"}};
  ruling.overall = verdict::identical_after_cast;
  ruling.sentence = "Two of four components descend from the reference.";
  ruling.parameters_found = 4'069'960;
  ruling.limits = {"Neurons permuted within a layer were not searched.",
                   "Distillation through outputs leaves no trace in weights."};
  return ruling;
}

/// An independent model of the same shapes.
inline comparison innocent() {
  comparison ruling = suspect();
  ruling.subject.name = "models/innocent.safetensors";
  component_ruling tower = language();
  tower.id = tower.reference_id = "vision_encoder";
  tower.kind = component_kind::vision_encoder;
  tower.share = 0.031;
  tower.parameters = 1'432'960;
  ruling.components = {tower, language()};
  ruling.tensors[2].component = 1;
  ruling.tensors[1].component = 1;
  ruling.unmatched.clear();
  ruling.overall = verdict::no_shared_initialisation_found;
  ruling.sentence = "Nothing found in any component.";
  ruling.parameters_found = 0;
  return ruling;
}

} // namespace weightkin::sample
