#include "reader/reader_error.hpp"

#include <algorithm>
#include <cstddef>
#include <system_error>

namespace weightkin::detail {
namespace {

constexpr std::size_t printable_bytes = 120;

std::string joined(std::string_view label, std::string_view what) {
  std::string message(label);
  message += ": ";
  message += what;
  return message;
}

} // namespace

std::string printable(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char character : text.substr(0, printable_bytes)) {
    const auto code = static_cast<unsigned char>(character);
    if (code >= 0x20 && code < 0x7f) {
      out += character;
    } else {
      out += "\\x";
      out += digits[code >> 4];
      out += digits[code & 15];
    }
  }
  if (text.size() > printable_bytes) out += "...";
  return out;
}

error bad_file(fault why, std::string_view label, std::string_view what) {
  return error{errc::bad_format, joined(label, what), why};
}

error unsupported_file(std::string_view label, std::string_view what) {
  return error{errc::unsupported, joined(label, what)};
}

error io_error(std::string_view label, std::string_view what, int error_number) {
  return error{errc::io,
               joined(label, what) + ": " + std::generic_category().message(error_number)};
}

} // namespace weightkin::detail
