#include "align/search/layer_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <weightkin/core/parallel_for.hpp>

#include "align/unit_sample.hpp"
#include "metric/standardise_units.hpp"
#include "metric/unit_products.hpp"

namespace weightkin::detail {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr sample_limits looked_at{128, 64};

/// A layer's tensors in a fixed order of kinds.
std::vector<tensor_index> kinds_of(const layer_block& layer) {
  std::vector<tensor_index> kinds{layer.q, layer.k, layer.v, layer.qkv, layer.o, layer.router};
  const network_block first = layer.networks.empty() ? network_block{} : layer.networks.front();
  kinds.push_back(first.gate == first.up ? std::nullopt : first.gate);
  kinds.push_back(first.up);
  kinds.push_back(first.down);
  return kinds;
}

/// One tensor's sample, ready to be multiplied with others of its kind.
struct kind_sample {
  std::vector<std::uint64_t> shape;
  unit_axis axis;
  standardised_units units;

  [[nodiscard]] bool present() const noexcept { return units.sum_squares > 0; }
  [[nodiscard]] bool fits(const kind_sample& other) const {
    return present() && other.present() && shape == other.shape && axis.axis == other.axis.axis &&
           axis.block == other.axis.block && axis.gates == other.axis.gates;
  }
};

using layer_sample = std::vector<kind_sample>;

result<kind_sample> sample_kind(const model_ref& model, tensor_index tensor) {
  kind_sample sample;
  if (!tensor) return sample;
  const inventory_entry& entry = model.contents->entries[*tensor];
  if (!entry.axis || entry.axis->units < 2 || entry.use != evidence_use::convicting) return sample;
  const tensor_view& view = model.tensors[*tensor];
  auto units = sample_units(view, *entry.axis, looked_at);
  if (!units) return std::move(units).error();
  sample.shape.assign(view.shape.begin(), view.shape.end());
  sample.axis = *entry.axis;
  sample.units = standardise(*units);
  return sample;
}

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
      auto sample = sample_kind(model, tensor);
      if (!sample) return std::move(sample).error();
      layers[i].push_back(std::move(*sample));
    }
    return {};
  });
  if (!sampled) return std::move(sampled).error();
  return layers;
}

double effect_of(const kind_sample& a, const kind_sample& b) {
  return inner_product(a.units.values, b.units.values) /
         std::sqrt(a.units.sum_squares * b.units.sum_squares);
}

/// Mean effect over the kinds that fit; NaN when none does.
double mean_effect(const layer_sample& a, const layer_sample& b) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t kind = 0; kind < std::min(a.size(), b.size()); ++kind) {
    if (!a[kind].fits(b[kind])) continue;
    sum += effect_of(a[kind], b[kind]);
    ++count;
  }
  return count == 0 ? not_a_number : sum / static_cast<double>(count);
}

/// Deviation of `mean_effect` over all pairings of units, if all kinds had the same one: an upper
/// bound.
double chance_deviation(const layer_sample& a, const layer_sample& b) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t kind = 0; kind < std::min(a.size(), b.size()); ++kind) {
    if (!a[kind].fits(b[kind])) continue;
    const standardised_units& left = a[kind].units;
    const standardised_units& right = b[kind].units;
    const double squares = sums_of(multiply_units(left, right)).squares;
    sum += std::sqrt(squares / static_cast<double>(left.units - 1) / left.sum_squares /
                     right.sum_squares);
    ++count;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

/// Mean over a few pairs of layers: they are alike enough, and each costs as much as 128 cells.
double chance_deviation(const std::vector<layer_sample>& a, const std::vector<layer_sample>& b) {
  constexpr std::size_t pairs = 4;
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const std::size_t i = pair * a.size() / pairs;
    const std::size_t j = (pair * b.size() / pairs + b.size() / 2) % b.size();
    const double deviation = chance_deviation(a[i], b[j]);
    sum += deviation;
    count += deviation > 0 ? 1 : 0;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

template <class Cell>
void fill(layer_affinity& table, unsigned threads, Cell cell) {
  table.values.assign(table.subject_layers * table.reference_layers, not_a_number);
  parallel_for(table.subject_layers, threads, [&](std::size_t i) {
    for (std::size_t j = 0; j < table.reference_layers; ++j)
      table.values[i * table.reference_layers + j] = cell(i, j);
  });
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
  fill(table, options.threads,
       [&](std::size_t i, std::size_t j) { return mean_effect((*a)[i], (*b)[j]); });
  return table;
}

} // namespace weightkin::detail
