#include "policy/yaml_outline.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_blank_at(std::string_view line, std::size_t at) {
  return at >= line.size() || line[at] == ' ' || line[at] == '\t';
}

std::size_t past_blanks(std::string_view line, std::size_t at) {
  while (at < line.size() && is_blank_at(line, at))
    ++at;
  return at;
}

/// Nothing from `at` on, or a comment.
bool ends_at(std::string_view line, std::size_t at) {
  const std::size_t next = past_blanks(line, at);
  return next == line.size() || (line[next] == '#' && (next > at || at == 0));
}

bool one_of(char c, std::string_view set) { return set.find(c) != none; }

/// Behind the end of a text in quotes of which `at` is within; none where it does not end.
std::size_t after_quote(std::string_view line, std::size_t at, char quote) {
  for (; at < line.size(); ++at) {
    if (quote == '"' && line[at] == '\\') {
      ++at;
    } else if (line[at] == quote) {
      const bool doubled = quote == '\'' && at + 1 < line.size() && line[at + 1] == quote;
      if (!doubled) return at + 1;
      ++at;
    }
  }
  return none;
}

/// Of the colon behind a key without quotes that begins at `at`; none where it is no key.
std::size_t colon_after_plain(std::string_view line, std::size_t at) {
  for (; at < line.size(); ++at) {
    if (line[at] == ':' && is_blank_at(line, at + 1)) return at;
    if (line[at] == '#' && at > 0 && is_blank_at(line, at - 1)) return none;
  }
  return none;
}

/// Anchors and tags stand before what they are about.
std::size_t past_properties(std::string_view line, std::size_t at) {
  while (at < line.size() && one_of(line[at], "&!")) {
    while (!is_blank_at(line, at))
      ++at;
    at = past_blanks(line, at);
  }
  return at;
}

/// Line breaks for some readers and letters for others.
bool has_doubtful_break(std::string_view line) {
  return line.find("\xc2\x85") != none || line.find("\xe2\x80\xa8") != none ||
         line.find("\xe2\x80\xa9") != none;
}

std::string_view trimmed(std::string_view text) {
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

std::optional<outline_key> key_of(std::string_view line) {
  const char first = line[0];
  std::size_t colon = none;
  std::string_view name;
  if (first == '"' || first == '\'') {
    const std::size_t end = line.find(first, 1);
    if (end == none) return std::nullopt;
    name = line.substr(1, end - 1);
    colon = line.find_first_not_of(' ', end + 1);
    if (colon == none || line[colon] != ':' || !is_blank_at(line, colon + 1)) return std::nullopt;
  } else {
    constexpr std::string_view begins_otherwise = "-?:,[]{}#&*!|>%@`";
    if (one_of(first, begins_otherwise)) return std::nullopt;
    colon = colon_after_plain(line, 0);
    if (colon == none) return std::nullopt;
    name = trimmed(line.substr(0, colon));
  }
  // "<<" takes in the keys of another map.
  if (name.empty() || name == "<<" || name.find_first_of("\\\t") != none) return std::nullopt;
  return outline_key{name, line.substr(colon + 1)};
}

} // namespace

std::optional<std::string_view> yaml_outline::add(std::string_view line) {
  key_.reset();
  if (has_doubtful_break(line)) return "holds a line break that not all readers of YAML know";
  const std::size_t first = past_blanks(line, 0);
  if (is_open()) {
    if (first == line.size()) return std::nullopt;
    const bool closes = depth_ > 0 && quote_ == 0 && one_of(line[first], "]}");
    if (first == 0 && !closes) return "goes on from the line before, but is not indented";
    return go_on(line, first);
  }
  const std::size_t indent = line.find_first_not_of(' ') == none ? 0 : line.find_first_not_of(' ');
  if (block_parent_ && (first == line.size() || indent > *block_parent_)) return std::nullopt;
  if (ends_at(line, 0)) return std::nullopt;
  block_parent_.reset();
  if (plain_parent_ && indent > *plain_parent_) return std::nullopt;
  plain_parent_.reset();
  if (first != indent) return "is indented by a tab";
  if (indent == 0) return top_line(line);
  if (!any_key_) return "is indented, but belongs to no key";
  return inner_line(line, indent);
}

