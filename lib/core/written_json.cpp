#include "core/written_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

namespace weightkin::detail {
namespace {

/// Bytes of the UTF-8 sequence that begins with `first`, 0 when none does, and the range of its
/// second byte (Unicode 15, table 3-7).
struct sequence {
  unsigned length;
  unsigned least;
  unsigned most;
};
sequence sequence_of(unsigned first) noexcept {
  if (first < 0x80) return {1, 0, 0};
  if (first >= 0xc2 && first <= 0xdf) return {2, 0x80, 0xbf};
  if (first == 0xe0) return {3, 0xa0, 0xbf};
  if (first == 0xed) return {3, 0x80, 0x9f};
  if (first >= 0xe1 && first <= 0xef) return {3, 0x80, 0xbf};
  if (first == 0xf0) return {4, 0x90, 0xbf};
  if (first >= 0xf1 && first <= 0xf3) return {4, 0x80, 0xbf};
  if (first == 0xf4) return {4, 0x80, 0x8f};
  return {0, 0, 0};
}

constexpr std::uint32_t replacement = 0xfffd;

/// The code point at the beginning of `text`, which it takes away; the replacement for the longest
/// part that could have begun one.
std::uint32_t next_code_point(std::string_view& text) noexcept {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const sequence wanted = sequence_of(byte(0));
  std::uint32_t code = wanted.length <= 1 ? byte(0) : byte(0) & (0x7fU >> wanted.length);
  unsigned taken = 1;
  for (; taken < wanted.length && taken < text.size(); ++taken) {
    const unsigned least = taken == 1 ? wanted.least : 0x80;
    const unsigned most = taken == 1 ? wanted.most : 0xbf;
    if (byte(taken) < least || byte(taken) > most) break;
    code = code << 6 | (byte(taken) & 0x3fU);
  }
  text.remove_prefix(taken);
  return taken == wanted.length ? code : replacement;
}

void append_unit(std::string& out, std::uint32_t unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += digits[unit >> static_cast<unsigned>(shift) & 0xfU];
}

void append_character(std::string& out, std::uint32_t code) {
  constexpr std::string_view escaped = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  const auto at = code < 0x80 ? escaped.find(static_cast<char>(code)) : std::string_view::npos;
  if (at != std::string_view::npos) {
    out += '\\';
    out += letters[at];
  } else if (code >= 0x20 && code < 0x7f) {
    out += static_cast<char>(code);
  } else if (code < 0x10000) {
    append_unit(out, code);
  } else {
    append_unit(out, 0xd7c0 + (code >> 10));
    append_unit(out, 0xdc00 + (code & 0x3ffU));
  }
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty())
    append_character(out, next_code_point(text));
  out += '"';
}

void append_real(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  std::array<char, 64> digits;
  const char* end = nlohmann::detail::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

} // namespace

written_json::written_json(const written_json& other) {
  std::visit(
      [this](const auto& held) {
        auto copied = held;
        value_ = std::move(copied);
      },
      other.value_);
}

written_json::written_json(std::initializer_list<item> items) {
  const auto pair_of = [](const item& one) -> array_type* {
    auto* list = std::get_if<array_type>(&one.held.value_);
    const bool is_pair = list != nullptr && list->size() == 2 &&
                         std::holds_alternative<std::string>(list->front().value_);
    return is_pair ? list : nullptr;
  };
  if (!std::all_of(items.begin(), items.end(), pair_of)) {
    *this = array(items);
    return;
  }
  object_type members;
  members.reserve(items.size());
  for (const item& one : items) {
    array_type& pair = *pair_of(one);
    members.emplace_back(std::move(std::get<std::string>(pair[0].value_)), std::move(pair[1]));
  }
  value_ = std::move(members);
}

written_json written_json::array(std::initializer_list<item> items) {
  array_type list;
  list.reserve(items.size());
  for (const item& one : items)
    list.push_back(std::move(one.held));
  return of(std::move(list));
}

bool written_json::empty() const noexcept {
  if (const auto* list = std::get_if<array_type>(&value_)) return list->empty();
  if (const auto* members = std::get_if<object_type>(&value_)) return members->empty();
  return std::holds_alternative<std::nullptr_t>(value_);
}

void written_json::push_back(written_json element) {
  if (std::holds_alternative<std::nullptr_t>(value_)) value_ = array_type();
  std::get<array_type>(value_).push_back(std::move(element));
}

written_json& written_json::operator[](std::string_view key) {
  if (std::holds_alternative<std::nullptr_t>(value_)) value_ = object_type();
  auto& members = std::get<object_type>(value_);
  const auto found = std::find_if(members.begin(), members.end(),
                                  [key](const member_type& member) { return member.first == key; });
  if (found != members.end()) return found->second;
  return members.emplace_back(std::string(key), written_json()).second;
}

void written_json::update(const written_json& other) {
  for (const auto& [key, value] : std::get<object_type>(other.value_))
    (*this)[key] = value;
}

std::string written_json::dump(int indent) const {
  std::string out;
  append_to(out, indent, 0);
  return out;
}

template <class List, class Write>
void written_json::append_list(std::string& out, const List& list, std::string_view brackets,
                               int indent, int depth, Write&& write) {
  const auto new_line = [&](int level) {
    if (indent < 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(level), ' ');
  };
  out += brackets[0];
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (at > 0) out += ',';
    new_line(depth + 1);
    write(list[at]);
  }
  if (!list.empty()) new_line(depth);
  out += brackets[1];
}

void written_json::append_to(std::string& out, int indent, int depth) const {
  if (const auto* text = std::get_if<std::string>(&value_)) {
    append_text(out, *text);
  } else if (const auto* list = std::get_if<array_type>(&value_)) {
    append_list(out, *list, "[]", indent, depth,
                [&](const written_json& one) { one.append_to(out, indent, depth + 1); });
  } else if (const auto* members = std::get_if<object_type>(&value_)) {
    append_list(out, *members, "{}", indent, depth, [&](const member_type& member) {
      append_text(out, member.first);
      out += indent < 0 ? ":" : ": ";
      member.second.append_to(out, indent, depth + 1);
    });
  } else if (const auto* real = std::get_if<double>(&value_)) {
    append_real(out, *real);
  } else if (const auto* whole = std::get_if<std::int64_t>(&value_)) {
    out += std::to_string(*whole);
  } else if (const auto* count = std::get_if<std::uint64_t>(&value_)) {
    out += std::to_string(*count);
  } else if (const auto* truth = std::get_if<bool>(&value_)) {
    out += *truth ? "true" : "false";
  } else {
    out += "null";
  }
}

} // namespace weightkin::detail
