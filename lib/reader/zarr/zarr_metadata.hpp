#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/limits.hpp>

#include "reader/wire/json_value.hpp"
#include "reader/zarr/zarr_codec.hpp"

namespace weightkin {

/// What the metadata of one zarr array say, of either version.
struct zarr_array {
  std::vector<std::uint64_t> shape;
  std::vector<std::uint64_t> chunk; ///< extents of every chunk, also of those at the edges; all > 0
  dtype type = dtype::f32;
  bool big_endian = false;
  bool fortran_order = false; ///< of the elements within a chunk
  zarr_codec codec = zarr_codec::none;
  std::vector<std::byte> fill; ///< one element, host byte order
  std::string key_prefix;      ///< what the name of every chunk begins with
  char key_separator = '.';
  std::string only_key = "0"; ///< the chunk of an array without axes

  [[nodiscard]] std::uint64_t chunk_elements() const noexcept;
  [[nodiscard]] std::size_t element_bytes() const noexcept { return bits_of(type) / 8; }
};

/// What a metadata document describes.
struct zarr_node {
  bool is_array = false; ///< else a group
  zarr_array array;
};

/// Reads `.zarray` (version 2) or `zarr.json` (version 3); `.zgroup` too.
/// \returns `bad_format`: `version`, `header`, `shape`, `dtype`, `npy_object`, `limit`, `overflow`;
///          `unsupported` for codecs and filters that are not read (none is ever run).
[[nodiscard]] result<zarr_node> parse_zarr_node(const json_value& document, std::string_view label,
                                                const reader_limits& limits);

} // namespace weightkin
