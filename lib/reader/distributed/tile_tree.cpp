#include "reader/distributed/tile_tree.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_levels = 16;
/// Interlocked boxes are compared pair by pair up to this number, to say what is wrong with them.
constexpr std::size_t most_paired = 256;

std::uint64_t volume_of(const tile_box& box) noexcept {
  std::uint64_t volume = 1;
  for (const std::uint64_t size : box.sizes)
    volume *= size;
  return volume;
}

bool overlap(const tile_box& a, const tile_box& b) noexcept {
  for (std::size_t axis = 0; axis < a.offsets.size(); ++axis)
    if (a.offsets[axis] >= b.offsets[axis] + b.sizes[axis] ||
        b.offsets[axis] >= a.offsets[axis] + a.sizes[axis])
      return false;
  return true;
}

} // namespace

/// A part of the tensor that is still to be cut, and the boxes in it.
struct tile_tree::region {
  tile_box bounds;
  std::vector<std::uint32_t> boxes;
  std::uint32_t node = 0;
  std::size_t level = 0;
};

class tile_tree::builder {
public:
  builder(std::span<const tile_box> boxes, std::string_view label) : boxes_(boxes), label_(label) {}

  result<tile_tree> run(std::span<const std::uint64_t> shape) {
    region whole;
    whole.bounds.offsets.assign(shape.size(), 0);
    whole.bounds.sizes.assign(shape.begin(), shape.end());
    whole.boxes.resize(boxes_.size());
    std::iota(whole.boxes.begin(), whole.boxes.end(), 0U);
    made_.nodes_.emplace_back();
    open_.push_back(std::move(whole));
    while (!open_.empty()) {
      region next = std::move(open_.back());
      open_.pop_back();
      if (auto done = divide(next); !done) return std::move(done).error();
    }
    return std::move(made_);
  }

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::bad_file(why, label_, what);
  }

  /// Makes a leaf of a region with one box, or cuts it along the first axis that can be cut.
  result<void> divide(region& whole) {
    if (whole.boxes.empty()) return fail(fault::hole, "a tensor has no pieces");
    if (whole.boxes.size() == 1) {
      const tile_box& only = boxes_[whole.boxes.front()];
      if (only.offsets != whole.bounds.offsets || only.sizes != whole.bounds.sizes)
        return fail(fault::hole, "the pieces of a tensor leave a hole");
      made_.nodes_[whole.node].box = whole.boxes.front();
      return {};
    }
    if (whole.level == most_levels) return error_of_interlocked(whole);
    for (std::size_t axis = 0; axis < whole.bounds.offsets.size(); ++axis) {
      const std::vector<std::size_t> starts = cuts(whole, axis);
      if (starts.size() > 1) return cut(whole, axis, starts);
    }
    return error_of_interlocked(whole);
  }

  /// Sorts the boxes along `axis`; answers where in that order a box begins beyond which all
  /// earlier ones have ended.
  std::vector<std::size_t> cuts(region& whole, std::size_t axis) const {
    std::sort(whole.boxes.begin(), whole.boxes.end(), [&](std::uint32_t a, std::uint32_t b) {
      return boxes_[a].offsets[axis] < boxes_[b].offsets[axis];
    });
    std::vector<std::size_t> starts;
    std::uint64_t reached = 0;
    for (std::size_t at = 0; at < whole.boxes.size(); ++at) {
      const tile_box& box = boxes_[whole.boxes[at]];
      if (at == 0 || box.offsets[axis] >= reached) starts.push_back(at);
      reached = std::max(reached, box.offsets[axis] + box.sizes[axis]);
    }
    return starts;
  }

  result<void> cut(const region& whole, std::size_t axis, const std::vector<std::size_t>& starts) {
    const auto first_part = static_cast<std::uint32_t>(made_.parts_.size());
    std::uint64_t reached = whole.bounds.offsets[axis];
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::size_t stop = i + 1 < starts.size() ? starts[i + 1] : whole.boxes.size();
      region part;
      part.bounds = whole.bounds;
      part.boxes.assign(whole.boxes.begin() + static_cast<std::ptrdiff_t>(starts[i]),
                        whole.boxes.begin() + static_cast<std::ptrdiff_t>(stop));
      if (boxes_[part.boxes.front()].offsets[axis] != reached)
        return fail(fault::hole, "the pieces of a tensor leave a hole");
      part.bounds.offsets[axis] = reached;
      for (const std::uint32_t box : part.boxes)
        reached = std::max(reached, boxes_[box].offsets[axis] + boxes_[box].sizes[axis]);
      part.bounds.sizes[axis] = reached - part.bounds.offsets[axis];
      part.level = whole.level + 1;
      part.node = static_cast<std::uint32_t>(made_.nodes_.size());
      made_.nodes_.emplace_back();
      made_.parts_.push_back({part.bounds.offsets[axis], part.node});
      open_.push_back(std::move(part));
    }
    if (reached != whole.bounds.offsets[axis] + whole.bounds.sizes[axis])
      return fail(fault::hole, "the pieces of a tensor end before it does");
    made_.nodes_[whole.node] = {static_cast<std::uint32_t>(axis), 0, first_part,
                                static_cast<std::uint32_t>(starts.size())};
    return {};
  }

  /// No cut passes between these boxes: they overlap, or they interlock like a pinwheel.
  [[nodiscard]] error error_of_interlocked(const region& whole) const {
    const auto& boxes = whole.boxes;
    for (std::size_t a = 0; a < boxes.size() && boxes.size() <= most_paired; ++a)
      for (std::size_t b = a + 1; b < boxes.size(); ++b)
        if (overlap(boxes_[boxes[a]], boxes_[boxes[b]]))
          return fail(fault::overlap, "the pieces of a tensor overlap");
    std::uint64_t free = volume_of(whole.bounds);
    for (const std::uint32_t box : boxes) {
      const std::uint64_t taken = volume_of(boxes_[box]);
      if (taken > free) return fail(fault::overlap, "the pieces of a tensor overlap");
      free -= taken;
    }
    if (free != 0) return fail(fault::hole, "the pieces of a tensor leave a hole");
    return detail::unsupported_file(label_, "the pieces of a tensor interlock in a way that is not "
                                            "read");
  }

  std::span<const tile_box> boxes_;
  std::string_view label_;
  tile_tree made_;
  std::vector<region> open_;
};

result<tile_tree> tile_tree::build(std::span<const std::uint64_t> shape,
                                   std::span<const tile_box> boxes, std::string_view label) {
  return builder(boxes, label).run(shape);
}

std::size_t tile_tree::find(std::span<const std::uint64_t> index) const noexcept {
  const node* at = &nodes_.front();
  while (at->part_count != 0) {
    const auto begin = parts_.begin() + at->first_part;
    const auto beyond = std::upper_bound(
        begin, begin + at->part_count, index[at->axis],
        [](std::uint64_t place, const part& later) { return place < later.begin; });
    at = &nodes_[(beyond - 1)->node];
  }
  return at->box;
}

} // namespace weightkin
