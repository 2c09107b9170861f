#pragma once

#include <string_view>

#include "reader/format_table.hpp"

namespace weightkin {

/// True when every byte is printable ASCII or ordinary white space.
[[nodiscard]] bool is_plain_text(std::string_view bytes) noexcept;

/// True when the beginning is that of JSON text: `{` or `[` after blanks, and no binary bytes near.
[[nodiscard]] bool looks_like_json(const format_probe& probe) noexcept;

/// True when the bytes carry the signature of something we know but cannot read.
[[nodiscard]] bool is_foreign(const format_probe& probe) noexcept;

/// Why no row of the table has recognised these bytes, with a hint what they are and what to do.
[[nodiscard]] error explain_unrecognised(const format_probe& probe, std::string_view label);

/// The same for files too short to be anything; nothing when the length alone rules nothing out.
[[nodiscard]] result<void> check_long_enough(const format_probe& probe, std::string_view label);

} // namespace weightkin
