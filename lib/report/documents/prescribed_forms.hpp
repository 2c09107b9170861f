#pragma once

#include <string>

/// Texts a caller hands in for a document, whose form its standard prescribes.
namespace weightkin::detail {

/// True for "2026-01-31T12:00:00Z": a time of day in UTC, digits in range.
[[nodiscard]] bool is_utc_time(const std::string& text);

/// Anything is a name, but what pretends to be a package URL ("pkg:type/name@version?qualifiers")
/// has to be one, as far as characters tell.
[[nodiscard]] bool is_model_id(const std::string& id);

} // namespace weightkin::detail
