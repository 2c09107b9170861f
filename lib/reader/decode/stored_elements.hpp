#pragma once

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The elements of a stored tensor that cannot be used where they lie: copied access, inflated
/// members, the other byte order. Reads by position into the caller's scratch, gathers strides and
/// swaps bytes there. Of its own it takes memory only for strided tensors: at most about 2 MiB a
/// call.
class stored_elements final : public element_source {
public:
  /// `tensor` must outlive this object.
  explicit stored_elements(const stored_tensor& tensor) noexcept : tensor_(tensor) {}

  /// True when `tensor` can be a plain `tensor_view::data` instead.
  [[nodiscard]] static bool usable_in_place(const stored_tensor& tensor) noexcept;

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override;

private:
  const stored_tensor& tensor_;
};

} // namespace weightkin
