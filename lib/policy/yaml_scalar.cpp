#include "policy/yaml_scalar.hpp"

#include <utility>

namespace weightkin::detail {
namespace {

/// Reads values from the front of one line.
class scalar_reader {
public:
  explicit scalar_reader(std::string_view raw) : rest_(raw) { skip_blanks(); }

  /// One scalar; in a list, plain ones end at commas and brackets.
  std::optional<std::string> scalar(bool in_list) {
    if (rest_.starts_with('"')) return double_quoted();
    if (rest_.starts_with('\'')) return single_quoted();
    return plain(in_list);
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    skip_blanks();
    return true;
  }

  /// Nothing is left but a comment.
  [[nodiscard]] bool at_end() const { return rest_.empty() || (rest_[0] == '#' && blank_before_); }

private:
  void skip_blanks() {
    blank_before_ = false;
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t')) {
      rest_.remove_prefix(1);
      blank_before_ = true;
    }
  }

  std::optional<std::string> single_quoted() {
    std::string out;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] != '\'') {
        out += rest_[i];
      } else if (i + 1 < rest_.size() && rest_[i + 1] == '\'') {
        out += '\'';
        ++i;
      } else {
        rest_.remove_prefix(i + 1);
        skip_blanks();
        return out;
      }
    }
    return std::nullopt;
  }

  std::optional<std::string> double_quoted() {
    std::string out;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        skip_blanks();
        return out;
      }
      if (rest_[i] == '\\') {
        ++i; // names need no other escapes
        if (i >= rest_.size() || (rest_[i] != '"' && rest_[i] != '\\' && rest_[i] != '/'))
          return std::nullopt;
      }
      out += rest_[i];
    }
    return std::nullopt;
  }

  std::optional<std::string> plain(bool in_list) {
    constexpr std::string_view begins_otherwise = "&*!|>%@`{}[],?";
    if (!rest_.empty() && begins_otherwise.find(rest_[0]) != std::string_view::npos)
      return std::nullopt;
    if (rest_ == "-" || rest_.starts_with("- ")) return std::nullopt; // a list within
    std::size_t end = 0;
    for (; end < rest_.size(); ++end) {
      const char c = rest_[end];
      const bool after_blank = end > 0 && (rest_[end - 1] == ' ' || rest_[end - 1] == '\t');
      if (c == '#' && after_blank) break;
      if (in_list && (c == ',' || c == ']')) break;
      if (in_list && (c == '[' || c == '{' || c == '}')) return std::nullopt;
      const bool colon_ends = end + 1 == rest_.size() || rest_[end + 1] == ' ';
      if (c == ':' && colon_ends) return std::nullopt; // a map
    }
    std::string out(rest_.substr(0, end));
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t'))
      out.pop_back();
    rest_.remove_prefix(end);
    blank_before_ = true;
    if (out == "~" || out == "null" || out == "Null" || out == "NULL") return std::string();
    return out;
  }

  std::string_view rest_;
  bool blank_before_ = false;
};

} // namespace

std::optional<std::string> yaml_scalar(std::string_view raw) {
  scalar_reader reader(raw);
  auto out = reader.scalar(false);
  if (!out || !reader.at_end()) return std::nullopt;
  return out;
}

std::optional<std::vector<std::string>> yaml_values(std::string_view raw) {
  scalar_reader reader(raw);
  std::vector<std::string> out;
  if (!reader.take('[')) {
    const auto one = yaml_scalar(raw);
    if (!one) return std::nullopt;
    if (!one->empty()) out.push_back(*one);
    return out;
  }
  while (!reader.take(']')) {
    auto one = reader.scalar(true);
    if (!one) return std::nullopt;
    if (!one->empty()) out.push_back(std::move(*one));
    if (reader.take(',')) continue;
    if (reader.take(']')) break;
    return std::nullopt;
  }
  if (!reader.at_end()) return std::nullopt;
  return out;
}

} // namespace weightkin::detail
