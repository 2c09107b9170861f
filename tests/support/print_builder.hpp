#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>

/// Fingerprints of models that never were: every field filled with what such a field can hold.
namespace weightkin::test {

class print_builder {
public:
  explicit print_builder(std::uint64_t seed) : bits_(seed) { print_.seed = seed; }

  std::size_t add_component(std::string id, component_kind kind, std::string prefix) {
    component part;
    part.id = std::move(id);
    part.kind = kind;
    part.prefix = std::move(prefix);
    print_.contents.components.push_back(std::move(part));
    print_.component_roots.emplace_back(print_roots{any_digest(), any_digest()});
    return print_.contents.components.size() - 1;
  }

  /// A tensor with everything its shape allows. Units lie along the first axis.
  void add(std::string name, std::vector<std::uint64_t> shape, std::string slot, int layer,
           tensor_role role, std::size_t component = 0) {
    std::uint64_t elements = 1;
    for (const std::uint64_t extent : shape)
      elements *= extent;
    tensor_print tensor;
    tensor.name = std::move(name);
    tensor.type = dtype::bf16;
    tensor.shape = shape;
    fill_sums(tensor, elements);
    if (elements >= 256) add_sketch(tensor, elements);
    inventory_entry entry;
    entry.component = component;
    const std::string& prefix = print_.contents.components[component].prefix;
    entry.suffix = tensor.name.substr(tensor.name.starts_with(prefix) ? prefix.size() : 0);
    entry.slot = std::move(slot);
    entry.layer = layer;
    entry.role = role;
    entry.parameters = elements;
    if (shape.size() < 2) {
      entry.use = evidence_use::descriptive;
      entry.why = exclusion::vector;
    } else {
      entry.axis = unit_axis{0, shape[0], 1, 1, "layers." + std::to_string(layer) + ".hidden"};
      if (shape[0] >= 8) add_units(tensor, shape[0]);
      if (shape[0] >= 8 && shape[0] <= 65536 && elements / shape[0] >= 16)
        add_rows(tensor, shape[0]);
    }
    print_.tensors.push_back(std::move(tensor));
    print_.contents.entries.push_back(std::move(entry));
  }

  /// Anchors of three (or two) tensors whose units lie along the first axis or are set later.
  void add_anchors(std::optional<std::size_t> gate, std::size_t up, std::size_t down,
                   std::size_t units, token_choice tokens) {
    unit_anchors anchors{gate, up, down, {}, tokens, 0, {}, {}};
    anchors.cosines.resize(units * (gate ? 3 : 1));
    for (std::int16_t& one : anchors.cosines)
      one = static_cast<std::int16_t>(code(32767));
    if (tokens != token_choice::none) {
      anchors.vocabulary = 32000;
      anchors.up_codes.resize(units * print_features);
      if (gate) anchors.gate_codes.resize(units * print_features);
    }
    for (auto* codes : {&anchors.gate_codes, &anchors.up_codes})
      for (std::int8_t& one : *codes)
        one = static_cast<std::int8_t>(code(127));
    print_.anchors.push_back(std::move(anchors));
  }

  [[nodiscard]] fingerprint& edit() { return print_; }

  fingerprint finish() {
    inventory& contents = print_.contents;
    std::vector<std::vector<int>> layers(contents.components.size());
    for (std::size_t i = 0; i < contents.entries.size(); ++i) {
      inventory_entry& entry = contents.entries[i];
      entry.tensor = i;
      ++contents.components[entry.component].tensors;
      contents.components[entry.component].parameters += entry.parameters;
      contents.parameters += entry.parameters;
      if (entry.layer >= 0) layers[entry.component].push_back(entry.layer);
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
      std::sort(layers[i].begin(), layers[i].end());
      layers[i].erase(std::unique(layers[i].begin(), layers[i].end()), layers[i].end());
      contents.components[i].layers = static_cast<int>(layers[i].size());
    }
    print_.checksum = bits_();
    print_.roots = print_roots{any_digest(), any_digest()};
    return std::move(print_);
  }

private:
  digest any_digest() {
    digest value;
    for (std::uint8_t& byte : value.bytes)
      byte = static_cast<std::uint8_t>(bits_());
    return value;
  }
  int code(int most) {
    return static_cast<int>(bits_() % static_cast<unsigned>(2 * most + 1)) - most;
  }
  float share() { return static_cast<float>(bits_() >> 40) * 0x1p-24F; }

