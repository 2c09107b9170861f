#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernel/print_totals.hpp"

namespace weightkin::detail {

/// A run of `count` elements from lane `lead` on is a first piece of a block, whole blocks, a rest.
struct block_cut {
  block_cut(std::uint64_t first, std::size_t count) noexcept
      : lead(static_cast<std::size_t>(first % print_block)),
        head(lead == 0 ? 0 : std::min(print_block - lead, count)),
        whole((count - head) / print_block), rest((count - head) % print_block) {}

  std::size_t lead;  ///< lane of the first element
  std::size_t head;  ///< elements before the first whole block
  std::size_t whole; ///< blocks
  std::size_t rest;  ///< elements after the last

  [[nodiscard]] std::size_t head_blocks() const noexcept { return head == 0 ? 0 : 1; }
  [[nodiscard]] std::size_t blocks() const noexcept {
    return head_blocks() + whole + (rest == 0 ? 0 : 1);
  }
};

} // namespace weightkin::detail
