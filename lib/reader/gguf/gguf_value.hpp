#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reader/gguf/gguf_cursor.hpp"

namespace weightkin {

/// The types of metadata values, by their codes in the file.
enum class gguf_type : std::uint32_t {
  u8 = 0,
  i8 = 1,
  u16 = 2,
  i16 = 3,
  u32 = 4,
  i32 = 5,
  f32 = 6,
  boolean = 7,
  string = 8,
  array = 9,
  u64 = 10,
  i64 = 11,
  f64 = 12,
};

/// One metadata value as far as it is kept.
struct gguf_value {
  gguf_type type = gguf_type::u8;
  std::optional<std::string> text;   ///< absent when too long or not worth keeping
  std::optional<std::int64_t> whole; ///< of a single integer that fits
  bool is_odd = false; ///< a boolean that is neither 0 nor 1, or a string that is not UTF-8
};

/// Reads a type code and a value of it; walks over what is not kept without allocating for it.
/// \returns `bad_format`: `truncated`, `header` (unknown type code); `unsupported` for arrays
/// nested
///          too deeply.
[[nodiscard]] result<gguf_value> read_gguf_value(gguf_cursor& cursor);

} // namespace weightkin
