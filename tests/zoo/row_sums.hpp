#pragma once

#include <algorithm>
#include <cstddef>

/// Sums over a row in one written order: eight running sums over entries 8 apart, then pairwise.
/// Vectors of any width give the same bits.
namespace weightkin::zoo {

template <class Term>
float sum_of(std::size_t count, Term term) {
  float lanes[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (std::size_t lane = 0; lane < 8; ++lane)
      lanes[lane] += term(i + lane);
  for (; i < count; ++i)
    lanes[i % 8] += term(i);
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

inline float dot(const float* a, const float* b, std::size_t count) {
  return sum_of(count, [=](std::size_t i) { return a[i] * b[i]; });
}

inline float largest(const float* a, std::size_t count) { return *std::max_element(a, a + count); }

} // namespace weightkin::zoo
