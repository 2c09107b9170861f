#include "fingerprint/builder/box_runs.hpp"

#include <algorithm>

namespace weightkin::detail {

std::optional<box_runs> box_runs::of(std::span<const std::uint64_t> shape,
                                     std::span<const std::uint64_t> start,
                                     std::span<const std::uint64_t> extent) {
  if (start.size() != shape.size() || extent.size() != shape.size()) return {};
  for (std::size_t a = 0; a < shape.size(); ++a)
    if (start[a] > shape[a] || extent[a] > shape[a] - start[a]) return {};
  box_runs runs;
  const bool empty = std::find(extent.begin(), extent.end(), 0U) != extent.end();
  if (empty) {
    runs.count_ = runs.length_ = 0;
    return runs;
  }
  std::uint64_t stride = 1;
  bool whole = true; // all faster axes are covered from end to end
  for (std::size_t a = shape.size(); a-- > 0;) {
    runs.origin_ += start[a] * stride;
    if (whole)
      runs.length_ *= extent[a];
    else if (extent[a] > 1)
      runs.axes_.push_back({extent[a], stride});
    if (!whole) runs.count_ *= extent[a];
    whole = whole && extent[a] == shape[a];
    stride *= shape[a];
  }
  std::reverse(runs.axes_.begin(), runs.axes_.end());
  return runs;
}

std::uint64_t box_runs::first(std::uint64_t index) const noexcept {
  std::uint64_t element = origin_;
  for (std::size_t a = axes_.size(); a-- > 0;) {
    element += index % axes_[a].extent * axes_[a].stride;
    index /= axes_[a].extent;
  }
  return element;
}

} // namespace weightkin::detail
