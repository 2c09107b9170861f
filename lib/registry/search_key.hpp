#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/registry/index_entry.hpp>

namespace weightkin::detail {

inline constexpr std::size_t sketch_width = 256;
inline constexpr std::size_t gram_width = 128;
inline constexpr std::size_t profile_width = 64;
inline constexpr std::size_t magnitude_width = 32;

/// Bytes of each channel's key, in the order of `key_channel`.
inline constexpr std::array<std::size_t, key_channels> key_sizes{
    sketch_width, gram_width, 2 * profile_width, 2 * magnitude_width};
inline constexpr std::array<std::size_t, key_channels> key_starts{
    0, sketch_width, sketch_width + gram_width, sketch_width + gram_width + 2 * profile_width};
inline constexpr std::size_t key_bytes =
    sketch_width + gram_width + 2 * (profile_width + magnitude_width);

/// The length that keys of the sketch and gram channels have, as far as rounding leaves it.
inline constexpr double key_length = 254;

/// What a channel says where a component has nothing of it: no correlation, no nearness.
inline constexpr std::int16_t far_away = 16383;
/// Numbers of the last two channels in one doubling.
inline constexpr double key_steps = 1024;

/// What is kept of one component to find it again (docs/registry.md). Names play no part. *Exact*:
/// the same for every compiler and machine.
struct search_key {
  std::array<std::int8_t, sketch_width> sketch{};
  std::array<std::int8_t, gram_width> gram{};
  std::array<std::int16_t, profile_width> profile{};
  std::array<std::int16_t, magnitude_width> magnitudes{};
  std::array<bool, key_channels> has{}; ///< not stored

  friend bool operator==(const search_key&, const search_key&) = default;
};

/// \pre the inventory fits the tensors.
[[nodiscard]] search_key key_of(const fingerprint& print, std::size_t component);

/// The stored form, `key_bytes` bytes, little-endian.
[[nodiscard]] std::array<std::byte, key_bytes> packed(const search_key& key);

/// True when this tensor takes part in keys and in exact look-ups.
[[nodiscard]] bool speaks(const fingerprint& print, std::size_t tensor);

/// Elements of a tensor; what overflows counts as the most there is.
[[nodiscard]] std::uint64_t elements_of(const tensor_print& print);

} // namespace weightkin::detail
