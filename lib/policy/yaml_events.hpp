#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <weightkin/core/result.hpp>

namespace weightkin::detail {

enum class yaml_kind { text, alias, list, map, end, document, end_of_document, end_of_text };

/// One step through a text in YAML: a value, or where one with values inside begins or ends.
struct yaml_event {
  yaml_kind kind = yaml_kind::end_of_text;
  std::size_t line = 1;   ///< on which it begins; 1 is the text's first
  std::string text;       ///< of texts, escapes and folds undone
  bool is_plain = false;  ///< a text without quotes or block, which may stand for null
  bool is_tagged = false; ///< called a type other than what a text, list or map is anyway
};

/// Reads one text in YAML 1.1, step by step, with libyaml. Aliases are told, never followed, so the
/// text's size bounds the work. No more than 64 values within each other and 500,000 steps.
class yaml_events {
public:
  /// \param text stays where it is as long as this object; taken for UTF-8.
  /// \param label, \param first_line name the text and its first line in messages, which begin
  /// "LABEL:LINE: ".
  yaml_events(std::string_view text, std::string_view label, std::size_t first_line);
  ~yaml_events();
  yaml_events(const yaml_events&) = delete;
  yaml_events& operator=(const yaml_events&) = delete;

  /// The next step; behind the last one, `end_of_text`. `bad_format` where the text is no YAML, or
  /// beyond the bounds above; nothing may be asked after an error.
  [[nodiscard]] result<yaml_event> next();
  /// Goes to the end of the list or map that `begun` begins; nothing to do where it begins none.
  [[nodiscard]] result<void> pass_over(const yaml_event& begun);
  /// An error in a line of an event.
  [[nodiscard]] error complaint(std::size_t line, std::string_view what) const;

private:
  struct parser;

  [[nodiscard]] error failure() const;

  std::string_view text_;
  std::string label_;
  std::size_t first_line_;
  std::size_t depth_ = 0;
  std::size_t steps_ = 0;
  std::unique_ptr<parser> parser_; ///< null: there was no memory for it
};

} // namespace weightkin::detail
