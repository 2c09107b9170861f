#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernel/pair_inputs.hpp"

namespace weightkin::test {

/// Sums of fixed pseudo-random weights: a change of the summation order shows here, on any machine.
struct pinned_sums {
  dtype type;
  double a, aa, ab, abs_diff, sq_diff;
};

inline constexpr std::size_t pinned_count = 70001;

inline constexpr pinned_sums pinned[] = {
    {dtype::bf16, -0x1.584cd89p+2, 0x1.6dd63e7a1ep+4, 0x1.6e2060c3e4p+4, 0x1.11898eaeep+7,
     0x1.6d0da6f3bep-2},
    {dtype::f16, -0x1.587741p+2, 0x1.6dd6cda03418p+4, 0x1.6e206035c29p+4, 0x1.118c198ep+7,
     0x1.6cf3e5f1adp-2},
    {dtype::f32, -0x1.587ce6345d1p+2, 0x1.6dd6c095d5759p+4, 0x1.6e207d3b19b98p+4,
     0x1.118b40f0d94d6p+7, 0x1.6cf246b07057p-2},
    {dtype::f64, -0x1.587ce5f3b47b6p+2, 0x1.6dd6c09723e5fp+4, 0x1.6e207d3c6b6f6p+4,
     0x1.118b40edcb258p+7, 0x1.6cf246b0ac9ffp-2},
};

/// The pair the pinned sums are of.
inline packed_pair make_pinned_pair(dtype type) {
  packed_pair pair{std::vector<std::byte>(pinned_count * bits_of(type) / 8), {}};
  pair.b = pair.a;
  std::uint64_t state = 1;
  const auto next = [&state] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(static_cast<std::int64_t>(state)) * 0x1p-68;
  };
  for (std::size_t i = 0; i < pinned_count; ++i) {
    const double x = next();
    store_float(type, pair.a.data(), i, x);
    store_float(type, pair.b.data(), i, x + 0.125 * next());
  }
  return pair;
}

inline bool matches(const pair_stats& got, const pinned_sums& pin) {
  return got.sum_a == pin.a && got.sum_aa == pin.aa && got.sum_ab == pin.ab &&
         got.sum_abs_diff == pin.abs_diff && got.sum_sq_diff == pin.sq_diff;
}

} // namespace weightkin::test
