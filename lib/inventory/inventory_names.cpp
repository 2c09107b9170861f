#include <weightkin/inventory/inventory.hpp>

namespace weightkin {

std::string_view name_of(component_kind kind) noexcept {
  switch (kind) {
  case component_kind::model: return "model";
  case component_kind::language_model: return "language_model";
  case component_kind::vision_encoder: return "vision_encoder";
  case component_kind::audio_encoder: return "audio_encoder";
  case component_kind::text_encoder: return "text_encoder";
  case component_kind::projector: return "projector";
  case component_kind::vision_tokenizer: return "vision_tokenizer";
  case component_kind::audio_tokenizer: return "audio_tokenizer";
  case component_kind::diffusion: return "diffusion";
  case component_kind::autoencoder: return "autoencoder";
  case component_kind::adapter: return "adapter";
  case component_kind::optimizer: return "optimizer";
  }
  return "unknown";
}

std::string_view name_of(tensor_role role) noexcept {
  switch (role) {
  case tensor_role::unknown: return "unknown";
  case tensor_role::token_embedding: return "token_embedding";
  case tensor_role::position_embedding: return "position_embedding";
  case tensor_role::output_head: return "output_head";
  case tensor_role::attention_q: return "attention_q";
  case tensor_role::attention_k: return "attention_k";
  case tensor_role::attention_v: return "attention_v";
  case tensor_role::attention_qkv: return "attention_qkv";
  case tensor_role::attention_o: return "attention_o";
  case tensor_role::mlp_gate: return "mlp_gate";
  case tensor_role::mlp_up: return "mlp_up";
  case tensor_role::mlp_down: return "mlp_down";
  case tensor_role::mlp_gate_up: return "mlp_gate_up";
  case tensor_role::norm: return "norm";
  case tensor_role::router: return "router";
  case tensor_role::convolution: return "convolution";
  case tensor_role::linear: return "linear";
  case tensor_role::recurrent: return "recurrent";
  case tensor_role::batch_norm_statistic: return "batch_norm_statistic";
  case tensor_role::bias: return "bias";
  case tensor_role::adapter_down: return "adapter_down";
  case tensor_role::adapter_up: return "adapter_up";
  case tensor_role::buffer: return "buffer";
  }
  return "unknown";
}

std::string_view name_of(evidence_use use) noexcept {
  switch (use) {
  case evidence_use::convicting: return "convicting";
  case evidence_use::descriptive: return "descriptive";
  case evidence_use::excluded: return "excluded";
  }
  return "unknown";
}

std::string_view name_of(exclusion why) noexcept {
  switch (why) {
  case exclusion::none: return "none";
  case exclusion::vector: return "vector";
  case exclusion::deterministic: return "deterministic";
  case exclusion::constant: return "constant";
  case exclusion::init_valued: return "init_valued";
  case exclusion::degenerate: return "degenerate";
  case exclusion::integer: return "integer";
  case exclusion::tied: return "tied";
  case exclusion::running_statistic: return "running_statistic";
  case exclusion::no_exchangeable_axis: return "no_exchangeable_axis";
  case exclusion::adapter_factor: return "adapter_factor";
  case exclusion::empty: return "empty";
  case exclusion::unreadable: return "unreadable";
  case exclusion::optimizer_state: return "optimizer_state";
  case exclusion::by_request: return "by_request";
  }
  return "unknown";
}

} // namespace weightkin
