#include "reader/pickle/pickle_sniff.hpp"

#include <algorithm>
#include <string_view>

#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

constexpr int enough_opcodes = 3;

/// Takes a line off `text`; false when none ends within it.
bool take_line(std::string_view& text, std::string_view& line) noexcept {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

bool is_dotted_name(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '.';
  });
}

bool is_number(std::string_view line) noexcept {
  return !line.empty() && line.find_first_not_of("0123456789+-.eL") == std::string_view::npos;
}

/// Takes an opcode of the text protocols with its argument off `text`; false when it is none.
bool take_opcode(std::string_view& text) noexcept {
  const char code = text.front();
  text.remove_prefix(1);
  std::string_view line;
  std::string_view name;
  switch (code) {
  case '(':
  case ')':
  case 'd':
  case 'l':
  case 't':
  case ']':
  case '}':
  case 'N':
  case 'a':
  case 's':
  case 'e':
  case 'u':
  case 'R':
  case 'b':
  case '0':
  case '1':
  case '2':
  case '\x85':
  case '\x86':
  case '\x87':
  case '\x93': return true;
  case 'c':
  case 'i':
    return take_line(text, line) && take_line(text, name) && is_dotted_name(line) &&
           is_dotted_name(name);
  case 'I':
  case 'L':
  case 'F':
  case 'g':
  case 'p': return take_line(text, line) && is_number(line);
  case 'V': return take_line(text, line);
  case 'S': return take_line(text, line) && line.size() >= 2 && (line[0] == '\'' || line[0] == '"');
  case 'K':
  case 'q':
  case 'h':
  case 'U': {
    const std::size_t more = code == 'U' && !text.empty() ? static_cast<unsigned char>(text[0]) : 0;
    if (text.size() < more + 1) return false;
    text.remove_prefix(more + 1);
    return true;
  }
  case 'X': {
    if (text.size() < 4) return false;
    const std::size_t length = load_u32(reinterpret_cast<const std::byte*>(text.data()));
    text.remove_prefix(std::min(text.size(), length + 4));
    return true;
  }
  default: return false;
  }
}

} // namespace

bool looks_like_pickle(std::span<const std::byte> head) noexcept {
  std::string_view text = as_text(head);
  if (text.size() < 2) return false;
  if (text[0] == '\x80') return static_cast<unsigned char>(text[1]) >= 2;
  // The stack and the memo are empty at the start, so the first opcode can only bring a value.
  if (std::string_view("()]}NcIFLVSKUX").find(text[0]) == std::string_view::npos) return false;
  for (int seen = 0; seen < enough_opcodes; ++seen) {
    if (text.empty()) return false;
    if (text.front() == '.') return seen > 0 && text.size() == 1;
    if (!take_opcode(text)) return false;
  }
  return true;
}

} // namespace weightkin
