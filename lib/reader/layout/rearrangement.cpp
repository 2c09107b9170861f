#include "reader/layout/rearrangement.hpp"

#include <cassert>
#include <utility>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {
namespace {

/// The same axes with as few steps as possible: neighbours that run on into each other are one.
std::vector<arranged_axis> collapse(std::span<const arranged_axis> axes) {
  std::vector<arranged_axis> out;
  for (const arranged_axis& axis : axes) {
    if (axis.extent == 1) continue;
    if (!out.empty() && out.back().stride == axis.stride * axis.extent)
      out.back() = {out.back().extent * axis.extent, axis.stride};
    else
      out.push_back(axis);
  }
  return out;
}

bool is_one_run(std::span<const arranged_axis> collapsed) noexcept {
  return collapsed.empty() || (collapsed.size() == 1 && collapsed[0].stride == 1);
}

/// Tied tensors stay tied when both are rearranged alike, and only then.
std::uint64_t identity_of(std::uint64_t storage_offset, std::span<const arranged_axis> axes,
                          std::uint64_t first) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  std::uint64_t identity = (storage_offset ^ first * odd) * odd;
  for (const arranged_axis& axis : axes)
    identity = (identity ^ axis.extent * odd ^ axis.stride) * odd;
  return identity;
}

} // namespace

bool rearrangement::possible(const stored_tensor& tensor) noexcept {
  return is_byte_sized(tensor.type) && element_count(tensor) != 0;
}

rearrangement::rearrangement(stored_tensor base) : base_(std::move(base)) {
  assert(possible(base_));
  axes_.resize(base_.shape.size());
  std::uint64_t stride = 1;
  for (std::size_t axis = axes_.size(); axis-- > 0;) {
    axes_[axis] = {{base_.shape[axis], stride}};
    stride *= base_.shape[axis];
  }
}

rearrangement& rearrangement::split(std::size_t axis, std::span<const std::uint64_t> extents) {
  assert(axes_[axis].size() == 1);
  std::uint64_t stride = axes_[axis][0].stride;
  std::vector<axis_group> parts(extents.size());
  for (std::size_t part = parts.size(); part-- > 0;) {
    parts[part] = {{extents[part], stride}};
    stride *= extents[part];
  }
  assert(stride == axes_[axis][0].stride * axes_[axis][0].extent);
  const auto at = axes_.erase(axes_.begin() + static_cast<std::ptrdiff_t>(axis));
  axes_.insert(at, parts.begin(), parts.end());
  return *this;
}

rearrangement& rearrangement::permute(std::span<const std::size_t> order) {
  assert(order.size() == axes_.size());
  std::vector<axis_group> reordered;
  for (const std::size_t axis : order)
    reordered.push_back(axes_[axis]);
  axes_ = std::move(reordered);
  return *this;
}

rearrangement& rearrangement::merge(std::size_t axis, std::size_t count) {
  for (std::size_t i = 1; i < count; ++i)
    axes_[axis].insert(axes_[axis].end(), axes_[axis + i].begin(), axes_[axis + i].end());
  const auto next = axes_.begin() + static_cast<std::ptrdiff_t>(axis) + 1;
  axes_.erase(next, next + static_cast<std::ptrdiff_t>(count) - 1);
  return *this;
}

rearrangement& rearrangement::insert(std::size_t axis) {
  axes_.insert(axes_.begin() + static_cast<std::ptrdiff_t>(axis), axis_group{});
  return *this;
}

rearrangement& rearrangement::drop(std::size_t axis) {
  axes_.erase(axes_.begin() + static_cast<std::ptrdiff_t>(axis));
  return *this;
}

rearrangement& rearrangement::narrow(std::size_t axis, std::uint64_t first, std::uint64_t count) {
  assert(axes_[axis].size() == 1 && first + count <= axes_[axis][0].extent);
  first_ += first * axes_[axis][0].stride;
  axes_[axis][0].extent = count;
  return *this;
}

std::vector<arranged_axis> rearrangement::collapsed() const {
  std::vector<arranged_axis> all;
  for (const axis_group& group : axes_)
    all.insert(all.end(), group.begin(), group.end());
  return collapse(all);
}

/// One stride an axis, or nothing when a merged axis takes more than one.
std::vector<std::int64_t> rearrangement::strides() const {
  std::vector<std::int64_t> strides;
  for (const axis_group& group : axes_) {
    const std::vector<arranged_axis> steps = collapse(group);
    if (steps.size() > 1) return {};
    strides.push_back(steps.empty() ? 1 : static_cast<std::int64_t>(steps[0].stride));
  }
  return strides;
}

stored_tensor rearrangement::tensor() const {
  stored_tensor out = base_;
  out.shape.clear();
  for (const axis_group& group : axes_) {
    out.shape.push_back(1);
    for (const arranged_axis& axis : group)
      out.shape.back() *= axis.extent;
  }
  const std::vector<arranged_axis> steps = collapsed();
  const std::size_t element_bytes = bits_of(base_.type) / 8;
  const bool one_run = is_one_run(steps);
  const bool is_plain = base_.decoded == nullptr && base_.strides.empty();
  if (is_plain && one_run) {
    out.offset += first_ * element_bytes;
    out.storage_offset += first_ * element_bytes;
    return out;
  }
  if (base_.decoded != nullptr && one_run && element_count(out) == element_count(base_)) return out;
  out.storage_offset = identity_of(base_.storage_offset, steps, first_);
  if (is_plain) {
    out.strides = strides();
    if (!out.strides.empty()) {
      out.offset += first_ * element_bytes;
      return out;
    }
  }
  out.strides.clear();
  out.decoded =
      std::make_shared<arranged_elements>(elements_of(base_), element_bytes, steps, first_);
  return out;
}

} // namespace weightkin
