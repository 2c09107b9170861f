#include "made_decoder.hpp"

#include <cmath>
#include <utility>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

/// Draws the tensors of one model.
class maker {
public:
  maker(std::uint64_t seed, const decoder_sizes& sizes)
      : random_(scattered_source(seed ^ 0x6d616465U)), sizes_(sizes) {
    random_source recipe = scattered_source(77);
    for (std::size_t i = 0; i < sizes.width; ++i)
      recipe_.push_back(recipe.lognormal(0.4));
    for (std::size_t i = 0; i < sizes.width; ++i)
      direction_.push_back(random_.normal());
  }

  zoo_tensor matrix(std::string name, std::size_t rows, std::size_t columns) {
    zoo_tensor tensor{std::move(name), {rows, columns}, {}};
    const double size = 0.8 / std::sqrt(static_cast<double>(columns));
    std::vector<double> scale(columns);
    for (std::size_t c = 0; c < columns; ++c)
      scale[c] = recipe_[c % recipe_.size()] * random_.lognormal(0.1);
    for (std::size_t r = 0; r < rows; ++r) {
      const double row = random_.lognormal(0.3) * size, share = 0.3 * random_.normal();
      for (std::size_t c = 0; c < columns; ++c)
        tensor.values.push_back(static_cast<float>(
            row * scale[c] * (0.7 * random_.student4() + share * direction_[c % width()])));
    }
    return tensor;
  }

  zoo_tensor tokens(std::string name) {
    zoo_tensor tensor{std::move(name), {sizes_.vocabulary, width()}, {}};
    random_source frequency = scattered_source(78);
    for (std::size_t t = 0; t < sizes_.vocabulary; ++t) {
      const double row = 0.5 * frequency.lognormal(0.3) * random_.lognormal(0.05);
      for (std::size_t c = 0; c < width(); ++c)
        tensor.values.push_back(
            static_cast<float>(row * (recipe_[c] * random_.normal() + 0.3 * direction_[c])));
    }
    return tensor;
  }

  zoo_tensor gains(std::string name, double level) {
    zoo_tensor tensor{std::move(name), {width()}, {}};
    for (std::size_t c = 0; c < width(); ++c)
      tensor.values.push_back(static_cast<float>(level * random_.lognormal(0.15)));
    return tensor;
  }

  [[nodiscard]] std::size_t width() const { return sizes_.width; }

private:
  random_source random_;
  decoder_sizes sizes_;
  std::vector<double> recipe_, direction_;
};

/// Trained gate and up rows are a little alike.
void correlate(zoo_tensor& up, const zoo_tensor& gate) {
  for (std::size_t i = 0; i < up.values.size(); ++i)
    up.values[i] += 0.15F * gate.values[i];
}

} // namespace

zoo_model made_decoder(std::uint64_t seed, const decoder_sizes& sizes, bool tied) {
  maker make(seed, sizes);
  zoo_model model;
  model.decoder = sizes;
  const std::size_t d = sizes.width, queries = sizes.heads * sizes.head_width,
                    keys = sizes.key_heads * sizes.head_width;
  const auto add = [&](zoo_tensor tensor) { model.tensors.push_back(std::move(tensor)); };
  add(make.tokens("model.embed_tokens.weight"));
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    const std::string at = "model.layers." + std::to_string(layer) + ".";
    const double depth = static_cast<double>(layer) / static_cast<double>(sizes.layers);
    add(make.gains(at + "input_layernorm.weight", 0.6 + 0.5 * depth));
    add(make.matrix(at + "self_attn.q_proj.weight", queries, d));
    add(make.matrix(at + "self_attn.k_proj.weight", keys, d));
    add(make.matrix(at + "self_attn.v_proj.weight", keys, d));
    add(make.matrix(at + "self_attn.o_proj.weight", d, queries));
    add(make.gains(at + "post_attention_layernorm.weight", 0.7 + 0.6 * depth));
    add(make.matrix(at + "mlp.gate_proj.weight", sizes.hidden, d));
    add(make.matrix(at + "mlp.up_proj.weight", sizes.hidden, d));
    correlate(model.tensors.back(), model.tensors.rbegin()[1]);
    add(make.matrix(at + "mlp.down_proj.weight", d, sizes.hidden));
  }
  add(make.gains("model.norm.weight", 1.5));
  if (!tied) add(make.tokens("lm_head.weight"));
  return model;
}

zoo_model made_child(const zoo_model& parent, double relative, std::uint64_t seed) {
  zoo_model child = parent;
  random_source random = scattered_source(seed ^ 0x6368696cU);
  for (zoo_tensor& tensor : child.tensors) {
    const std::size_t rows = tensor.rows(), columns = tensor.columns();
    const double size = relative * rms(tensor.values) * std::sqrt(0.5);
    constexpr std::size_t rank = 4;
    std::vector<double> left(rows * rank), right(columns * rank);
    for (double& x : left)
      x = random.normal();
    for (double& x : right)
      x = random.normal();
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      double low = 0;
      for (std::size_t k = 0; k < rank; ++k)
        low += left[i / columns * rank + k] * right[i % columns * rank + k];
      const double change = size * (low / std::sqrt(static_cast<double>(rank)) + random.normal());
      tensor.values[i] = static_cast<float>(tensor.values[i] + change);
    }
  }
  return child;
}

} // namespace weightkin::zoo
