#pragma once

#include <cstdint>
#include <string_view>

namespace weightkin::detail {

/// How a pattern means a reference; the greater, the more exactly.
enum class name_match : std::uint8_t {
  none = 0,
  stem = 1,      ///< the last part of its path without the ending of a file of weights
  last_part = 2, ///< the last part of its path
  whole = 3,
};

[[nodiscard]] name_match match_of(std::string_view pattern, std::string_view name) noexcept;

} // namespace weightkin::detail
