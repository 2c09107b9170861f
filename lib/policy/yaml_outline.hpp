#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace weightkin::detail {

/// A line of a YAML map that is not indented: a key in plain letters or in quotes without escapes,
/// and what follows its colon.
struct outline_key {
  std::string_view name;
  std::string_view rest;
};

/// Tells, line by line, what stands at the top of a YAML map and what belongs to a value: texts in
/// quotes, lists in brackets and blocks may go on over lines. No value is read. What readers of
/// YAML could disagree about is refused.
class yaml_outline {
public:
  /// What is wrong with the next line; nothing when it is understood.
  [[nodiscard]] std::optional<std::string_view> add(std::string_view line);
  /// The key of the line added last, where it is one.
  [[nodiscard]] const std::optional<outline_key>& key() const noexcept { return key_; }
  /// A text in quotes or a list in brackets has not ended.
  [[nodiscard]] bool is_open() const noexcept { return quote_ != 0 || depth_ > 0; }

private:
  using complaint = std::optional<std::string_view>;

  complaint top_line(std::string_view line);
  complaint inner_line(std::string_view line, std::size_t column);
  complaint value(std::string_view line, std::size_t column);
  complaint go_on(std::string_view line, std::size_t column);
  std::size_t after_flow(std::string_view line, std::size_t column);

  std::optional<outline_key> key_;
  bool any_key_ = false;
  bool list_may_follow_ = false;            ///< the last key has its value on the next lines
  std::size_t parent_ = 0;                  ///< column of the innermost key or dash
  std::optional<std::size_t> block_parent_; ///< of a text in "|" or ">" form
  std::optional<std::size_t> plain_parent_; ///< of a text without quotes, which may go on
  char quote_ = 0;                          ///< that has not ended
  std::size_t depth_ = 0;                   ///< of brackets
  bool plain_in_flow_ = false;              ///< a text without quotes within brackets
};

} // namespace weightkin::detail
