#include "reader/quantised/scale_blocks.hpp"

#include <algorithm>
#include <bit>

#include "reader/quantised/tensor_group.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t usual_block = 128;

/// The extent of a block along an axis of `extent` that has `scales` scales, or 0.
std::uint64_t block_along(std::uint64_t extent, std::uint64_t scales,
                          std::optional<std::uint64_t> block) {
  if (block) return blocks_of(extent, *block) == scales ? *block : 0;
  if (scales == 1) return extent;
  if (scales == extent) return 1;
  return blocks_of(extent, usual_block) == scales ? usual_block : 0;
}

std::optional<scale_layout> blocks_of_last_axes(const std::vector<std::uint64_t>& weight,
                                                const std::vector<std::uint64_t>& scales,
                                                const std::optional<block_extents>& block) {
  const std::size_t rank = weight.size();
  if (rank < 2 || scales.size() != rank) return std::nullopt;
  const auto lead = static_cast<std::ptrdiff_t>(rank - 2);
  if (!std::equal(weight.begin(), weight.begin() + lead, scales.begin())) return std::nullopt;
  scale_layout layout;
  layout.matrix_rows = weight[rank - 2];
  layout.columns = weight[rank - 1];
  layout.rows = layout.matrix_rows;
  for (std::size_t axis = 0; axis + 2 < rank; ++axis)
    layout.rows *= weight[axis];
  const auto of = [&](std::size_t axis) {
    return block ? std::optional((*block)[axis]) : std::nullopt;
  };
  layout.row_block = block_along(layout.matrix_rows, scales[rank - 2], of(0));
  layout.column_block = block_along(layout.columns, scales[rank - 1], of(1));
  // Groups within rows come in other sizes than square blocks do. The last may be short: only an
  // even division into powers of two leaves no other size open.
  const bool groups = !block && layout.row_block == 1 && layout.column_block == 0;
  if (groups && layout.columns % scales[rank - 1] == 0 &&
      std::has_single_bit(layout.columns / scales[rank - 1]))
    layout.column_block = layout.columns / scales[rank - 1];
  if (layout.row_block == 0 || layout.column_block == 0) return std::nullopt;
  return layout;
}

} // namespace

std::optional<scale_layout> scale_blocks(const std::vector<std::uint64_t>& weight,
                                         const std::vector<std::uint64_t>& scales,
                                         const std::optional<block_extents>& block) {
  std::uint64_t values = 1;
  for (const std::uint64_t extent : weight)
    values *= extent;
  std::uint64_t count = 1;
  for (const std::uint64_t extent : scales)
    count *= extent;
  if (count == 1 && scales.size() <= 1) return scale_layout{1, values, values};
  if (auto blocks = blocks_of_last_axes(weight, scales, block)) return blocks;
  const bool by_first_axis = !weight.empty() && !scales.empty() && scales[0] == weight[0] &&
                             count == weight[0] && !(block && scales.size() > 1);
  if (!by_first_axis) return std::nullopt;
  const std::uint64_t columns = values / weight[0];
  return scale_layout{weight[0], columns, columns};
}

} // namespace weightkin
