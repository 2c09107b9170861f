#include "safe_text.hpp"

#include <vector>

namespace weightkin::detail {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

void append_byte_escape(std::string& out, unsigned char byte) {
  out += "\\x";
  out += hex_digits[byte >> 4];
  out += hex_digits[byte & 15];
}

void append_scalar_escape(std::string& out, char32_t value) {
  if (value < 0x80) return append_byte_escape(out, static_cast<unsigned char>(value));
  out += "\\u{";
  bool leading = true;
  for (int shift = 20; shift >= 0; shift -= 4) {
    const auto digit = (value >> shift) & 15U;
    if (leading && digit == 0 && shift > 0) continue;
    leading = false;
    out += hex_digits[digit];
  }
  out += '}';
}

/// Controls, line separators, direction marks, invisible joiners, byte-order marks, tags,
/// non-characters.
bool is_treacherous(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe0fff) || (c & 0xfffe) == 0xfffe;
}

} // namespace

scalar_value decode_utf8(std::string_view text) noexcept {
  if (text.empty()) return {0, 0, false};
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {lead, 1, false};
  char32_t value = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0U) != 0x80) return {lead, 1, false};
    value = (value << 6) | (byte & 0x3fU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xd800 && value < 0xe000;
  if (overlong || surrogate || value > 0x10ffff) return {lead, 1, false};
  return {value, length, true};
}

std::string well_formed(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  while (!raw.empty()) {
    const scalar_value next = decode_utf8(raw);
    if (next.valid)
      out += raw.substr(0, next.bytes);
    else
      append_byte_escape(out, static_cast<unsigned char>(raw[0]));
    raw.remove_prefix(next.bytes);
  }
  return out;
}

std::string xml_text(std::string_view raw) {
  std::string out;
  for (const char c : printable(raw)) {
    switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    case '\'': out += "&#39;"; break;
    default: out += c;
    }
  }
  return out;
}

std::size_t columns_of(std::string_view printable_text) noexcept {
  std::size_t columns = 0;
  for (const char c : printable_text)
    columns += (static_cast<unsigned char>(c) & 0xc0U) != 0x80 ? 1 : 0;
  return columns;
}

std::string elided(std::string_view printable_text, std::size_t columns) {
  const std::size_t have = columns_of(printable_text);
  if (have <= columns || columns < 4) return std::string(printable_text);
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < printable_text.size(); ++i)
    if ((static_cast<unsigned char>(printable_text[i]) & 0xc0U) != 0x80) starts.push_back(i);
  const std::size_t head = (columns - 2) / 2;
  const std::size_t tail = columns - 2 - head;
  return std::string(printable_text.substr(0, starts[head])) + ".." +
         std::string(printable_text.substr(starts[have - tail]));
}

} // namespace weightkin::detail

namespace weightkin {

std::string printable(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  while (!raw.empty()) {
    const detail::scalar_value next = detail::decode_utf8(raw);
    if (!next.valid)
      detail::append_byte_escape(out, static_cast<unsigned char>(raw[0]));
    else if (detail::is_treacherous(next.value))
      detail::append_scalar_escape(out, next.value);
    else
      out += raw.substr(0, next.bytes);
    raw.remove_prefix(next.bytes);
  }
  return out;
}

} // namespace weightkin
