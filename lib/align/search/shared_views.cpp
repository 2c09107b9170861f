#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/parallel_for.hpp>

#include "align/search/layer_evidence.hpp"
#include "align/unit_sample.hpp"

namespace weightkin::detail {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t most_shared_units = 2048;

/// Above the diagonal of a square; the rest is 0.
std::vector<double> products_of_features(const unit_matrix& matrix) {
  const std::size_t n = matrix.features;
  std::vector<double> square(n * n);
  for (std::size_t unit = 0; unit < matrix.units; ++unit) {
    const float* row = matrix.values.data() + unit * n;
    for (std::size_t i = 0; i < n; ++i) {
      const double left = row[i];
      for (std::size_t j = i + 1; j < n; ++j)
        square[i * n + j] += left * row[j];
    }
  }
  return square;
}

double mean_cka(const shared_view& a, const shared_view& b) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t kind = 0; kind < std::min(a.size(), b.size()); ++kind) {
    const double cka = unbiased_cka(a[kind], b[kind]);
    if (std::isnan(cka)) continue;
    sum += cka;
    ++count;
  }
  return count == 0 ? not_a_number : sum / static_cast<double>(count);
}

double median_of_finite(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// What a layer shares with all layers of the other model is no sign of which one it is. Medians
/// say nothing in tables so small that a counterpart is the median.
void take_out_medians(layer_affinity& table) {
  constexpr std::size_t fewest = 4;
  const auto line = [&](std::size_t first, std::size_t stride, std::size_t count) {
    if (count < fewest) return;
    std::vector<double> values;
    values.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
      values.push_back(table.values[first + i * stride]);
    const double middle = median_of_finite(values);
    for (std::size_t i = 0; i < count; ++i)
      table.values[first + i * stride] -= middle;
  };
  for (std::size_t i = 0; i < table.subject_layers; ++i)
    line(i * table.reference_layers, 1, table.reference_layers);
  for (std::size_t j = 0; j < table.reference_layers; ++j)
    line(j, table.reference_layers, table.subject_layers);
}

/// Multiplies the columns by the gains of the sampled dimensions.
result<void> fold_gain(const model_ref& model, tensor_index gain, std::size_t dimensions,
                       unit_matrix& matrix) {
  if (!gain) return {};
  const tensor_view& view = model.tensors[*gain];
  const std::uint64_t width = element_count(view);
  auto values = read_as_f64(view, 0, static_cast<std::size_t>(width));
  if (!values) return std::move(values).error();
  const auto columns = spread_indices(width, dimensions);
  for (std::size_t unit = 0; unit < matrix.units; ++unit)
    for (std::size_t j = 0; j < matrix.features; ++j) {
      float& value = matrix.values[unit * matrix.features + j];
      value = static_cast<float>(value * (*values)[static_cast<std::size_t>(columns[j])]);
    }
  return {};
}

result<unit_matrix> view_of(const model_ref& model, tensor_index tensor, tensor_index gain,
                            std::uint64_t width, std::size_t dimensions) {
  const auto stream = tensor ? stream_axis_of(model, *tensor, width) : std::nullopt;
  if (!stream) return unit_matrix{};
  const tensor_view& view = model.tensors[*tensor];
  unit_axis others;
  others.axis = 1 - *stream;
  others.units = view.shape[others.axis];
  auto matrix = sample_units(view, others, {most_shared_units, dimensions});
  if (!matrix) return std::move(matrix).error();
  if (auto folded = fold_gain(model, gain, dimensions, *matrix); !folded)
    return std::move(folded).error();
  return matrix;
}

result<shared_view> view_of_layer(const model_ref& model, const model_blocks& blocks,
                                  const layer_block& layer, std::size_t dimensions) {
  const network_block network = layer.networks.empty() ? network_block{} : layer.networks.front();
  const struct {
    tensor_index tensor;
    tensor_index gain;
  } kinds[] = {
      {layer.q, layer.attention_gain},
      {layer.k, layer.attention_gain},
      {layer.v, layer.attention_gain},
      {layer.qkv, layer.attention_gain},
      {layer.o, std::nullopt},
      {network.gate == network.up ? std::nullopt : network.gate, layer.network_gain},
      {network.up, layer.network_gain},
      {network.down, std::nullopt},
  };
  shared_view views;
  for (const auto& kind : kinds) {
    auto matrix = view_of(model, kind.tensor, kind.gain, blocks.width, dimensions);
    if (!matrix) return std::move(matrix).error();
    views.push_back(gram_of(*matrix));
  }
  return views;
}

} // namespace

shared_gram gram_of(const unit_matrix& matrix) {
  const std::size_t n = matrix.features;
  if (n < 4 || matrix.units == 0) return {};
  const std::vector<double> square = products_of_features(matrix);
  std::vector<double> mean(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      mean[i] += square[i * n + j];
      mean[j] += square[i * n + j];
    }
  double total = 0;
  for (double& sum : mean)
    total += sum /= static_cast<double>(n - 2);
  for (double& sum : mean)
    sum -= total / (2 * static_cast<double>(n - 1));
  double squares = 0;
  shared_gram gram;
  gram.reserve(n * (n - 1) / 2);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      const double centred = square[i * n + j] - mean[i] - mean[j];
      squares += centred * centred;
      gram.push_back(static_cast<float>(centred));
    }
  if (!std::isfinite(squares) || !(squares > 0)) return {};
  const double length = std::sqrt(squares);
  for (float& value : gram)
    value = static_cast<float>(value / length);
  return gram;
}

double unbiased_cka(const shared_gram& a, const shared_gram& b) {
  if (a.empty() || a.size() != b.size()) return not_a_number;
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

layer_affinity affinity_by_shared(std::span<const shared_view> subject,
                                  std::span<const shared_view> reference,
                                  const search_options& options) {
  if (subject.empty() || reference.empty() ||
      std::max(subject.size(), reference.size()) > most_layers)
    return {};
  if (out_of_time(options)) return {};
  layer_affinity table{subject.size(), reference.size(), {}, 0};
  table.values.assign(subject.size() * reference.size(), not_a_number);
  parallel_for(subject.size(), options.threads, [&](std::size_t i) {
    for (std::size_t j = 0; j < reference.size(); ++j)
      table.values[i * reference.size() + j] = mean_cka(subject[i], reference[j]);
  });
  take_out_medians(table);
  return table;
}

result<std::vector<shared_view>> views_of_stream(const model_ref& model, const model_blocks& blocks,
                                                 std::size_t dimensions,
                                                 const search_options& options) {
  std::vector<shared_view> layers(blocks.layers.size());
  std::vector<std::optional<error>> failures(layers.size());
  parallel_for(layers.size(), options.threads, [&](std::size_t i) {
    if (out_of_time(options)) return;
    auto views = view_of_layer(model, blocks, blocks.layers[i], dimensions);
    if (views)
      layers[i] = std::move(*views);
    else
      failures[i] = std::move(views).error();
  });
  for (auto& failure : failures)
    if (failure) return std::move(*failure);
  return layers;
}

} // namespace weightkin::detail
