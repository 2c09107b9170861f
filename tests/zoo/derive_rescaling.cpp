#include "derive_rescaling.hpp"

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

descendant rescaled_copy(const zoo_model& parent, const char* recipe, std::string strength) {
  descendant child = copy_of(parent, recipe, std::move(strength));
  child.truth.operations = {operation_kind::rescaled};
  return child;
}

/// A norm gain and the matrices that read through it.
struct norm_and_readers {
  zoo_tensor* gain;
  std::vector<zoo_tensor*> readers;
};

std::vector<norm_and_readers> norms(zoo_model& model) {
  zoo_tensor& head = own_output_head(model); // may move the tensors: first
  std::vector<norm_and_readers> all;
  const auto readers = [&](std::size_t layer, std::initializer_list<const char*> parts) {
    std::vector<zoo_tensor*> found;
    for (const char* part : parts)
      found.push_back(&block_tensor(model, layer, part));
    return found;
  };
  for (std::size_t layer = 0; layer < model.decoder.layers; ++layer) {
    all.push_back({&block_tensor(model, layer, "input_layernorm"),
                   readers(layer, {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"})});
    all.push_back({&block_tensor(model, layer, "post_attention_layernorm"),
                   readers(layer, {"mlp.gate_proj", "mlp.up_proj"})});
  }
  all.push_back({&final_gain(model), {&head}});
  return all;
}

/// Gains become `wanted(gain)`, readers accordingly.
template <class F>
void replace_gains(zoo_model& model, const F& wanted) {
  for (const auto& [gain, readers] : norms(model))
    for (std::size_t i = 0; i < gain->values.size(); ++i) {
      const double before = gain->values[i];
      gain->values[i] = static_cast<float>(wanted(before));
      for (zoo_tensor* reader : readers)
        scale_column(*reader, i, before / static_cast<double>(gain->values[i]));
    }
}

} // namespace

descendant feed_forward_rescaled(const zoo_model& parent, bool per_unit, double log_spread,
                                 std::uint64_t seed) {
  descendant child = rescaled_copy(parent, "feed_forward_rescaled",
                                   per_unit ? "a factor a unit" : "a factor a layer");
  random_source random = scattered_source(seed);
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    zoo_tensor& up = block_tensor(child.model, layer, "mlp.up_proj");
    zoo_tensor& down = block_tensor(child.model, layer, "mlp.down_proj");
    double factor = random.lognormal(log_spread);
    for (std::size_t unit = 0; unit < up.rows(); ++unit) {
      if (per_unit) factor = random.lognormal(log_spread);
      scale_row(up, unit, factor);
      scale_column(down, unit, 1 / factor);
    }
  }
  return child;
}

descendant values_rescaled(const zoo_model& parent, bool per_unit, double log_spread,
                           std::uint64_t seed) {
  descendant child = rescaled_copy(parent, "values_rescaled",
                                   per_unit ? "a factor a dimension" : "a factor a layer");
  random_source random = scattered_source(seed);
  const std::size_t width = parent.decoder.head_width, group = group_size(parent.decoder);
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    zoo_tensor& v = block_tensor(child.model, layer, "self_attn.v_proj");
    zoo_tensor& o = block_tensor(child.model, layer, "self_attn.o_proj");
    double factor = random.lognormal(log_spread);
    for (std::size_t i = 0; i < v.rows(); ++i) {
      if (per_unit) factor = random.lognormal(log_spread);
      scale_row(v, i, factor);
      for (std::size_t head = i / width * group; head < (i / width + 1) * group; ++head)
        scale_column(o, head * width + i % width, 1 / factor);
    }
  }
  return child;
}

descendant stream_rescaled(const zoo_model& parent, double factor) {
  descendant child = rescaled_copy(parent, "stream_rescaled", std::to_string(factor));
  (void)own_output_head(child.model); // a tied one would be scaled with the token table
  scale_all(token_table(child.model), factor);
  for (zoo_tensor* writer : stream_writers(child.model))
    scale_all(*writer, factor);
  return child;
}

descendant gains_folded(const zoo_model& parent) {
  descendant child = rescaled_copy(parent, "gains_folded", "all");
  replace_gains(child.model, [](double) { return 1.0; });
  return child;
}

descendant gains_replaced(const zoo_model& parent, double log_spread, std::uint64_t seed) {
  descendant child = rescaled_copy(parent, "gains_replaced", std::to_string(log_spread));
  random_source random = scattered_source(seed);
  replace_gains(child.model, [&](double) { return random.lognormal(log_spread); });
  return child;
}

} // namespace weightkin::zoo
