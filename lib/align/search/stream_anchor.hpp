#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>

#include "align/search/arrange_blocks.hpp"
#include "align/search/stream_match.hpp"

namespace weightkin::detail {

/// The relation of two residual streams and what it was found on.
struct anchored_relation {
  stream_relation relation;
  std::string anchor;              ///< for people: "token embedding"; empty when unknown
  std::vector<std::size_t> fitted; ///< subject tensors whose values chose it; none when `same`
};

/// Tries, until one relates the streams: the token embeddings, the output heads, and the rows of
/// the first part of every network and of the queries, which are in order where nobody reordered
/// them. max(2048, 4 * width) rows are looked at. \returns the medium's `io` error. Cost: that of
/// `relate_streams`, three times at most. Memory: at most 2^26 floats a side.
[[nodiscard]] result<anchored_relation> relate_by_anchors(const block_pair& pair,
                                                          const search_options& options);

} // namespace weightkin::detail
