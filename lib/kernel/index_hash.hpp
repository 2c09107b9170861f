#pragma once

#include <cstdint>

namespace weightkin {

/// The hash of element indices that fingerprints are made with (docs/fingerprint-format.md,
/// section 1): a counter through the finaliser of SplitMix64.
struct index_hash {
  static constexpr std::uint64_t step = 0x9E3779B97F4A7C15;

  [[nodiscard]] static constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z ^= z >> 30;
    z *= 0xBF58476D1CE4E5B9;
    z ^= z >> 27;
    z *= 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  /// \param stream which of the independent sequences of one seed.
  constexpr index_hash(std::uint64_t seed, std::uint64_t stream) noexcept
      : key_(mix(seed + stream * step)) {}

  /// What `mix` makes the hash of `index` from; it grows by `step` from index to index.
  [[nodiscard]] constexpr std::uint64_t state(std::uint64_t index) const noexcept {
    return key_ + (index + 1) * step;
  }

  [[nodiscard]] constexpr std::uint64_t operator()(std::uint64_t index) const noexcept {
    return mix(state(index));
  }

private:
  std::uint64_t key_;
};

} // namespace weightkin
