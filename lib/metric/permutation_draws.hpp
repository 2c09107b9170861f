#pragma once

#include <cstddef>
#include <cstdint>

#include "metric/permutation_moments.hpp"
#include "metric/unit_products.hpp"

namespace weightkin::detail {

/// Most units whose permutations are all tried (7! = 5040).
inline constexpr std::size_t enumerable_units = 7;

/// All permutations of at most `enumerable_units` units.
struct enumeration {
  std::uint64_t permutations = 0;
  std::uint64_t reached = 0; ///< with S_pi >= threshold, the identity among them
  permutation_moments moments;
};
[[nodiscard]] enumeration enumerate(const unit_products& products, double threshold);

/// How many of `draws` random permutations have S_pi >= threshold. Draws are uniform, independent
/// of everything but `seed`, and the same on every machine (splitmix64 counter, Fisher-Yates).
/// Cost: draws * units random reads.
[[nodiscard]] std::uint64_t count_reaching(const unit_products& products, double threshold,
                                           std::uint64_t seed, std::uint64_t draws);

} // namespace weightkin::detail
