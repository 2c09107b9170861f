#pragma once

#include <cmath>
#include <cstdint>

namespace story {

/// Pseudo-random numbers from a seed by integer arithmetic, additions and square roots only, so
/// that every machine draws the same bits. (splitmix64, Steele, Lea and Flood 2014.)
class random_stream {
public:
  explicit random_stream(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// Mean 0, deviation 1, nearly normal: the sum of twelve uniform 16-bit numbers.
  double normal() {
    std::uint32_t sum = 0;
    for (int word = 0; word < 3; ++word)
      for (std::uint64_t bits = next(), part = 0; part < 4; ++part, bits >>= 16)
        sum += static_cast<std::uint32_t>(bits & 0xffffU);
    return (static_cast<double>(sum) - 12 * 32767.5) / 65536.0;
  }

  /// Positive, mean square about 1, with a heavy upper tail: how the scales of rows and columns of
  /// trained weights look.
  double heavy_scale() { return 0.5 / std::sqrt(uniform() + 0.02); }

private:
  std::uint64_t state_;
};

} // namespace story
