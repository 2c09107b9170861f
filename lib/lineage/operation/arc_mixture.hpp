#pragma once

#include <span>

#include "lineage/operation/merge_samples.hpp"

namespace weightkin {

/// Where tensors lie on the arcs between two references'.
struct arc_mixture {
  bool holds = false;      ///< most tensors that can tell lie on the arc and not on the chord
  double place = 0;        ///< 0: the first, 1: the second; mean over tensors
  double error = 0;        ///< of the mean
  std::size_t tensors = 0; ///< that can tell the arc from the chord
  double unexplained = 0;  ///< residual over the change from the nearer one
};

/// Fits y = a x_first + b x_second in each tensor: on the arc a and b are ratios of sines, on the
/// chord they add up to one. *Close*: sines. Cost: two passes over the values.
/// \pre `first` and `second` are references that every sample has.
[[nodiscard]] arc_mixture fit_arc(std::span<const merge_sample* const> tensors, std::size_t first,
                                  std::size_t second);

} // namespace weightkin
