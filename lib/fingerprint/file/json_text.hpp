#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weightkin::detail {

/// The most that is read of a fingerprint as JSON, and how deep it may nest.
inline constexpr std::size_t most_json_bytes = 256'000'000;
inline constexpr std::size_t most_json_depth = 8;

inline constexpr std::string_view json_schema = "urn:weightkin:schema:fingerprint:";

/// Largest whole number that every reader of JSON holds exactly; larger ones are written in quotes.
inline constexpr std::uint64_t largest_json_number = std::uint64_t{1} << 53;

/// What JSON has no number for.
inline constexpr std::string_view json_infinity = "Infinity";
inline constexpr std::string_view json_minus_infinity = "-Infinity";

} // namespace weightkin::detail
