#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// Collects placements, each tensor of the subject at most once, and only such that give the
/// reference's tensor the subject's shape.
class placement_list {
public:
  placement_list(const model_ref& subject, const model_ref& reference)
      : subject_(subject), reference_(reference) {}

  /// Changes that do nothing are left out. What was placed before stays.
  void add(tensor_placement placement);
  /// Tensors that no change gave the shape of their counterpart.
  [[nodiscard]] const std::vector<std::size_t>& misfits() const noexcept { return misfits_; }
  /// In the subject's order. Empties the list.
  [[nodiscard]] std::vector<tensor_placement> take();

private:
  const model_ref& subject_;
  const model_ref& reference_;
  std::vector<tensor_placement> placements_;
  std::set<std::size_t> seen_;
  std::vector<std::size_t> misfits_;
};

} // namespace weightkin::detail
