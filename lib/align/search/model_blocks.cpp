#include "align/search/model_blocks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <span>
#include <string_view>
#include <utility>

#include "inventory/name_path.hpp"

namespace weightkin::detail {
namespace {

using enum tensor_role;

/// What the norm in front of attention is called, from the surest word on.
constexpr std::string_view attention_norms[] = {
    "pre_attention_layernorm", "norm1", "ln_attn", "attn_norm", "layer_norm", "norm", "ln",
};

/// The same for the feed-forward network.
constexpr std::string_view network_norms[] = {
    "pre_feedforward_layernorm",
    "pre_mlp_layernorm",
    "ffn_layernorm",
    "norm2",
    "ln_mlp",
    "mlp_norm",
    "layer_norm",
    "norm",
    "ln",
    "norm1", // one norm for attention and feed-forward side by side
};

constexpr std::string_view final_norms[] = {
    "final_norm", "norm", "layer_norm", "final_layer_norm", "final_layernorm", "ln_f", "ln_post",
};

bool can_be_read(const inventory_entry& entry) {
  return entry.why != exclusion::unreadable && entry.why != exclusion::empty;
}

/// Where a tensor lies: the path before its layer, the layer's own path, and the words after it.
struct place_in_stack {
  std::string stack;
  std::string block;
  std::vector<std::string> rest;
};

std::optional<place_in_stack> place_of(std::string_view slot) {
  const auto words = split_name(slot);
  place_in_stack place;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] != "layers" || !is_number(words[i + 1])) {
      place.stack.append(words[i]) += '.';
      continue;
    }
    place.block = place.stack + "layers." + std::string(words[i + 1]);
    for (std::size_t k = i + 2; k < words.size(); ++k)
      place.rest.emplace_back(words[k]);
    return place;
  }
  return std::nullopt;
}

std::string join(std::string path, std::span<const std::string> words) {
  for (const std::string& word : words)
    (path += '.') += word;
  return path;
}

/// The number after "experts", or -1.
int expert_of(std::span<const std::string> words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] != "experts" || !is_number(words[i + 1])) continue;
    int number = -1;
    const char* end = words[i + 1].data() + words[i + 1].size();
    return std::from_chars(words[i + 1].data(), end, number).ec == std::errc() ? number : -1;
  }
  return -1;
}

/// A tensor that a layer has once; the second one of its kind makes it unknown.
struct single {
  tensor_index found;
  bool twice = false;

  void see(std::size_t index) noexcept {
    twice = twice || found.has_value();
    found = index;
  }
  [[nodiscard]] tensor_index get() const noexcept { return twice ? std::nullopt : found; }
};

/// Tensors of one network by what they do.
struct network_tensors {
  single gate, up, fused, down;
  int expert = -1;
};

struct layer_parts {
  single q, k, v, qkv, o, router;
  std::map<std::string, network_tensors> networks; ///< by path
  std::map<std::string, network_tensors> stacked;
  std::string attention_path; ///< of a tensor of its attention, without the tensor's own words
  std::string network_path;
};

class stack_finder {
public:
  stack_finder(const model_ref& model, std::size_t component)
      : model_(model), component_(component) {
    for (std::size_t i = 0; i < model.contents->entries.size(); ++i)
      if (entry(i).component == component) slots_.try_emplace(entry(i).slot, i);
  }

  std::vector<model_blocks> find() {
    const component_kind kind = model_.contents->components[component_].kind;
    if (kind == component_kind::adapter || kind == component_kind::optimizer) return {};
    width_ = stream_width();
    if (width_ == 0) return {};
    for (std::size_t i = 0; i < model_.contents->entries.size(); ++i)
      if (entry(i).component == component_ && can_be_read(entry(i))) sort_in(i);
    std::vector<model_blocks> found;
    for (const std::string& name : order_)
      if (model_blocks blocks = stack_of(name); !blocks.layers.empty())
        found.push_back(std::move(blocks));
    std::stable_sort(found.begin(), found.end(), [](const model_blocks& a, const model_blocks& b) {
      return a.layers.size() > b.layers.size();
    });
    return found;
  }

private:
  using layer_map = std::map<int, layer_parts>;

  [[nodiscard]] const inventory_entry& entry(std::size_t index) const {
    return model_.contents->entries[index];
  }
  [[nodiscard]] const tensor_view& view(std::size_t index) const {
    return model_.tensors[entry(index).tensor];
  }

  [[nodiscard]] std::uint64_t stream_width() const {
    for (const inventory_entry& one : model_.contents->entries)
      if (one.component == component_ && one.axis && one.axis->group == "residual")
        return one.axis->units;
    return 0;
  }

