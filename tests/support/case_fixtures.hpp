#pragma once

#include <array>
#include <string>
#include <support/model_builder.hpp>

/// Small models with known descent, shaped after real disputes. Every generator is seeded.
namespace weightkin::test {

/// Tensors of one tower by local name, so that the same weights can be stored under several
/// dialects.
struct named_weights {
  struct item {
    std::string name;
    model_in_memory::shape_type shape;
    std::vector<float> values;
  };
  std::vector<item> items;

  void add(std::string name, model_in_memory::shape_type shape, std::vector<float> values) {
    items.push_back({std::move(name), std::move(shape), std::move(values)});
  }
  void store(model_in_memory& model, const std::string& prefix, dtype type = dtype::f32) const {
    for (const item& one : items)
      model.add(prefix + one.name, one.shape, one.values, type);
  }
};

/// A pre-norm vision transformer with gated MLPs, 1/16 of the usual width.
inline named_weights vision_tower(gaussian& random, std::size_t depth = 4) {
  constexpr std::size_t d = 80;
  constexpr std::size_t h = 216;
  constexpr std::size_t out = 320;
  named_weights tower;
  tower.add("patch_embed.proj.weight", {d, 3, 2, 7, 7}, heavy_matrix(random, d, 3 * 2 * 7 * 7));
  for (std::size_t layer = 0; layer < depth; ++layer) {
    const std::string at = "blocks." + std::to_string(layer) + ".";
    tower.add(at + "norm1.weight", {d}, random.vector(d, 1.0, 0.1));
    tower.add(at + "norm2.weight", {d}, random.vector(d, 1.0, 0.1));
    tower.add(at + "attn.qkv.weight", {3 * d, d}, heavy_matrix(random, 3 * d, d));
    tower.add(at + "attn.qkv.bias", {3 * d}, random.vector(3 * d, 0.0, 0.05));
    tower.add(at + "attn.proj.weight", {d, d}, heavy_matrix(random, d, d));
    tower.add(at + "mlp.gate_proj.weight", {h, d}, heavy_matrix(random, h, d));
    tower.add(at + "mlp.up_proj.weight", {h, d}, heavy_matrix(random, h, d));
    tower.add(at + "mlp.down_proj.weight", {d, h}, heavy_matrix(random, d, h));
  }
  tower.add("merger.ln_q.weight", {d}, random.vector(d, 1.0, 0.1));
  tower.add("merger.mlp.0.weight", {4 * d, 4 * d}, heavy_matrix(random, 4 * d, 4 * d));
  tower.add("merger.mlp.2.weight", {out, 4 * d}, heavy_matrix(random, out, 4 * d));
  return tower;
}

/// Sinusoidal positions as the customary audio encoder has them: sines then cosines.
inline std::vector<float> sinusoids(std::size_t positions, std::size_t width) {
  std::vector<float> table(positions * width);
  const std::size_t half = width / 2;
  const double step = std::log(10000.0) / static_cast<double>(half - 1);
  for (std::size_t p = 0; p < positions; ++p)
    for (std::size_t i = 0; i < half; ++i) {
      const double angle = static_cast<double>(p) * std::exp(-step * static_cast<double>(i));
      table[p * width + i] = static_cast<float>(std::sin(angle));
      table[p * width + half + i] = static_cast<float>(std::cos(angle));
    }
  return table;
}

inline named_weights audio_encoder(gaussian& random, std::size_t depth = 3) {
  constexpr std::size_t d = 96;
  named_weights encoder;
  encoder.add("conv1.weight", {d, 40, 3}, heavy_matrix(random, d, 120));
  encoder.add("conv2.weight", {d, d, 3}, heavy_matrix(random, d, 3 * d));
  encoder.add("embed_positions.weight", {150, d}, sinusoids(150, d));
  for (std::size_t layer = 0; layer < depth; ++layer) {
    const std::string at = "layers." + std::to_string(layer) + ".";
    for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"})
      encoder.add(at + "self_attn." + part + ".weight", {d, d}, heavy_matrix(random, d, d));
    encoder.add(at + "self_attn_layer_norm.weight", {d}, random.vector(d, 1.0, 0.1));
    encoder.add(at + "fc1.weight", {4 * d, d}, heavy_matrix(random, 4 * d, d));
    encoder.add(at + "fc2.weight", {d, 4 * d}, heavy_matrix(random, d, 4 * d));
  }
  encoder.add("layer_norm.weight", {d}, random.vector(d, 1.0, 0.1));
  return encoder;
}

/// A decoder with grouped-query attention; about twenty vision towers in size.
inline named_weights language_model(gaussian& random, std::size_t depth = 6, std::size_t d = 256,
                                    std::size_t h = 704, std::size_t vocabulary = 2048) {
  named_weights model;
  model.add("embed_tokens.weight", {vocabulary, d}, heavy_matrix(random, vocabulary, d));
  for (std::size_t layer = 0; layer < depth; ++layer) {
    const std::string at = "layers." + std::to_string(layer) + ".";
    model.add(at + "input_layernorm.weight", {d}, random.vector(d, 1.0, 0.1));
    model.add(at + "self_attn.q_proj.weight", {d, d}, heavy_matrix(random, d, d));
    model.add(at + "self_attn.k_proj.weight", {d / 4, d}, heavy_matrix(random, d / 4, d));
    model.add(at + "self_attn.v_proj.weight", {d / 4, d}, heavy_matrix(random, d / 4, d));
    model.add(at + "self_attn.o_proj.weight", {d, d}, heavy_matrix(random, d, d));
    model.add(at + "post_attention_layernorm.weight", {d}, random.vector(d, 1.0, 0.1));
    model.add(at + "mlp.gate_proj.weight", {h, d}, heavy_matrix(random, h, d));
    model.add(at + "mlp.up_proj.weight", {h, d}, heavy_matrix(random, h, d));
    model.add(at + "mlp.down_proj.weight", {d, h}, heavy_matrix(random, d, h));
  }
  model.add("norm.weight", {d}, random.vector(d, 1.0, 0.1));
  return model;
}

/// Every matrix changed by about `relative` in L2, gains and biases by a tenth of their spread.
inline named_weights tuned_copy(gaussian& random, const named_weights& original, double relative) {
  named_weights copy = original;
  for (auto& item : copy.items) {
    if (item.shape.size() >= 2) {
      item.values = fine_tuned(random, item.values, item.shape[0], relative);
    } else {
      for (float& value : item.values)
        value += static_cast<float>(0.01 * random());
    }
  }
  return copy;
}

/// Norm gains with the moments measured on two unrelated public models (mean and deviation of each,
/// per layer): their cosines come out between 0.13 and 0.998 though nothing is shared.
struct gain_moments {
  double mean_a, sd_a, mean_b, sd_b, cosine;
};
inline constexpr std::array<gain_moments, 9> input_gains{{{0.0163, 0.0406, 0.0109, 0.0271, 0.127},
                                                          {0.0732, 0.0535, 0.0388, 0.0797, 0.342},
                                                          {0.0715, 0.0286, 0.1223, 0.0610, 0.832},
                                                          {0.1578, 0.0372, 0.4147, 0.0873, 0.952},
                                                          {0.2357, 0.0410, 0.4970, 0.0465, 0.981},
                                                          {0.3220, 0.0316, 0.6479, 0.0550, 0.992},
                                                          {0.2938, 0.0325, 0.7747, 0.0582, 0.991},
                                                          {0.3492, 0.0336, 0.8316, 0.0738, 0.992},
                                                          {0.3519, 0.0307, 0.8368, 0.0689, 0.993}}};
inline constexpr std::array<gain_moments, 9> post_gains{{{0.1456, 0.0636, 0.0655, 0.0252, 0.854},
                                                         {0.1721, 0.0584, 0.4050, 0.1320, 0.899},
                                                         {0.2149, 0.0503, 0.5175, 0.1246, 0.945},
                                                         {0.2837, 0.0417, 0.6718, 0.0989, 0.979},
                                                         {0.3387, 0.0401, 0.9476, 0.1008, 0.987},
                                                         {0.4675, 0.0358, 1.3790, 0.1028, 0.994},
                                                         {0.6473, 0.0363, 1.7012, 0.0932, 0.997},
                                                         {0.8390, 0.0405, 2.1794, 0.0917, 0.998},
                                                         {0.9749, 0.0668, 2.0449, 0.0964, 0.997}}};

struct accused_pair {
  model_in_memory suspect;
  model_in_memory reference;
};

/// Two unrelated mixture-of-experts models as in the exonerated case: gains with the moments above,
/// independent k and v, routers whose entries share a correlation of +0.004.
inline accused_pair innocent_norms(std::uint64_t seed, std::size_t d = 1024) {
  gaussian random(seed);
  accused_pair pair;
  constexpr std::size_t experts = 128;
  for (std::size_t layer = 0; layer < input_gains.size(); ++layer) {
    const std::string at = "model.layers." + std::to_string(layer) + ".";
    const auto gain = [&](const char* name, const gain_moments& m) {
      pair.suspect.add(at + name, {d}, random.vector(d, m.mean_a, m.sd_a), dtype::bf16);
      pair.reference.add(at + name, {d}, random.vector(d, m.mean_b, m.sd_b), dtype::bf16);
    };
    gain("input_layernorm.weight", input_gains[layer]);
    gain("post_attention_layernorm.weight", post_gains[layer]);
    for (const char* name : {"self_attn.k_proj.weight", "self_attn.v_proj.weight"}) {
      pair.suspect.add(at + name, {256, d}, heavy_matrix(random, 256, d), dtype::bf16);
      pair.reference.add(at + name, {256, d}, heavy_matrix(random, 256, d), dtype::bf16);
    }
    const auto router = random.vector(experts * d, 0.0, 0.02);
    auto other = random.vector(experts * d, 0.0, 0.02);
    for (std::size_t i = 0; i < other.size(); ++i)
      other[i] += 0.004F * router[i];
    pair.suspect.add(at + "mlp.gate.weight", {experts, d}, router, dtype::bf16);
    pair.reference.add(at + "mlp.gate.weight", {experts, d}, other, dtype::bf16);
  }
  return pair;
}

/// Sixteen router layers of two unrelated models whose entries share a correlation of 0.004, as
/// innocent public models do: taken as independent numbers they give about eight standard
/// deviations.
inline accused_pair innocent_routers(std::uint64_t seed, double correlation = 0.004) {
  gaussian random(seed);
  accused_pair pair;
  constexpr std::size_t experts = 128;
  constexpr std::size_t d = 2048;
  for (int layer = 0; layer < 16; ++layer) {
    const std::string name = "model.layers." + std::to_string(layer) + ".mlp.gate.weight";
    const auto router = random.vector(experts * d, 0.0, 0.02);
    auto other = random.vector(experts * d, 0.0, 0.02);
    for (std::size_t i = 0; i < other.size(); ++i)
      other[i] += static_cast<float>(correlation * router[i]);
    pair.suspect.add(name, {experts, d}, router);
    pair.reference.add(name, {experts, d}, other);
  }
  return pair;
}

/// A decoder small enough to make hundreds of.
inline named_weights small_language_model(gaussian& random) {
  return language_model(random, 3, 128, 352, 512);
}

} // namespace weightkin::test
