#include "align/search/place_layers.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "align/search/expert_map.hpp"

namespace weightkin::detail {
namespace {

bool same_shape(const model_ref& a, std::size_t i, const model_ref& b, std::size_t j) {
  const auto& left = a.tensors[i].shape;
  const auto& right = b.tensors[j].shape;
  return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

/// The slot behind a layer's own path ("layers.3."), or the whole slot outside layers.
std::string slot_in_layer(const inventory_entry& entry) {
  const std::string number = "." + std::to_string(entry.layer) + ".";
  const std::size_t at = entry.layer < 0 ? std::string::npos : entry.slot.find(number);
  return at == std::string::npos ? entry.slot : entry.slot.substr(at + number.size());
}

std::set<std::size_t> tensors_of_networks(const layer_block& layer) {
  std::set<std::size_t> tensors;
  for (const network_block& network : layer.networks)
    for (const tensor_index& part : {network.gate, network.up, network.down})
      if (part) tensors.insert(*part);
  return tensors;
}

/// The tensors of a component by layer number (-1: outside) and slot.
using slots_by_layer = std::map<int, std::map<std::string, std::size_t>>;

slots_by_layer slots_of(const model_ref& model, const model_blocks& blocks) {
  slots_by_layer slots;
  for (const inventory_entry& entry : model.contents->entries)
    if (entry.component == blocks.component && !entry.tied_to)
      slots[entry.layer].emplace(slot_in_layer(entry), entry.tensor);
  return slots;
}

void note_layers(std::vector<std::int64_t>& layer_of, int subject, int reference) {
  const auto number = static_cast<std::size_t>(std::max(0, subject));
  if (layer_of.size() <= number) layer_of.resize(number + 1, no_counterpart);
  layer_of[number] = reference;
}

class layer_placer {
public:
  layer_placer(const block_pair& pair, const search_options& options, rearrangement& found)
      : pair_(pair), options_(options), found_(found),
        left_(slots_of(*pair.subject, pair.subject_blocks)),
        right_(slots_of(*pair.reference, pair.reference_blocks)) {}

  result<void> place();

private:
  void add(std::size_t subject, std::size_t reference) {
    if (!same_shape(*pair_.subject, subject, *pair_.reference, reference)) return;
    tensor_placement place;
    place.subject = subject;
    place.reference = reference;
    found_.placements.push_back(std::move(place));
  }
  void add_slots(int subject_layer, int reference_layer, const std::set<std::size_t>& elsewhere);
  result<void> place_networks(const layer_block& subject, const layer_block& reference);

  const block_pair& pair_;
  const search_options& options_;
  rearrangement& found_;
  slots_by_layer left_;
  slots_by_layer right_;
  double log10_choices_ = 0;
  bool repeats_networks_ = false;
};

void layer_placer::add_slots(int subject_layer, int reference_layer,
                             const std::set<std::size_t>& elsewhere) {
  const auto left = left_.find(subject_layer);
  const auto right = right_.find(reference_layer);
  if (left == left_.end() || right == right_.end()) return;
  for (const auto& [slot, tensor] : left->second) {
    const auto partner = right->second.find(slot);
    if (partner != right->second.end() && !elsewhere.contains(tensor)) add(tensor, partner->second);
  }
}

result<void> layer_placer::place_networks(const layer_block& subject,
                                          const layer_block& reference) {
  auto origins = map_experts(*pair_.subject, subject, *pair_.reference, reference, options_);
  if (!origins) return std::move(origins).error();
  for (std::size_t i = 0; i < origins->size() && i < subject.networks.size(); ++i) {
    const network_origin& origin = (*origins)[i];
    // Units in another order are for the search of units.
    if (origin.reference < 0 || origin.how != network_likeness::by_index) continue;
    repeats_networks_ |= std::count_if(origins->begin(), origins->end(), [&](const auto& other) {
                           return other.reference == origin.reference;
                         }) > 1;
    const network_block& left = subject.networks[i];
    const network_block& right = reference.networks[static_cast<std::size_t>(origin.reference)];
    if (left.up && right.up) add(*left.up, *right.up);
    if (left.gate && right.gate && left.gate != left.up) add(*left.gate, *right.gate);
    if (left.down && right.down) add(*left.down, *right.down);
  }
  log10_choices_ += static_cast<double>(subject.networks.size()) *
                    std::log10(static_cast<double>(reference.networks.size() + 1));
  return {};
}

result<void> layer_placer::place() {
  const std::size_t first = found_.placements.size();
  component_correspondence part;
  part.subject = pair_.subject_blocks.component;
  part.reference = pair_.reference_blocks.component;
  add_slots(-1, -1, {});
  for (std::size_t i = 0; i < pair_.layer_of.size(); ++i) {
    if (pair_.layer_of[i] == no_counterpart) continue;
    if (out_of_time(options_)) {
      found_.limits.emplace_back("layers were not all placed: the limit of time was reached");
      break;
    }
    const layer_block& subject = pair_.subject_blocks.layers[i];
    const layer_block& reference =
        pair_.reference_blocks.layers[static_cast<std::size_t>(pair_.layer_of[i])];
    note_layers(part.layer_of, subject.layer, reference.layer);
    const bool dense = subject.networks.size() <= 1 && reference.networks.size() <= 1;
    add_slots(subject.layer, reference.layer,
              dense ? std::set<std::size_t>() : tensors_of_networks(subject));
    if (!dense)
      if (auto placed = place_networks(subject, reference); !placed) return placed;
    note_progress(options_);
  }
  if (!pair_.subject_blocks.layers.empty())
    part.layer_of.resize(std::max(part.layer_of.size(),
                                  static_cast<std::size_t>(
                                      std::max(0, pair_.subject_blocks.layers.back().layer) + 1)),
                         no_counterpart);
  log10_choices_ += static_cast<double>(pair_.layer_of.size()) *
                    std::log10(static_cast<double>(pair_.reference_blocks.layers.size() + 1));
  part.log10_choices = log10_choices_;
  part.repeats_networks = repeats_networks_;
  std::sort(
      found_.placements.begin() + static_cast<std::ptrdiff_t>(first), found_.placements.end(),
      [](const tensor_placement& a, const tensor_placement& b) { return a.subject < b.subject; });
  if (found_.placements.size() > first) found_.components.push_back(std::move(part));
  return {};
}

} // namespace

result<void> place_layers(const block_pair& pair, const search_options& options,
                          rearrangement& found) {
  return layer_placer(pair, options, found).place();
}

} // namespace weightkin::detail