  /// Low-rank attention has "q_a", "kv_b" and the like, which are no queries, keys or values alone.
  static bool is_plain_attention(const place_in_stack& place, std::string_view word) {
    const auto& rest = place.rest;
    return rest.size() >= 2 && rest[rest.size() - 2] == word &&
           std::find(rest.begin(), rest.end(), "cross_attention") == rest.end();
  }

  void sort_in(std::size_t index) {
    const std::size_t rank = view(index).shape.size();
    if (rank != 2 && rank != 3) return;
    const tensor_role role = entry(index).role;
    if (role < attention_q || (role > mlp_gate_up && role != router)) return;
    const auto place = place_of(entry(index).slot);
    if (!place || place->rest.size() < 2 || entry(index).layer < 0) return;
    if (!layers_.contains(place->stack)) order_.push_back(place->stack);
    layer_parts& layer = layers_[place->stack][entry(index).layer];
    if (role == router || role <= attention_o)
      see_attention(index, *place, layer);
    else
      see_network(index, *place, layer);
  }

  void see_attention(std::size_t index, const place_in_stack& place, layer_parts& layer) {
    if (view(index).shape.size() != 2 || !stream_axis_of(model_, entry(index).tensor, width_))
      return;
    const std::size_t tensor = entry(index).tensor;
    if (entry(index).role == router) return layer.router.see(tensor);
    const struct {
      tensor_role role;
      std::string_view word;
      single* where;
    } kinds[] = {{attention_q, "q", &layer.q},
                 {attention_k, "k", &layer.k},
                 {attention_v, "v", &layer.v},
                 {attention_qkv, "qkv", &layer.qkv},
                 {attention_o, "o", &layer.o}};
    for (const auto& kind : kinds) {
      if (entry(index).role != kind.role || !is_plain_attention(place, kind.word)) continue;
      kind.where->see(tensor);
      layer.attention_path = path_of_module(place);
    }
  }

  void see_network(std::size_t index, const place_in_stack& place, layer_parts& layer) {
    const bool stacked = view(index).shape.size() == 3;
    if (!stacked && !stream_axis_of(model_, entry(index).tensor, width_)) return;
    const std::string path = path_of_module(place);
    network_tensors& network = (stacked ? layer.stacked : layer.networks)[path];
    network.expert = expert_of(place.rest);
    layer.network_path = path;
    const std::size_t tensor = entry(index).tensor;
    const bool two_runs = entry(index).axis && entry(index).axis->gates == 2;
    switch (entry(index).role) {
    case mlp_gate: return (two_runs ? network.fused : network.gate).see(tensor);
    case mlp_up: return (two_runs ? network.fused : network.up).see(tensor);
    case mlp_gate_up: return network.fused.see(tensor);
    case mlp_down: return network.down.see(tensor);
    default: return;
    }
  }

  /// "layers.3.attention" for "layers.3.attention.q.weight"; experts given as parameters ("experts.
  /// gate_up_proj") have no word of their own behind the module.
  static std::string path_of_module(const place_in_stack& place) {
    const std::string& leaf = place.rest.back();
    const std::size_t own = leaf == "weight" || leaf == "kernel" ? 2 : 1;
    return join(place.block, std::span(place.rest).first(place.rest.size() - own));
  }

  static std::optional<network_block> network_of(const network_tensors& parts) {
    network_block network;
    network.expert = parts.expert;
    network.down = parts.down.get();
    const bool fused = parts.fused.found && !parts.gate.found && !parts.up.found;
    network.up = fused ? parts.fused.get() : parts.up.get();
    network.gate = fused ? network.up : parts.gate.get();
    if (parts.fused.found && !fused) return std::nullopt;
    if (!network.up && !network.down && !network.gate) return std::nullopt;
    return network;
  }

  [[nodiscard]] tensor_index gain_at(const std::string& path) const {
    const auto found = slots_.find(path + ".weight");
    if (found == slots_.end()) return std::nullopt;
    const tensor_view& gain = view(found->second);
    if (entry(found->second).role != norm || gain.shape.size() != 1 || gain.shape[0] != width_)
      return std::nullopt;
    return entry(found->second).tensor;
  }

  /// Norms that stand behind attention and network, so that both read the stream as it is. Names
  /// after normalisation do not tell; those before it do.
  [[nodiscard]] bool norms_follow(const std::string& block) const {
    const auto first = slots_.find(block + ".norm1.weight");
    if (first != slots_.end() &&
        entry(first->second).suffix.find("output.LayerNorm") != std::string::npos)
      return true;
    return first == slots_.end() && slots_.contains(block + ".post_feedforward_layernorm.weight") &&
           !slots_.contains(block + ".pre_feedforward_layernorm.weight");
  }

