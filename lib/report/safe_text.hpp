#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <weightkin/report/printable.hpp>

/// Names come out of untrusted files. Nothing here lets one of them move a cursor, hide text or
/// break a document.
namespace weightkin::detail {

/// One scalar value at the head of `text` and how many bytes it took; `valid` is false (and `bytes`
/// 1) when they are not well-formed UTF-8.
struct scalar_value {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};
[[nodiscard]] scalar_value decode_utf8(std::string_view text) noexcept;

/// `raw` for JSON: stray bytes become \xNN in the text, all else is left to the JSON writer.
[[nodiscard]] std::string well_formed(std::string_view raw);

/// `raw` for XML text and attributes: as `printable`, with the five special characters as entities.
[[nodiscard]] std::string xml_text(std::string_view raw);

/// Columns a printable text takes, one per scalar value.
[[nodiscard]] std::size_t columns_of(std::string_view printable_text) noexcept;

/// At most `columns` columns of a printable text; the middle gives way to "..".
[[nodiscard]] std::string elided(std::string_view printable_text, std::size_t columns);

} // namespace weightkin::detail
