#include "reader/decode/block_places.hpp"

#include <algorithm>

namespace weightkin {

block_places::block_places(std::span<const std::uint64_t> shape,
                           std::span<const std::uint64_t> blocks) {
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const axis next{shape[i], blocks[i]};
    const bool whole = next.blocks == 1;
    const bool single = next.blocks == next.extent;
    if (!axes_.empty()) {
      axis& last = axes_.back();
      if ((whole && last.blocks == 1) || (single && last.blocks == last.extent)) {
        last.extent *= next.extent;
        last.blocks *= next.blocks;
        continue;
      }
    }
    axes_.push_back(next);
  }
}

block_places block_places::along(std::span<const std::uint64_t> shape, std::size_t axis) {
  std::vector<std::uint64_t> blocks(shape.size(), 1);
  blocks[axis] = shape[axis];
  return {shape, blocks};
}

std::uint64_t block_places::count() const noexcept {
  std::uint64_t count = 1;
  for (const axis& each : axes_)
    count *= each.blocks;
  return count;
}

std::uint64_t block_places::run() const noexcept {
  std::uint64_t run = 1;
  for (std::size_t i = axes_.size(); i-- > 0;) {
    run *= axes_[i].extent / axes_[i].blocks;
    if (axes_[i].blocks != 1) return run;
  }
  return 0;
}

std::uint64_t block_places::block_of(std::uint64_t element) const noexcept {
  std::uint64_t block = 0;
  std::uint64_t step = 1;
  for (std::size_t i = axes_.size(); i-- > 0;) {
    const axis& each = axes_[i];
    block += element % each.extent / (each.extent / each.blocks) * step;
    element /= each.extent;
    step *= each.blocks;
  }
  return block;
}

void block_places::of(std::uint64_t first, std::span<std::uint64_t> out) const {
  const std::uint64_t length = run();
  if (length == 0) return std::fill(out.begin(), out.end(), 0);
  for (std::size_t done = 0; done < out.size();) {
    const std::uint64_t left = length - (first + done) % length;
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(left, out.size() - done));
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(done), here, block_of(first + done));
    done += here;
  }
}

} // namespace weightkin
