#include "reader/layout/row_rules.hpp"

#include <array>
#include <vector>

#include "reader/layout/concatenation.hpp"
#include "reader/layout/rearrangement.hpp"

namespace weightkin {
namespace {

/// The axes of a tensor whose axis 0 became `split` axes, with the split ones in `order`.
std::vector<std::size_t> with_order(std::span<const std::size_t> order, std::size_t rank) {
  std::vector<std::size_t> axes(order.begin(), order.end());
  for (std::size_t axis = 1; axis < rank; ++axis)
    axes.push_back(order.size() + axis - 1);
  return axes;
}

/// Axis 0 as `extents`, these reordered, and together axis 0 again.
stored_tensor reorder_rows(const stored_tensor& tensor, std::span<const std::uint64_t> extents,
                           std::span<const std::size_t> order) {
  return rearrangement(tensor)
      .split(0, extents)
      .permute(with_order(order, tensor.shape.size()))
      .merge(0, extents.size())
      .tensor();
}

/// Rows of one of `count` equal groups, or 0 when the rows do not divide.
std::uint64_t rows_of_each(const stored_tensor& tensor, std::uint64_t count) {
  if (tensor.shape.empty() || !rearrangement::possible(tensor)) return 0;
  return count == 0 || tensor.shape[0] % count != 0 ? 0 : tensor.shape[0] / count;
}

} // namespace

std::optional<stored_tensor> undo_rope_pairs(const stored_tensor& tensor, std::uint64_t heads) {
  const std::uint64_t rows = rows_of_each(tensor, heads);
  if (rows == 0 || rows % 2 != 0) return std::nullopt;
  constexpr std::array<std::size_t, 3> halves_first{0, 2, 1};
  return reorder_rows(tensor, std::array<std::uint64_t, 3>{heads, rows / 2, 2}, halves_first);
}

std::optional<stored_tensor> heads_before_qkv(const stored_tensor& tensor, std::uint64_t heads) {
  if (heads > UINT64_MAX / 3) return std::nullopt;
  const std::uint64_t rows = rows_of_each(tensor, 3 * heads);
  if (rows == 0) return std::nullopt;
  constexpr std::array<std::size_t, 3> heads_first{1, 0, 2};
  return reorder_rows(tensor, std::array<std::uint64_t, 3>{3, heads, rows}, heads_first);
}

std::optional<stored_tensor> group_qkv(std::span<const stored_tensor> parts,
                                       std::uint64_t kv_heads) {
  std::vector<stored_tensor> grouped;
  for (const stored_tensor& part : parts) {
    const std::uint64_t rows = rows_of_each(part, kv_heads);
    if (rows == 0) return std::nullopt;
    const std::array<std::uint64_t, 2> groups{kv_heads, rows};
    grouped.push_back(rearrangement(part).split(0, groups).tensor());
  }
  const auto fused = concatenate(grouped, 1);
  if (!fused) return std::nullopt;
  return rearrangement(*fused).merge(0, 2).tensor();
}

} // namespace weightkin
