#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// The elements of a tensor with positions along its axes picked anew, their signs flipped and
/// factors applied, worked out as they are read. The base is borrowed.
class picked_elements final : public element_source {
public:
  /// \param changes at most one per axis, without turns. \returns `bad_argument` when one does not
  /// fit the tensor.
  [[nodiscard]] static result<std::unique_ptr<picked_elements>>
  make(const tensor_view& base, std::span<const axis_change> changes);

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override;

  /// The base's, unless values change: f32 then.
  [[nodiscard]] dtype type() const noexcept { return type_; }
  [[nodiscard]] std::span<const std::uint64_t> shape() const noexcept { return shape_; }

private:
  struct axis_rule {
    std::vector<std::int64_t> from;
    std::vector<float> factor; ///< per new position, signs included; empty: all one

    [[nodiscard]] std::int64_t source_of(std::size_t position) const {
      return from.empty() ? static_cast<std::int64_t>(position) : from[position];
    }
  };
  struct run_origin {
    std::uint64_t run = 0;
    float factor = 1;
  };
  /// Positions [low, high) of a run.
  struct stretch {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
  };

  picked_elements() = default;
  [[nodiscard]] std::optional<run_origin> origin_of(std::uint64_t outer) const;
  [[nodiscard]] stretch stretch_of(std::uint64_t begin, std::uint64_t end) const;
  void copy_positions(std::uint64_t begin, std::uint64_t end, std::uint64_t low,
                      const std::byte* bytes, std::byte* out) const;
  void scale_positions(std::uint64_t begin, std::uint64_t end, std::uint64_t low, const float* wide,
                       float factor, std::byte* out) const;
  [[nodiscard]] result<void> fill_run(std::uint64_t outer, std::uint64_t begin, std::uint64_t end,
                                      std::vector<std::byte>& packed, std::byte* out) const;

  tensor_view base_;
  dtype type_ = dtype::f32;
  bool values_change_ = false;
  std::vector<std::uint64_t> shape_;
  std::vector<axis_rule> rules_; ///< per axis
};

} // namespace weightkin::detail
