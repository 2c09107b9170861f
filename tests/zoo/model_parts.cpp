#include "model_parts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <weightkin/inventory/inventory.hpp>

namespace weightkin::zoo {

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t count_layers(const zoo_model& model, const std::string& before,
                         const std::string& after) {
  std::size_t count = 0;
  while (model.find(before + std::to_string(count) + after) != nullptr)
    ++count;
  return count;
}

/// before0., before1., ...: the first half of `count` layers, and `more`.
model_part first_half(const std::string& before, std::size_t count, std::vector<std::string> more) {
  for (std::size_t i = 0; i < count / 2; ++i)
    more.push_back(before + std::to_string(i) + ".");
  return {"first half of the layers", std::move(more)};
}

const char* layers_prefix(backbone kind) {
  switch (kind) {
  case backbone::decoder: return "model.layers.";
  case backbone::vision: return "blocks.";
  case backbone::two_tower: return "model.language_model.layers.";
  default: return "";
  }
}

/// Layers of which nothing is old.
void note_layers(const inventory& seen, const std::set<std::string>& fresh, const zoo_model& model,
                 descent& truth) {
  if (seen.components.size() != 1 || seen.components.front().layers == 0) return;
  std::vector<std::int64_t> layer_of(static_cast<std::size_t>(seen.components.front().layers),
                                     no_counterpart);
  bool any = false;
  for (const inventory_entry& entry : seen.entries)
    if (entry.layer >= 0 && static_cast<std::size_t>(entry.layer) < layer_of.size() &&
        fresh.count(model.tensors[entry.tensor].name) == 0)
      layer_of[static_cast<std::size_t>(entry.layer)] = entry.layer;
  for (const std::int64_t layer : layer_of)
    any = any || layer == no_counterpart;
  if (any) truth.layer_of = std::move(layer_of);
}

/// Units of permutation groups that no old tensor belongs to.
void note_units(const inventory& seen, const std::set<std::string>& fresh, const zoo_model& model,
                descent& truth) {
  std::map<std::string, std::uint64_t> new_units;
  std::set<std::string> old_groups;
  for (const inventory_entry& entry : seen.entries) {
    if (!entry.axis) continue;
    if (fresh.count(model.tensors[entry.tensor].name) == 0)
      old_groups.insert(entry.axis->group);
    else
      new_units[entry.axis->group] = entry.axis->units;
  }
  for (const auto& [group, units] : new_units)
    if (old_groups.count(group) == 0)
      truth.units_of[group].assign(static_cast<std::size_t>(units), no_counterpart);
}

} // namespace

bool model_part::has(std::string_view tensor) const {
  return std::any_of(name_parts.begin(), name_parts.end(),
                     [tensor](const std::string& part) { return contains(tensor, part); });
}

std::vector<model_part> keepable_parts(const zoo_model& model) {
  const std::string layers = layers_prefix(model.kind);
  switch (model.kind) {
  case backbone::decoder:
    return {{"embedding and head", {"embed_tokens", "lm_head"}},
            first_half(layers, model.decoder.layers, {"embed_tokens"}),
            {"attention", {"self_attn", "input_layernorm"}}};
  case backbone::vision:
    return {{"patch embedding", {"patch_embed", "pos_embed", "cls_token"}},
            first_half(layers, count_layers(model, layers, ".mlp.fc1.weight"),
                       {"patch_embed", "pos_embed", "cls_token"}),
            {"attention", {".attn.", ".norm1."}}};
  case backbone::convolution:
    return {{"first convolution", {"features.0."}},
            {"first two convolutions", {"features.0.", "features.2."}},
            {"all convolutions", {"features."}}};
  case backbone::perceptron:
    return {{"first layer", {"fc1."}},
            {"first two layers", {"fc1.", "fc2."}},
            {"all but the last layer", {"fc1.", "fc2.", "fc3."}}};
  case backbone::lstm:
    return {{"embedding", {"embedding."}},
            {"embedding and first layer", {"embedding.", "_l0"}},
            {"all but the classifier", {"embedding.", "rnn."}}};
  case backbone::two_tower: break;
  }
  return {{"vision tower", {"vision_model"}},
          {"language model", {"language_model", "lm_head"}},
          {"vision tower and projector", {"vision_model", "mm_projector"}}};
}

std::vector<model_part> replaceable_layers(const zoo_model& model) {
  std::vector<model_part> parts;
  const auto add = [&parts](const std::string& name) { parts.push_back({name, {name}}); };
  switch (model.kind) {
  case backbone::convolution:
    for (const char* name : {"features.0.", "features.2.", "features.4."})
      add(name);
    break;
  case backbone::perceptron:
    for (const char* name : {"fc1.", "fc2.", "fc3."})
      add(name);
    break;
  case backbone::lstm:
    for (const char* name : {"_l0", "_l1"})
      add(name);
    break;
  default: {
    const std::string layers = layers_prefix(model.kind);
    const bool plain = model.kind == backbone::vision;
    const std::size_t count =
        count_layers(model, layers, plain ? ".mlp.fc1.weight" : ".mlp.up_proj.weight");
    for (std::size_t i = 0; i < count; ++i)
      add(layers + std::to_string(i) + ".mlp.");
  }
  }
  return parts;
}

model_part embedding_part(const zoo_model& model) {
  switch (model.kind) {
  case backbone::decoder:
  case backbone::two_tower: return {"token embedding", {"embed_tokens"}};
  case backbone::vision: return {"patch embedding", {"patch_embed", "pos_embed", "cls_token"}};
  case backbone::lstm: return {"symbol embedding", {"embedding."}};
  case backbone::convolution:
  case backbone::perceptron: break;
  }
  return {};
}

bool takes_adapter(const zoo_tensor& tensor) {
  if (tensor.shape.size() < 2) return false;
  static const model_part not_body{
      "", {"embed", "cls_token", "lm_head", "head.", "classifier.", "fc4.", "features.0."}};
  return !not_body.has(tensor.name);
}

void begin_anew(zoo_model& model, const zoo_model& initial, const model_part& part, bool inside,
                descent& truth) {
  std::set<std::string> fresh;
  for (zoo_tensor& tensor : model.tensors) {
    if (part.has(tensor.name) != inside) continue;
    tensor.values = initial.find(tensor.name)->values;
    fresh.insert(tensor.name);
    truth.fresh.push_back(tensor.name);
    if (model_part{"", {"embed_tokens", "embedding."}}.has(tensor.name))
      truth.token_of.assign(tensor.rows(), no_counterpart);
  }
  const inventory seen = take_inventory(model.views());
  note_layers(seen, fresh, model, truth);
  note_units(seen, fresh, model, truth);
}

} // namespace weightkin::zoo
