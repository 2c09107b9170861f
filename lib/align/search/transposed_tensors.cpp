#include "align/search/transposed_tensors.hpp"

#include <algorithm>
#include <cmath>

#include "align/unit_sample.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t transposed_looked_at = 128;
constexpr std::size_t most_asked = 64;

/// Up to 128 rows and columns, spread alike whichever axis comes first.
result<unit_matrix> grid_of(const tensor_view& matrix) {
  unit_axis rows;
  rows.units = matrix.shape[0];
  return sample_units(matrix, rows, {transposed_looked_at, transposed_looked_at});
}

/// The same elements as a matrix of the given shape.
result<unit_matrix> grid_of(tensor_view matrix, std::uint64_t rows, std::uint64_t columns) {
  const std::uint64_t shape[] = {rows, columns};
  matrix.shape = shape;
  return grid_of(matrix);
}

/// Pearson correlation over a grid, 0 when it is not defined. \param swapped rows of `b` are
/// columns of `a`.
double correlation(const unit_matrix& a, const unit_matrix& b, bool swapped) {
  const auto n = static_cast<double>(a.values.size());
  const auto other = [&](std::size_t k) {
    return static_cast<double>(swapped ? b.values[(k % a.features) * b.features + k / a.features]
                                       : b.values[k]);
  };
  double mean_a = 0;
  double mean_b = 0;
  for (std::size_t k = 0; k < a.values.size(); ++k) {
    mean_a += a.values[k] / n;
    mean_b += b.values[k] / n;
  }
  double both = 0;
  double squares_a = 0;
  double squares_b = 0;
  for (std::size_t k = 0; k < a.values.size(); ++k) {
    const double x = a.values[k] - mean_a;
    const double y = other(k) - mean_b;
    both += x * y;
    squares_a += x * x;
    squares_b += y * y;
  }
  const double scale = std::sqrt(squares_a * squares_b);
  return std::isfinite(scale) && scale > 0 ? both / scale : 0;
}

/// Tables are looked up, not multiplied with: who stores matrices transposed leaves them alone.
bool is_multiplied(const inventory_entry& entry) {
  switch (entry.role) {
  case tensor_role::token_embedding:
  case tensor_role::position_embedding:
  case tensor_role::buffer: return false;
  default: return entry.use != evidence_use::excluded;
  }
}

/// Which way all of the given tensors together correlate more; six deviations decide for swapped.
result<bool> lie_swapped(const model_ref& subject, const model_ref& reference,
                         const std::vector<const chain_tensor*>& asked) {
  double more = 0;
  double variance = 0; // of the difference between strangers
  for (std::size_t k = 0; k < std::min(asked.size(), most_asked); ++k) {
    const tensor_view& ours = subject.tensors[asked[k]->subject];
    const tensor_view& theirs = reference.tensors[asked[k]->reference];
    auto a = grid_of(ours);
    if (!a) return std::move(a).error();
    auto straight = grid_of(theirs, ours.shape[0], ours.shape[1]);
    if (!straight) return std::move(straight).error();
    auto reversed = grid_of(theirs, ours.shape[1], ours.shape[0]);
    if (!reversed) return std::move(reversed).error();
    // A stream whose signs were flipped is contrary to itself as it lies, which speaks for no swap.
    more += correlation(*a, *reversed, true) - std::abs(correlation(*a, *straight, false));
    variance += 2 / static_cast<double>(a->values.size());
  }
  return more > 6 * std::sqrt(variance);
}

bool is_matrix(const tensor_view& view) {
  return view.shape.size() == 2 && view.shape[0] > 1 && view.shape[1] > 1;
}

bool is_square(const tensor_view& view) { return view.shape[0] == view.shape[1]; }

} // namespace

result<void> settle_transposes(const model_ref& subject, const model_ref& reference,
                               std::vector<chain_tensor>& tensors) {
  std::size_t straight = 0;
  std::size_t swapped = 0;
  for (const chain_tensor& tensor : tensors)
    if (const tensor_view& view = subject.tensors[tensor.subject];
        is_matrix(view) && !is_square(view))
      ++(tensor.swap_axes ? swapped : straight);
  // What shapes leave open: squares, and where no shape is reversed all others as well.
  std::vector<chain_tensor*> open;
  for (chain_tensor& tensor : tensors)
    if (const tensor_view& view = subject.tensors[tensor.subject];
        is_matrix(view) && !tensor.swap_axes && (swapped == 0 || is_square(view)) &&
        is_multiplied(subject.contents->entries[tensor.subject]))
      open.push_back(&tensor);
  bool swap = straight == 0 && swapped > 0;
  if (!swap) {
    auto found = lie_swapped(subject, reference, {open.begin(), open.end()});
    if (!found) return std::move(found).error();
    swap = *found;
  }
  for (chain_tensor* tensor : open) {
    tensor->swap_axes = swap;
    tensor->reverse_shape = swap && !is_square(subject.tensors[tensor->subject]);
  }
  return {};
}

result<std::vector<tensor_placement>>
place_transposed(const model_ref& subject, const model_ref& reference, const component_pair& pair) {
  std::vector<chain_tensor> tensors = pair_tensors(subject, reference, pair);
  if (auto settled = settle_transposes(subject, reference, tensors); !settled)
    return std::move(settled).error();
  std::vector<tensor_placement> placements;
  if (std::none_of(tensors.begin(), tensors.end(),
                   [](const chain_tensor& tensor) { return tensor.swap_axes; }))
    return placements;
  for (const chain_tensor& tensor : tensors) {
    tensor_placement placement;
    placement.subject = tensor.subject;
    placement.reference = tensor.reference;
    placement.reverse_shape = tensor.reverse_shape;
    placement.swap_axes = tensor.swap_axes;
    placements.push_back(std::move(placement));
  }
  return placements;
}

} // namespace weightkin::detail
