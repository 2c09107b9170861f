#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace weightkin::detail {

/// The box start[a] <= index[a] < start[a] + extent[a] of a tensor as runs of elements that follow
/// one another in C order, as long as they can be, in order.
class box_runs {
public:
  /// \returns nothing when the box does not lie within `shape`.
  [[nodiscard]] static std::optional<box_runs> of(std::span<const std::uint64_t> shape,
                                                  std::span<const std::uint64_t> start,
                                                  std::span<const std::uint64_t> extent);

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }   ///< of runs
  [[nodiscard]] std::uint64_t length() const noexcept { return length_; } ///< of each
  /// The first element of run `index`, among the tensor's.
  [[nodiscard]] std::uint64_t first(std::uint64_t index) const noexcept;

private:
  struct outer_axis {
    std::uint64_t extent = 0; ///< of the box
    std::uint64_t stride = 0; ///< of the tensor
  };

  std::vector<outer_axis> axes_; ///< those that runs do not cover, slowest first
  std::uint64_t origin_ = 0;
  std::uint64_t count_ = 1;
  std::uint64_t length_ = 1;
};

} // namespace weightkin::detail
