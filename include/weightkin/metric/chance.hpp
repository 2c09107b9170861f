#pragma once

#include <span>

/// What a share of equal elements would be if the two tensors had nothing to do with each other:
/// the level against which `bit_equal` and `sign_equal` counts must be read.
namespace weightkin {

/// The probability that a random element of `a` has the same bits as a random element of `b`,
/// estimated from samples: sum over values v of share_a(v) * share_b(v). Values are f32, or exactly
/// widened to it; +0 and -0 differ, equal NaN patterns are equal. NaN when a sample is empty.
/// *Exact* for given samples. Cost: a copy and a sort of each sample.
[[nodiscard]] double equal_value_chance(std::span<const float> a, std::span<const float> b);

/// The probability that a random finite element of `a` and one of `b` have equal sign (-1, 0 or +1,
/// both zeros being 0). NaN when a sample has no finite element. *Exact*; one pass over each.
[[nodiscard]] double sign_equal_chance(std::span<const float> a, std::span<const float> b);

} // namespace weightkin
