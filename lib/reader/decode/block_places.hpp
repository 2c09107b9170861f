#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weightkin {

/// A tensor cut into equal blocks along its axes, as scales and tables divide weights: which block
/// an element lies in. Blocks are numbered in C order.
class block_places {
public:
  /// One block for everything.
  block_places() = default;

  /// \param blocks how many along each axis of `shape`; \pre each divides its extent, none is zero
  block_places(std::span<const std::uint64_t> shape, std::span<const std::uint64_t> blocks);

  /// A block for each place along `axis`.
  [[nodiscard]] static block_places along(std::span<const std::uint64_t> shape, std::size_t axis);

  [[nodiscard]] std::uint64_t count() const noexcept;

  /// The longest runs in C order that never leave a block; 0 when there is but one block.
  [[nodiscard]] std::uint64_t run() const noexcept;

  /// The blocks of elements [first, first + out.size()).
  void of(std::uint64_t first, std::span<std::uint64_t> out) const;

private:
  /// Neighbouring axes that are cut alike: not at all, or into single places.
  struct axis {
    std::uint64_t extent;
    std::uint64_t blocks;
  };

  [[nodiscard]] std::uint64_t block_of(std::uint64_t element) const noexcept;

  std::vector<axis> axes_;
};

} // namespace weightkin
