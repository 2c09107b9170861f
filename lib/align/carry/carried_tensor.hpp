#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// How a matrix was stored, seen from its counterpart; undone in this order.
struct stored_order {
  bool reverse_shape = false; ///< its elements are those of the reversed shape
  bool swap_axes = false;     ///< its first two axes are exchanged
};

/// A tensor carried to where its counterpart lies: the chain of sources that do it, and the view on
/// the last. The original is borrowed, the rest is owned; movable without changing the view.
class carried_tensor {
public:
  /// \param storage what was wrong with how it was stored. \param changes as in
  /// `tensor_placement`. \param name borrowed, of the carried view. Without changes the view is the
  /// original under that name. \returns `bad_argument` when a change does not fit.
  [[nodiscard]] static result<carried_tensor> carry(const tensor_view& original,
                                                    stored_order storage,
                                                    std::span<const axis_change> changes,
                                                    std::string_view name);

  [[nodiscard]] const tensor_view& view() const noexcept { return view_; }

private:
  carried_tensor() = default;
  [[nodiscard]] result<void> restore(const tensor_view& original, stored_order storage);

  tensor_view view_;
  std::vector<std::unique_ptr<const element_source>> sources_;
  std::unique_ptr<std::vector<std::uint64_t>> reversed_shape_;
  std::unique_ptr<std::vector<std::uint64_t>> swapped_shape_;
};

} // namespace weightkin::detail
