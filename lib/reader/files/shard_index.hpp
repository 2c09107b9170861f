#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

/// Which shard a tensor is said to lie in.
struct mapped_tensor {
  std::string name;
  std::uint32_t shard = 0; ///< position in `shard_index::shards`
};

/// The index of a sharded checkpoint: `{"metadata": {...}, "weight_map": {tensor: file}}`.
struct shard_index {
  std::vector<std::string> shards;         ///< file names, unique, by first appearance; unchecked
  std::vector<mapped_tensor> tensors;      ///< names unique
  std::optional<std::uint64_t> total_size; ///< what the index claims; never a size to allocate
};

/// Parses an index; members it does not know are ignored.
/// \returns `bad_format`: `header` when it is no such JSON, `duplicate`, `limit`, `encoding`.
[[nodiscard]] result<shard_index> parse_shard_index(std::string_view text, std::string_view label,
                                                    const reader_limits& limits);

} // namespace weightkin
