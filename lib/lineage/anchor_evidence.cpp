#include "lineage/anchor_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <weightkin/core/parallel_for.hpp>

namespace weightkin {
namespace {

constexpr std::uint64_t most_units = 128;
/// Models of many networks get by with fewer units of each; above the 64 up to which moments cost a
/// cube of it.
constexpr std::size_t many_networks = 16;
constexpr std::size_t fewer_units = 80;
/// From here on tokens are chosen among the first rows only, whatever their number.
constexpr std::uint64_t large_vocabulary = 8192;

/// A network of one side, and the same of the other.
struct network_pair {
  std::size_t subject = 0;
  std::size_t reference = 0;
};

const inventory_entry& up_entry(const fingerprint& print, std::size_t anchors) {
  return print.contents.entries[print.anchors[anchors].up];
}

bool comparable_tokens(const unit_anchors& a, const unit_anchors& b) {
  if (a.tokens == token_choice::none || a.tokens != b.tokens) return false;
  return a.tokens == token_choice::by_string || a.vocabulary == b.vocabulary ||
         std::min(a.vocabulary, b.vocabulary) >= large_vocabulary;
}

std::size_t sampled_units(const fingerprint& print, std::size_t anchors) {
  return static_cast<std::size_t>(std::min(up_entry(print, anchors).axis->units, most_units));
}

/// The codes of `looked_at` evenly spread ones of `units` units, a row each; codes that do not
/// divide into units are no matrix.
template <class Code>
unit_matrix as_matrix(const std::vector<Code>& codes, std::size_t units, std::size_t looked_at) {
  unit_matrix matrix;
  if (codes.empty() || codes.size() % units != 0) return matrix;
  matrix.units = looked_at;
  matrix.features = codes.size() / units;
  for (std::size_t row = 0; row < looked_at; ++row) {
    const auto first =
        codes.begin() + static_cast<std::ptrdiff_t>(row * units / looked_at * matrix.features);
    matrix.values.insert(matrix.values.end(), first,
                         first + static_cast<std::ptrdiff_t>(matrix.features));
  }
  return matrix;
}

/// The networks of paired components that have one name and equally many units, by component and
/// layer.
using layer_key = std::pair<std::size_t, int>;
std::map<layer_key, std::vector<network_pair>>
pair_networks(const fingerprint& subject, const fingerprint& reference,
              std::span<const std::optional<std::size_t>> component_of) {
  std::map<std::pair<std::size_t, std::string>, std::size_t> by_group;
  for (std::size_t i = 0; i < reference.anchors.size(); ++i) {
    const inventory_entry& entry = up_entry(reference, i);
    if (entry.axis) by_group.try_emplace({entry.component, entry.axis->group}, i);
  }
  std::map<layer_key, std::vector<network_pair>> layers;
  for (std::size_t i = 0; i < subject.anchors.size(); ++i) {
    const inventory_entry& entry = up_entry(subject, i);
    if (!entry.axis || entry.component >= component_of.size() || !component_of[entry.component])
      continue;
    const auto found = by_group.find({*component_of[entry.component], entry.axis->group});
    if (found == by_group.end()) continue;
    if (up_entry(reference, found->second).axis->units != entry.axis->units) continue;
    layers[{entry.component, entry.layer}].push_back({i, found->second});
    by_group.erase(found);
  }
  return layers;
}

network_evidence test_network(const fingerprint& subject, const fingerprint& reference,
                              const network_pair& pair, const permutation_options& options,
                              std::size_t looked_at, permutation_group& pool,
                              permutation_group& cosines) {
  const unit_anchors& a = subject.anchors[pair.subject];
  const unit_anchors& b = reference.anchors[pair.reference];
  const inventory_entry& entry = up_entry(subject, pair.subject);
  const std::size_t units = sampled_units(subject, pair.subject);
  const auto add = [&](const auto& left, const auto& right) {
    auto prepared = permutation_group::prepare(as_matrix(left, units, looked_at),
                                               as_matrix(right, units, looked_at), options);
    pool.merge(prepared);
    return prepared;
  };
  network_evidence network{
      pair.subject, pair.reference, entry.axis->group, entry.layer, {}, {}, {}};
  const auto prepared = add(a.cosines, b.cosines);
  network.cosines = prepared.evidence();
  cosines.merge(prepared);
  if (!comparable_tokens(a, b)) return network;
  network.gate = add(a.gate_codes, b.gate_codes).evidence();
  network.up = add(a.up_codes, b.up_codes).evidence();
  return network;
}

/// What the networks of one layer say; a group for each number of units they have.
struct layer_anchors {
  std::vector<network_evidence> networks;
  std::vector<permutation_evidence> pooled;
  std::vector<permutation_evidence> cosines; ///< likewise, without the directions of tokens
};

layer_anchors test_layer(const fingerprint& subject, const fingerprint& reference,
                         std::span<const network_pair> pairs, const permutation_options& options,
                         std::size_t most_looked_at) {
  layer_anchors layer;
  std::map<std::size_t, std::vector<network_pair>> by_units;
  for (const network_pair& pair : pairs)
    by_units[sampled_units(subject, pair.subject)].push_back(pair);
  for (const auto& [units, equals] : by_units) {
    const std::size_t looked_at = std::min(units, most_looked_at);
    permutation_group pool(looked_at, equals.size() == 1);
    permutation_group only(looked_at, equals.size() == 1);
    for (const network_pair& pair : equals)
      layer.networks.push_back(
          test_network(subject, reference, pair, options, looked_at, pool, only));
    layer.pooled.push_back(pool.pooled(options));
    layer.cosines.push_back(only.pooled(options));
  }
  return layer;
}

/// Layers are permuted independently of each other.
void combine_layers(anchor_evidence& answer, std::span<const permutation_evidence> cosines) {
  answer.combined = combine_independent(answer.layers);
  answer.cosines = combine_independent(cosines);
  answer.log10_p =
      std::min(0.0, std::min(answer.combined.log10_p, answer.cosines.log10_p) + std::log10(2.0));
}

template <class Value>
void append(std::vector<Value>& all, const std::vector<Value>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

} // namespace

std::vector<anchor_evidence> test_anchors(const fingerprint& subject, const fingerprint& reference,
                                          std::span<const std::optional<std::size_t>> component_of,
                                          const permutation_options& options, unsigned threads) {
  std::vector<anchor_evidence> answers;
  if (subject.seed != reference.seed) return answers;
  const auto paired = pair_networks(subject, reference, component_of);
  const std::vector<std::pair<layer_key, std::vector<network_pair>>> layers(paired.begin(),
                                                                            paired.end());
  const std::size_t most_looked_at =
      layers.size() > many_networks ? fewer_units : static_cast<std::size_t>(most_units);
  std::vector<layer_anchors> tested(layers.size());
  parallel_for(layers.size(), threads, [&](std::size_t i) {
    tested[i] = test_layer(subject, reference, layers[i].second, options, most_looked_at);
  });
  std::vector<permutation_evidence> cosines;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const std::size_t component = layers[i].first.first;
    if (answers.empty() || answers.back().component != component) {
      anchor_evidence& fresh = answers.emplace_back();
      fresh.component = component;
      fresh.reference_component = *component_of[component];
      cosines.clear();
    }
    append(answers.back().networks, tested[i].networks);
    append(answers.back().layers, tested[i].pooled);
    append(cosines, tested[i].cosines);
    const bool last = i + 1 == layers.size() || layers[i + 1].first.first != component;
    if (last) combine_layers(answers.back(), cosines);
  }
  return answers;
}

} // namespace weightkin
