#include "align/search/layer_evidence.hpp"

#include <algorithm>
#include <optional>

#include <weightkin/core/parallel_for.hpp>

#include "align/search/tensor_likeness.hpp"

namespace weightkin::detail {
namespace {

/// A layer's tensors in a fixed order of kinds.
std::vector<tensor_index> kinds_of(const layer_block& layer) {
  std::vector<tensor_index> kinds{layer.q, layer.k, layer.v, layer.qkv, layer.o, layer.router};
  const network_block first = layer.networks.empty() ? network_block{} : layer.networks.front();
  kinds.push_back(first.gate == first.up ? std::nullopt : first.gate);
  kinds.push_back(first.up);
  kinds.push_back(first.down);
  return kinds;
}

using layer_sample = std::vector<likeness_sample>;

/// Calls `make(i)`, which returns a result<void>, for every i; the first failure by index wins.
template <class Make>
result<void> for_all(std::size_t count, unsigned threads, Make make) {
  std::vector<std::optional<error>> failures(count);
  parallel_for(count, threads, [&](std::size_t i) {
    if (auto made = make(i); !made) failures[i] = std::move(made).error();
  });
  for (auto& failure : failures)
    if (failure) return std::move(*failure);
  return {};
}

result<std::vector<layer_sample>> sample_layers(const model_ref& model, const model_blocks& blocks,
                                                const search_options& options) {
  std::vector<layer_sample> layers(blocks.layers.size());
  auto sampled = for_all(layers.size(), options.threads, [&](std::size_t i) -> result<void> {
    for (const tensor_index tensor : kinds_of(blocks.layers[i])) {
      if (out_of_time(options)) return {};
      auto sample = sample_likeness(model, tensor);
      if (!sample) return std::move(sample).error();
      layers[i].push_back(std::move(*sample));
    }
    return {};
  });
  if (!sampled) return std::move(sampled).error();
  return layers;
}

/// Mean over a few pairs of layers: they are alike enough, and each costs as much as 128 cells.
double chance_deviation(const std::vector<layer_sample>& a, const std::vector<layer_sample>& b) {
  constexpr std::size_t pairs = 4;
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const std::size_t i = pair * a.size() / pairs;
    const std::size_t j = (pair * b.size() / pairs + b.size() / 2) % b.size();
    const double deviation = mean_likeness_deviation(a[i], b[j]);
    sum += deviation;
    count += deviation > 0 ? 1 : 0;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

} // namespace

result<layer_affinity> affinity_by_index(const model_ref& subject,
                                         const model_blocks& subject_blocks,
                                         const model_ref& reference,
                                         const model_blocks& reference_blocks,
                                         const search_options& options) {
  const std::size_t rows = subject_blocks.layers.size();
  const std::size_t columns = reference_blocks.layers.size();
  if (rows == 0 || columns == 0 || std::max(rows, columns) > most_layers) return layer_affinity{};
  auto a = sample_layers(subject, subject_blocks, options);
  if (!a) return std::move(a).error();
  auto b = sample_layers(reference, reference_blocks, options);
  if (!b) return std::move(b).error();
  if (out_of_time(options)) return layer_affinity{};
  layer_affinity table{rows, columns, {}, chance_deviation(*a, *b)};
  table.values.resize(rows * columns);
  parallel_for(rows, options.threads, [&](std::size_t i) {
    for (std::size_t j = 0; j < columns; ++j)
      table.values[i * columns + j] = mean_likeness((*a)[i], (*b)[j]);
  });
  return table;
}

} // namespace weightkin::detail
