#include "reader/pickle/pickle_literals.hpp"

#include <charconv>

namespace weightkin::detail {
namespace {

int hex_digit(char letter) noexcept {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

/// The number of exactly `count` hexadecimal digits at the start of `text`.
std::optional<std::uint32_t> hex_number(std::string_view text, std::size_t count) noexcept {
  if (text.size() < count) return std::nullopt;
  std::uint32_t value = 0;
  for (const char letter : text.substr(0, count)) {
    const int digit = hex_digit(letter);
    if (digit < 0) return std::nullopt;
    value = value << 4U | static_cast<std::uint32_t>(digit);
  }
  return value;
}

std::optional<char> simple_escape(char letter) noexcept {
  switch (letter) {
  case '\\': return '\\';
  case '\'': return '\'';
  case '"': return '"';
  case 'a': return '\a';
  case 'b': return '\b';
  case 'f': return '\f';
  case 'n': return '\n';
  case 'r': return '\r';
  case 't': return '\t';
  case 'v': return '\v';
  default: return std::nullopt;
  }
}

/// Resolves the escape whose backslash stood just before `at`, and moves `at` past it.
bool append_escape(std::string_view body, std::size_t& at, std::string& out) {
  if (at == body.size()) return false;
  const char letter = body[at++];
  if (const auto simple = simple_escape(letter)) {
    out.push_back(*simple);
  } else if (letter == 'x') {
    const auto code = hex_number(body.substr(at), 2);
    if (!code) return false;
    out.push_back(static_cast<char>(*code));
    at += 2;
  } else if (letter >= '0' && letter <= '7') {
    int code = letter - '0';
    for (int more = 0; more < 2 && at < body.size() && body[at] >= '0' && body[at] <= '7'; ++more)
      code = code * 8 + (body[at++] - '0');
    out.push_back(static_cast<char>(code));
  } else {
    out.push_back('\\');
    out.push_back(letter);
  }
  return true;
}

} // namespace

integer_literal integer_of_bytes(std::string_view bytes) noexcept {
  // Bytes that only repeat the sign say nothing.
  while (bytes.size() > 8) {
    const char top = bytes.back();
    const bool negative = (static_cast<unsigned char>(bytes[bytes.size() - 2]) & 0x80U) != 0;
    if (top != (negative ? '\xff' : '\0')) return {std::nullopt, bytes};
    bytes.remove_suffix(1);
  }
  const bool negative = !bytes.empty() && (static_cast<unsigned char>(bytes.back()) & 0x80U) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t index = bytes.size(); index-- > 0;)
    value = value << 8U | static_cast<unsigned char>(bytes[index]);
  return {static_cast<std::int64_t>(value), {}};
}

std::optional<integer_literal> integer_of_digits(std::string_view digits) noexcept {
  if (digits.ends_with('L')) digits.remove_suffix(1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, value);
  if (stop != end || digits.empty() || problem == std::errc::invalid_argument) return std::nullopt;
  if (problem == std::errc::result_out_of_range) return integer_literal{std::nullopt, digits};
  return integer_literal{value, {}};
}

std::optional<double> real_of_digits(std::string_view digits) noexcept {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, value);
  if (stop != end || digits.empty() || problem != std::errc{}) return std::nullopt;
  return value;
}

std::optional<std::string> unquote(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != literal.back()) return std::nullopt;
  const char quote = literal.front();
  if (quote != '\'' && quote != '"') return std::nullopt;
  const std::string_view body = literal.substr(1, literal.size() - 2);
  std::string out;
  for (std::size_t at = 0; at < body.size();) {
    const char letter = body[at++];
    if (letter == quote) return std::nullopt;
    if (letter != '\\')
      out.push_back(letter);
    else if (!append_escape(body, at, out))
      return std::nullopt;
  }
  return out;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0U | code >> 6U);
    put(0x80U | (code & 0x3fU));
  } else if (code < 0x10000) {
    put(0xe0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3fU));
    put(0x80U | (code & 0x3fU));
  } else {
    put(0xf0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3fU));
    put(0x80U | (code >> 6U & 0x3fU));
    put(0x80U | (code & 0x3fU));
  }
}

std::optional<std::string> decode_raw_unicode(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    const char letter = line[at++];
    const char kind = letter == '\\' && at < line.size() ? line[at] : '\0';
    if (kind != 'u' && kind != 'U') {
      append_utf8(out, static_cast<unsigned char>(letter));
      continue;
    }
    const std::size_t digits = kind == 'u' ? 4 : 8;
    const auto code = hex_number(line.substr(at + 1), digits);
    if (!code || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000)) return std::nullopt;
    append_utf8(out, *code);
    at += 1 + digits;
  }
  return out;
}

std::optional<std::string> latin1_bytes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      out.push_back(text[at]);
    } else if ((lead == 0xc2 || lead == 0xc3) && at + 1 < text.size()) {
      const auto tail = static_cast<unsigned char>(text[++at]);
      out.push_back(static_cast<char>((lead & 3U) << 6U | (tail & 0x3fU)));
    } else {
      return std::nullopt;
    }
  }
  return out;
}

} // namespace weightkin::detail
