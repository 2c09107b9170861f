#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "reader/tensorflow/sorted_table.hpp"

namespace weightkin {

/// Behind each stored block: its compression and its checksum.
inline constexpr std::uint64_t block_trailer_bytes = 5;

/// Where a block of a sorted table lies, without its trailer.
struct block_handle {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// A block's bytes as its writer made them: checked, and inflated if need be.
struct table_block {
  const byte_source* file = nullptr;
  std::uint64_t offset = 0; ///< of the stored block, for messages
  std::vector<std::byte> bytes;
};

/// Reads one block, which must end with its trailer before `end`.
[[nodiscard]] result<table_block> read_block(const byte_source& file, const block_handle& handle,
                                             std::uint64_t end, const reader_limits& limits);

/// Calls `visit` for each entry of a block, which must have one at least.
[[nodiscard]] result<void> walk_block(const table_block& block,
                                      const std::function<result<void>(const table_entry&)>& visit);

} // namespace weightkin
