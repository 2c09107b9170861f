#include "inventory/component_rules.hpp"

#include <algorithm>
#include <array>

#include "inventory/name_path.hpp"

namespace weightkin::detail {
namespace {

using enum component_kind;

// One row for each naming dialect. The comment says who writes such names.
constexpr component_rule rules[] = {
    // Vision encoders. A merger or projector inside the tower's prefix stays with the tower.
    {"visual.", vision_encoder, "visual", "visual."},                 // vision-language files, CLIP
    {"model.visual.", vision_encoder, "visual", "model.visual."},     // the same, newer container
    {"thinker.visual.", vision_encoder, "visual", "thinker.visual."}, // omni models
    {"vision_model.", vision_encoder, "vision_model", "vision_model."},
    {"model.vision_model.", vision_encoder, "vision_model", "model.vision_model."},
    {"vision_tower.", vision_encoder, "vision_tower", "vision_tower."},
    {"model.vision_tower.", vision_encoder, "vision_tower", "model.vision_tower."},
    {"vision_encoder.", vision_encoder, "vision_encoder", "vision_encoder."},
    {"model.vision_encoder.", vision_encoder, "vision_encoder", "model.vision_encoder."},
    {"image_encoder.", vision_encoder, "image_encoder", "image_encoder."},

    // Audio encoders.
    {"audio_tower.", audio_encoder, "audio_tower", "audio_tower."},
    {"model.audio_tower.", audio_encoder, "audio_tower", "model.audio_tower."},
    {"thinker.audio_tower.", audio_encoder, "audio_tower", "thinker.audio_tower."},
    {"audio_model.", audio_encoder, "audio_model", "audio_model."},
    {"model.audio_model.", audio_encoder, "audio_model", "model.audio_model."},
    {"audio_encoder.", audio_encoder, "audio_encoder", "audio_encoder."},
    {"model.audio_encoder.", audio_encoder, "audio_encoder", "model.audio_encoder."},
    {"speech_encoder.", audio_encoder, "speech_encoder", "speech_encoder."},
    // Speech recognisers call their encoder just "encoder"; its convolutions tell it from text.
    {"model.encoder.", audio_encoder, "model.encoder", "model.encoder.", claim::witness,
     "model.encoder.conv1."},

    // Discrete codes.
    {"discrete_vision_model.", vision_tokenizer, "discrete_vision", "discrete_vision_model."},
    {"model.discrete_vision_model.", vision_tokenizer, "discrete_vision",
     "model.discrete_vision_model."},
    {"model.vqmodel.", vision_tokenizer, "vqmodel", "model.vqmodel."},
    {"discrete_audio_model.", audio_tokenizer, "discrete_audio", "discrete_audio_model."},
    {"model.discrete_audio_model.", audio_tokenizer, "discrete_audio",
     "model.discrete_audio_model."},
    {"code2wav.", audio_tokenizer, "code2wav", "code2wav."},
    {"token2wav.", audio_tokenizer, "token2wav", "token2wav."},

    // Projectors.
    {"mm_projector.", projector, "projector", "mm_projector."},
    {"model.mm_projector.", projector, "projector", "model.mm_projector."},
    {"multi_modal_projector.", projector, "projector", "multi_modal_projector."},
    {"model.multi_modal_projector.", projector, "projector", "model.multi_modal_projector."},
    {"audio_projector.", projector, "audio_projector", "audio_projector."},
    {"model.audio_projector.", projector, "audio_projector", "model.audio_projector."},
    {"vision_projector.", projector, "vision_projector", "vision_projector."},
    {"model.vision_projector.", projector, "vision_projector", "model.vision_projector."},
    {"model.video_audio_compressor.", projector, "compressor", "model.video_audio_compressor."},
    {"connector.", projector, "connector", "connector."},
    {"model.connector.", projector, "connector", "model.connector."},
    {"aligner.", projector, "aligner", "aligner."},
    {"model.aligner.", projector, "aligner", "model.aligner."},
    {"mlp1.", projector, "projector", "mlp1.", claim::witness, "language_model."},
    {"visual_projection.", projector, "visual_projection", "", claim::witness, "vision_model."},
    {"text_projection.", projector, "text_projection", "", claim::witness, "text_model."},

    // Language models.
    {"language_model.", language_model, "language_model", "language_model."},
    {"model.language_model.", language_model, "language_model", "model.language_model."},
    {"thinker.model.", language_model, "language_model", "thinker.model."},
    {"thinker.lm_head.", language_model, "language_model", "thinker.", claim::joins},
    {"talker.", language_model, "talker", "talker."}, // second language model of omni models
    {"llm.", language_model, "language_model", "llm."},
    {"model.layers.", language_model, "language_model", "model."}, // the common decoder dialect
    {"model.embed_tokens.", language_model, "language_model", "model."},
    {"model.norm.", language_model, "language_model", "model.", claim::joins},
    {"model.rotary_emb.", language_model, "language_model", "model.", claim::joins},
    {"lm_head.", language_model, "language_model", "", claim::joins},
    {"model.decoder.", language_model, "language_model", "model.decoder."}, // seq2seq, OPT
    {"proj_out.", language_model, "language_model", "", claim::witness, "model.decoder."},
    {"transformer.h.", language_model, "language_model", "transformer."}, // GPT-2 and BLOOM
    {"transformer.wte.", language_model, "language_model", "transformer."},
    {"transformer.wpe.", language_model, "language_model", "transformer.", claim::joins},
    {"transformer.ln_f.", language_model, "language_model", "transformer.", claim::joins},
    {"transformer.word_embeddings.", language_model, "language_model", "transformer."},
    {"transformer.word_embeddings_layernorm.", language_model, "language_model", "transformer."},
    {"gpt_neox.", language_model, "language_model", "gpt_neox."},
    {"embed_out.", language_model, "language_model", "", claim::joins}, // its output head

    // Text encoders.
    {"text_encoder.", text_encoder, "text_encoder", "text_encoder."},
    {"text_encoder_2.", text_encoder, "text_encoder_2", "text_encoder_2."},
    {"text_encoder_3.", text_encoder, "text_encoder_3", "text_encoder_3."},
    {"text_model.", text_encoder, "text_model", "text_model."},
    {"model.text_model.", text_encoder, "text_model", "model.text_model."},
    {"cond_stage_model.", text_encoder, "cond_stage_model", "cond_stage_model."},
    {"conditioner.embedders.0.", text_encoder, "embedder_0", "conditioner.embedders.0."},
    {"conditioner.embedders.1.", text_encoder, "embedder_1", "conditioner.embedders.1."},
    {"model.encoder.", text_encoder, "model.encoder", "model.encoder.", claim::witness,
     "model.decoder.layers."}, // translation and summarising models

    // Diffusion and autoencoders.
    {"unet.", diffusion, "unet", "unet."},
    {"model.diffusion_model.", diffusion, "diffusion_model", "model.diffusion_model."},
    {"diffusion_model.", diffusion, "diffusion_model", "diffusion_model."},
    {"controlnet.", diffusion, "controlnet", "controlnet."},
    {"vae.", autoencoder, "vae", "vae."},
    {"first_stage_model.", autoencoder, "first_stage_model", "first_stage_model."},

    // A second, averaged copy of the weights saved beside the first.
    {"model_ema.", model, "ema", "model_ema."},
};

constexpr std::array<std::string_view, 15> adapter_segments{
    "lora_A",           "lora_B",           "lora_up",
    "lora_down", // factor pairs
    "lora_embedding_A", "lora_embedding_B", "lora_magnitude_vector",
    "dora_scale", // and their
    "hada_w1_a",        "hada_w1_b",        "hada_w2_a",
    "hada_w2_b",                                             // Hadamard products
    "lokr_w1",          "lokr_w2",          "adapter_alpha", // Kronecker products
};

constexpr std::array<std::string_view, 11> optimizer_prefixes{
    "optimizer",         "optimizer_state", "optimizer_states", "optimizer_state_dict",
    "optimizer_weights", "optim",           "opt_state",        "optimizers",
    "lr_scheduler",      "lr_schedulers",   "keras_api", // metrics, saved with the model
};

constexpr std::array<std::string_view, 14> optimizer_segments{
    "exp_avg",
    "exp_avg_sq",
    "max_exp_avg_sq",
    "momentum_buffer",
    "square_avg",
    // TensorFlow names a slot after its optimiser, beside the variable it belongs to.
    "Adam",
    "Adam_1",
    "Momentum",
    "RMSProp",
    "RMSProp_1",
    "Adagrad",
    "beta1_power",
    "beta2_power",
    "OPTIMIZER_SLOT",
};

template <class Table>
bool table_contains(const Table& table, std::string_view text) noexcept {
  return std::find(table.begin(), table.end(), text) != table.end();
}

} // namespace

std::span<const component_rule> component_rules() noexcept { return rules; }

bool is_adapter_name(std::string_view name, const std::vector<std::string_view>& path) noexcept {
  if (path.empty()) return false;
  // "text_encoder:0:up": factor files that number the adapted layers.
  if (name.ends_with(":up") || name.ends_with(":down")) return true;
  // "<token>": a learned token embedding saved beside such factors.
  if (name.starts_with('<') && name.ends_with('>')) return true;
  // "lora_unet_...": the flattened module path of one family of training scripts.
  if (path.front().starts_with("lora_unet_") || path.front().starts_with("lora_te")) return true;
  return std::any_of(path.begin(), path.end(), [](std::string_view segment) {
    return table_contains(adapter_segments, segment) || segment.starts_with("lokr_w");
  });
}

bool is_optimizer_name(const std::vector<std::string_view>& path) noexcept {
  if (path.empty()) return false;
  if (path.size() > 1 && table_contains(optimizer_prefixes, path.front())) return true;
  return std::any_of(path.begin(), path.end(), [](std::string_view segment) {
    return table_contains(optimizer_segments, segment);
  });
}

} // namespace weightkin::detail
