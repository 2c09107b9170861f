#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

namespace weightkin {

/// A box of indices: one piece of a tensor that several files hold together.
struct tile_box {
  std::vector<std::uint64_t> offsets; ///< of its first index on each axis
  std::vector<std::uint64_t> sizes;   ///< none is zero
};

/// Boxes that fill a tensor exactly, found by index. The tensor is cut along one axis wherever no
/// box is in the way, each part along another axis, and so on; rows, columns, grids and all else
/// that trainers write come apart this way.
class tile_tree {
public:
  /// Checks that `boxes` fill `shape` without hole or overlap. \pre offsets and sizes have the rank
  /// of `shape`, no extent is zero, each box lies inside, the product of `shape` fits 64 bits
  /// \returns `overlap` or `hole`, `unsupported` when boxes interlock so that no cut passes
  ///          between them. O(n log n) a level of cuts, of which there are at most 16.
  [[nodiscard]] static result<tile_tree> build(std::span<const std::uint64_t> shape,
                                               std::span<const tile_box> boxes,
                                               std::string_view label);

  /// The box that holds `index`. \pre `index` lies inside the shape
  [[nodiscard]] std::size_t find(std::span<const std::uint64_t> index) const noexcept;

private:
  /// A part of the tensor: a single box, or parts one after the other along `axis`.
  struct node {
    std::uint32_t axis = 0;
    std::uint32_t box = 0;        ///< of a leaf
    std::uint32_t first_part = 0; ///< the parts are neighbours in `parts_`
    std::uint32_t part_count = 0; ///< 0 for a leaf
  };
  struct part {
    std::uint64_t begin = 0; ///< on the parent's axis
    std::uint32_t node = 0;
  };
  struct region;
  class builder;

  std::vector<node> nodes_;
  std::vector<part> parts_;
};

} // namespace weightkin
