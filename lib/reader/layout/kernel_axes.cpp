#include "reader/layout/kernel_axes.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "reader/layout/concatenation.hpp"
#include "reader/layout/rearrangement.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_axes = 5; // three of them spatial

bool is_kernel(const stored_tensor& tensor, std::size_t least_axes) noexcept {
  const std::size_t rank = tensor.shape.size();
  return rank >= least_axes && rank <= most_axes && rearrangement::possible(tensor);
}

/// The axes `front`, then all others in their order.
std::vector<std::size_t> with_front(std::span<const std::size_t> front, std::size_t rank) {
  std::vector<std::size_t> order(front.begin(), front.end());
  for (std::size_t axis = 0; axis < rank; ++axis)
    if (std::find(front.begin(), front.end(), axis) == front.end()) order.push_back(axis);
  return order;
}

stored_tensor bring_front(const stored_tensor& tensor, std::span<const std::size_t> front) {
  return rearrangement(tensor).permute(with_front(front, tensor.shape.size())).tensor();
}

} // namespace

std::optional<stored_tensor> outputs_first(const stored_tensor& tensor) {
  if (!is_kernel(tensor, 2)) return std::nullopt;
  const std::size_t last = tensor.shape.size() - 1;
  return bring_front(tensor, std::array{last, last - 1});
}

std::optional<stored_tensor> depthwise_outputs_first(const stored_tensor& tensor) {
  if (!is_kernel(tensor, 3)) return std::nullopt;
  const std::size_t last = tensor.shape.size() - 1;
  return rearrangement(tensor)
      .permute(with_front(std::array{last - 1, last}, tensor.shape.size()))
      .merge(0, 2)
      .insert(1)
      .tensor();
}

std::optional<stored_tensor> inputs_second(const stored_tensor& tensor) {
  if (!is_kernel(tensor, 3)) return std::nullopt;
  return bring_front(tensor, std::array<std::size_t, 2>{0, tensor.shape.size() - 1});
}

std::optional<stored_tensor> last_axis_first(const stored_tensor& tensor) {
  if (!is_kernel(tensor, 3)) return std::nullopt;
  return bring_front(tensor, std::array<std::size_t, 1>{tensor.shape.size() - 1});
}

std::optional<stored_tensor> reorder_gates(const stored_tensor& tensor, std::size_t axis,
                                           std::size_t repeats,
                                           std::span<const std::size_t> order) {
  if (axis >= tensor.shape.size() || !rearrangement::possible(tensor) ||
      tensor.shape[axis] % (repeats * order.size()) != 0)
    return std::nullopt;
  std::vector<std::size_t> blocks;
  for (std::size_t repeat = 0; repeat < repeats; ++repeat)
    for (const std::size_t gate : order)
      blocks.push_back(repeat * order.size() + gate);
  return reorder_blocks(tensor, axis, blocks);
}

} // namespace weightkin
