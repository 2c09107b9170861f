#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

/// A JSON value that no header of ours has a use for.
enum class json_oddity : std::uint8_t { null, boolean, negative, fraction, too_large };

/// What a JSON document consists of, in order. A handler refuses by returning an error, whose
/// message `parse_json` completes with the file and the byte offset. Keys arrive unescaped.
class json_events {
public:
  json_events() = default;
  json_events(const json_events&) = delete;
  json_events& operator=(const json_events&) = delete;
  virtual ~json_events() = default;

  virtual result<void> begin_object() = 0;
  virtual result<void> key(std::string& text) = 0; ///< may be moved from
  virtual result<void> end_object() = 0;
  virtual result<void> begin_array() = 0;
  virtual result<void> end_array() = 0;
  virtual result<void> text(std::string& value) = 0; ///< may be moved from
  virtual result<void> whole(std::uint64_t value) = 0;
  /// \param value of booleans (0 or 1) and numbers (nearest f64); 0 for null.
  virtual result<void> odd(json_oddity kind, double value) = 0;
};

/// Parses one JSON value (RFC 8259 without extensions: no byte order mark, comment, trailing comma
/// or NUL; lone surrogate escapes refused) and reports it to `events` without building a tree.
/// Nesting and strings are bounded by `limits`; time and memory are linear in the text.
/// \param label names the file in messages; `base` is the file offset of `text[0]`.
/// \returns `bad_format`: `encoding` for invalid UTF-8, `limit`, `header` for a syntax error, or
///          whatever a handler returned.
[[nodiscard]] result<void> parse_json(std::string_view text, std::string_view label,
                                      std::uint64_t base, const reader_limits& limits,
                                      json_events& events);

/// An error for handlers to return: `bad_format` with `why`, to be completed by `parse_json`.
[[nodiscard]] error json_refusal(fault why, std::string what);

} // namespace weightkin
