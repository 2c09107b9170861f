#pragma once

#include <string>
#include <string_view>

#include <weightkin/core/result.hpp>

namespace weightkin::detail {

/// `text` fit for one line of a message: control and non-ASCII bytes escaped as \xNN (names come
/// from the file and must not drive a terminal), cut after 120 bytes.
[[nodiscard]] std::string printable(std::string_view text);

/// "label: what", as `bad_format` with its fault.
[[nodiscard]] error bad_file(fault why, std::string_view label, std::string_view what);

/// "label: what", as `unsupported`.
[[nodiscard]] error unsupported_file(std::string_view label, std::string_view what);

/// "label: what: <the system's text for error_number>", as `io`.
[[nodiscard]] error io_error(std::string_view label, std::string_view what, int error_number);

} // namespace weightkin::detail
