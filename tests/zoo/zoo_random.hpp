#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include "plain_math.hpp"

namespace weightkin::zoo {

/// Every bit of the answer depends on every bit of every part, in order: seeds made of seeds.
inline std::uint64_t seed_of(std::initializer_list<std::uint64_t> parts) {
  std::uint64_t state = 0x243f6a8885a308d3U;
  for (const std::uint64_t part : parts) {
    state = (state ^ part) * 0x9e3779b97f4a7c15U + 0x13198a2e03707344U;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9U;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebU;
    state ^= state >> 31;
  }
  return state;
}

/// splitmix64 from a scattered seed: neighbouring seeds have nothing in common. The same numbers
/// on every machine.
class zoo_random {
public:
  explicit zoo_random(std::uint64_t seed) : state_(seed_of({seed})) {}

  std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
  }
  /// Uniform in (0, 1).
  double uniform() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }
  /// Uniform in [low, high).
  double between(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform in 0..bound-1 (bound far below 2^32: the bias is below bound / 2^32).
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(((bits() >> 32) * bound) >> 32);
  }
  /// Standard normal (polar method).
  double normal() {
    for (;;) {
      const double u = 2 * uniform() - 1;
      const double v = 2 * uniform() - 1;
      const double w = u * u + v * v;
      if (w < 1 && w > 0) return u * std::sqrt(-2 * plain_log(w) / w);
    }
  }
  /// An index drawn with probability proportional to the steps of `cumulative` (not empty).
  std::size_t pick(const std::vector<double>& cumulative) {
    const double at = uniform() * cumulative.back();
    std::size_t low = 0;
    std::size_t high = cumulative.size() - 1;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (cumulative[middle] > at)
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }
  template <class Value>
  void shuffle(std::vector<Value>& values) {
    for (std::size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[below(i)]);
  }

private:
  std::uint64_t state_;
};

} // namespace weightkin::zoo
