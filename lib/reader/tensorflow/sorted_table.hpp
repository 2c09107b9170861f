#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

/// One entry of a sorted table; key and value are valid during the visit only.
struct table_entry {
  std::string_view key;
  std::span<const std::byte> value;
  std::uint64_t block = 0; ///< file offset of the block that holds it, for messages
};

/// True when the last bytes are the mark of a table of LevelDB's layout.
[[nodiscard]] bool ends_like_sorted_table(const byte_source& file);

/// Calls `visit` for each entry of a whole LevelDB table, in the order of the keys. One block is in
/// memory at a time; every block is met at most once.
/// \returns what `visit` returned, or `bad_format`: `truncated` or `magic` for a damaged footer,
///          `bounds`, `checksum`, `compress` and `limit` for a block, `header` for what a block
///          says, `duplicate` for a key twice.
[[nodiscard]] result<void>
read_sorted_table(const byte_source& file, const reader_limits& limits,
                  const std::function<result<void>(const table_entry&)>& visit);

} // namespace weightkin
