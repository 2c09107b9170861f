#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

#include "reader/tensorflow/sorted_table.hpp"

namespace weightkin {

/// What the entry with the empty key says of a whole bundle.
struct bundle_header {
  std::uint32_t shards = 0;
  bool big_endian = false;
};

/// One axis of a slice of a partitioned variable.
struct slice_extent {
  std::uint64_t start = 0;
  std::optional<std::uint64_t> length; ///< nothing: the whole axis
};

/// What the index says of one tensor, or of one slice of one.
struct bundle_entry {
  std::uint64_t data_type = 0;
  std::vector<std::uint64_t> shape;
  std::int64_t shard = 0;
  std::int64_t offset = 0;
  std::int64_t size = 0;
  std::optional<std::uint32_t> masked_crc;       ///< of the tensor's bytes
  std::vector<std::vector<slice_extent>> slices; ///< of a partitioned variable, else empty
};

/// \param label names the index in messages; positions are those of the entry's block
/// \returns `unsupported` for a checkpoint of version 1, `bad_format`: `protobuf`, `header`,
///          `limit` for too many shards.
[[nodiscard]] result<bundle_header>
parse_bundle_header(const table_entry& entry, std::string_view label, const reader_limits& limits);

/// \returns `bad_format`: `protobuf`, or what `tensor_shape_of` returns.
[[nodiscard]] result<bundle_entry> parse_bundle_entry(const table_entry& entry,
                                                      std::string_view label);

/// The key under which a slice of `name` is stored: numbers and text in an encoding whose order as
/// bytes is their order ("ordered code").
[[nodiscard]] std::string slice_key(std::string_view name, const std::vector<slice_extent>& slice);

} // namespace weightkin