yaml_outline::complaint yaml_outline::top_line(std::string_view line) {
  parent_ = 0;
  if (line[0] == '-' && is_blank_at(line, 1)) {
    if (!list_may_follow_) return "begins a list that belongs to no key";
    return inner_line(line, 0);
  }
  key_ = key_of(line);
  if (!key_) return "is neither \"key: value\" nor part of a value before it";
  any_key_ = true;
  list_may_follow_ = key_->rest.size() == past_properties(key_->rest, past_blanks(key_->rest, 0)) ||
                     ends_at(key_->rest, 0);
  return value(line, line.size() - key_->rest.size());
}

/// A line of a list or of a map within another.
yaml_outline::complaint yaml_outline::inner_line(std::string_view line, std::size_t column) {
  while (column < line.size() && one_of(line[column], "-?") && is_blank_at(line, column + 1)) {
    parent_ = column;
    column = past_blanks(line, column + 1);
  }
  const std::size_t start = past_properties(line, column);
  std::size_t colon = none;
  if (start < line.size() && one_of(line[start], "\"'")) {
    const std::size_t end = after_quote(line, start + 1, line[start]);
    const std::size_t next = end == none ? none : past_blanks(line, end);
    if (next < line.size() && line[next] == ':' && is_blank_at(line, next + 1)) colon = next;
  } else if (start < line.size() && !one_of(line[start], "[{|>")) {
    colon = colon_after_plain(line, start);
  }
  if (colon == none) return value(line, column);
  parent_ = column;
  return value(line, colon + 1);
}

/// What a value that begins here leaves open.
yaml_outline::complaint yaml_outline::value(std::string_view line, std::size_t column) {
  if (ends_at(line, column)) return std::nullopt;
  column = past_properties(line, past_blanks(line, column));
  if (column == line.size() || line[column] == '#') return std::nullopt;
  switch (line[column]) {
  case '"':
  case '\'': quote_ = line[column]; return go_on(line, column + 1);
  case '[':
  case '{': ++depth_; return go_on(line, column + 1);
  case '|':
  case '>': block_parent_ = parent_; return std::nullopt;
  default: plain_parent_ = parent_; return std::nullopt;
  }
}

/// The rest of what is open.
yaml_outline::complaint yaml_outline::go_on(std::string_view line, std::size_t column) {
  if (depth_ > 0) {
    column = after_flow(line, column);
  } else {
    column = after_quote(line, column, quote_);
    if (column != none) quote_ = 0;
  }
  if (column == none || ends_at(line, column)) return std::nullopt;
  return "has something behind the end of a value";
}

/// Behind the last bracket; none where it stays open.
std::size_t yaml_outline::after_flow(std::string_view line, std::size_t column) {
  constexpr std::string_view indicators = ",[]{}";
  for (std::size_t at = column; at < line.size(); ++at) {
    if (quote_ != 0) {
      const std::size_t end = after_quote(line, at, quote_);
      if (end == none) return none;
      quote_ = 0;
      at = end;
      if (at == line.size()) return none;
    }
    const char c = line[at];
    if (c == '#' && (at == 0 || is_blank_at(line, at - 1))) {
      plain_in_flow_ = false;
      return none;
    }
    const bool ends_key =
        c == ':' && (is_blank_at(line, at + 1) || one_of(line[at + 1], indicators));
    if (plain_in_flow_ && !one_of(c, indicators) && !ends_key) continue;
    plain_in_flow_ = false;
    if (is_blank_at(line, at) || one_of(c, ",:?")) continue;
    if (one_of(c, "[{")) {
      ++depth_;
    } else if (one_of(c, "]}")) {
      if (--depth_ == 0) return at + 1;
    } else if (one_of(c, "\"'")) {
      quote_ = c;
    } else if (one_of(c, "&!")) {
      while (at + 1 < line.size() && !is_blank_at(line, at + 1) &&
             !one_of(line[at + 1], indicators))
        ++at;
    } else {
      plain_in_flow_ = true;
    }
  }
  return none;
}

} // namespace weightkin::detail
