#include "align/search/chain_map.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "inventory/name_path.hpp"
#include "inventory/role_rules.hpp"
#include "inventory/slot.hpp"

namespace weightkin::detail {
namespace {

using enum tensor_role;

/// Layers beyond this are no chain that anybody would follow.
constexpr std::size_t most_tensors = 1U << 14;

std::string_view module_of(std::string_view slot) {
  const std::size_t dot = slot.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : slot.substr(0, dot);
}

std::string_view leaf_of(std::string_view slot) {
  const std::size_t dot = slot.rfind('.');
  return dot == std::string_view::npos ? slot : slot.substr(dot + 1);
}

bool is_shortcut(std::string_view slot) {
  return slot.find("downsample") != std::string_view::npos ||
         slot.find("shortcut") != std::string_view::npos;
}

/// "layer1.0" of "layer1.0.conv1.weight": the numbered block that a layer lies in, or nothing.
std::string block_of(std::string_view slot) {
  const auto words = split_name(slot);
  std::string block;
  std::string path;
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    path.append(words[i]) += '.';
    if (is_number(words[i]) && !is_shortcut(path)) block = path;
  }
  return block;
}

bool same_shape(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool reversed_shape(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  return a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0];
}

bool names_are_natural(std::string_view a, std::string_view b) {
  const auto left = split_name(a);
  const auto right = split_name(b);
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (left[i] == right[i]) continue;
    if (is_number(left[i]) && is_number(right[i]) && left[i].size() != right[i].size())
      return left[i].size() < right[i].size();
    return left[i] < right[i];
  }
  return left.size() < right.size();
}

class tensor_pairer {
public:
  tensor_pairer(const model_ref& subject, const model_ref& reference, const component_pair& pair)
      : subject_(subject), reference_(reference), pair_(pair) {}

  std::vector<chain_tensor> find() {
    pair_up();
    return std::move(tensors_);
  }

private:
  static bool takes_part(const inventory_entry& entry, const tensor_view& view,
                         std::size_t component) {
    return entry.component == component && !entry.tied_to && entry.why != exclusion::unreadable &&
           entry.role != buffer && element_count(view) > 0 && !view.shape.empty();
  }

  void add(std::size_t subject, std::size_t reference) {
    chain_tensor tensor;
    tensor.subject = subject;
    tensor.reference = reference;
    tensor.swap_axes =
        !same_shape(subject_.tensors[subject].shape, reference_.tensors[reference].shape);
    tensors_.push_back(std::move(tensor));
  }

  [[nodiscard]] bool can_meet(std::size_t subject, std::size_t reference) const {
    const auto a = subject_.tensors[subject].shape;
    const auto b = reference_.tensors[reference].shape;
    return same_shape(a, b) || reversed_shape(a, b);
  }

  void pair_up() {
    std::map<std::string_view, std::size_t> by_slot;
    std::vector<std::size_t> left;
    std::vector<std::size_t> right;
    const auto& theirs = reference_.contents->entries;
    for (std::size_t j = 0; j < theirs.size(); ++j)
      if (takes_part(theirs[j], reference_.tensors[j], pair_.reference))
        by_slot.try_emplace(theirs[j].slot, j);
    const auto& ours = subject_.contents->entries;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      if (!takes_part(ours[i], subject_.tensors[i], pair_.subject)) continue;
      const auto found = by_slot.find(ours[i].slot);
      if (found == by_slot.end() || !can_meet(i, found->second)) {
        left.push_back(i);
        continue;
      }
      add(i, found->second);
      by_slot.erase(found);
    }
    for (std::size_t j = 0; j < theirs.size(); ++j)
      if (const auto found = by_slot.find(theirs[j].slot);
          found != by_slot.end() && found->second == j)
        right.push_back(j);
    bool alike = left.size() == right.size();
    for (std::size_t k = 0; alike && k < left.size(); ++k)
      alike = ours[left[k]].role == theirs[right[k]].role && can_meet(left[k], right[k]);
    for (std::size_t k = 0; alike && k < left.size(); ++k)
      add(left[k], right[k]);
    std::sort(tensors_.begin(), tensors_.end(),
              [](const chain_tensor& a, const chain_tensor& b) { return a.subject < b.subject; });
  }

  const model_ref& subject_;
  const model_ref& reference_;
  component_pair pair_;
  std::vector<chain_tensor> tensors_;
};

