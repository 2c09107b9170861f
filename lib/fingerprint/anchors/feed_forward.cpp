#include "fingerprint/anchors/feed_forward.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "inventory/name_path.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t networks_a_component = 64;
constexpr std::uint64_t fewest_units = 8;

/// What the norm is called that feeds the feed-forward network, from the surest word on.
constexpr std::string_view norm_words[] = {
    "pre_feedforward_layernorm",
    "pre_mlp_layernorm",
    "ffn_norm",
    "ffn_layernorm",
    "norm2",
    "mlp_norm",
    "layer_norm",
    "norm",
    "ln",
};

/// Tensors of one permutation group by what they do in it.
struct group_members {
  std::vector<std::size_t> gates, ups, pairs, downs;
};

using slot_index = std::map<std::pair<std::size_t, std::string>, std::size_t>;

class network_finder {
public:
  network_finder(std::span<const tensor_view> tensors, const inventory& contents)
      : tensors_(tensors), contents_(contents) {
    for (std::size_t i = 0; i < contents.entries.size(); ++i)
      slots_.try_emplace({contents.entries[i].component, contents.entries[i].slot}, i);
  }

  std::vector<feed_forward> find() const {
    std::map<std::pair<std::size_t, std::string>, group_members> groups;
    for (std::size_t i = 0; i < contents_.entries.size(); ++i)
      if (may_take_part(i)) {
        const inventory_entry& entry = contents_.entries[i];
        sort_in(i, groups[{entry.component, entry.axis->group}]);
      }
    std::vector<feed_forward> found;
    for (const auto& group : groups)
      if (auto network = network_of(group.second)) found.push_back(*network);
    std::sort(found.begin(), found.end(), [](const feed_forward& a, const feed_forward& b) {
      return std::pair(a.component, a.up) < std::pair(b.component, b.up);
    });
    for (feed_forward& network : found)
      network.gain = gain_of(network);
    return found;
  }

private:
  bool may_take_part(std::size_t index) const {
    const inventory_entry& entry = contents_.entries[index];
    const component_kind kind = contents_.components[entry.component].kind;
    return kind != component_kind::adapter && kind != component_kind::optimizer && entry.axis &&
           entry.axis->block == 1 && entry.axis->units >= fewest_units && !entry.tied_to &&
           entry.why != exclusion::unreadable && tensors_[index].shape.size() == 2;
  }

  void sort_in(std::size_t index, group_members& members) const {
    const inventory_entry& entry = contents_.entries[index];
    const bool two_runs = entry.axis->gates == 2;
    if (!two_runs && entry.axis->gates != 1) return;
    switch (entry.role) {
    case tensor_role::mlp_gate: return (two_runs ? members.pairs : members.gates).push_back(index);
    case tensor_role::mlp_up:
    case tensor_role::mlp_gate_up: return (two_runs ? members.pairs : members.ups).push_back(index);
    case tensor_role::mlp_down:
      if (!two_runs) members.downs.push_back(index);
      return;
    default: return;
    }
  }

  std::uint64_t stream_width(std::size_t index) const {
    return tensors_[index].shape[1 - contents_.entries[index].axis->axis];
  }

  std::optional<feed_forward> network_of(const group_members& members) const {
    const bool fused = members.pairs.size() == 1 && members.ups.empty() && members.gates.empty();
    const bool apart =
        members.pairs.empty() && members.ups.size() == 1 && members.gates.size() <= 1;
    if (members.downs.size() != 1 || !(fused || apart)) return std::nullopt;
    feed_forward network;
    network.up = fused ? members.pairs.front() : members.ups.front();
    network.down = members.downs.front();
    if (fused) network.gate = network.up;
    if (apart && !members.gates.empty()) network.gate = members.gates.front();
    network.component = contents_.entries[network.up].component;
    network.units = contents_.entries[network.up].axis->units;
    network.width = stream_width(network.up);
    for (const std::size_t other : {network.down, network.gate.value_or(network.up)})
      if (contents_.entries[other].axis->units != network.units ||
          stream_width(other) != network.width)
        return std::nullopt;
    return network;
  }

  std::optional<std::size_t> norm_at(const feed_forward& network, const std::string& path,
                                     std::string_view word) const {
    std::string slot = path;
    slot += '.';
    slot += word;
    const auto found = slots_.find({network.component, slot + ".weight"});
    if (found == slots_.end()) return std::nullopt;
    const tensor_view& view = tensors_[found->second];
    if (contents_.entries[found->second].role != tensor_role::norm || view.shape.size() != 1 ||
        view.shape[0] != network.width)
      return std::nullopt;
    return found->second;
  }

  /// "layers.3.mlp", then "layers.3": where a norm of this network may stand.
  static std::vector<std::string> paths_of(std::string_view slot) {
    const auto words = split_name(slot);
    std::size_t first = 0; // words up to the block's number
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
      if (words[i] == "layers" && is_number(words[i + 1])) {
        first = i + 2;
        break;
      }
    std::vector<std::string> paths;
    for (std::size_t end = words.size() < 2 ? 0 : words.size() - 2; first > 0 && end >= first;
         --end) {
      std::string path(words[0]);
      for (std::size_t i = 1; i < end; ++i)
        (path += '.') += words[i];
      paths.push_back(std::move(path));
    }
    return paths;
  }

  std::optional<std::size_t> gain_of(const feed_forward& network) const {
    const auto paths = paths_of(contents_.entries[network.up].slot);
    if (paths.empty()) return std::nullopt;
    const std::string& block = paths.back();
    const bool norms_follow = norm_at(network, block, "post_feedforward_layernorm") &&
                              !norm_at(network, block, "pre_feedforward_layernorm") &&
                              !norm_at(network, block, "norm1");
    if (norms_follow) return std::nullopt;
    for (const std::string& path : paths)
      for (const std::string_view word : norm_words)
        if (const auto found = norm_at(network, path, word)) return found;
    // One norm for attention and feed-forward side by side.
    return norm_at(network, block, "norm1");
  }

  std::span<const tensor_view> tensors_;
  const inventory& contents_;
  slot_index slots_;
};

/// At most 64 of the networks of each component, evenly spread. \pre ordered by component.
std::vector<feed_forward> thinned(const std::vector<feed_forward>& all) {
  std::vector<feed_forward> kept;
  for (std::size_t first = 0; first < all.size();) {
    std::size_t last = first;
    while (last < all.size() && all[last].component == all[first].component)
      ++last;
    const std::size_t count = last - first;
    const std::size_t wanted = std::min(count, networks_a_component);
    for (std::size_t i = 0; i < wanted; ++i)
      kept.push_back(all[first + i * count / wanted]);
    first = last;
  }
  return kept;
}

} // namespace

std::vector<feed_forward> find_feed_forwards(std::span<const tensor_view> tensors,
                                             const inventory& contents) {
  return thinned(network_finder(tensors, contents).find());
}

std::optional<std::size_t> find_token_embedding(std::span<const tensor_view> tensors,
                                                const inventory& contents, std::size_t component,
                                                std::uint64_t width) {
  for (std::size_t i = 0; i < contents.entries.size(); ++i) {
    const inventory_entry& entry = contents.entries[i];
    if (entry.component == component && entry.role == tensor_role::token_embedding &&
        !entry.tied_to && tensors[i].shape.size() == 2 && tensors[i].shape[1] == width)
      return i;
  }
  return std::nullopt;
}

} // namespace weightkin::detail
