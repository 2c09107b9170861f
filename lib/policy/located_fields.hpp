#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/located_json.hpp"

namespace weightkin::detail {

/// Takes the fields of located objects. The first complaint stays, with its line; what is asked for
/// after it is empty, so that callers ask once, at the end.
class located_fields {
public:
  explicit located_fields(std::string_view label) : label_(label) {}

  /// The value must be an object with no members but these.
  void only(const located_value& object, std::initializer_list<std::string_view> known);
  /// A text member; it must be there, and not be empty.
  std::string text(const located_value& object, std::string_view key);
  /// Likewise, but may be missing.
  std::string text_if_any(const located_value& object, std::string_view key);
  double number(const located_value& value);
  /// A list of texts, none empty, none twice; may be missing, but not be empty.
  std::vector<std::string> texts(const located_value& object, std::string_view key);
  /// The member must be a list that is not empty.
  const std::vector<located_value>& list(const located_value& object, std::string_view key);

  /// The enumerator of first..last that the member names; nothing where it is missing.
  template <class Enum>
  std::optional<Enum> named(const located_value& object, std::string_view key, Enum first,
                            Enum last) {
    const located_value* value = object.find(key);
    if (value == nullptr || !ok()) return std::nullopt;
    return named_value(*value, first, last);
  }
  template <class Enum>
  Enum named_value(const located_value& value, Enum first, Enum last) {
    for (auto i = static_cast<int>(first); i <= static_cast<int>(last); ++i)
      if (value.kind == located_kind::text && name_of(static_cast<Enum>(i)) == value.text)
        return static_cast<Enum>(i);
    std::string known;
    for (auto i = static_cast<int>(first); i <= static_cast<int>(last); ++i)
      known += (known.empty() ? "" : ", ") + std::string(name_of(static_cast<Enum>(i)));
    complain(value.line, "expected one of " + known);
    return first;
  }

  void complain(std::size_t line, std::string_view what);
  [[nodiscard]] bool ok() const noexcept { return !failure_; }
  [[nodiscard]] const error& failure() const noexcept { return *failure_; }
  [[nodiscard]] std::string_view label() const noexcept { return label_; }

  /// The schema member; true when it is PREFIX1.MINOR.
  bool schema(const located_value& root, std::string_view prefix);

private:
  std::string label_;
  std::optional<error> failure_;
};

} // namespace weightkin::detail
