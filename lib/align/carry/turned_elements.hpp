#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// The elements of a matrix (or vector) with one axis turned into another basis, as f32, worked out
/// as they are read. *Close*: 1e-5 of the length of the turned line. The base and its elements are
/// borrowed. Cost: `from` multiplications an element, whatever the axis; along axis 0 a read of few
/// elements touches as many lines as the base has.
class turned_elements final : public element_source {
public:
  /// \pre axis < rank <= 2. \returns `bad_argument` when the turn does not fit the axis.
  [[nodiscard]] static result<std::unique_ptr<turned_elements>>
  make(const tensor_view& base, std::size_t axis, std::shared_ptr<const stream_turn> turn);

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override;

  [[nodiscard]] std::span<const std::uint64_t> shape() const noexcept { return shape_; }

private:
  turned_elements() = default;
  [[nodiscard]] result<void> turn_rows(std::uint64_t first, std::size_t count, float* out) const;
  [[nodiscard]] result<void> turn_columns(std::uint64_t first, std::size_t count, float* out) const;

  tensor_view base_;
  std::size_t axis_ = 0;
  std::shared_ptr<const stream_turn> turn_;
  std::vector<std::uint64_t> shape_;
};

} // namespace weightkin::detail
