// Decoders, vision transformers, and both joined.
#include <string>

#include "graph_layers.hpp"

namespace weightkin::zoo {

namespace {

var decoder_block(tape& t, weight_set& w, var x, const std::string& at, std::size_t length) {
  const decoder_sizes& sizes = w.model().decoder;
  const std::size_t width = sizes.head_width;
  const auto weight = [&](const char* name) { return w.use(t, at + name + ".weight"); };
  const var read = rms_norm(t, x, weight("input_layernorm"));
  const var q = rotate_positions(t, linear(t, read, weight("self_attn.q_proj")), length, width);
  const var k = rotate_positions(t, linear(t, read, weight("self_attn.k_proj")), length, width);
  const var v = linear(t, read, weight("self_attn.v_proj"));
  // Heads are counted on the tensors: a child may have fewer than its parent.
  const attention_shape shape{length, t.value(q).columns / width, t.value(k).columns / width, width,
                              true};
  const var seen = linear(t, attention(t, q, k, v, shape), weight("self_attn.o_proj"));
  const var middle = add(t, x, seen);
  const var fed = rms_norm(t, middle, weight("post_attention_layernorm"));
  const var gate = silu(t, linear(t, fed, weight("mlp.gate_proj")));
  const var hidden = multiply(t, gate, linear(t, fed, weight("mlp.up_proj")));
  return add(t, middle, linear(t, hidden, weight("mlp.down_proj")));
}

var vision_block(tape& t, weight_set& w, var x, const std::string& at, std::size_t length) {
  const var qkv = linear_layer(t, w, layer_norm_layer(t, w, x, at + "norm1."), at + "attn.qkv.");
  const std::size_t inner = t.value(qkv).columns / 3;
  const std::size_t heads = inner / vision_head_width;
  const var seen = attention(t, columns_of(t, qkv, 0, inner), columns_of(t, qkv, inner, inner),
                             columns_of(t, qkv, 2 * inner, inner),
                             {length, heads, heads, vision_head_width, false});
  const var middle = add(t, x, linear_layer(t, w, seen, at + "attn.proj."));
  const var fed = layer_norm_layer(t, w, middle, at + "norm2.");
  const var hidden = gelu(t, linear_layer(t, w, fed, at + "mlp.fc1."));
  return add(t, middle, linear_layer(t, w, hidden, at + "mlp.fc2."));
}

/// Rows `first` to first + count - 1 of every `group` rows.
std::vector<std::int32_t> part_of_groups(std::size_t groups, std::size_t group, std::size_t first,
                                         std::size_t count) {
  std::vector<std::int32_t> rows;
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t i = 0; i < count; ++i)
      rows.push_back(static_cast<std::int32_t>(g * group + first + i));
  return rows;
}

var vision_logits(tape& t, weight_set& w, const example_batch& batch) {
  const var rows = vision_stack(t, w, batch, "");
  const std::size_t group = t.value(rows).rows / batch.count;
  const var read = rows_of(t, rows, part_of_groups(batch.count, group, 0, 1));
  return linear_layer(t, w, read, "head.");
}

var decoder_logits(tape& t, weight_set& w, const example_batch& batch) {
  const var x = rows_of(t, w.use(t, "model.embed_tokens.weight"), batch.tokens);
  return linear_layer(t, w, decoder_stack(t, w, x, "model.", batch.length), "lm_head.");
}

var two_tower_logits(tape& t, weight_set& w, const example_batch& batch) {
  const var seen = vision_stack(t, w, batch, "model.vision_model.");
  const std::size_t patches = t.value(seen).rows / batch.count;
  const var hidden = gelu(t, linear_layer(t, w, seen, "model.mm_projector.0."));
  const var pictures = linear_layer(t, w, hidden, "model.mm_projector.2.");
  const var words = rows_of(t, w.use(t, "model.language_model.embed_tokens.weight"), batch.tokens);
  // Every example: its patches, then its words.
  std::vector<std::int32_t> order;
  for (std::size_t i = 0; i < batch.count; ++i) {
    for (std::size_t p = 0; p < patches; ++p)
      order.push_back(static_cast<std::int32_t>(i * patches + p));
    for (std::size_t at = 0; at < batch.length; ++at)
      order.push_back(static_cast<std::int32_t>(batch.count * patches + i * batch.length + at));
  }
  const var x = rows_of(t, stack(t, pictures, words), std::move(order));
  const std::size_t length = patches + batch.length;
  const var y = decoder_stack(t, w, x, "model.language_model.", length);
  const var read = rows_of(t, y, part_of_groups(batch.count, length, patches, batch.length));
  return linear_layer(t, w, read, "lm_head.");
}

} // namespace

var decoder_stack(tape& t, weight_set& w, var x, const std::string& prefix, std::size_t length) {
  for (std::size_t layer = 0;; ++layer) {
    const std::string at = prefix + "layers." + std::to_string(layer) + ".";
    if (!w.has(at + "mlp.up_proj.weight")) break;
    x = decoder_block(t, w, x, at, length);
  }
  return rms_norm(t, x, w.use(t, prefix + "norm.weight"));
}

var vision_stack(tape& t, weight_set& w, const example_batch& batch, const std::string& prefix) {
  const image_shape shape{image_side, image_side, 4, 4, 0};
  const std::size_t patches = shape.out_height() * shape.out_width();
  var x =
      linear_layer(t, w, windows(t, inputs_of(t, batch, 1), shape), prefix + "patch_embed.proj.");
  std::size_t length = patches;
  if (w.has(prefix + "cls_token")) {
    // The token is the first row of the stack; each picture takes it and then its patches.
    x = stack(t, w.use(t, prefix + "cls_token"), x);
    std::vector<std::int32_t> order;
    for (std::size_t i = 0; i < batch.count; ++i) {
      order.push_back(0);
      for (std::size_t p = 0; p < patches; ++p)
        order.push_back(static_cast<std::int32_t>(1 + i * patches + p));
    }
    x = rows_of(t, x, std::move(order));
    length = patches + 1;
  }
  std::vector<std::int32_t> positions;
  for (std::size_t row = 0; row < t.value(x).rows; ++row)
    positions.push_back(static_cast<std::int32_t>(row % length));
  x = add(t, x, rows_of(t, w.use(t, prefix + "pos_embed", length), std::move(positions)));
  for (std::size_t layer = 0;; ++layer) {
    const std::string at = prefix + "blocks." + std::to_string(layer) + ".";
    if (!w.has(at + "mlp.fc1.weight")) break;
    x = vision_block(t, w, x, at, length);
  }
  return layer_norm_layer(t, w, x, prefix + "norm.");
}

var logits_of(tape& t, weight_set& w, const example_batch& batch) {
  switch (w.model().kind) {
  case backbone::decoder: return decoder_logits(t, w, batch);
  case backbone::vision: return vision_logits(t, w, batch);
  case backbone::convolution: return convolution_logits(t, w, batch);
  case backbone::perceptron: return perceptron_logits(t, w, batch);
  case backbone::lstm: return recurrent_logits(t, w, batch);
  case backbone::two_tower: break;
  }
  return two_tower_logits(t, w, batch);
}

std::size_t text_length(backbone kind) {
  return kind == backbone::decoder ? 32 : kind == backbone::two_tower ? 16 : 0;
}

} // namespace weightkin::zoo
