#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/layout/arranged_elements.hpp"

namespace weightkin {

/// A tensor's elements seen in another order: axes are split, reordered, cut and merged. Nothing is
/// read; `tensor` answers strides into the same bytes where strides can say it, else a source that
/// gathers. Only the order changes: type and bits of each element stay.
class rearrangement {
public:
  /// True when the elements of `tensor` can be moved one by one: they fill whole bytes and there
  /// are some.
  [[nodiscard]] static bool possible(const stored_tensor& tensor) noexcept;

  /// \pre possible(base)
  explicit rearrangement(stored_tensor base);

  /// One axis becomes several, slowest first. \pre their product is its extent
  rearrangement& split(std::size_t axis, std::span<const std::uint64_t> extents);
  /// `order[i]` is the old place of new axis i. \pre a permutation of all axes
  rearrangement& permute(std::span<const std::size_t> order);
  /// `count` neighbouring axes become one. A merged axis is not split or cut again.
  rearrangement& merge(std::size_t axis, std::size_t count);
  /// A new axis of extent 1 before `axis`.
  rearrangement& insert(std::size_t axis);
  /// Removes an axis of extent 1.
  rearrangement& drop(std::size_t axis);
  /// Keeps [first, first + count) of an axis. \pre inside its extent
  rearrangement& narrow(std::size_t axis, std::uint64_t first, std::uint64_t count);

  [[nodiscard]] stored_tensor tensor() const;

private:
  using axis_group = std::vector<arranged_axis>; ///< one axis of the result; empty: extent 1

  [[nodiscard]] std::vector<arranged_axis> collapsed() const;
  [[nodiscard]] std::vector<std::int64_t> strides() const;

  stored_tensor base_;
  std::vector<axis_group> axes_;
  std::uint64_t first_ = 0; ///< element of the base
};

} // namespace weightkin
