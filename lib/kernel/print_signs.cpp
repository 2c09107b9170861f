#include "kernel/print_signs.hpp"

#include <algorithm>
#include <array>

namespace weightkin::detail {
namespace {

/// The signs of the first `lanes` lanes of a block.
void add_block(const block_picks& picks, std::size_t lanes, std::uint64_t* row) {
  for (std::size_t lane = 0; lane < lanes; ++lane)
    row[lane ^ picks.turn] += signed_as(1, picks.subtracts(lane));
}

} // namespace

void add_signs(const print_ops& ops, const print_hashes& hashes, std::uint64_t elements,
               std::uint64_t* buckets) {
  std::array<std::uint64_t, print_group_blocks> group;
  for (std::uint64_t first = 0; first < elements; first += print_group) {
    const std::uint64_t turn = hashes.groups(first / print_group) % print_group_blocks;
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(elements - first, print_group));
    ops.hash(hashes.blocks, first / print_block, (count + print_block - 1) / print_block,
             group.data());
    for (std::size_t begin = 0; begin < count; begin += print_block) {
      const std::size_t block = begin / print_block;
      add_block(block_picks(group[block]), std::min(print_block, count - begin),
                buckets + print_block * (block ^ static_cast<std::size_t>(turn)));
    }
  }
}

} // namespace weightkin::detail