class chain_finder {
public:
  chain_finder(const model_ref& subject, std::size_t component, std::vector<chain_tensor> tensors,
               bool inputs_first)
      : subject_(subject), component_(component), matrices_inputs_first_(inputs_first) {
    map_.tensors = std::move(tensors);
  }

  chain_map find() {
    order_.resize(map_.tensors.size());
    for (std::size_t i = 0; i < order_.size(); ++i)
      order_[i] = i;
    // Files sorted by name put "10" before "2": numbers count as numbers within one list.
    stable_by_numbers();
    describe_conv_blocks();
    for (const std::size_t i : order_)
      follow(i);
    for (const std::size_t i : order_)
      if (rank(i) == 1) attach_vector(i);
    fix_outputs();
    return std::move(map_);
  }

private:
  [[nodiscard]] const inventory_entry& entry(std::size_t i) const {
    return subject_.contents->entries[map_.tensors[i].subject];
  }
  [[nodiscard]] const tensor_view& view(std::size_t i) const {
    return subject_.tensors[map_.tensors[i].subject];
  }
  [[nodiscard]] std::string_view slot(std::size_t i) const { return entry(i).slot; }
  [[nodiscard]] std::size_t rank(std::size_t i) const { return view(i).shape.size(); }

  /// Only lists that the file has out of order are put in order, so that what a framework wrote
  /// in order of execution stays so.
  void stable_by_numbers() {
    const bool sorted = std::is_sorted(order_.begin(), order_.end(), [&](auto a, auto b) {
      return subject_.tensors[map_.tensors[a].subject].name <
             subject_.tensors[map_.tensors[b].subject].name;
    });
    if (!sorted) return;
    std::stable_sort(order_.begin(), order_.end(),
                     [&](auto a, auto b) { return names_are_natural(slot(a), slot(b)); });
  }

  [[nodiscard]] bool inputs_first(std::size_t i) const {
    return (rank(i) == 2 && matrices_inputs_first_) || leaf_of(slot(i)) == "kernel";
  }

  std::size_t new_group(std::size_t i, std::uint64_t units, std::string_view what) {
    map_.groups.push_back({std::string(module_of(slot(i))) + std::string(what), units, false});
    read_.push_back(false);
    return map_.groups.size() - 1;
  }

  void use(std::size_t i, std::size_t axis, std::size_t group, std::uint64_t gates = 1,
           std::uint64_t block = 1) {
    map_.tensors[i].uses.push_back({axis, group, gates, block});
  }

  /// The latest outputs that `width` inputs can be: as they are, or flattened.
  [[nodiscard]] std::optional<std::size_t> source_of(std::uint64_t width, bool flattened) const {
    for (std::size_t k = produced_.size(); k-- > 0;) {
      const std::uint64_t units = map_.groups[produced_[k]].units;
      if (units == width) return produced_[k];
      if (flattened && from_convolution_[k] && units > 1 && width % units == 0) return produced_[k];
    }
    return std::nullopt;
  }

  void produce(std::size_t group, bool by_convolution) {
    produced_.push_back(group);
    from_convolution_.push_back(by_convolution);
  }

  void follow(std::size_t i) {
    if (rank(i) < 2) return;
    switch (entry(i).role) {
    case recurrent: return follow_recurrent(i);
    case token_embedding: return follow_lookup(i);
    case convolution: return follow_map(i);
    case linear:
    case output_head:
      if (names_a_lookup(normalise_slot(entry(i).suffix, kind()))) return follow_lookup(i);
      return follow_map(i);
    default: map_.tensors[i].obscure = true;
    }
  }

  [[nodiscard]] component_kind kind() const {
    return subject_.contents->components[component_].kind;
  }

