#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "reader/wire/json_value.hpp"

namespace weightkin {

/// The member `key` of the object that a document is; nothing when there is none. The other members
/// are parsed as strictly and dropped, so that they take time but no memory.
/// \returns as `parse_json_value`; `header` when the document is no object, `duplicate` when the
///          member stands twice.
[[nodiscard]] result<std::optional<json_value>> parse_json_member(std::string_view text,
                                                                  std::string_view key,
                                                                  std::string_view label,
                                                                  const reader_limits& limits);

} // namespace weightkin
