#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/reader/limits.hpp>

#include "reader/distributed/tile_tree.hpp"
#include "reader/pickle/pickle_value.hpp"

namespace weightkin {

/// One piece of a tensor: a range of a data file that is a torch checkpoint of its own.
struct dcp_chunk {
  tile_box box;
  std::uint32_t path = 0; ///< position in `dcp_metadata::paths`
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct dcp_tensor {
  std::string name;
  std::optional<dtype> type; ///< what the description claims
  std::vector<std::uint64_t> shape;
  std::vector<dcp_chunk> chunks; ///< those that hold elements
  tile_tree tree;                ///< of the chunks; not built for a tensor without elements
};

/// What the `.metadata` file of a distributed checkpoint describes.
struct dcp_metadata {
  std::vector<dcp_tensor> tensors; ///< names unique; their chunks fill them
  std::vector<std::string> paths;  ///< of data files, as written: unchecked
  std::size_t other_values = 0;    ///< entries that are no tensors
};

/// Takes the description out of a pickled `Metadata` instance.
/// \returns `bad_format`: `pickle_malformed` when it is none, `shape`, `overflow`, `bounds`,
///          `overlap`, `hole`, `missing` for a chunk without a place, `duplicate`, `limit`;
///          `unsupported` for transformed (compressed) ranges.
[[nodiscard]] result<dcp_metadata> parse_dcp_metadata(const pickle_values& values,
                                                      pickle_index root, std::string_view label,
                                                      const reader_limits& limits);

} // namespace weightkin
