#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// A tensor and how much of it is meant.
struct weighed_tensor {
  tensor_view view;
  double weight = 0;
};

/// What is left of a tensor when shares of others were taken off, element by element, as f32;
/// worked out as it is read. *Exact*: sums in f64 in the order given, rounded once. Tensors are
/// borrowed.
class left_over_elements final : public element_source {
public:
  /// \pre all of one shape.
  left_over_elements(const tensor_view& whole, std::vector<weighed_tensor> taken_off);

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override;

  /// The view that reads from here, under the name of `whole`.
  [[nodiscard]] tensor_view view() const noexcept;

private:
  tensor_view whole_;
  std::vector<weighed_tensor> taken_off_;
};

} // namespace weightkin
