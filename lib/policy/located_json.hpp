#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

namespace weightkin::detail {

enum class located_kind { null, boolean, number, text, list, object };

struct located_member;

/// A JSON value that knows on which line it ends (an object or list: begins). For files that people
/// write: their errors have to name the line.
struct located_value {
  located_kind kind = located_kind::null;
  std::size_t line = 1;
  std::string text; ///< of texts
  double number = 0;
  bool boolean = false;
  std::vector<located_member> members; ///< in order
  std::vector<located_value> items;

  /// The member `key`, or null.
  [[nodiscard]] const located_value* find(std::string_view key) const;
};

struct located_member {
  located_value key;
  located_value value;
};

/// Parses at most 1 MB, 16 levels; no key twice in an object. Messages begin "LABEL:LINE: ".
[[nodiscard]] result<located_value> parse_located(std::string_view json, std::string_view label);

[[nodiscard]] error located_error(std::string_view label, std::size_t line, std::string_view what);

} // namespace weightkin::detail
