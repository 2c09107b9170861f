#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The constants of docs/fingerprint-file.md.
namespace weightkin::detail::wkf {

/// The first byte is no text, then come the line ends that text transfers change.
inline constexpr std::array<std::uint8_t, 8> magic{0x89, 'W', 'K', 'F', '\r', '\n', 0x1A, '\n'};
inline constexpr std::size_t header_bytes = 24;
inline constexpr std::size_t section_header_bytes = 12;
inline constexpr std::size_t digest_bytes = 32;

enum section : std::uint32_t { strings = 1, model = 2, components = 3, tensors = 4, anchors = 5 };

/// Longer strings are written once for every use, as one word.
inline constexpr std::size_t longest_shared_string = 256;
/// All strings together are at most so many times as long as their section, and this.
inline constexpr std::size_t string_expansion = 4;
inline constexpr std::size_t string_allowance = 65'536;

/// The shortest record of a tensor: its length, flags, type, rank, four counts, three checksums,
/// and what the inventory says of it.
inline constexpr std::size_t least_tensor_bytes = 43;
inline constexpr std::size_t least_component_bytes = 5;
inline constexpr std::size_t least_anchor_bytes = 5;

namespace has {
// What is in a record, and how it is written.
inline constexpr std::uint32_t roots = 1U << 0; // of the model and of a component

inline constexpr std::uint32_t stored = 1U << 0;
inline constexpr std::uint32_t value = 1U << 1;
inline constexpr std::uint32_t sums = 1U << 2;
inline constexpr std::uint32_t sketch = 1U << 3;
inline constexpr std::uint32_t units = 1U << 4;
inline constexpr std::uint32_t rows = 1U << 5;
inline constexpr std::uint32_t narrow_codes = 1U << 6;
inline constexpr std::uint32_t short_extremes = 1U << 7;
inline constexpr std::uint32_t suffix_in_name = 1U << 8;
inline constexpr std::uint32_t all_parameters = 1U << 9;
inline constexpr std::uint32_t tied = 1U << 10;
inline constexpr std::uint32_t axis = 1U << 11;
inline constexpr std::uint32_t shared_unknown = 1U << 12;
inline constexpr std::uint32_t skip_diagonal = 1U << 13;
inline constexpr std::uint32_t all_known = (1U << 14) - 1;

// Of a record of anchors.
inline constexpr std::uint32_t gate = 1U << 0;
inline constexpr std::uint32_t directions = 1U << 1;
} // namespace has

} // namespace weightkin::detail::wkf