  void fill_sums(tensor_print& tensor, std::uint64_t elements) {
    tensor.zeros = elements / 100;
    tensor.negative = elements / 2;
    tensor.minimum = -0.25;
    tensor.maximum = 0.3125;
    tensor.mean = 1e-5 * static_cast<double>(share());
    tensor.mean_square = 4e-4 + 1e-5 * static_cast<double>(share());
    tensor.checksum = bits_();
    tensor.checksum_bf16 = bits_();
    tensor.checksum_f16 = bits_();
    tensor.stored = any_digest();
    tensor.value = any_digest();
    std::uint16_t bin = 440;
    for (std::uint16_t& quantile : tensor.magnitudes)
      quantile = bin = static_cast<std::uint16_t>(bin + bits_() % 8);
  }
  void add_sketch(tensor_print& tensor, std::uint64_t elements) {
    std::size_t buckets = 1024;
    while (elements < 16384 && buckets > elements / 16)
      buckets /= 2;
    value_sketch sketch;
    sketch.scale = 0.001F + share();
    sketch.codes.resize(buckets);
    for (std::int16_t& one : sketch.codes)
      one = static_cast<std::int16_t>(code(32767));
    tensor.sketch = std::move(sketch);
  }
  void add_units(tensor_print& tensor, std::uint64_t units) {
    unit_signature signature;
    signature.scales.resize(static_cast<std::size_t>(std::min<std::uint64_t>(units, 128)));
    for (float& scale : signature.scales)
      scale = share();
    signature.codes.resize(signature.scales.size() * print_features);
    for (std::int8_t& one : signature.codes)
      one = static_cast<std::int8_t>(code(127));
    tensor.units = std::move(signature);
  }
  void add_rows(tensor_print& tensor, std::uint64_t rows) {
    row_summary summary;
    for (float& norm : summary.profile)
      norm = share();
    std::sort(summary.profile.begin(), summary.profile.end());
    summary.landmarks.resize(8);
    float norm = 4;
    for (row_landmark& mark : summary.landmarks) {
      mark.row = static_cast<std::uint32_t>(bits_() % rows);
      mark.norm = norm -= share() / 8;
      mark.scale = share();
      for (std::int8_t& one : mark.codes)
        one = static_cast<std::int8_t>(code(127));
    }
    for (std::int8_t& one : summary.gram)
      one = static_cast<std::int8_t>(code(127));
    tensor.rows = summary;
  }

