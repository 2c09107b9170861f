#include "reader/distributed/assembled_tensor.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {
namespace {

/// What tied tensors share: the places of all their tiles.
std::uint64_t identity_of(const std::vector<tensor_tile>& tiles) {
  constexpr std::uint64_t prime = 0x100000001b3; // of the 64-bit FNV-1a hash
  std::uint64_t identity = 0;
  for (const tensor_tile& tile : tiles)
    identity = (identity ^ tile.stored.storage_offset) * prime;
  return identity | std::uint64_t{1} << 63U; // no file offset is so large
}

/// Elements that are consecutive both in the tensor and in the tile: its last axes, as many as it
/// fills from end to end, and one more.
std::uint64_t run_of(const tile_box& box, const std::vector<std::uint64_t>& shape) {
  std::uint64_t run = 1;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    run *= box.sizes[axis];
    if (box.sizes[axis] != shape[axis]) break;
  }
  return run;
}

class assembled_elements final : public element_source {
public:
  assembled_elements(dtype type, std::vector<std::uint64_t> shape, tile_tree tree,
                     const std::vector<tensor_tile>& tiles)
      : element_bytes_(bits_of(type) / 8), shape_(std::move(shape)), tree_(std::move(tree)) {
    for (const tensor_tile& each : tiles)
      tiles_.push_back({each.box, run_of(each.box, shape_), elements_of(each.stored)});
  }

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    std::size_t done = 0;
    while (done < count) {
      const place found = find(first + done);
      const auto length =
          static_cast<std::size_t>(std::min<std::uint64_t>(found.left, count - done));
      const std::span<std::byte> out =
          scratch.subspan(done * element_bytes_, length * element_bytes_);
      const auto got = found.source->read(found.first, length, out);
      if (!got || length == count) return got;
      if (got->data() != out.data()) std::memcpy(out.data(), got->data(), out.size());
      done += length;
    }
    return std::span<const std::byte>(scratch.first(count * element_bytes_));
  }

private:
  struct tile {
    tile_box box;
    std::uint64_t run;
    std::shared_ptr<const element_source> source;
  };
  struct place {
    const element_source* source;
    std::uint64_t first; ///< in the tile
    std::uint64_t left;  ///< elements of its run from there on
  };

  /// Where the element at `position` (in C order) lies.
  [[nodiscard]] place find(std::uint64_t position) const {
    std::array<std::uint64_t, max_rank> index{};
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      index[axis] = position % shape_[axis];
      position /= shape_[axis];
    }
    const tile& found = tiles_[tree_.find(std::span(index).first(shape_.size()))];
    std::uint64_t inside = 0;
    for (std::size_t axis = 0; axis < shape_.size(); ++axis)
      inside = inside * found.box.sizes[axis] + (index[axis] - found.box.offsets[axis]);
    return {found.source.get(), inside, found.run - inside % found.run};
  }

  std::size_t element_bytes_;
  std::vector<std::uint64_t> shape_;
  tile_tree tree_;
  std::vector<tile> tiles_;
};

} // namespace

stored_tensor assemble_tensor(std::string name, std::vector<std::uint64_t> shape, tile_tree tree,
                              const std::vector<tensor_tile>& tiles) {
  stored_tensor made = tiles.front().stored;
  made.name = std::move(name);
  if (tiles.size() == 1) return made;
  made.shape = shape;
  made.strides.clear();
  made.storage_offset = identity_of(tiles);
  made.decoded =
      std::make_shared<assembled_elements>(made.type, std::move(shape), std::move(tree), tiles);
  return made;
}

stored_tensor concatenate_runs(std::string name, std::vector<std::uint64_t> shape,
                               std::vector<stored_tensor> runs) {
  std::uint64_t count = 0;
  std::vector<tensor_tile> tiles;
  std::vector<tile_box> boxes;
  for (stored_tensor& run : runs) {
    const std::uint64_t length = run.shape.front();
    boxes.push_back({{count}, {length}});
    tiles.push_back({boxes.back(), std::move(run)});
    count += length;
  }
  const std::array<std::uint64_t, 1> flat{count};
  // Cannot fail: the runs follow one another.
  auto tree = tile_tree::build(flat, boxes, name);
  stored_tensor made = assemble_tensor(std::move(name), {count}, std::move(*tree), tiles);
  if (!made.strides.empty()) { // one strided run cannot take a new shape where it lies
    made.decoded = elements_of(made);
    made.strides.clear();
  }
  made.shape = std::move(shape);
  return made;
}

stored_tensor rows_of(const stored_tensor& whole, std::uint64_t first, std::uint64_t count) {
  std::uint64_t step = 1;
  if (!whole.strides.empty()) {
    step = static_cast<std::uint64_t>(whole.strides.front());
  } else {
    for (std::size_t axis = 1; axis < whole.shape.size(); ++axis)
      step *= whole.shape[axis];
  }
  stored_tensor rows = whole;
  rows.shape.front() = count;
  const std::uint64_t skipped = first * step * (bits_of(whole.type) / 8);
  rows.offset += skipped;
  rows.storage_offset += skipped;
  return rows;
}

} // namespace weightkin
