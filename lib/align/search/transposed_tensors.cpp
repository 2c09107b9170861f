#include "align/search/transposed_tensors.hpp"

#include <algorithm>
#include <cmath>

#include "align/unit_sample.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t looked_at = 128;

/// A corner that is the same part of the matrix whichever way it is stored.
result<unit_matrix> corner_of(const tensor_view& matrix) {
  unit_axis rows;
  rows.units = matrix.shape[0];
  return sample_units(matrix, rows, {looked_at, looked_at});
}

struct correlations {
  double straight = 0;
  double swapped = 0;
};

/// Correlations of a square sample with another and with its transpose.
correlations correlate(const unit_matrix& a, const unit_matrix& b) {
  double mean_a = 0;
  double mean_b = 0;
  const std::size_t n = a.units;
  for (std::size_t k = 0; k < n * n; ++k) {
    mean_a += a.values[k];
    mean_b += b.values[k];
  }
  mean_a /= static_cast<double>(n * n);
  mean_b /= static_cast<double>(n * n);
  correlations sum;
  double squares_a = 0;
  double squares_b = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double x = a.values[i * n + j] - mean_a;
      const double y = b.values[i * n + j] - mean_b;
      sum.straight += x * y;
      sum.swapped += x * (b.values[j * n + i] - mean_b);
      squares_a += x * x;
      squares_b += y * y;
    }
  const double scale = std::sqrt(squares_a * squares_b);
  if (!std::isfinite(scale) || !(scale > 0)) return {};
  return {sum.straight / scale, sum.swapped / scale};
}

bool is_square(const tensor_view& view) {
  return view.shape.size() == 2 && view.shape[0] == view.shape[1] && view.shape[0] > 1;
}

} // namespace

result<std::vector<tensor_placement>>
place_transposed(const model_ref& subject, const model_ref& reference, const component_pair& pair) {
  std::vector<chain_tensor> tensors = pair_tensors(subject, reference, pair);
  if (auto settled = settle_square_transposes(subject, reference, tensors); !settled)
    return std::move(settled).error();
  std::vector<tensor_placement> placements;
  if (std::none_of(tensors.begin(), tensors.end(),
                   [](const chain_tensor& tensor) { return tensor.swap_axes; }))
    return placements;
  for (const chain_tensor& tensor : tensors) {
    tensor_placement placement;
    placement.subject = tensor.subject;
    placement.reference = tensor.reference;
    placement.swap_axes = tensor.swap_axes;
    placements.push_back(std::move(placement));
  }
  return placements;
}

result<void> settle_square_transposes(const model_ref& subject, const model_ref& reference,
                                      std::vector<chain_tensor>& tensors) {
  std::size_t straight = 0;
  std::size_t swapped = 0;
  for (const chain_tensor& tensor : tensors) {
    const tensor_view& view = subject.tensors[tensor.subject];
    if (view.shape.size() != 2 || is_square(view)) continue;
    ++(tensor.swap_axes ? swapped : straight);
  }
  bool swap = swapped > 0;
  if (straight > 0 && swapped == 0) return {};
  if ((straight == 0) == (swapped == 0)) {
    correlations sum;
    double variance = 0; // of the difference between strangers
    for (const chain_tensor& tensor : tensors) {
      const tensor_view& view = subject.tensors[tensor.subject];
      if (!is_square(view)) continue;
      auto a = corner_of(view);
      if (!a) return std::move(a).error();
      auto b = corner_of(reference.tensors[tensor.reference]);
      if (!b) return std::move(b).error();
      const correlations one = correlate(*a, *b);
      sum.straight += one.straight;
      sum.swapped += one.swapped;
      variance += 2 / static_cast<double>(a->units * a->units);
    }
    swap = sum.swapped > sum.straight + 6 * std::sqrt(variance);
  }
  for (chain_tensor& tensor : tensors)
    if (is_square(subject.tensors[tensor.subject])) tensor.swap_axes = swap;
  return {};
}

} // namespace weightkin::detail