  void follow_lookup(std::size_t i) {
    if (rank(i) != 2) return;
    const std::size_t group = new_group(i, view(i).shape[1], ".out");
    use(i, 1, group);
    produce(group, false);
  }

  void follow_map(std::size_t i) {
    std::size_t out = inputs_first(i) ? rank(i) - 1 : 0;
    std::size_t in = inputs_first(i) ? rank(i) - 2 : 1;
    const auto shape = view(i).shape;
    const bool convolution = rank(i) > 2;
    // A transposed convolution has its inputs first without saying so.
    if (convolution && !inputs_first(i) && !source_of(shape[in], false) &&
        source_of(shape[out], false) && !produced_.empty())
      std::swap(in, out);
    const bool depthwise = convolution && shape[in] == 1 && source_of(shape[out], false);
    if (depthwise) {
      const std::size_t group = *source_of(shape[out], false);
      use(i, out, group);
      return;
    }
    const std::string block = convolution ? block_of(slot(i)) : std::string();
    enter_block(block);
    const auto source =
        is_shortcut(slot(i)) && block_input_ ? block_input_ : source_of(shape[in], !convolution);
    if (source) read_from(i, in, *source);
    const std::size_t group = outputs_of(i, shape[out], block);
    use(i, out, group);
    produce(group, convolution);
  }

  void read_from(std::size_t i, std::size_t axis, std::size_t group) {
    const std::uint64_t width = view(i).shape[axis];
    const std::uint64_t units = map_.groups[group].units;
    if (width % units != 0) return;
    const std::uint64_t positions = width / units;
    // Channels come first where kernels have outputs first, last where they have them last.
    if (inputs_first(i))
      use(i, axis, group, positions, 1);
    else
      use(i, axis, group, 1, positions);
    read_[group] = true;
  }

  /// Blocks read what the one before wrote; what they write is added to it.
  void enter_block(const std::string& block) {
    if (block == block_) return;
    block_ = block;
    block_input_ =
        produced_.empty() || block.empty() ? std::nullopt : std::optional(produced_.back());
    block_output_.reset();
  }

  /// Finds the last convolution of each block, and the blocks that a shortcut leads around.
  void describe_conv_blocks() {
    for (const std::size_t i : order_) {
      if (rank(i) < 3) continue;
      const std::string block = block_of(slot(i));
      if (is_shortcut(slot(i))) {
        led_around_.insert(block);
        continue;
      }
      const auto [last, added] = last_of_block_.try_emplace(block, i);
      if (!added && names_are_natural(slot(last->second), slot(i))) last->second = i;
    }
  }

  std::size_t outputs_of(std::size_t i, std::uint64_t units, const std::string& block) {
    const auto last = last_of_block_.find(block);
    const bool ends = last != last_of_block_.end() && last->second == i;
    if (led_around_.empty() || block.empty() || !(ends || is_shortcut(slot(i))))
      return new_group(i, units, ".out");
    if (!led_around_.contains(block) && block_input_ && map_.groups[*block_input_].units == units)
      return *block_input_;
    if (!block_output_) block_output_ = new_group(i, units, ".out");
    if (map_.groups[*block_output_].units == units) return *block_output_;
    return new_group(i, units, ".out");
  }

