#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace weightkin::detail {

/// Position of the first byte that is not part of a well-formed UTF-8 sequence (shortest form, no
/// surrogates, at most U+10FFFF; RFC 3629), or nothing when all of `text` is well formed. O(size).
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text) noexcept;

} // namespace weightkin::detail
