#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/distributed/tile_tree.hpp"

namespace weightkin {

/// A piece of a tensor and where it belongs.
struct tensor_tile {
  tile_box box;
  stored_tensor stored; ///< of the shape `box.sizes`
};

/// The tensor that `tiles` fill, of their element type, readable by any range. Copies nothing: a
/// read fetches each run of elements from the tile that holds it. \pre `tree` was built from the
/// boxes of `tiles` in their order, which are all of one byte-sized type
[[nodiscard]] stored_tensor assemble_tensor(std::string name, std::vector<std::uint64_t> shape,
                                            tile_tree tree, const std::vector<tensor_tile>& tiles);

/// The tensor whose elements, in C order, are those of `runs` one after the other. \pre each run
/// has one axis and at least one element, they are of one byte-sized type and make up `shape`
[[nodiscard]] stored_tensor concatenate_runs(std::string name, std::vector<std::uint64_t> shape,
                                             std::vector<stored_tensor> runs);

/// Elements [first, first + count) along the first axis of `whole`, stored where they lie.
/// \pre `whole` is not decoded and has at least one axis, first + count <= its first extent
[[nodiscard]] stored_tensor rows_of(const stored_tensor& whole, std::uint64_t first,
                                    std::uint64_t count);

} // namespace weightkin
