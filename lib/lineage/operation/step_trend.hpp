#pragma once

#include <cstddef>
#include <optional>

namespace weightkin {

/// Whether what separates two models grows with the step of a grid that one of them lies on. What
/// rounding left does, block by block. What training changed does not know the step: a block's step
/// follows from its largest value, so that blocks of one size differ in it by chance. The size of
/// the values is a second regressor, since changes may well be proportional to that.
class step_trend {
public:
  /// A block: the lengths (roots of sums of squares) of the gaps around its values, of the values,
  /// and of the difference. Blocks in which one of them is 0 say nothing and are left out.
  /// \pre all blocks have as many values.
  void add(double step, double size, double difference);

  /// Whether the difference is proportional to the step: its exponent is above a half by three
  /// standard errors (rounding has 1, training 0). Nothing where blocks are too few or too alike to
  /// tell the two apart.
  [[nodiscard]] std::optional<bool> follows() const;

private:
  std::size_t blocks_ = 0;
  double step_ = 0, size_ = 0, difference_ = 0; ///< sums of logarithms, then of their products
  double step_step_ = 0, step_size_ = 0, size_size_ = 0;
  double step_difference_ = 0, size_difference_ = 0, difference_difference_ = 0;
};

} // namespace weightkin
