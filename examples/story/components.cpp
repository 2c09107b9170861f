#include "components.hpp"

#include <array>
#include <cmath>

namespace story {
namespace {

constexpr int vision_depth = 4;
constexpr std::uint64_t vision_mlp = 216;
constexpr int audio_depth = 4;
constexpr std::uint64_t audio_mels = 32;
constexpr std::uint64_t audio_positions = 150;
constexpr int language_depth = 8;
constexpr std::uint64_t language_mlp = 864;
constexpr std::uint64_t language_kv = 64;
constexpr std::uint64_t vocabulary = 2048;

constexpr std::array<gain_moments, language_depth> first_moments{{
    {0.0715, 0.0286, 0.2149, 0.0503},
    {0.1578, 0.0372, 0.2837, 0.0417},
    {0.2357, 0.0410, 0.3387, 0.0401},
    {0.3220, 0.0316, 0.4675, 0.0358},
    {0.2938, 0.0325, 0.6473, 0.0363},
    {0.3492, 0.0336, 0.8390, 0.0405},
    {0.3519, 0.0307, 0.9749, 0.0668},
    {0.3519, 0.0307, 0.9749, 0.0668},
}};

constexpr std::array<gain_moments, language_depth> second_moments{{
    {0.1223, 0.0610, 0.5175, 0.1246},
    {0.4147, 0.0873, 0.6718, 0.0989},
    {0.4970, 0.0465, 0.9476, 0.1008},
    {0.6479, 0.0550, 1.3790, 0.1028},
    {0.7747, 0.0582, 1.7012, 0.0932},
    {0.8316, 0.0738, 2.1794, 0.0917},
    {0.8368, 0.0689, 2.0449, 0.0964},
    {0.8368, 0.0689, 2.0449, 0.0964},
}};

/// Adds `name`.weight [out, in] and, unless told otherwise, `name`.bias [out].
void add_linear(made_component& to, const std::string& name, std::uint64_t out, std::uint64_t in,
                random_stream& random, bool with_bias = true) {
  to.push_back(make_weight(name + ".weight", {out, in}, random));
  if (with_bias) to.push_back(make_vector(name + ".bias", out, 0, 0.02, random));
}

void add_layer_norm(made_component& to, const std::string& name, random_stream& random) {
  to.push_back(make_vector(name + ".weight", audio_hidden, 1.0, 0.1, random));
  to.push_back(make_vector(name + ".bias", audio_hidden, 0, 0.05, random));
}

/// Whisper's fixed table: sines of log-spaced frequencies, then their cosines.
made_tensor make_sinusoids(const std::string& name) {
  made_tensor made{name, {audio_positions, audio_hidden}, {}};
  constexpr std::uint64_t half = audio_hidden / 2;
  const double step = std::log(10000.0) / static_cast<double>(half - 1);
  for (std::uint64_t position = 0; position < audio_positions; ++position)
    for (std::uint64_t channel = 0; channel < audio_hidden; ++channel) {
      const double frequency = std::exp(-step * static_cast<double>(channel % half));
      const double angle = static_cast<double>(position) * frequency;
      made.values.push_back(static_cast<float>(channel < half ? std::sin(angle) : std::cos(angle)));
    }
  return made;
}

} // namespace

const std::span<const gain_moments> first_gains = first_moments;
const std::span<const gain_moments> second_gains = second_moments;

made_component make_vision_tower(random_stream& random) {
  made_component made;
  made.push_back(make_weight("patch_embed.proj.weight", {vision_hidden, 3, 2, 14, 14}, random));
  for (int block = 0; block < vision_depth; ++block) {
    const std::string name = "blocks." + std::to_string(block) + ".";
    made.push_back(make_vector(name + "norm1.weight", vision_hidden, 1.1, 0.12, random));
    made.push_back(make_vector(name + "norm2.weight", vision_hidden, 1.3, 0.15, random));
    add_linear(made, name + "attn.qkv", 3 * vision_hidden, vision_hidden, random);
    add_linear(made, name + "attn.proj", vision_hidden, vision_hidden, random);
    add_linear(made, name + "mlp.gate_proj", vision_mlp, vision_hidden, random);
    add_linear(made, name + "mlp.up_proj", vision_mlp, vision_hidden, random);
    add_linear(made, name + "mlp.down_proj", vision_hidden, vision_mlp, random);
  }
  made.push_back(make_vector("merger.ln_q.weight", vision_hidden, 0.9, 0.1, random));
  constexpr std::uint64_t merged = 4 * vision_hidden;
  add_linear(made, "merger.mlp.0", merged, merged, random);
  add_linear(made, "merger.mlp.2", language_hidden, merged, random);
  return made;
}

made_component make_audio_encoder(random_stream& random) {
  made_component made;
  made.push_back(make_weight("conv1.weight", {audio_hidden, audio_mels, 3}, random));
  made.push_back(make_vector("conv1.bias", audio_hidden, 0, 0.02, random));
  made.push_back(make_weight("conv2.weight", {audio_hidden, audio_hidden, 3}, random));
  made.push_back(make_vector("conv2.bias", audio_hidden, 0, 0.02, random));
  made.push_back(make_sinusoids("embed_positions.weight"));
  for (int layer = 0; layer < audio_depth; ++layer) {
    const std::string name = "layers." + std::to_string(layer) + ".";
    for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"})
      add_linear(made, name + "self_attn." + part, audio_hidden, audio_hidden, random,
                 std::string(part) != "k_proj");
    add_layer_norm(made, name + "self_attn_layer_norm", random);
    add_linear(made, name + "fc1", 4 * audio_hidden, audio_hidden, random);
    add_linear(made, name + "fc2", audio_hidden, 4 * audio_hidden, random);
    add_layer_norm(made, name + "final_layer_norm", random);
  }
  add_layer_norm(made, "layer_norm", random);
  return made;
}

made_component make_language_model(std::span<const gain_moments> gains, random_stream& random) {
  made_component made;
  made.push_back(make_weight("model.embed_tokens.weight", {vocabulary, language_hidden}, random));
  for (int layer = 0; layer < language_depth; ++layer) {
    const std::string name = "model.layers." + std::to_string(layer) + ".";
    const gain_moments& gain = gains[static_cast<std::size_t>(layer)];
    made.push_back(make_vector(name + "input_layernorm.weight", language_hidden, gain.input_mean,
                               gain.input_deviation, random));
    add_linear(made, name + "self_attn.q_proj", language_hidden, language_hidden, random, false);
    add_linear(made, name + "self_attn.k_proj", language_kv, language_hidden, random, false);
    add_linear(made, name + "self_attn.v_proj", language_kv, language_hidden, random, false);
    add_linear(made, name + "self_attn.o_proj", language_hidden, language_hidden, random, false);
    made.push_back(make_vector(name + "post_attention_layernorm.weight", language_hidden,
                               gain.post_mean, gain.post_deviation, random));
    add_linear(made, name + "mlp.gate_proj", language_mlp, language_hidden, random, false);
    add_linear(made, name + "mlp.up_proj", language_mlp, language_hidden, random, false);
    add_linear(made, name + "mlp.down_proj", language_hidden, language_mlp, random, false);
  }
  const gain_moments& last = gains.back();
  made.push_back(make_vector("model.norm.weight", language_hidden, last.post_mean,
                             last.post_deviation, random));
  made.push_back(make_weight("lm_head.weight", {vocabulary, language_hidden}, random));
  return made;
}

made_component make_projector(std::uint64_t out, std::uint64_t in, random_stream& random) {
  made_component made;
  add_linear(made, "linear", out, in, random);
  made[0].name = "weight";
  made[1].name = "bias";
  return made;
}

} // namespace story