  std::mt19937_64 bits_;
  fingerprint print_;
};

/// As a Llama of 7 billion parameters has them: 291 tensors, 226 of them matrices.
inline fingerprint llama_print(int layers = 32, std::uint64_t width = 4096,
                               std::uint64_t hidden = 11008, std::uint64_t vocabulary = 32000) {
  using enum tensor_role;
  print_builder builder(0);
  builder.add_component("language_model", component_kind::language_model, "model.");
  builder.edit().name = "llama";
  builder.edit().format = "safetensors";
  builder.add("model.embed_tokens.weight", {vocabulary, width}, "token_embedding.weight", -1,
              token_embedding);
  for (int i = 0; i < layers; ++i) {
    const std::string from = "model.layers." + std::to_string(i) + ".";
    const std::string to = "layers." + std::to_string(i) + ".";
    const auto matrix = [&](const char* name, std::uint64_t out, std::uint64_t in, const char* slot,
                            tensor_role role) {
      builder.add(from + name + ".weight", {out, in}, to + slot + ".weight", i, role);
    };
    const auto vector = [&](const char* name, const char* slot) {
      builder.add(from + name + ".weight", {width}, to + slot + ".weight", i, norm);
    };
    vector("input_layernorm", "attention.norm");
    matrix("mlp.down_proj", width, hidden, "mlp.down", mlp_down);
    matrix("mlp.gate_proj", hidden, width, "mlp.gate", mlp_gate);
    matrix("mlp.up_proj", hidden, width, "mlp.up", mlp_up);
    const std::size_t up = builder.edit().tensors.size() - 1;
    unit_axis& down_axis = *builder.edit().contents.entries[up - 2].axis;
    down_axis.axis = 1;
    down_axis.units = hidden;
    builder.add_anchors(up - 1, up, up - 2, 128, token_choice::by_row);
    vector("post_attention_layernorm", "mlp.norm");
    matrix("self_attn.k_proj", width, width, "attention.k", attention_k);
    matrix("self_attn.o_proj", width, width, "attention.o", attention_o);
    matrix("self_attn.q_proj", width, width, "attention.q", attention_q);
    matrix("self_attn.v_proj", width, width, "attention.v", attention_v);
  }
  builder.add("model.norm.weight", {width}, "norm.weight", -1, norm);
  builder.add("lm_head.weight", {vocabulary, width}, "output_head.weight", -1, output_head);
  return builder.finish();
}

/// A small model in two components with every optional thing there and, somewhere, not there.
inline fingerprint odd_print() {
  using enum tensor_role;
  print_builder builder(7);
  builder.add_component("vision_encoder", component_kind::vision_encoder, "model.vision.");
  builder.add_component("my part", component_kind::model, "");
  builder.add("model.vision.blocks.0.fc1.weight", {16, 32}, "blocks.0.mlp.up.weight", 0, mlp_up);
  builder.add("model.vision.blocks.0.fc1.bias", {16}, "blocks.0.mlp.up.bias", 0, bias);
  builder.add("other/recurrent", {32, 8}, "", -1, recurrent, 1);
  builder.add("copy", {16, 32}, "copy", -1, unknown, 1);
  builder.add("counter", {}, "counter", -1, buffer, 1);
  builder.add("empty", {4, 0}, "empty", 2147483646, linear, 1);
  builder.add(std::string(300, 'n') + ".x", {3}, std::string(300, 's'), 3, linear, 1);
  builder.add_anchors(std::nullopt, 0, 3, 16, token_choice::none);
  builder.add_anchors(3, 0, 3, 16, token_choice::by_string);
  fingerprint& print = builder.edit();
  print.name = "odd \xc3\xa9 model\n";
  print.format.clear();
  print.component_roots[1].reset();
  print.tensors[1].stored.reset();
  print.tensors[2].scheme = "q4_k";
  print.tensors[2].type = dtype::f64;
  print.tensors[2].maximum = 0.1; // no f32
  auto& entries = print.contents.entries;
  entries[0].axis->group = std::string(300, 'g');
  entries[2].axis = unit_axis{0, 8, 1, 4, "recurrent.hidden", true, true};
  print.tensors[2].units->scales.resize(8);
  print.tensors[2].units->codes.resize(8 * print_features);
  entries[3].tied_to = 0;
  entries[3].use = evidence_use::excluded;
  entries[3].why = exclusion::tied;
  entries[3].detail = "same storage as model.vision.blocks.0.fc1.weight";
  entries[3].parameters = 0;
  entries[3].suffix = "not the end of the name";
  print.tensors[3].sketch.reset();
  print.tensors[3].rows.reset();
  tensor_print& counter = print.tensors[4];
  counter.type = dtype::i64;
  counter.minimum = counter.maximum = counter.mean = counter.mean_square = 0;
  counter.zeros = 1;
  counter.negative = 0;
  counter.magnitudes.fill(0xFFFF);
  tensor_print& empty = print.tensors[5];
  empty.minimum = std::numeric_limits<double>::infinity();
  empty.maximum = -empty.minimum;
  empty.mean = empty.mean_square = 0;
  empty.magnitudes.fill(0xFFFF);
  entries[5].axis.reset();
  tensor_print& broken = print.tensors[6];
  broken.nonfinite = 1;
  broken.outside = 1;
  broken.value.reset();
  fingerprint done = builder.finish();
  done.roots.reset(); // a value digest is missing
  return done;
}

/// Every field, by itself; the bits of numbers.
inline bool same_entry(const inventory_entry& a, const inventory_entry& b) {
  const auto same_axis = [](const unit_axis& x, const unit_axis& y) {
    return x.axis == y.axis && x.units == y.units && x.block == y.block && x.gates == y.gates &&
           x.group == y.group && x.shared_unknown == y.shared_unknown &&
           x.skip_diagonal == y.skip_diagonal;
  };
  return a.tensor == b.tensor && a.component == b.component && a.suffix == b.suffix &&
         a.slot == b.slot && a.layer == b.layer && a.role == b.role &&
         a.parameters == b.parameters && a.use == b.use && a.why == b.why && a.detail == b.detail &&
         a.tied_to == b.tied_to && a.axis.has_value() == b.axis.has_value() &&
         (!a.axis || same_axis(*a.axis, *b.axis));
}

inline bool same_component(const component& a, const component& b) {
  return a.id == b.id && a.kind == b.kind && a.prefix == b.prefix && a.tensors == b.tensors &&
         a.parameters == b.parameters && a.layers == b.layers;
}

inline bool same_print(const fingerprint& a, const fingerprint& b) {
  const auto& x = a.contents;
  const auto& y = b.contents;
  return a.seed == b.seed && a.name == b.name && a.format == b.format && a.tensors == b.tensors &&
         a.anchors == b.anchors && a.checksum == b.checksum && a.roots == b.roots &&
         a.component_roots == b.component_roots && x.parameters == y.parameters &&
         std::equal(x.components.begin(), x.components.end(), y.components.begin(),
                    y.components.end(), same_component) &&
         std::equal(x.entries.begin(), x.entries.end(), y.entries.begin(), y.entries.end(),
                    same_entry);
}

} // namespace weightkin::test
