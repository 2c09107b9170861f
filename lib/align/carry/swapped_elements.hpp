#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin::detail {

/// The elements of a tensor that is decoded as it is read, with its first two axes exchanged.
/// Cost: a read of n elements reads as many lines of the base as it covers positions of the old
/// last axis, one short run each.
class swapped_elements final : public element_source {
public:
  /// \pre rank >= 2, byte-sized elements. The base is borrowed.
  explicit swapped_elements(const tensor_view& base);

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override;

private:
  tensor_view base_;
  std::uint64_t cell_ = 1; ///< elements behind the first two axes
};

} // namespace weightkin::detail
