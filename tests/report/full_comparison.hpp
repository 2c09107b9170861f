#pragma once

#include <limits>
#include <string>

#include "report/sample_comparison.hpp"

namespace weightkin::sample {

/// A comparison in which every field that a report holds has a value of its own.
inline comparison full() {
  comparison ruling = suspect();
  ruling.source = evidence_source::fingerprints;
  ruling.subject.files = {
      {"suspect-00001-of-00002.safetensors", 9'007'199'254'740'993, std::string(64, 'a')},
      {"suspect-00002-of-00002.safetensors", 17, std::string(64, '0')}};
  ruling.subject.opened = model_opening{true, false};
  ruling.reference.opened = model_opening{false, true};
  ruling.searched = {"vision_encoder: layers that were left out", "reordered units"};
  ruling.components[0].search_notes = {"layers that were left out"};
  ruling.components[0].cover = reference_cover{1'500'000, 1'432'960};
  ruling.reference_parameters_found = 1'432'960;
  ruling.options.seed = 3;
  ruling.asked = asked_search{search_depth::layers, 12.5, std::string(64, 'd')};
  ruling.options.searched_floor = 0.17;
  component_ruling& vision = ruling.components[0];
  vision.common_variance_error = 0.0021;
  vision.strongest.draws = 4095;
  vision.strongest.skewness = 0.12;
  vision.strongest.excess_kurtosis = -0.3;
  vision.searched = evidence_of(0.6, 31.0, -200);
  vision.searched_groups = 4;
  vision.anchors = evidence_of(0.4, 12.5, -34.5);
  vision.anchored_networks = 6;
  vision.anchors_log10_p_holm = -33.9;
  vision.direction = {descent_direction::subject_from_reference, "a coarser grid"};
  component_correspondence found;
  found.layer_of = {0, no_counterpart, 2, 2};
  found.basis = basis_relation::permuted;
  found.token_of = {1, 0};
  found.moves_values = true;
  found.repeats_networks = true;
  found.log10_choices = 2.5;
  found.units = {{"layers.0.mlp.hidden", "layers.0.mlp.hidden", {3, no_counterpart, 0}, 0.9, false},
                 {"layers.1.mlp.hidden",
                  "layers.2.mlp.hidden",
                  {0, 1},
                  std::numeric_limits<double>::quiet_NaN(),
                  true}};
  vision.arrangement = found;
  operation_finding merge;
  merge.kind = operation_kind::merged;
  merge.text = "0.7 of one and 0.3 of another.";
  merge.numbers = {{"weight.0", 0.7, 0.01},
                   {"weight.1", 0.3, std::numeric_limits<double>::quiet_NaN()}};
  merge.log10_likelihood_margin = 800.5;
  merge.tensors = {"model.vision_model.blocks.0.attn.qkv.weight"};
  operation_finding frozen;
  frozen.kind = operation_kind::partly_frozen;
  frozen.text = "2 tensors kept every bit while others changed.";
  frozen.log10_likelihood_margin = std::numeric_limits<double>::infinity();
  vision.operations = {merge, frozen};
  change_spectrum spectrum;
  spectrum.tensor = merge.tensors[0];
  spectrum.operation = operation_kind::low_rank_merged;
  spectrum.rows = 200;
  spectrum.columns = 80;
  spectrum.all_rows = 240;
  spectrum.all_columns = 81;
  spectrum.relative_size = 0.04;
  spectrum.shares = {0.5, 0.25, 0.001};
  spectrum.gaussian_shares = {0.04, 0.03, 0.02};
  spectrum.gaussian_edge = 0.05;
  spectrum.above_edge = 2;
  spectrum.share_above_edge = 0.75;
  vision.spectrum = spectrum;
  tensor_evidence& weight = ruling.tensors[0];
  weight.fitted = fit_kind::axis;
  weight.match = match_kind::searched;
  weight.basis = equality_basis::unknown;
  weight.pearson_error = 0.003;
  weight.metrics.scale = 1.01;
  weight.metrics.mean_a = -0.5;
  weight.metrics.sd_b = 0.25;
  tensor_evidence& norm = ruling.tensors[1];
  norm.rounded = true;
  norm.stats.sum_ab = 0.1 + 0.2; // not a short decimal
  norm.stats.max_abs_diff = std::numeric_limits<double>::denorm_min();
  ruling.tensors[2].same_once_undone = true;
  ruling.tensors[2].component = 99; // of no component
  return ruling;
}

} // namespace weightkin::sample
