#pragma once

#include <cstddef>
#include <cstdint>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "inventory/slot.hpp"

namespace weightkin::detail {

/// One tensor as far as its name and shape tell.
struct tensor_facts {
  const tensor_view* view = nullptr;
  std::size_t component = 0;
  component_kind kind = component_kind::model;
  slot_path slot;
  tensor_role role = tensor_role::unknown;
  bool inputs_first = false; ///< stored [.., in, out] instead of [out, in, ..]

  [[nodiscard]] std::size_t rank() const noexcept { return view->shape.size(); }
  [[nodiscard]] std::uint64_t extent(std::size_t axis) const noexcept { return view->shape[axis]; }

  // The rest is for rank >= 2 only.
  [[nodiscard]] std::size_t out_axis() const noexcept { return inputs_first ? rank() - 1 : 0; }
  [[nodiscard]] std::size_t in_axis() const noexcept { return inputs_first ? rank() - 2 : 1; }
  [[nodiscard]] std::uint64_t outputs() const noexcept { return extent(out_axis()); }
  /// A depthwise convolution reads as many channels as it writes.
  [[nodiscard]] std::uint64_t inputs() const noexcept {
    return is_depthwise() ? outputs() : extent(in_axis());
  }
  [[nodiscard]] bool is_depthwise() const noexcept {
    return role == tensor_role::convolution && !inputs_first && extent(1) == 1 && extent(0) > 1;
  }
};

} // namespace weightkin::detail
