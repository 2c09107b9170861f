#pragma once

#include <string>
#include <string_view>

namespace weightkin {

/// `raw` for a terminal: well-formed UTF-8 without control, direction-changing or invisible
/// characters; each of those, and each stray byte, is written as `\\xNN` or `\\u{N}`. Names in
/// files are untrusted: print none without this. Applying it twice changes nothing.
[[nodiscard]] std::string printable(std::string_view raw);

} // namespace weightkin