  void follow_recurrent(std::size_t i) {
    const std::string_view leaf = leaf_of(slot(i));
    const auto shape = view(i).shape;
    const bool from_input = leaf.starts_with("weight_ih");
    const std::string layer(
        leaf.substr(std::min(leaf.size(), std::string_view("weight_ih").size())));
    const std::string module(module_of(slot(i)));
    const auto& axis = entry(i).axis;
    if (rank(i) != 2 || !axis || axis->axis != 0 || axis->gates * axis->units != shape[0]) {
      map_.tensors[i].obscure = true;
      return;
    }
    const std::string name = module + ".hidden" + layer;
    auto found = cells_.find(name);
    if (found == cells_.end()) {
      map_.groups.push_back({name, axis->units, false});
      read_.push_back(true); // by itself
      found = cells_.emplace(name, map_.groups.size() - 1).first;
      if (from_input)
        if (const auto source = source_of(shape[1], false)) read_from(i, 1, *source);
      produce(found->second, false);
    }
    if (map_.groups[found->second].units != axis->units) {
      map_.tensors[i].obscure = true;
      return;
    }
    use(i, 0, found->second, axis->gates, 1);
    if (!from_input && shape[1] == axis->units) use(i, 1, found->second);
    // Both directions joined are another layer's inputs: their order is nobody's here.
    if (from_input && map_.tensors[i].uses.size() == 1 && !produced_.empty() &&
        layer.find("_l0") == std::string::npos)
      map_.tensors[i].obscure = true;
  }

  /// Biases and norms follow the outputs of the layer that they belong to, or that came before.
  void attach_vector(std::size_t i) {
    const std::uint64_t length = view(i).shape[0];
    const auto here =
        static_cast<std::size_t>(std::find(order_.begin(), order_.end(), i) - order_.begin());
    const auto fits = [&](std::size_t other) -> const axis_use* {
      for (const axis_use& one : map_.tensors[other].uses)
        if (one.block == 1 && one.gates * map_.groups[one.group].units == length &&
            one.axis == (inputs_first(other) ? rank(other) - 1 : 0))
          return &one;
      return nullptr;
    };
    const std::string_view leaf = leaf_of(slot(i));
    const bool recurrent_bias = leaf.starts_with("bias_");
    for (const std::size_t other : order_) {
      if (rank(other) < 2 || module_of(slot(other)) != module_of(slot(i))) continue;
      if (recurrent_bias && leaf.substr(4) != leaf_of(slot(other)).substr(6)) continue;
      if (const axis_use* one = fits(other)) return use(i, 0, one->group, one->gates, 1);
    }
    for (std::size_t k = here; k-- > 0;)
      if (rank(order_[k]) >= 2)
        if (const axis_use* one = fits(order_[k]))
          if (one->gates == 1) return use(i, 0, one->group, 1, 1);
  }

  void fix_outputs() {
    for (std::size_t g = 0; g < map_.groups.size(); ++g)
      map_.groups[g].fixed = !read_[g] || map_.groups[g].units < 2;
  }

  const model_ref& subject_;
  std::size_t component_;
  bool matrices_inputs_first_;
  chain_map map_;
  std::vector<std::size_t> order_; ///< of execution, as far as it is known
  std::vector<bool> read_;         ///< per group: some layer reads it
  std::vector<std::size_t> produced_;
  std::vector<bool> from_convolution_;
  std::map<std::string, std::size_t> cells_;
  std::map<std::string, std::size_t> last_of_block_; ///< convolution, by block
  std::set<std::string> led_around_;                 ///< blocks with a shortcut of their own
  std::string block_;
  std::optional<std::size_t> block_input_;
  std::optional<std::size_t> block_output_;
};

/// How many axes hold units that some layer reads.
std::size_t uses_of_matrices(const chain_map& chain) {
  std::size_t uses = 0;
  for (const chain_tensor& tensor : chain.tensors)
    for (const axis_use& use : tensor.uses)
      uses += chain.groups[use.group].fixed ? 0 : 1;
  return uses;
}

} // namespace

std::vector<chain_tensor> pair_tensors(const model_ref& subject, const model_ref& reference,
                                       const component_pair& pair) {
  return tensor_pairer(subject, reference, pair).find();
}

chain_map describe_chain(const model_ref& subject, const model_ref& reference,
                         const component_pair& pair) {
  auto tensors = pair_tensors(subject, reference, pair);
  if (tensors.size() > most_tensors) return {};
  chain_map usual = chain_finder(subject, pair.subject, tensors, false).find();
  chain_map turned = chain_finder(subject, pair.subject, std::move(tensors), true).find();
  return uses_of_matrices(turned) > uses_of_matrices(usual) ? turned : usual;
}

} // namespace weightkin::detail