  /// The first of `words` beside the module at `path` or further out, up to its block.
  [[nodiscard]] tensor_index gain_before(std::string path, const std::string& block,
                                         std::span<const std::string_view> words) const {
    while (path.size() > block.size()) {
      path.resize(std::max(path.rfind('.'), block.size()));
      for (const std::string_view word : words)
        if (const tensor_index found = gain_at(path + "." + std::string(word))) return found;
    }
    return std::nullopt;
  }

  [[nodiscard]] layer_block layer_of(const std::string& stack, int number,
                                     const layer_parts& parts) const {
    layer_block layer;
    layer.layer = number;
    layer.q = parts.q.get();
    layer.k = parts.k.get();
    layer.v = parts.v.get();
    layer.qkv = parts.qkv.get();
    layer.o = parts.o.get();
    layer.router = parts.router.get();
    for (const auto& [path, network] : parts.networks)
      if (auto block = network_of(network)) layer.networks.push_back(*block);
    std::stable_sort(
        layer.networks.begin(), layer.networks.end(),
        [](const network_block& a, const network_block& b) { return a.expert < b.expert; });
    if (parts.stacked.size() == 1) layer.stacked = network_of(parts.stacked.begin()->second);
    const std::string block = stack + "layers." + std::to_string(number);
    if (norms_follow(block)) return layer;
    layer.attention_gain = gain_before(parts.attention_path, block, attention_norms);
    layer.network_gain = gain_before(parts.network_path, block, network_norms);
    return layer;
  }

  [[nodiscard]] model_blocks stack_of(const std::string& name) const {
    model_blocks blocks;
    blocks.component = component_;
    blocks.stack = name;
    blocks.width = width_;
    for (const auto& [number, parts] : layers_.at(name))
      blocks.layers.push_back(layer_of(name, number, parts));
    blocks.embedding = table(token_embedding, name);
    blocks.head = table(output_head, name);
    for (const std::string_view word : final_norms)
      if (!blocks.final_gain) blocks.final_gain = gain_at(name + std::string(word));
    if (!blocks.final_gain && order_.size() == 1) blocks.final_gain = gain_at("final_norm");
    return blocks;
  }

  /// A table of tokens over the stream: the stack's own one before one that all stacks share.
  [[nodiscard]] tensor_index table(tensor_role role, const std::string& stack) const {
    tensor_index shared;
    for (std::size_t i = 0; i < model_.contents->entries.size(); ++i) {
      const inventory_entry& one = entry(i);
      const auto shape = view(i).shape;
      if (one.component != component_ || one.role != role || !can_be_read(one) ||
          shape.size() != 2 || shape[1] != width_ || place_of(one.slot))
        continue;
      if (!stack.empty() && one.slot.starts_with(stack)) return one.tensor;
      const bool others = std::any_of(order_.begin(), order_.end(), [&](const std::string& other) {
        return !other.empty() && one.slot.starts_with(other);
      });
      if (!others && !shared) shared = one.tensor;
    }
    return shared;
  }

  const model_ref& model_;
  std::size_t component_;
  std::uint64_t width_ = 0;
  std::map<std::string, std::size_t> slots_; ///< entry by slot, of the component
  std::map<std::string, layer_map> layers_;  ///< by stack
  std::vector<std::string> order_;           ///< of the stacks
};

} // namespace

std::optional<std::size_t> stream_axis_of(const model_ref& model, std::size_t tensor,
                                          std::uint64_t width) {
  const tensor_view& view = model.tensors[tensor];
  const inventory_entry& entry = model.contents->entries[tensor];
  if (view.shape.size() != 2 || !entry.axis) return std::nullopt;
  const bool hidden = entry.role >= mlp_gate && entry.role <= mlp_gate_up;
  const std::size_t axis = hidden ? 1 - entry.axis->axis : entry.axis->axis;
  if (!hidden && entry.axis->group != "residual") return std::nullopt;
  return view.shape[axis] == width ? std::optional(axis) : std::nullopt;
}

std::vector<model_blocks> describe_stacks(const model_ref& model, std::size_t component) {
  return stack_finder(model, component).find();
}

model_blocks describe_blocks(const model_ref& model, std::size_t component) {
  auto stacks = describe_stacks(model, component);
  if (!stacks.empty()) return std::move(stacks.front());
  model_blocks none;
  none.component = component;
  return none;
}

} // namespace weightkin::detail
