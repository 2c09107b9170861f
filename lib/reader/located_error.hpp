#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reader/reader_error.hpp"

namespace weightkin::detail {

/// A name from a file, printable and in quotes.
[[nodiscard]] inline std::string escaped(std::string_view name) {
  return "'" + printable(name) + "'";
}

/// "label: byte N: what", as `bad_format` with its fault.
[[nodiscard]] inline error fail_at(fault why, std::string_view label, std::uint64_t offset,
                                   std::string_view what) {
  return bad_file(why, label, "byte " + std::to_string(offset) + ": " + std::string(what));
}

/// "label: byte N: what", as `unsupported`.
[[nodiscard]] inline error unsupported_at(std::string_view label, std::uint64_t offset,
                                          std::string_view what) {
  return unsupported_file(label, "byte " + std::to_string(offset) + ": " + std::string(what));
}

} // namespace weightkin::detail
