#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weightkin::detail {

/// The longest integer literal that is read, in bytes or digits.
inline constexpr std::size_t longest_integer = 4096;

/// An integer of a pickle: 64 bits, or the rest as it was written.
struct integer_literal {
  std::optional<std::int64_t> value;
  std::string_view big; ///< when it does not fit
};

/// A little-endian two's complement number of any length.
[[nodiscard]] integer_literal integer_of_bytes(std::string_view bytes) noexcept;

/// A decimal number with an optional sign and, in Python 2, a trailing L; nothing for other text.
[[nodiscard]] std::optional<integer_literal> integer_of_digits(std::string_view digits) noexcept;

/// A float as Python's repr() writes it; nothing for other text.
[[nodiscard]] std::optional<double> real_of_digits(std::string_view digits) noexcept;

/// The bytes of a quoted Python string literal ('...' or "..."), escapes resolved; nothing when it
/// is not exactly one such literal.
[[nodiscard]] std::optional<std::string> unquote(std::string_view literal);

/// The UTF-8 text of a raw-unicode-escape line: \uXXXX and \UXXXXXXXX, every other byte latin-1;
/// nothing when an escape is broken or names a surrogate.
[[nodiscard]] std::optional<std::string> decode_raw_unicode(std::string_view line);

/// Appends a code point as UTF-8. \pre code <= 0x10ffff
void append_utf8(std::string& out, std::uint32_t code);

/// The bytes whose latin-1 reading is `text` (UTF-8); nothing when a code point is above 255.
[[nodiscard]] std::optional<std::string> latin1_bytes(std::string_view text);

} // namespace weightkin::detail
